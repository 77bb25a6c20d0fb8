/** The core inside the page. */
import { canUnpack, unpack } from '../unpack.js';
import { CORE } from './names.mjs';

export const coreSource = (): Promise<ArrayBuffer> => unpack(document.getElementById(CORE)?.textContent ?? '');
export const canOpen = canUnpack;
