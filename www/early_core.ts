/** The core that `early.ts` has asked for; on the page this stands in the place of `core_source.ts`. */

export const EARLY = 'gumbelSoftmaxCore';

export const coreSource = (): Promise<Response> | undefined => (globalThis as { [EARLY]?: Promise<Response> })[EARLY];

export const canOpen = (): boolean => true;
