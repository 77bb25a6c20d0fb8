/** The core that `early.ts` has asked for; on the page this stands in the place of `core_source.ts`. */

export const EARLY = 'gumbelSoftmaxCore';

/** Once: an answer can be read only once, and who tries again asks anew. */
export function coreSource(): Promise<Response> | undefined {
  const room = globalThis as { [EARLY]?: Promise<Response> };
  const source = room[EARLY];
  delete room[EARLY];
  return source;
}

export const canOpen = (): boolean => true;
