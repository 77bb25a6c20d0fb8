export type Measure = 'raw' | 'gzip' | 'brotli';
export type Sizes = Record<Measure, number>;
export interface Budget {
  file: string;
  measure: Measure;
  most: number;
}
export const BUDGETS: readonly Budget[];
export function sizesOf(bytes: Uint8Array): Sizes;
export function tooLarge(sizes: Record<string, Sizes>, budgets?: readonly Budget[]): string[];
export function table(sizes: Record<string, Sizes>): string;
