/**
 * The core of the page has trapped: once WebKit's compiler has made a mistake, or ours comes to light. All that it
 * holds is a function of addresses, so it is started anew, for all that share it, and what failed is done again.
 */

/** A fault of ours comes again at once; so many restarts within this time, and the next trap is left standing. */
const MOST = 3;
const WITHIN_MS = 60_000;

export class Generations {
  /** Which core this is. What an earlier one made means nothing to it, and may not even be freed. */
  present = 0;
  #restarts: number[] = [];

  constructor(
    private readonly restart: () => void,
    private readonly now = (): number => performance.now(),
  ) {}

  /** Whether work that was begun with the core of generation `of`, and failed, is to be done again. */
  mend(of: number, error: unknown): boolean {
    // The core has been started anew meanwhile.
    if (of !== this.present) return true;
    const now = this.now();
    this.#restarts = this.#restarts.filter((at) => Math.abs(now - at) < WITHIN_MS);
    if (!isTrap(error) || this.#restarts.length >= MOST) return false;
    this.#restarts.push(now);
    try {
      this.restart();
    } catch (cause) {
      console.error(cause);
      return false;
    }
    this.present += 1;
    console.warn('<gumbel-softmax> the core trapped and was started anew; please report it:', error);
    return true;
  }
}

/** A panic is an exception that carries its message: `src/web.rs`. */
const isTrap = (error: unknown): boolean =>
  error instanceof WebAssembly.RuntimeError || (error instanceof Error && error.message.startsWith('panicked at '));
