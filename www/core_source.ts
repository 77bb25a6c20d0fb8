/**
 * Where the compiled core comes from; undefined: it lies beside the script. In what is one file, another module of
 * `www/dist/` stands in the place of this one.
 */
export const coreSource = (): Promise<ArrayBuffer> | undefined => undefined;

/** Whether this browser can get at it. */
export const canOpen = (): boolean => true;
