/** What the reader's system asks for. */
export const dark = matchMedia('(prefers-color-scheme: dark)');
export const contrast = matchMedia('(prefers-contrast: more)');
export const stillness = matchMedia('(prefers-reduced-motion: reduce)');
