/** Loads the core once for all elements of a page. */
import init, * as wasm from 'core';
import type { ClaimsRule, Core, Explorer, Theme } from './core.js';
import { canOpen, coreSource } from './core_source.js';
import { Generations } from './generations.js';
import { outsideOfSizes } from './loop.js';
import { hasSimd } from './simd.js';

/** Why there is no core: words for each are in `i18n`. */
export type LoadFailure = 'webassembly' | 'file' | 'network' | 'unusable';

export class LoadError extends Error {
  constructor(
    readonly failure: LoadFailure,
    cause?: unknown,
  ) {
    super(failure, { cause });
  }
}

/** Of what has arrived: it is cut off, something else, of another build than the script, or too large for the memory that is left. */
const UNUSABLE: readonly unknown[] = ['CompileError', 'LinkError', 'RangeError', 'InternalError'];

function failureOf(cause: unknown): LoadFailure {
  if (location.protocol === 'file:') return 'file';
  // Firefox says InternalError both for a lack of memory and for what is cut off.
  return cause instanceof Error && UNUSABLE.includes(cause.name) ? 'unusable' : 'network';
}

async function load(): Promise<Core> {
  if (!hasSimd() || !canOpen()) throw new LoadError('webassembly');
  try {
    const module_or_path = await coreSource();
    await init(module_or_path && { module_or_path });
    await outsideOfSizes();
  } catch (cause) {
    throw new LoadError(failureOf(cause), cause);
  }
  const generations = new Generations(wasm.__wbg_reset_state);
  return {
    get generation() {
      return generations.present;
    },
    mend: (of, error) => generations.mend(of, error),
    parameters: wasm.parameters,
    presets: wasm.presets,
    fresh_seed: wasm.fresh_seed,
    letters_on: wasm.letters_on,
    is_dark: wasm.is_dark,
    csv_part: wasm.csv_part,
    claims_rule: () => wasm.claims_rule() as ClaimsRule,
    // What draws takes only the themes that are made here.
    explorer: (address) => new wasm.Explorer(address) as unknown as Explorer,
    theme: (dark, contrast, family, zoom): Theme => new wasm.Theme(dark, contrast, family, zoom),
  };
}

/** The page that the script came with: it lies beside it. */
export const home = (): string => new URL('.', import.meta.url).href;

let loading: Promise<Core> | undefined;

/** What has failed is tried again for the next that asks. */
export function loadCore(): Promise<Core> {
  return (loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  }));
}
