import { withoutView } from './present/address.js';

/** Addresses of the states before each committed change, newest last. */
export class UndoStack {
  private readonly states: string[] = [];

  constructor(private readonly limit = 200) {}

  get size(): number {
    return this.states.length;
  }

  get top(): string | undefined {
    return this.states[this.states.length - 1];
  }

  push(before: string): void {
    const address = withoutView(before);
    if (address === this.top) return;
    this.states.push(address);
    if (this.states.length > this.limit) this.states.shift();
  }

  /** Forgets the states from this one on, when it is one of them. */
  backTo(address: string): void {
    const index = this.states.lastIndexOf(withoutView(address));
    if (index >= 0) this.states.length = index;
  }

  pop(): string | undefined {
    return this.states.pop();
  }
}
