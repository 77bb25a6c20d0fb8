/** Text inside a PNG: chunks `tEXt`, or `iTXt` where Latin-1 does not do (PNG 1.2, 4.2.3). */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(latin1(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

function textChunk(keyword: string, text: string): Uint8Array {
  const head = latin1(`${keyword}\0`);
  // In Latin-1 and without control characters, as that chunk wants it.
  const plain = /^[\n\x20-\x7e\xa1-\xff]*$/.test(text);
  const body = plain ? latin1(text) : Uint8Array.of(0, 0, 0, 0, ...new TextEncoder().encode(text));
  const data = new Uint8Array(head.length + body.length);
  data.set(head);
  data.set(body, head.length);
  return chunk(plain ? 'tEXt' : 'iTXt', data);
}

export interface Chunk {
  type: string;
  data: Uint8Array;
}

/** The chunks of a PNG; throws where it is none or one of them is damaged. */
export function chunks(png: Uint8Array): Chunk[] {
  if (SIGNATURE.some((byte, i) => png[i] !== byte)) throw new Error('not a PNG');
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const found: Chunk[] = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > png.length || view.getUint32(end) !== crc32(png.subarray(at + 4, end))) throw new Error('a damaged PNG');
    found.push({ type: String.fromCharCode(...png.subarray(at + 4, at + 8)), data: png.subarray(at + 8, end) });
    at = end + 4;
  }
  return found;
}

/** The PNG with these texts, by keyword, after its header. */
export function withTexts(png: Uint8Array, texts: Record<string, string>): Uint8Array {
  const [header] = chunks(png);
  if (header?.type !== 'IHDR') throw new Error('not a PNG');
  const at = SIGNATURE.length + header.data.length + 12;
  const added = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  const result = new Uint8Array(png.length + added.reduce((sum, { length }) => sum + length, 0));
  result.set(png.subarray(0, at));
  let end = at;
  for (const bytes of added) {
    result.set(bytes, end);
    end += bytes.length;
  }
  result.set(png.subarray(at), end);
  return result;
}
