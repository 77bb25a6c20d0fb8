import type { Group } from './group.js';

/** Steps of a slider that moves along a logarithmic scale. */
export const POSITIONS = 1000;

export interface Range {
  min: number;
  max: number;
}

/** The range of a parameter, from the core's table. */
export function rangeOf(group: Group, key: string): Range {
  const { min = 1, max = 10 } = group.parameter(key) ?? {};
  return { min, max };
}

/** The slider position (0 to POSITIONS) of a value on a logarithmic scale. */
export function positionOf({ min, max }: Range, value: number): number {
  const share = Math.log(value / min) / Math.log(max / min);
  return Math.round(Math.min(1, Math.max(0, share)) * POSITIONS);
}

/** The value at a slider position, to three significant digits. */
export function valueAt({ min, max }: Range, position: number): string {
  const value = min * (max / min) ** (position / POSITIONS);
  return String(Number(value.toPrecision(3)));
}
