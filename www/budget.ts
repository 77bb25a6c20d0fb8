/**
 * How many draws fit in a frame. Learns by growing and shrinking, so a coarse clock (1 ms in some
 * browsers) does no harm. What is drawn never depends on the size of a batch.
 */
export class Budget {
  constructor(
    private readonly clock: () => number = () => performance.now(),
    private size = 2048,
  ) {}

  /** What was last found to fit. */
  get fits(): number {
    return this.size;
  }

  /** Runs `work` on at most `want` draws in about `aim` milliseconds; returns how many it gave. */
  run(want: number, aim: number, work: (count: number) => void): number {
    const count = Math.min(want, this.size);
    if (count <= 0) return 0;
    const start = this.clock();
    work(count);
    const took = this.clock() - start;
    if (took > aim) {
      this.size = Math.max(64, Math.floor(this.size * Math.max(aim / took, 0.25)));
    } else if (count === this.size && took < aim * 0.6) {
      this.size = Math.min(2 ** 22, Math.ceil(this.size * 1.6));
    }
    return count;
  }
}
