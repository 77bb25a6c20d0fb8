/** What is used of lzma1, whose own types are its sources; its decoder alone is a fifth of it. */
declare module 'lzma1' {
  export function compress(bytes: Uint8Array, level?: number): Uint8Array<ArrayBuffer>;
}

declare module 'lzma1/streams' {
  export class InputBuffer {
    constructor(bytes: Uint8Array);
  }
  export class OutputBuffer {
    constructor(capacity: number);
    toArray(): Uint8Array<ArrayBuffer>;
  }
}

declare module 'lzma1/decoder' {
  import type { InputBuffer, OutputBuffer } from 'lzma1/streams';
  export class Decoder {
    decompress(input: InputBuffer, output: OutputBuffer): boolean;
  }
}
