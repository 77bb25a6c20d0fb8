/** The core inside the page. */
import { CORE } from './names.mjs';
import { unpackTight } from './tight.js';

export const coreSource = (): Promise<ArrayBuffer> =>
  Promise.resolve(unpackTight(document.getElementById(CORE)?.textContent ?? '').buffer);
export const canOpen = (): boolean => true;
