/** The present state as programs that can be run as they stand. */

export const LANGUAGES = ['numpy', 'pytorch', 'jax', 'rust'] as const;
export type ProgramLanguage = (typeof LANGUAGES)[number];

/** A program holds all its draws at once, so it makes no more than these. */
const MOST = 1_000_000;

export interface ProgramState {
  names: readonly string[];
  logits: readonly number[];
  /** `null` stands for the argmax, the limit of temperature 0. */
  tau: number | null;
  n: number;
  seed: number;
  /** Lines of comment: where this comes from and what to expect of it. */
  comments: readonly string[];
}

/** Letters, digits and plain marks stand as they are; all else, what steers a line of text included, is escaped. */
const quotedBy = (escape: (code: number) => string) => (text: string): string =>
  `"${text.replace(/[^\p{L}\p{M}\p{N} !#-&(-[\]-~]/gu, (letter) => escape(letter.codePointAt(0) ?? 0))}"`;

export const quotedPython = quotedBy((code) =>
  code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`,
);
export const quotedRust = quotedBy((code) => `\\u{${code.toString(16)}}`);

/** A number of type float. */
const float = (x: number): string => (Number.isInteger(x) ? x.toFixed(1) : String(x));
const listed = (values: readonly number[], infinity: string): string =>
  values.map((x) => (x === -Infinity ? `-${infinity}` : float(x))).join(', ');

const comment = (mark: string, lines: readonly string[]): string =>
  lines.map((line) => `${mark} ${line.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')}`).join('\n');

const LIMIT = 'the limit tau -> 0';

function head(state: ProgramState, imports: string): string {
  return `${comment('#', state.comments)}
${imports}

names = [${state.names.map(quotedPython).join(', ')}]`;
}

const PRINT = `for name, frequency, mean in zip(names, frequencies, soft_means):
    print(f"{name}\\t{frequency:.6f}\\t{mean:.6f}")`;

const numpy = (state: ProgramState): string => `${head(state, 'import numpy as np')}
logits = np.array([${listed(state.logits, 'np.inf')}])
n = ${count(state)}

rng = np.random.default_rng(${state.seed})
gumbel_noise = rng.gumbel(size=(n, len(logits)))
perturbed_logits = logits + gumbel_noise
hard = perturbed_logits.argmax(axis=1)
${
  state.tau === null
    ? `soft = np.eye(len(logits))[hard]  # ${LIMIT}`
    : `tau = ${float(state.tau)}
scaled = perturbed_logits / tau
soft = np.exp(scaled - scaled.max(axis=1, keepdims=True))
soft /= soft.sum(axis=1, keepdims=True)`
}

frequencies = np.bincount(hard, minlength=len(logits)) / n
soft_means = soft.mean(axis=0)
${PRINT}
`;

const pytorch = (state: ProgramState): string => `${head(state, 'import torch\nimport torch.nn.functional as F')}
logits = torch.tensor([${listed(state.logits, 'float("inf")')}], dtype=torch.float64)
n = ${count(state)}

torch.manual_seed(${state.seed})
${
  state.tau === null
    ? `gumbel_noise = -torch.empty(n, len(logits), dtype=torch.float64).exponential_().log()
hard = (logits + gumbel_noise).argmax(dim=-1)
soft = F.one_hot(hard, len(logits)).double()  # ${LIMIT}`
    : `tau = ${float(state.tau)}
soft = F.gumbel_softmax(logits.expand(n, -1), tau=tau)
hard = soft.argmax(dim=-1)`
}

frequencies = torch.bincount(hard, minlength=len(logits)) / n
soft_means = soft.mean(dim=0)
${PRINT}
`;

const jax = (state: ProgramState): string => `${head(state, 'import jax\nimport jax.numpy as jnp')}
logits = jnp.array([${listed(state.logits, 'jnp.inf')}])
n = ${count(state)}

key = jax.random.key(${state.seed})
gumbel_noise = jax.random.gumbel(key, (n, len(logits)))
perturbed_logits = logits + gumbel_noise
hard = perturbed_logits.argmax(axis=-1)
${
  state.tau === null
    ? `soft = jax.nn.one_hot(hard, len(logits))  # ${LIMIT}`
    : `tau = ${float(state.tau)}
soft = jax.nn.softmax(perturbed_logits / tau, axis=-1)`
}

frequencies = jnp.bincount(hard, length=len(logits)) / n
soft_means = soft.mean(axis=0)
${PRINT}
`;

const rust = (state: ProgramState): string => `${comment('//', state.comments)}

const NAMES: [&str; K] = [${state.names.map(quotedRust).join(', ')}];
const LOGITS: [f64; K] = [${listed(state.logits, 'f64::INFINITY')}];
const N: usize = ${count(state)};
const K: usize = ${state.logits.length};
${state.tau === null ? '' : `const TAU: f64 = ${float(state.tau)};\n`}
/// SplitMix64: enough for a demonstration, and nothing to install.
struct Generator(u64);

impl Generator {
    fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// g = -ln(-ln u), u uniform on (0, 1).
    fn gumbel(&mut self) -> f64 {
        let u = ((self.word() >> 12) as f64 + 0.5) / (1u64 << 52) as f64;
        -(-u.ln()).ln()
    }
}

fn main() {
    let mut generator = Generator(${state.seed});
    let mut counts = [0usize; K];
    let mut soft_sums = [0.0; K];
    for _ in 0..N {
        let perturbed_logits = LOGITS.map(|logit| logit + generator.gumbel());
        let hard = (0..K).fold(0, |best, k| {
            if perturbed_logits[k] > perturbed_logits[best] { k } else { best }
        });
        counts[hard] += 1;
${
  state.tau === null
    ? `        soft_sums[hard] += 1.0; // ${LIMIT}`
    : `        let weights = perturbed_logits.map(|x| ((x - perturbed_logits[hard]) / TAU).exp());
        let total: f64 = weights.iter().sum();
        for k in 0..K {
            soft_sums[k] += weights[k] / total;
        }`
}
    }
    for k in 0..K {
        let (frequency, mean) = (counts[k] as f64 / N as f64, soft_sums[k] / N as f64);
        println!("{}\\t{frequency:.6}\\t{mean:.6}", NAMES[k]);
    }
}
`;

/** Of no draws there would be no frequencies. */
export const drawsOf = (n: number): number => (n === 0 ? 2000 : Math.min(n, MOST));
const count = ({ n }: ProgramState): number => drawsOf(n);

const PROGRAMS = { numpy, pytorch, jax, rust };

/** Its file name. */
export const programFile = (language: ProgramLanguage): string =>
  language === 'rust' ? 'gumbel_softmax.rs' : `gumbel_softmax_${language}.py`;

/** Draws n samples and prints, a category a line, the frequency of the hard samples and the mean of the soft ones. */
export const program = (language: ProgramLanguage, state: ProgramState): string => PROGRAMS[language](state);
