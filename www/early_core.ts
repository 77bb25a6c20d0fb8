/** The core that `early.ts` asks for; on the page this stands in the place of `core_source.ts`. */

export const EARLY = 'gumbelSoftmaxCore';

/** Once: an answer can be read only once, and who tries again asks anew. So does who comes before the script, which then asks for nothing. */
export function coreSource(): Promise<Response> | undefined {
  const room = globalThis as { [EARLY]?: (() => Promise<Response>) | undefined };
  const ask = room[EARLY];
  room[EARLY] = undefined;
  return ask?.();
}

export const canOpen = (): boolean => true;
