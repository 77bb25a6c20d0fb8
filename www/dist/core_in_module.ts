/** The core inside the module. */
import packed from 'packed:core';
import { canUnpack, unpack } from '../unpack.js';

export const coreSource = (): Promise<ArrayBuffer> => unpack(packed);
export const canOpen = canUnpack;
