/** The part of `History` that writing the address needs. */
export interface Book {
  pushState(data: unknown, unused: string, url: string): void;
  replaceState(data: unknown, unused: string, url: string): void;
}

export interface Clock {
  now(): number;
  after(ms: number, task: () => void): number;
  cancel(id: number): void;
}

const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, task) => window.setTimeout(task, ms),
  cancel: (id) => window.clearTimeout(id),
};

/**
 * Writes the address at most once in `interval`: browsers throw at or drop faster writers. A change
 * of a control is a new entry of the history, anything else replaces the present one.
 */
export class AddressWriter {
  /** The address of each entry up to the present one, as written by this page. */
  private readonly entries: string[];
  private pending: { address: string; push: boolean } | undefined;
  private timer = 0;
  private wroteAt = -Infinity;

  constructor(
    private readonly book: Book,
    address: string,
    private readonly clock: Clock = systemClock,
    private readonly interval = 1000,
  ) {
    this.entries = [address];
  }

  /** The address now shown by the browser. */
  get present(): string {
    return this.entries[this.entries.length - 1] ?? '';
  }

  /** Where the browser's back leads, as far as this page wrote it. */
  get previous(): string | undefined {
    return this.entries[this.entries.length - 2];
  }

  push(address: string): void {
    this.request(address, true);
  }

  replace(address: string): void {
    this.request(address, this.pending?.push ?? false);
  }

  /** Writes at once what waits. */
  flush(): void {
    if (this.pending) this.write();
  }

  /** The browser has moved to `address` by itself; true when that was back. */
  moved(address: string): boolean {
    this.drop();
    const index = this.entries.lastIndexOf(address);
    if (index >= 0) this.entries.length = index + 1;
    else this.entries.push(address);
    return index >= 0;
  }

  private request(address: string, push: boolean): void {
    if (address === this.present) return this.drop();
    this.pending = { address, push };
    // A clock that is set back makes nobody wait for longer.
    const wait = Math.min(this.interval, this.wroteAt + this.interval - this.clock.now());
    if (wait <= 0) this.write();
    else if (!this.timer) this.timer = this.clock.after(wait, () => this.write());
  }

  private drop(): void {
    if (this.timer) this.clock.cancel(this.timer);
    this.timer = 0;
    this.pending = undefined;
  }

  private write(): void {
    const { pending } = this;
    this.drop();
    if (!pending) return;
    this.wroteAt = this.clock.now();
    try {
      if (pending.push) this.book.pushState(null, '', `#${pending.address}`);
      else this.book.replaceState(null, '', `#${pending.address}`);
    } catch {
      return; // The state is on the page all the same.
    }
    if (pending.push) this.entries.push(pending.address);
    else this.entries[this.entries.length - 1] = pending.address;
  }
}
