/** The page inside a frame of somebody else's: it tells its height, and takes parameters from those who may give them. */
import type { Group } from './group.js';
import { observerOfSizes } from './loop.js';
import { isParameter, textOf, type Given } from './parameters.js';

export const HEIGHT = 'gumbel-softmax:height';
export const SET = 'gumbel-softmax:set';

/** As long as an address may be. */
const LONGEST = 8192;

/** The origins that may set parameters: the page's own, and those of `?origin=` in its address. */
export function originsOf(search: string, own: string): Set<string> {
  const origins = new Set([own]);
  for (const text of new URLSearchParams(search).getAll('origin').flatMap((list) => list.split(/[\s,]+/))) {
    try {
      origins.add(new URL(text).origin);
    } catch {
      // Not an origin.
    }
  }
  // That of every page without one: a file, a sandbox.
  origins.delete('null');
  return origins;
}

/** The parameters of a message as text; undefined for anything that is not one, however slightly. */
export function paramsOf(data: unknown): Map<string, string> | undefined {
  if (!isRecord(data) || data['type'] !== SET || !isRecord(data['params'])) return undefined;
  const params = new Map<string, string>();
  for (const [name, value] of Object.entries(data['params'])) {
    const text = isGiven(value) ? textOf(value) : null;
    if (!isParameter(name) || text === null || text.length > LONGEST) return undefined;
    params.set(name, text);
  }
  return params;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);

const isAtom = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

const isGiven = (value: unknown): value is NonNullable<Given> =>
  isAtom(value) || (Array.isArray(value) && value.length <= 64 && value.every(isAtom));

/** Starts both, where the page is in a frame. */
export function startFrame(group: Group): void {
  if (parent === window) return;
  let told = 0;
  const tell = (): void => {
    const height = document.documentElement.offsetHeight;
    if (height === told) return;
    told = height;
    // To whoever holds the frame: a height is no secret.
    parent.postMessage({ type: HEIGHT, height }, '*');
  };
  observerOfSizes(tell).observe(document.documentElement);
  const origins = originsOf(location.search, location.origin);
  addEventListener('message', ({ data, origin, source }) => {
    if (source !== parent || !origins.has(origin)) return;
    const params = paramsOf(data);
    for (const [name, text] of params ?? []) group.queue(name, text);
  });
}
