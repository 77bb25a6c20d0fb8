/**
 * When the core traps, by a mistake of the browser's compiler or one of ours, it is started anew for all that share it.
 * What it held is a function of addresses, so everybody makes theirs again, and what failed is done again.
 */

/** A fault of ours comes again at once; so many restarts within this time, and the next trap is left standing. */
const MOST = 3;
const WITHIN_MS = 60_000;

/** Where a state cannot wait for frames, after a restart or for a file, so many of its draws are made at once. */
export const AT_ONCE = 1_000_000;

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
    // As text: a console that kept the exception would keep the old core's memory by it.
    console.warn(`<gumbel-softmax> the core trapped and was started anew; please report it: ${String(error)}\n${error.stack}`);
    return true;
  }
}

/** A panic is an exception that carries its message: `src/web.rs`. */
const isTrap = (error: unknown): error is Error =>
  error instanceof WebAssembly.RuntimeError || (error instanceof Error && error.message.startsWith('panicked at '));
