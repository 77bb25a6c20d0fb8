/** A small stand-in for the compiled core: draws nothing, counts everything. */
import { Generations } from '../../www/generations.js';
import type { Claim, Claims, Core, Descents, Estimates, Explorer, Notice, Probe, Snapshot, Sweep } from '../../www/core.js';

export class FakeExplorer implements Explorer {
  params = new Map<string, string>();
  drawn = 0;
  redrawn = 0;
  params_changes = 0;
  tally_changes = 0;
  painted: string[] = [];
  notices: Notice[] = [];
  pinned = false;
  budget = 100;
  /** Set to make every call fail, as after a panic. */
  broken = false;
  /** What of an earlier core was given back to a later one. */
  static mistaken = 0;
  private readonly of: number;

  constructor(
    address: string,
    readonly life?: Life,
  ) {
    this.of = life?.present ?? 0;
    this.check();
    this.load(address);
  }

  /** Like the core, keeps the number of draws and replays the first of them. */
  load(address: string): void {
    this.params = new Map([['tau', '0.5'], ['seed', '1'], ['n', '2000'], ['logits', '2,1,0.1'], ['speed', '200']]);
    this.apply(address);
  }

  apply(address: string): void {
    for (const pair of address.split('&').filter(Boolean)) {
      const [key = '', text = ''] = pair.split('=');
      this.params.set(key, text);
    }
    this.replay();
    this.params_changes++;
  }

  private replay(): void {
    this.redrawn = Math.min(this.drawn, this.budget);
    this.tally_changes++;
  }

  set(key: string, text: string): boolean {
    this.check();
    if (key === 'tau' && text !== 'argmax' && Number.isNaN(Number(text))) {
      this.notices.push({ key, code: 'not_a_number', given: text, used: this.get(key) });
      return false;
    }
    const changed = this.get(key) !== text;
    this.params.set(key, text);
    this.params_changes++;
    if (key !== 'n') this.replay();
    return changed;
  }

  get(key: string): string {
    this.check();
    return this.params.get(key) ?? '';
  }

  address(): string {
    this.check();
    return ['logits', 'tau', 'seed', 'n'].map((key) => `${key}=${this.get(key)}`).join('&');
  }

  take_notices(): Notice[] {
    this.check();
    return this.notices.splice(0);
  }

  step(n: number): void {
    this.check();
    this.drawn += n;
    this.redrawn = this.drawn;
    this.params.set('n', String(Math.max(this.goal(), this.drawn)));
    this.tally_changes++;
  }

  reset(): void {
    this.drawn = this.redrawn = 0;
    this.params.set('n', '0');
    this.tally_changes++;
  }

  goal(): number {
    return Number(this.get('n'));
  }

  refine(max: number): boolean {
    this.check();
    this.redrawn = Math.min(this.drawn, this.redrawn + max);
    this.tally_changes++;
    return this.redrawn === this.drawn;
  }

  stop(): void {
    this.drawn = this.redrawn;
  }

  set_budget(budget: number): void {
    this.check();
    this.budget = budget;
  }

  complete(): boolean {
    return this.redrawn === this.drawn;
  }

  n(): number {
    this.check();
    return this.drawn;
  }

  shown(): number {
    return this.redrawn;
  }

  refined(): number {
    return this.redrawn;
  }

  digest(): string {
    return '0';
  }

  pin(): void {
    this.pinned = true;
    this.params_changes++;
  }

  unpin(): void {
    this.pinned = false;
    this.params_changes++;
  }

  estimates(): Estimates {
    return { reward: false, expected: 0, gradient: [], differentiable: true, target: [], estimators: [] };
  }

  sweep(): Sweep | null {
    return null;
  }

  descents(): Descents | null {
    return null;
  }

  /** Rows of the one job, of which there are `job_rows`. */
  job_rows = 0;
  worked = 0;
  stopped = false;

  work(_: string, most: number): boolean {
    this.worked = Math.min(this.job_rows, this.worked + most);
    return !this.pending();
  }

  pending(): boolean {
    return !this.stopped && this.worked < this.job_rows;
  }

  progress(): number {
    return this.worked / this.job_rows;
  }

  halted(): boolean {
    return this.stopped;
  }

  halt(_: string, halted: boolean): void {
    this.stopped = halted;
  }

  lab_revision(): number {
    return this.worked;
  }

  params_revision(): number {
    this.check();
    return this.params_changes;
  }

  tally_revision(): number {
    return this.tally_changes;
  }

  snapshot(): Snapshot {
    this.check();
    const logits = this.get('logits').split(',').map(Number);
    const z = logits.reduce((sum, l) => sum + Math.exp(l), 0);
    const probs = logits.map((l) => Math.exp(l) / z);
    const tau = this.get('tau');
    return {
      n: this.drawn, shown: this.redrawn, k: logits.length, logits, probs, ln_z: Math.log(z),
      logit_texts: logits.map(String),
      names: logits.map((_, i) => 'ABCDEFGHIJ'.charAt(i)),
      tau: tau === 'argmax' ? null : Number(tau), seed: Number(this.get('seed')),
      counts: probs.map((p) => Math.round(p * this.drawn)), hard_n: this.drawn, soft_n: this.drawn,
      mean: probs, standard_error: probs.map(() => 0.01), expected_mean: probs,
      chi_square: this.drawn > 100 ? { statistic: 1.2, degrees_of_freedom: logits.length - 1, p: 0.42, pooled: 0 } : null,
      noise: { n: this.drawn * 3, below: 0, above: 2, location: 0, scale: 1, mode: 0, median: 0.3665, mean: 0.5772 },
      draw: null, triple: [0, 1, 2], category: 0, speed: Number(this.get('speed')), pinned: this.pinned, chord: null,
    };
  }

  draw(view: string, layer: string): void {
    this.check();
    this.painted.push(`${view} ${layer}`);
  }

  copy(): Explorer {
    const copy = new FakeExplorer('', this.life);
    copy.params = new Map(this.params);
    copy.drawn = this.drawn;
    copy.redrawn = this.redrawn;
    return copy;
  }

  draw_density(): void {}

  zoom_to_fit(): number {
    return 2;
  }

  height(_view: string, width: number): number {
    return Math.round(width * 0.7);
  }

  probe(): Probe {
    return { text: 'g = 0' };
  }

  nudge(): boolean {
    return false;
  }

  drag(): boolean {
    return false;
  }

  svg(): string {
    return '<svg></svg>';
  }

  csv_samples(): string {
    return '';
  }

  csv_summary(): string {
    return '';
  }

  claims(seed: string): Claims {
    return new FakeClaims(Number(seed), this.life);
  }

  free(): void {
    if (this.life && this.of !== this.life.present) FakeExplorer.mistaken += 1;
  }

  private check(): void {
    if (this.broken) throw new Error('freed');
    this.life?.call(this.of);
  }
}

/** One core after another, as the module that is instantiated anew; each call may trap. */
export class Life extends Generations {
  /** How many calls trap, after so many that do not. */
  traps = 0;
  after = 0;
  restarts = 0;

  constructor(clock: () => number = () => 0) {
    super(() => {
      this.restarts += 1;
    }, clock);
  }

  call(of: number): void {
    if (of !== this.present) throw new Error('Invalid stale object from previous Wasm instance');
    if (this.traps === 0 || this.after-- > 0) return;
    this.after = 0;
    this.traps -= 1;
    throw new WebAssembly.RuntimeError('unreachable');
  }
}

/** Agrees with everything from the first look on. */
export class FakeClaims implements Claims {
  drawn = 0;
  freed = false;

  private readonly of: number;

  constructor(
    readonly given: number,
    private readonly life?: Life,
  ) {
    this.of = life?.present ?? 0;
  }

  step(count: number): void {
    this.life?.call(this.of);
    this.drawn = Math.min(1_000_000, this.drawn + count);
  }

  n(): number {
    return this.drawn;
  }

  done(): boolean {
    return this.drawn === 1_000_000;
  }

  seed(): number {
    return this.given;
  }

  tau(): number {
    return 0.5;
  }

  take_notices(): Notice[] {
    return [];
  }

  rows(): Claim[] {
    const look = [10_000, 100_000, 1_000_000].filter((n) => this.drawn >= n).length;
    return [{ id: 'noise_mean', expected: 0.5, measured: 0.5, z: 0, p: 1, state: look > 0 ? 'agrees' : 'collecting', n: this.drawn, look }];
  }

  free(): void {
    this.freed = true;
  }
}

export function fakeCore(life = new Life()): Core {
  return {
    get generation() {
      return life.present;
    },
    mend: (of, error) => life.mend(of, error),
    parameters: () => [
      { key: 'tau', kind: 'number', min: 0.01, max: 100, default: '0.5', logarithmic: true },
    ],
    presets: () => [{ id: 'notes', address: 'logits=2,1,0.1&tau=0.5&seed=1&n=2000' }],
    fresh_seed: () => 12345,
    csv_part: () => 8192,
    claims_rule: () => ({ looks: [10_000, 100_000, 1_000_000], rate: 1e-3 }),
    explorer: (address) => new FakeExplorer(address, life),
    letters_on: () => '#ffffff',
    is_dark: () => false,
    theme: () => ({
      set_colours: () => undefined,
      set_category: () => undefined,
      colours: () => ({
        text: '#000000', muted: '#555555', rule: '#dddddd', hover: '#eeeeee', ground: '#ffffff', field: '#ffffff',
        field_edge: '#888888', accent: '#0000ff', fills: [], edges: [],
      }),
      free: () => undefined,
    }),
  };
}
