/** The Rust core as the page sees it. `load.ts` alone imports the compiled module. */

export type ViewName = 'noise' | 'draw' | 'simplex' | 'histogram';
/** The pictures of the chapters. */
export type ChapterView =
  | 'gradient' | 'staircase' | 'inverse' | 'extremes' | 'race' | 'proof' | 'maximum'
  | 'difference' | 'temperatures' | 'slide' | 'simplices' | 'chord' | 'backwards' | 'bias'
  | 'arrows' | 'tradeoff' | 'passing' | 'descent';
/** What takes longer than a frame. */
export type Job = 'sweep' | 'descent';
export type AnyView = ViewName | ChapterView;
export type Layer = 'ground' | 'live' | 'over';

/** What a picture takes from the page around it; made by the core. */
export interface Theme {
  /** Colours as `#rrggbb`. */
  set_colours(background: string, text: string): void;
  set_category(k: number, colour: string): void;
  colours(): Colours;
  free(): void;
}

/** The colours around a picture, as `#rrggbb`. */
export interface Colours {
  text: string;
  muted: string;
  rule: string;
  hover: string;
  ground: string;
  field: string;
  field_edge: string;
  accent: string;
  /** The categories' marks, and their outlines. */
  fills: string[];
  edges: string[];
}

/** One row of the table of parameters. */
export interface Parameter {
  key: string;
  kind: 'number' | 'integer' | 'list' | 'temperature' | 'text' | 'choice';
  /** What a choice may be. */
  choices?: readonly string[] | undefined;
  min: number | undefined;
  max: number | undefined;
  default: string;
  logarithmic: boolean;
}

export interface Preset {
  id: string;
  address: string;
}

/** Something given that could not be taken as it was. */
export interface Notice {
  key: string;
  code: string;
  given: string;
  used: string;
}

export interface Draw {
  /** From 0. */
  index: number;
  u: number[];
  gumbel_noise: number[];
  perturbed_logits: number[];
  soft_sample: number[];
  winner: number;
  /** f at the one-hot of the winner. */
  value: number;
  /** Its slope there, and what comes of it at the logits by a straight-through estimator; `null` for a table. */
  slope: number[] | null;
  passed: number[] | null;
}

export interface ChiSquare {
  statistic: number;
  degrees_of_freedom: number;
  p: number;
  /** Categories expected too seldom to stand alone. */
  pooled: number;
}

export interface Snapshot {
  n: number;
  shown: number;
  k: number;
  logits: number[];
  logit_texts: string[];
  names: string[];
  probs: number[];
  /** ln Z, Z the sum of exp(logit). */
  ln_z: number;
  /** `null` stands for the argmax, the limit of temperature 0. */
  tau: number | null;
  seed: number;
  counts: number[];
  hard_n: number;
  soft_n: number;
  mean: number[];
  standard_error: number[];
  expected_mean: number[];
  chi_square: ChiSquare | null;
  noise: {
    /** Values of noise: N K. */
    n: number;
    below: number;
    above: number;
    location: number;
    scale: number;
    mode: number;
    median: number;
    mean: number;
  };
  draw: Draw | null;
  triple: number[];
  category: number;
  speed: number;
  pinned: boolean;
  /** The middle of a chord of ln p: on the curve, and on the straight line; null where there is no density. */
  chord: { category: number; ln_pdf: number; straight: number; bound: number } | null;
}

/** A row of the panel "Check it yourself". */
export interface Claim {
  id: string;
  expected: number;
  measured: number;
  /** `null` for a claim on every single draw. */
  z: number | null;
  p: number;
  state: 'collecting' | 'agrees' | 'disagrees';
  n: number;
  /** How many looks are behind it. */
  look: number;
}

/** The claims of the page about one setting, on the stream of one seed. */
export interface Claims {
  step(count: number): void;
  n(): number;
  done(): boolean;
  seed(): number;
  /** The temperature of the rows on soft samples. */
  tau(): number;
  take_notices(): Notice[];
  rows(): Claim[];
  free(): void;
}

/** When rows are judged, and how often a panel of true claims shows a "disagrees". */
export interface ClaimsRule {
  looks: number[];
  rate: number;
}

/** What many estimates of a gradient have in common. */
export interface Moments {
  rows: number;
  not_finite: number;
  /** The length of the mean less the exact gradient, and its standard error. */
  bias: number;
  bias_error: number;
  /** Summed over the coordinates. */
  variance: number;
  variance_error: number;
}

/** With all of them. */
export interface WholeMoments extends Moments {
  mean: number[];
  /** K rows of K, one after another. */
  covariance: number[];
}

/** The exact gradient, and what each chosen estimator makes of the first draws. */
export interface Estimates {
  /** Whether f is to be made large rather than small. */
  reward: boolean;
  expected: number;
  gradient: number[];
  differentiable: boolean;
  /** The numbers of f. */
  target: number[];
  /** `null` for one that does not apply. */
  estimators: { word: string; moments: WholeMoments | null }[];
}

/** Bias and variance at each of the temperatures, as far as the job has come. */
export interface Sweep {
  rows: number;
  temperatures: number[];
  estimators: { word: string; moments: (Moments | null)[] }[];
}

/** Those that descend, after the step that is looked at. */
export interface Descents {
  step: number;
  /** How many steps have been run. */
  done: number;
  temperature: number;
  /** The schedule's first, which those keep that are not annealed. */
  first: number;
  /** The first step at which the schedule's floor holds. */
  floored: number | null;
  entrants: Entrant[];
}

export interface Entrant {
  word: string;
  /** False for one that runs once more beside itself, at the schedule's first temperature. */
  annealed: boolean;
  /** The mean of the exact loss over the replicates; `null` where the estimator does not apply. */
  expected: number | null;
  deviation: number | null;
  relaxed: number | null;
  /** How many replicates have diverged. */
  diverged: number;
  not_finite: number;
  rows: number;
}

/** What is pointed at: a category everywhere, a cursor and a ride in one view. */
export interface Focus {
  category?: number;
  cursor?: [number, number];
  ride?: number;
  /** Nothing exact is shown, for a room that is to guess first. */
  hide_targets?: boolean;
  /** The present draw is marked where it is one of many. */
  mark_draw?: boolean;
}

export interface Probe {
  text: string;
  category?: number;
  grab?: string;
}

export interface Explorer {
  load(address: string): void;
  apply(address: string): void;
  /** A key of the table, `k`, or a part such as `logit:2`, counted from 1. */
  set(key: string, text: string): boolean;
  get(key: string): string | undefined;
  address(): string;
  take_notices(): Notice[];
  step(count: number): void;
  reset(): void;
  goal(): number;
  refine(most: number): boolean;
  stop(): void;
  set_budget(budget: number): void;
  complete(): boolean;
  n(): number;
  shown(): number;
  refined(): number;
  pin(): void;
  unpin(): void;
  estimates(): Estimates;
  sweep(): Sweep | null;
  descents(): Descents | null;
  /** Does so much more of a job; true when nothing is left of it. */
  work(job: string, most: number): boolean;
  pending(job: string): boolean;
  /** From 0 to 1. */
  progress(job: string): number;
  /** Whether the reader has stopped it. */
  halted(job: string): boolean;
  halt(job: string, halted: boolean): void;
  lab_revision(): number;
  params_revision(): number;
  tally_revision(): number;
  digest(): string;
  snapshot(): Snapshot;
  draw(
    view: string,
    layer: string,
    canvas: HTMLCanvasElement,
    width: number,
    height: number,
    ratio: number,
    theme: Theme,
    focus: Focus,
  ): void;
  height(view: string, width: number, zoom: number): number;
  /** The scale of type and lines at which a view fills a size. */
  zoom_to_fit(view: string, width: number, height: number): number;
  /** The density of the simplex alone, where a view of this size has it. */
  draw_density(canvas: HTMLCanvasElement, width: number, height: number, ratio: number, theme: Theme): void;
  /** The state as it is now, to be shown while this one goes on. */
  copy(): Explorer;
  probe(view: string, width: number, height: number, theme: Theme, focus: Focus, x: number, y: number): Probe;
  drag(view: string, grab: string, width: number, height: number, theme: Theme, x: number, y: number): boolean;
  /** By steps, right and up positive. */
  nudge(view: string, grab: string, dx: number, dy: number): boolean;
  svg(view: string, width: number, height: number, theme: Theme, focus: Focus): string;
  /** The first samples as CSV: all of the text, or the part that begins with sample `from`; empty at the end. */
  csv_samples(permalink: string, from?: number): string;
  csv_summary(permalink: string): string;
  /** The claims about the present logits and temperature, on a seed as it was typed. */
  claims(seed: string): Claims;
  free(): void;
}

export interface Core {
  /** Changes when the core is started anew: no object of an earlier generation is used, or freed. */
  readonly generation: number;
  /** Whether work that failed in a generation is to be done again, the core having been started anew if need be. */
  mend(generation: number, error: unknown): boolean;
  parameters(): Parameter[];
  presets(): Preset[];
  fresh_seed(): number;
  /** How many samples a part of `csv_samples` holds. */
  csv_part(): number;
  claims_rule(): ClaimsRule;
  explorer(address: string): Explorer;
  /** Black or white, whichever can be read on a colour. */
  letters_on(colour: string): string;
  /** Whether white can be read on a colour better than black. */
  is_dark(colour: string): boolean;
  /** `family` is a CSS list of fonts, `zoom` the scale of type and lines. */
  theme(dark: boolean, contrast: boolean, family: string, zoom: number): Theme;
}
