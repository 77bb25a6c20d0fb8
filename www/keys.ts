/** What single keys do. Pure: the page and the elements attach it where it belongs. */
import { newNoise, reset, togglePin } from './actions.js';
import type { Group } from './group.js';
import { POSITIONS, positionOf, rangeOf, valueAt } from './scale.js';

export type Action =
  | { do: 'toggle' | 'one' | 'thousand' | 'reset' | 'noise' | 'pin' | 'undo' | 'help' | 'share' | 'escape' }
  | { do: 'temperature' | 'logit'; by: number }
  | { do: 'select'; category: number }
  | { do: 'chapter'; by: number };

type KeyLike = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented'>;

/** What the focus is in: text takes every key, a slider the arrows, a button Space and Enter. */
export type Place = 'text' | 'slider' | 'button' | 'elsewhere';

const letters: Record<string, Action> = {
  ' ': { do: 'toggle' },
  d: { do: 'one' },
  t: { do: 'thousand' },
  r: { do: 'reset' },
  n: { do: 'noise' },
  g: { do: 'pin' },
  z: { do: 'undo' },
  j: { do: 'chapter', by: 1 },
  k: { do: 'chapter', by: -1 },
  s: { do: 'share' },
  '?': { do: 'help' },
  Escape: { do: 'escape' },
  ArrowLeft: { do: 'temperature', by: -1 },
  ArrowRight: { do: 'temperature', by: 1 },
  ArrowUp: { do: 'logit', by: 1 },
  ArrowDown: { do: 'logit', by: -1 },
};

/** The action of a key, if it has one where the focus is. `p` is kept for the presenter. */
export function actionOf(event: KeyLike, place: Place): Action | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const { key } = event;
  if (place === 'text') return key === 'Escape' ? { do: 'escape' } : undefined;
  if (place === 'slider' && key.startsWith('Arrow')) return undefined;
  if (place === 'button' && key === ' ') return undefined;
  if (/^[0-9]$/.test(key)) return { do: 'select', category: (Number(key) + 9) % 10 };
  return letters[key] ?? letters[key.toLowerCase()];
}

const CONTROLS: Partial<Record<Action['do'], string>> = {
  toggle: 'play',
  one: 'one',
  thousand: 'thousand',
  reset: 'reset',
  noise: 'seed',
  pin: 'pin',
  undo: 'undo',
  temperature: 'tau',
  logit: 'logits',
};

/** Whether an embedded element takes this key: only for a control that it has. */
export function offered(action: Action, has: (control: string) => boolean): boolean {
  const control = CONTROLS[action.do];
  return control === undefined ? ['select', 'escape'].includes(action.do) : has(control);
}

/** Where a key event comes from, through shadow roots. */
export function placeOf(event: Event): Place {
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return 'elsewhere';
  if (target.isContentEditable || target.matches('textarea, select')) return 'text';
  if (target instanceof HTMLInputElement) {
    if (target.type === 'range') return 'slider';
    return ['checkbox', 'radio', 'button'].includes(target.type) ? 'button' : 'text';
  }
  return target.closest('button, a[href], summary') ? 'button' : 'elsewhere';
}

/** Does it; false when there was nothing to do, so that the key keeps its usual meaning. */
export function act(group: Group, action: Action): boolean {
  switch (action.do) {
    case 'toggle':
      group.toggle();
      return true;
    case 'one':
      group.step(1);
      return true;
    case 'thousand':
      group.step(1000);
      return true;
    case 'reset':
      reset(group);
      return true;
    case 'noise':
      newNoise(group);
      return true;
    case 'pin':
      togglePin(group);
      return true;
    case 'undo':
      group.undoLast();
      return true;
    case 'temperature':
      return turn(group, action.by);
    case 'logit':
      return nudge(group, action.by);
    case 'select':
      group.select(action.category < (group.state?.k ?? 0) ? action.category : undefined);
      return true;
    case 'escape':
      if (group.selected === undefined) return false;
      group.select(undefined);
      return true;
    case 'help':
    case 'chapter':
    case 'share':
      return false;
  }
}

function turn(group: Group, by: number): boolean {
  const range = rangeOf(group, 'tau');
  const tau = group.state?.tau;
  if (tau === undefined || tau === null) return false;
  const position = positionOf(range, tau) + by * (POSITIONS / 100);
  group.set('tau', valueAt(range, Math.min(POSITIONS, Math.max(0, position))), true);
  return true;
}

function nudge(group: Group, by: number): boolean {
  const k = group.selected;
  const logit = k === undefined ? undefined : group.state?.logits[k];
  if (k === undefined || logit === undefined || !Number.isFinite(logit)) return false;
  const { min, max } = rangeOf(group, 'logits');
  const next = Math.min(max, Math.max(min, logit + by * 0.1));
  group.set(`logit:${k + 1}`, String(Number(next.toFixed(3))), true);
  return true;
}
