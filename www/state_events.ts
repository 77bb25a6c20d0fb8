import { detailOf } from './detail.js';
import type { Group } from './group.js';

/** At most ten a second. */
const PACE_MS = 100;

/** Tells the listeners of an element what the state is: at rest, and at a pace while it changes. */
export class StateEvents {
  #told = '';
  #at = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly element: HTMLElement) {}

  /** The state may be another than before. */
  note(group: Group): void {
    const key = `${group.revision} ${String(group.resting)}`;
    if (!group.explorer || group.failure || key === this.#told || this.#timer !== undefined) return;
    const wait = Math.min(PACE_MS, this.#at + PACE_MS - performance.now());
    if (wait <= 0) return this.#tell(group, key);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.note(group);
    }, wait);
  }

  /** What the reader did. */
  changed(group: Group): void {
    const detail = detailOf(group);
    if (detail) this.element.dispatchEvent(new CustomEvent('change', { detail, bubbles: true, composed: true }));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** What comes next is news, though it may be called like what was told last. */
  forget(): void {
    this.stop();
    this.#told = '';
  }

  #tell(group: Group, key: string): void {
    const detail = detailOf(group);
    if (!detail) return;
    this.#told = key;
    this.#at = performance.now();
    this.element.dispatchEvent(new CustomEvent('statechange', { detail }));
  }
}
