// The figures that the story quotes: `{{0.543 = mean 1 @ probs=2,0.5,1&tau=0.5}}` shows 0.543, provided that this is what
// the core gives when it is asked, rounded as it is written.

const number = (text) => Number(text.replace('−', '-'));

/** What can be quoted; categories count from 1, and an address says of which state. */
function ask(core, what, address) {
  const [kind, ...rest] = what.split(/\s+/);
  const k = Number(rest[0]) - 1;
  const measured = MEASURED[what];
  if (measured !== undefined) return measured;
  const constant = CONSTANTS[what];
  if (constant !== undefined) return constant;
  if (kind === 'gap') return normalGap(Number(rest[0]));
  const explorer = new core.Explorer(address);
  try {
    if (explorer.take_notices().length > 0) throw new Error(`the address ${address} is not taken as it is`);
    const state = explorer.snapshot();
    switch (kind) {
      case 'prob':
        return state.probs[k];
      case 'mean':
        return state.expected_mean[k];
      case 'bias':
        return state.expected_mean[k] - state.probs[k];
      case 'gradient':
        return toyGradient(state.probs)[k];
      case 'descent':
        return finalLoss(explorer, rest[0]);
      case 'lnz':
        return state.ln_z;
      case 'largest':
        return state.ln_z + state.noise.mean;
      case 'noise':
        // The winner's own noise is the largest sum less its logit: that sum does not know who won.
        if (rest[0] === 'of') return state.ln_z + state.noise.mean - state.logits[Number(rest[2]) - 1];
        return state.noise[rest[0]];
      default:
        throw new Error(`no figure is named ${what}`);
    }
  } finally {
    explorer.free();
  }
}

/** By enumeration, for f(z) = |z − t|² with the t of the toy. */
function toyGradient(probs) {
  const corners = probs.map((_, k) => probs.reduce((sum, __, j) => sum + (Number(j === k) - [0.3, 0.2, 0.5][j]) ** 2, 0));
  const expected = probs.reduce((sum, p, k) => sum + p * corners[k], 0);
  return probs.map((p, k) => p * (corners[k] - expected));
}

/** Where an estimator's descent ends, as a mean over its replicates. */
function finalLoss(explorer, word) {
  while (!explorer.work('descent', 1e6));
  return explorer.descents().entrants.find((one) => one.word === word).expected;
}

const CONSTANTS = {
  '1/e': Math.exp(-1),
  'pi^2/6': Math.PI ** 2 / 6,
  'pi^2/3': Math.PI ** 2 / 3,
  tenth: -Math.log(-Math.log(0.1)),
  fifth: -Math.log(-Math.log(0.2)),
  eightieth: -Math.log(-Math.log(0.8)),
  ninetieth: -Math.log(-Math.log(0.9)),
};

/**
 * Bias and summed variance of gradient estimators, from 2e7 samples each: f(z) = |z − t|², t = (0.3, 0.2, 0.5),
 * weights 2 : 0.5 : 1. `tests/unit/story.test.ts` draws them again.
 */
export const MEASURED = {
  'bias gs 0.1': 0.0192,
  'bias gs 0.5': 0.0562,
  'bias gs 1': 0.0476,
  'bias gs 2': 0.05,
  'variance gs 0.1': 0.873,
  'variance gs 2': 0.0067,
  'variance score': 0.279,
  'variance baseline': 0.0266,
};

/** The quoted figures of a text: `quoted` puts the numbers in their places, `list` says what there are. */
export function figures(core) {
  const pattern = /\{\{\s*([^=}]+?)\s*=\s*([^@}]+?)\s*(?:@\s*([^}]+?)\s*)?\}\}/g;
  const list = (text) => [...text.matchAll(pattern)].map(([, shown, what, address = '']) => ({ shown, what, address }));
  const wrong = ({ shown, what, address }) => {
    const value = ask(core, what, address);
    const digits = (/\.(\d+)$/.exec(shown) ?? ['', ''])[1].length;
    const near = Math.abs(value - number(shown)) <= 0.5 * 10 ** -digits + 1e-12;
    return near ? undefined : `${shown} is quoted for ${what} ${address}, which is ${value}`;
  };
  const quoted = (text, file = 'story') => {
    for (const figure of list(text)) {
      const reason = wrong(figure);
      if (reason) throw new Error(`${file}: ${reason}`);
    }
    const filled = text.replace(pattern, (_, shown) => shown);
    if (filled.includes('{{')) throw new Error(`${file}: a figure that cannot be read: ${filled.slice(filled.indexOf('{{'), filled.indexOf('{{') + 60)}`);
    return filled;
  };
  return { list, quoted, wrong };
}

/** The largest distance between the CDF of the maximum of n standard normals, centred and scaled, and Gumbel's. */
function normalGap(n) {
  // Where the upper tail is 1/n, and the density there.
  let low = -10;
  let high = 10;
  for (let i = 0; i < 200; i += 1) {
    const middle = (low + high) / 2;
    if (tail(middle) > 1 / n) low = middle;
    else high = middle;
  }
  const centre = low;
  const scale = Math.sqrt(2 * Math.PI) / (n * Math.exp(-centre * centre / 2));
  let gap = 0;
  for (let x = -4; x < 12; x += 0.002) {
    const largest = Math.exp(n * Math.log1p(-tail(centre + scale * x)));
    gap = Math.max(gap, Math.abs(largest - Math.exp(-Math.exp(-x))));
  }
  return gap;
}

/** P(X > x) of a standard normal: a series near 0, a continued fraction further out. */
function tail(x) {
  if (x < 0) return 1 - tail(-x);
  const density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  if (x < 3) {
    let term = x;
    let sum = x;
    for (let i = 1; i < 100; i += 1) sum += term *= (x * x) / (2 * i + 1);
    return 0.5 - density * sum;
  }
  let fraction = x;
  for (let i = 60; i > 0; i -= 1) fraction = x + i / fraction;
  return density / fraction;
}
