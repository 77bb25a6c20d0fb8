export function encode(bytes: Uint8Array): string;
export function pack(bytes: Uint8Array): string;
export function packTight(bytes: Uint8Array): string;
