import { openPreset } from '../actions.js';
import type { Preset } from '../core.js';
import type { Group } from '../group.js';

/** Whether the state has every value that a preset names. */
function matches(group: Group, preset: Preset): boolean {
  return preset.address.split('&').every((pair) => {
    const [key = '', text = ''] = pair.split('=');
    if (key !== 'probs') return group.get(key) === text;
    const wanted = text.split(',').map(Number);
    const sum = wanted.reduce((a, b) => a + b, 0);
    const probs = group.state?.probs ?? [];
    return probs.length === wanted.length && wanted.every((p, k) => Math.abs(p / sum - (probs[k] ?? 0)) < 1e-3);
  });
}

/** Goes through the presets; remembers where it is while the state is still that preset's. */
export class Presets {
  #last = -1;

  constructor(private readonly group: Group) {}

  get list(): Preset[] {
    return this.group.guard(() => this.group.core?.presets()) ?? [];
  }

  /** The number of the preset that is shown, from 0; -1 for none. */
  get present(): number {
    const { list } = this;
    const last = list[this.#last];
    if (!last || !matches(this.group, last)) this.#last = list.findIndex((preset) => matches(this.group, preset));
    return this.#last;
  }

  /** Opens the next or the one before, round and round. */
  turn(by: number): void {
    const { list, present } = this;
    const next = present < 0 ? (by > 0 ? 0 : list.length - 1) : (present + by + list.length) % list.length;
    const preset = list[next];
    if (!preset) return;
    openPreset(this.group, preset.address);
    this.#last = next;
  }
}
