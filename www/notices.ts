import type { Notice } from './core.js';

/** More than these at once would be noise; of the others the number is said. */
const MOST = 4;

export interface ShownNotice extends Notice {
  id: number;
}

/** The notices that have not been dismissed, oldest first, one for each key and code. */
export class Notices {
  #list: ShownNotice[] = [];
  #next = 1;
  #logged = 0;

  /** The newest of them. */
  get list(): readonly ShownNotice[] {
    return this.#list.slice(-MOST);
  }

  /** How many more there are. */
  get hidden(): number {
    return this.#list.length - this.list.length;
  }

  /** Those that the console has not been told of yet. */
  takeUnlogged(): readonly ShownNotice[] {
    const logged = this.#logged;
    this.#logged = this.#next - 1;
    return this.#list.filter(({ id }) => id > logged);
  }

  add(given: readonly Notice[]): void {
    for (const notice of given) {
      const others = this.#list.filter(({ key, code }) => key !== notice.key || code !== notice.code);
      this.#list = [...others, { ...notice, id: this.#next++ }].slice(-100);
    }
  }

  /** A key is given anew: what was said of it is past. */
  forget(key: string): void {
    this.#list = this.#list.filter((notice) => notice.key !== key);
  }

  clear(): void {
    this.#list = [];
  }

  dismiss(id: number): void {
    this.#list = this.#list.filter((notice) => notice.id !== id);
  }
}

/** A given text, short enough to be quoted. */
export function quoted(text: string, most = 40): string {
  const letters = [...text.slice(0, 4 * most)];
  return letters.length > most || text.length > 4 * most ? `${letters.slice(0, most).join('')}…` : text;
}
