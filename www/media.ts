/** What the reader's system asks for. */
export const dark = matchMedia('(prefers-color-scheme: dark)');
export const contrast = matchMedia('(prefers-contrast: more)');
export const stillness = matchMedia('(prefers-reduced-motion: reduce)');

/** Tells when the pixels become finer or coarser: the window has moved to another screen, or is zoomed. */
export function onPixelRatio(told: () => void, signal: AbortSignal): void {
  const again = (): void => {
    told();
    onPixelRatio(told, signal);
  };
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', again, { once: true, signal });
}
