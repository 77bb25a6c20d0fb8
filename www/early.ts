/**
 * The page's way to the core, in the place of `core_source.ts`: a module of its own, so small that it asks for the core while
 * the rest of the script is still on its way. What cannot be compiled is not asked for.
 */
import { hasSimd } from './simd.js';

const core = hasSimd() ? fetch(new URL('gumbel_softmax_bg.wasm', import.meta.url)) : undefined;
// Who loads the core hears of a failure, and says so.
core?.catch(() => undefined);

export const coreSource = (): Promise<Response> | undefined => core;
export const canOpen = (): boolean => true;
