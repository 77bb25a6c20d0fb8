/** What `packTight` of `pack.mjs` made, opened by a decoder of a few kilobytes. */
import { Decoder } from 'lzma1/decoder';
import { InputBuffer, OutputBuffer } from 'lzma1/streams';
import { decode } from '../unpack.js';

export function unpackTight(text: string): Uint8Array<ArrayBuffer> {
  const opened = new OutputBuffer(1 << 20);
  new Decoder().decompress(new InputBuffer(decode(text)), opened);
  return opened.toArray();
}
