/** Bytes out of the text that `www/dist/pack.mjs` made of them: two digits hold 13 bits, or 14 where those fit. */
export function decode(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil((text.length * 14) / 16));
  const digit = (at: number): number => {
    const code = text.charCodeAt(at);
    // The digits are the printable characters but `"`, `<` and `\`.
    return code - 33 - Number(code > 34) - Number(code > 60) - Number(code > 92);
  };
  let length = 0;
  let held = 0;
  let count = 0;
  for (let at = 0; at + 1 < text.length; at += 2) {
    const value = digit(at) + 91 * digit(at + 1);
    held |= value << count;
    count += (value & 0x1fff) < 89 ? 14 : 13;
    for (; count > 7; count -= 8, held >>>= 8) bytes[length++] = held & 0xff;
  }
  if (text.length % 2 === 1) bytes[length++] = held | (digit(text.length - 1) << count);
  return bytes.subarray(0, length);
}

/** What was packed, opened by the browser itself. */
export function unpack(text: string): Promise<ArrayBuffer> {
  const opened = new Blob([decode(text)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(opened).arrayBuffer();
}

/** Browsers had WebAssembly years before they could unpack by themselves. */
export const canUnpack = (): boolean => typeof DecompressionStream === 'function';
