/**
 * A script of its own before the page's, so small that it asks for the core while the rest is still on its way and before
 * anything is laid out. What cannot be compiled is not asked for.
 */
import { EARLY } from './early_core.js';
import { hasSimd } from './simd.js';

const script = document.currentScript;
if (hasSimd() && script instanceof HTMLScriptElement) {
  const core = fetch(new URL('gumbel_softmax_bg.wasm', script.src));
  // Who loads the core hears of a failure, and says so.
  core.catch(() => undefined);
  Object.assign(globalThis, { [EARLY]: core });
}
