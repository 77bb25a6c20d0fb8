import type { Chapter } from './types.js';

/** The question that the picture of a section waits for: its own, else that of the last before it that has one. */
export function questionOf({ id, sections }: Chapter, i: number): string {
  let at = i;
  while (at > 0 && sections[at]?.ask === undefined) at -= 1;
  return at > 0 ? `${id}-${at}` : id;
}

/** What has been guessed, by the name of the question, and which pictures may be seen; kept while the page is open. */
export class Guesses {
  /** Whether a picture waits for a guess. */
  first = true;
  readonly #chosen = new Map<string, number>();
  readonly #shown = new Set<string>();

  choose(question: string, choice: number): void {
    this.#chosen.set(question, choice);
    this.#shown.add(question);
  }

  chosen(question: string): number | undefined {
    return this.#chosen.get(question);
  }

  /** Without a guess. */
  show(question: string): void {
    this.#shown.add(question);
  }

  open(question: string): boolean {
    return !this.first || this.#shown.has(question);
  }
}
