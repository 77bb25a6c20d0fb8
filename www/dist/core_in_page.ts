/** The core inside the page, whose script brings the decoder. */
import { decompress } from 'lzma1';
import { canUnpack, decode } from '../unpack.js';
import { CORE } from './names.mjs';

export const coreSource = (): Promise<ArrayBuffer> =>
  Promise.resolve(decompress(decode(document.getElementById(CORE)?.textContent ?? '')).buffer);
// The script itself was unpacked.
export const canOpen = canUnpack;
