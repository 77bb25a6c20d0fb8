export interface Parts {
  html: string;
  icon: string;
  css: string;
  script: string;
  open: string;
  core: Uint8Array;
}
export function single(parts: Parts): string;
