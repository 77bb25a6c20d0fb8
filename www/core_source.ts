/**
 * Where the compiled core comes from; undefined: it lies beside the script. On the page `early_core.ts` stands in the place of
 * this module, and in what is one file another of `www/dist/`.
 */
export const coreSource = (): Promise<ArrayBuffer | Response> | undefined => undefined;

/** Whether this browser can get at it. */
export const canOpen = (): boolean => true;
