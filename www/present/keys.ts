/** The keys of presenter mode. Pure. */
import type { ViewName } from '../core.js';
import type { Place } from '../keys.js';

export type StageAction =
  | { do: 'present' | 'leave' | 'targets' | 'freeze' | 'step' | 'blackout' }
  | { do: 'view' | 'preset'; by: 1 | -1 };

type KeyLike = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented'>;

/** The views in the order of the page. */
export const ORDER: readonly ViewName[] = ['noise', 'draw', 'simplex', 'histogram'];

const keys: Record<string, StageAction> = {
  p: { do: 'leave' },
  Escape: { do: 'leave' },
  PageDown: { do: 'view', by: 1 },
  PageUp: { do: 'view', by: -1 },
  h: { do: 'targets' },
  f: { do: 'freeze' },
  d: { do: 'step' },
  b: { do: 'blackout' },
  '.': { do: 'blackout' },
};

const brackets: Record<string, StageAction> = {
  ']': { do: 'preset', by: 1 },
  '[': { do: 'preset', by: -1 },
};

/** What a key does for a presenter; before presenting only `p` is taken. */
export function stageActionOf(event: KeyLike, place: Place, presenting: boolean): StageAction | undefined {
  const { key } = event;
  if (event.defaultPrevented || event.metaKey || place === 'text') return undefined;
  // On many keyboards a bracket takes AltGr, which is Ctrl and Alt, or Alt.
  if (presenting && brackets[key] && (event.altKey || !event.ctrlKey)) return brackets[key];
  if (event.ctrlKey || event.altKey) return undefined;
  const action = keys[key] ?? keys[key.toLowerCase()];
  if (presenting) return place === 'slider' && key.startsWith('Page') ? undefined : action;
  return key.toLowerCase() === 'p' ? { do: 'present' } : undefined;
}

/** A key that a clicker or Escape sends, rather than a character typed by accident. */
export const isNamed = (key: string): boolean => key.length > 1;

/** The view after or before; at the ends it stays, as slides do. */
export function neighbour(view: ViewName, by: number): ViewName {
  const at = ORDER.indexOf(view) + by;
  return ORDER[Math.min(ORDER.length - 1, Math.max(0, at))] ?? view;
}
