export type Exports = string | { [name: string]: Exports };
export function exported(exports: Exports): string[];
export function differences(listed: string[], wanted: string[]): string[];
