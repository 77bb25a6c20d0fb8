/** What has been guessed, and which pictures may be seen; kept while the page is open. */
export class Guesses {
  /** Whether a picture waits for a guess. */
  first = true;
  readonly #chosen = new Map<string, number>();
  readonly #shown = new Set<string>();

  choose(chapter: string, choice: number): void {
    this.#chosen.set(chapter, choice);
    this.#shown.add(chapter);
  }

  chosen(chapter: string): number | undefined {
    return this.#chosen.get(chapter);
  }

  /** Without a guess. */
  show(chapter: string): void {
    this.#shown.add(chapter);
  }

  open(chapter: string): boolean {
    return !this.first || this.#shown.has(chapter);
  }
}
