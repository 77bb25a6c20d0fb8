/** What is used of lzma1; its own types are its sources, which other settings of TypeScript refuse. */
export function compress(bytes: Uint8Array, level?: number): Uint8Array<ArrayBuffer>;
export function decompress(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
