/**
 * A script of its own, so small that it asks for the core while the page's is still on its way: once what stands in the HTML has been laid out, or
 * when the core is wanted. What cannot be compiled is not asked for. It also shows the picture that the page opens with, where that will be right.
 */
import { EARLY } from './early_core.js';
import { showForetaste } from './foretaste/foretaste.js';
import { hasSimd } from './simd.js';

const script = document.currentScript;
if (hasSimd() && script instanceof HTMLScriptElement && !(EARLY in globalThis)) {
  let core: Promise<Response> | undefined;
  const ask = (): Promise<Response> => {
    core ??= fetch(new URL('gumbel_softmax_bg.wasm', script.src));
    // Who loads the core hears of a failure, and says so.
    core.catch(() => undefined);
    return core;
  };
  requestAnimationFrame(() => setTimeout(ask));
  Object.assign(globalThis, { [EARLY]: ask });
  showForetaste();
}
