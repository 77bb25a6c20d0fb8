import type { Snapshot } from './core.js';
import type { Group } from './group.js';
import { PARAMETERS } from './parameters.js';

/** What a `change` and a `statechange` carry: plain data of the listener's own. */
export interface StateDetail {
  /** The parameters as text, under the names of the attributes. */
  params: Record<string, string>;
  snapshot: Snapshot;
}

export function detailOf(group: Group): StateDetail | undefined {
  const { state } = group;
  if (!state) return undefined;
  const params: Record<string, string> = {};
  for (const name of PARAMETERS) {
    const text = group.guard(() => group.explorer?.get(name));
    if (text !== undefined) params[name] = text;
  }
  return { params, snapshot: structuredClone(state) };
}
