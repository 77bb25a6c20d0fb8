/** The element `<gumbel-softmax>`. The guide is doc/embedding.md. */

export type ViewName = 'noise' | 'draw' | 'simplex' | 'histogram';

/** What a property takes: the text of its attribute, a number, or a list of them; null is the default. */
export type Given = string | number | readonly (string | number)[] | null | undefined;

/** The state in numbers. */
export interface Snapshot {
  /** Samples drawn, and samples already drawn again under the values that were set last. */
  n: number;
  shown: number;
  /** The number of categories. */
  k: number;
  logits: number[];
  probs: number[];
  names: string[];
  /** null at the argmax, the limit of temperature 0. */
  tau: number | null;
  seed: number;
  /** How often each category won, of `hard_n` samples. */
  counts: number[];
  hard_n: number;
  /** The mean of the soft samples, its standard error and what it tends to. */
  mean: number[];
  standard_error: number[];
  expected_mean: number[];
  soft_n: number;
  /** The last sample; null before the first. */
  draw: {
    index: number;
    u: number[];
    gumbel_noise: number[];
    perturbed_logits: number[];
    soft_sample: number[];
    winner: number;
  } | null;
}

export interface StateDetail {
  /** The parameters as text, under the names of the attributes. */
  params: Record<string, string>;
  snapshot: Snapshot;
}

export interface PictureOptions {
  view?: ViewName;
  type?: 'image/png' | 'image/svg+xml';
  /** Pixels to a CSS pixel, 1 to 4; 2 unless given. */
  scale?: number;
}

/** The parameters as properties: they give the text of an address. */
export interface Parameters {
  // <parameters>
  /** integer, 1 to 1: the version of the link that the attributes were copied from. */
  get v(): string;
  set v(value: Given);
  /** list, 0 to 1: probabilities or any weights in proportion to them, instead of `logits`; both given, `logits` counts. */
  get probs(): string;
  set probs(value: Given);
  /** list, -10 to 10: 2 to 10 numbers between commas, or `-inf` for a category that never wins. */
  get logits(): string;
  set logits(value: Given);
  /** temperature, 0.01 to 100: the temperature τ, or `argmax` for its limit 0. */
  get tau(): string;
  set tau(value: Given);
  /** integer, 0 to 4294967295: the noise: the same seed gives the same samples everywhere. */
  get seed(): string;
  set seed(value: Given);
  /** integer, 0 to 1000000000: how many samples are drawn when it opens. */
  get n(): string;
  set n(value: Given);
  /** number, -10 to 10: the location μ by which the noise view relabels its axis. */
  get mu(): string;
  set mu(value: Given);
  /** number, 0.1 to 10: the scale β, likewise. */
  get beta(): string;
  set beta(value: Given);
  /** text: names of the categories between commas, each at most 12 characters. */
  get names(): string;
  set names(value: Given);
  /** list, 1 to 10: which three of more categories the simplex shows. */
  get triple(): string;
  set triple(value: Given);
  /** integer, 1 to 10: whose marginal the histograms show. */
  get category(): string;
  set category(value: Given);
  /** number, 1 to 10000000: samples a second while it plays. */
  get speed(): string;
  set speed(value: Given);
  /** text: a setting to compare with: logits, τ, n and seed between slashes. */
  get pin(): string;
  set pin(value: Given);
  /** 'auto', 'light', 'dark': the colours; else those of the page, by its `color-scheme`. */
  get theme(): string;
  set theme(value: Given);
  /** 'off', 'noise', 'draw', 'simplex', 'histogram': the view that `permalink()` opens before a room. */
  get present(): string;
  set present(value: Given);
  /** number, 0.001 to 0.999: the uniform that the reader holds where a chapter maps one. */
  get u(): string;
  set u(value: Given);
  /** integer, 1 to 10000: of how many draws a chapter takes the largest. */
  get block(): string;
  set block(value: Given);
  /** number, -1 to 1: the shape ξ of the generalised extreme value law. */
  get xi(): string;
  set xi(value: Given);
  /** number, 0 to 1: how far the area of the proof is filled. */
  get fill(): string;
  set fill(value: Given);
  /** integer, 0 to 10: the category that is given to have won, 0 for none. */
  get given(): string;
  set given(value: Given);
  /** 'exponential', 'normal', 'uniform', 'pareto': the law whose largest of `block` draws is compared with Gumbel. */
  get parent(): string;
  set parent(value: Given);
  /** 'squared', 'linear', 'toy', 'table': the kind of function whose gradient is estimated; `toy` for two categories alone. */
  get objective(): string;
  set objective(value: Given);
  /** text, -1e100 to 1e100: the numbers of that function between commas, over and over; empty for its own: t, c or rewards. */
  get target(): string;
  set target(value: Given);
  /** text: which estimators are shown, between commas: `reinforce`, `baseline`, `loo`, `gs`, `stgs`, `st`, `rebar`. */
  get estimators(): string;
  set estimators(value: Given);
  /** number, 0 to 2: the weight η of REBAR's control variate. */
  get eta(): string;
  set eta(value: Given);
  /** 'constant', 'linear', 'exponential': how the temperature goes with the step of a descent, from τ on. */
  get schedule(): string;
  set schedule(value: Given);
  /** number, 0.01 to 10: the temperature below which that schedule does not go. */
  get floor(): string;
  set floor(value: Given);
  /** number, 0.00001 to 1: the rate r of the exponential schedule, per step. */
  get decay(): string;
  set decay(value: Given);
  /** integer, 1 to 1000: after so many steps that schedule changes the temperature. */
  get every(): string;
  set every(value: Given);
  /** 'sgd', 'adam': the rule of a step: gradient descent or Adam. */
  get optimizer(): string;
  set optimizer(value: Given);
  /** number, 0.001 to 1000000: the step size of a descent. */
  get rate(): string;
  set rate(value: Given);
  /** integer, 1 to 1000: how many steps T a descent has. */
  get steps(): string;
  set steps(value: Given);
  /** integer, 1 to 50: how many times the descent is run, each on noise of its own. */
  get replicates(): string;
  set replicates(value: Given);
  /** number, 0 to 1: the step of the descent that is looked at, as a share of T. */
  get at(): string;
  set at(value: Given);
  /** 'none', 'why', 'staircase', 'inverse', 'extremes', 'race', 'proof', 'difference', 'temperature', 'density', 'backwards', 'argmax', 'ways', 'uses': the chapter of the story. */
  get chapter(): string;
  set chapter(value: Given);
  // </parameters>
}

export interface GumbelSoftmax extends Parameters {
  /** One view, or several with spaces between them. */
  view: string;
  /** Names of controls with spaces between them. */
  controls: string;
  /** Elements of the same group share one state. */
  group: string;
  autoplay: boolean;
  captions: boolean;
  /** When there is a state to be shown, or a reason why there is none. */
  readonly ready: Promise<void>;

  step(count?: number): void;
  reset(): void;
  play(): void;
  pause(): void;
  toSVG(view?: ViewName): Promise<string>;
  toBlob(options?: PictureOptions): Promise<Blob>;
  toCSV(kind?: 'samples' | 'summary'): Promise<string>;
  permalink(base?: string): string;
}

/** `change` comes from the reader and bubbles; `statechange` comes at rest, and at most ten times a second before. */
export interface GumbelSoftmaxEvents extends HTMLElementEventMap {
  statechange: CustomEvent<StateDetail>;
}

export declare class GumbelSoftmaxElement extends HTMLElement {
  addEventListener<K extends keyof GumbelSoftmaxEvents>(
    type: K,
    listener: (this: GumbelSoftmaxElement, event: GumbelSoftmaxEvents[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}
export interface GumbelSoftmaxElement extends GumbelSoftmax {}

declare global {
  interface HTMLElementTagNameMap {
    'gumbel-softmax': GumbelSoftmaxElement;
  }
}
