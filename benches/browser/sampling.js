// In the browser: every contender in turn, again and again, so that what slows the machine slows them all.
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import init, * as core from 'core';
import { densityByPow, gradientLoop, PlainLoop, SAMPLES, TensorFlow } from './peers.js';

const ROUNDS = 15;
const LOGITS = { 3: [2, 1, 0.1], 10: Array.from({ length: 10 }, (_, i) => [2, 1, 0.1][i % 3]) };
const TAU = 0.5;

/** Milliseconds of one deed. */
function time(deed) {
  const start = performance.now();
  deed();
  return performance.now() - start;
}

/** Nanoseconds a sample of one deed of so many times 4,096. */
const each = (times, deed) => (time(() => deed(times)) * 1e6) / (times * SAMPLES);

function contenders(k) {
  const logits = LOGITS[k];
  const bench = new core.Bench(1, Float64Array.from(logits), TAU);
  const explorer = new core.Explorer(`logits=${logits.join(',')}&tau=${TAU}&seed=1`);
  const plain = new PlainLoop(logits, TAU);
  const flow = new TensorFlow(tf, logits, TAU);
  return {
    bench,
    plain,
    flow,
    explorer,
    deeds: {
      'plain loop, soft': () => each(32, (times) => plain.soft(times)),
      'core, soft': () => each(256, (times) => bench.soft(times)),
      'core, soft and tallied': () => each(128, (times) => explorer.step(times * SAMPLES)),
      'TensorFlow.js, soft': () => each(32, (times) => flow.soft(times)),
      'plain loop, hard': () => each(32, (times) => plain.hard(times)),
      'core, hard': () => each(256, (times) => bench.hard(times)),
    },
  };
}

/** Each has made what the others make: the means of y_1 and the shares of the winners agree within five standard errors. */
function check({ bench, plain, flow, explorer }, k) {
  const exponentials = LOGITS[k].map(Math.exp);
  const probs = exponentials.map((e) => e / exponentials.reduce((a, b) => a + b));
  const expected = explorer.snapshot().expected_mean[0];
  const standard = Math.sqrt(0.25 / SAMPLES);
  for (const [name, who] of Object.entries({ bench, plain, flow })) {
    const mean = who.soft(16) / SAMPLES;
    if (!(Math.abs(mean - expected) < 5 * standard)) throw new Error(`${name}: the mean of y_1 is ${mean}, not ${expected}`);
  }
  for (const [name, who] of Object.entries({ bench, plain })) {
    const counts = who.hard(64);
    const n = counts.reduce((a, b) => a + b);
    counts.forEach((count, i) => {
      const z = (count / n - probs[i]) / Math.sqrt((probs[i] * (1 - probs[i])) / n);
      if (!(Math.abs(z) < 5)) throw new Error(`${name}: category ${i + 1} won ${count} of ${n}, z = ${z}`);
    });
  }
}

/** 25 temperatures from 0.05 to 10. */
const SWEPT = Float64Array.from({ length: 25 }, (_, i) => 0.05 * 200 ** (i / 24));
const SWEEP_ROWS = 100_000;
const SWEEP_ROUNDS = 5;
/** Estimates a row: three estimators make one at each temperature; four, which know none, make one; the exact gradient is none. */
const ESTIMATES = 3 * 25 + 4;

/** Sweeps over temperatures: nanoseconds an estimate. */
function sweeps(k, note) {
  const logits = Float64Array.from(LOGITS[k]);
  const target = Float64Array.from({ length: k }, (_, i) => (i + 1) / ((k * (k + 1)) / 2));
  const nanoseconds = (rows, estimators, deed) => (time(deed) * 1e6) / (rows * estimators);
  const few = SWEEP_ROWS / 10;
  const core_of = (all) => core.bench_sweep(logits, target, SWEPT, SWEEP_ROWS, all);
  const plain_of = (shared) => gradientLoop(LOGITS[k], target, Array.from(SWEPT), few, shared);
  // The same gradients: at the largest temperature an estimate deviates by less than 0.05.
  const ours = core_of(false);
  for (const shared of [false, true]) {
    plain_of(shared).forEach((g, i) => {
      if (!(Math.abs(g - ours[i]) < (5 * 0.05) / Math.sqrt(few))) throw new Error(`the gradient's part ${i + 1} is ${g}, not ${ours[i]}`);
    });
  }
  for (let round = 0; round < SWEEP_ROUNDS; round++) {
    note(`core, gradient by Gumbel-Softmax, K = ${k}`, nanoseconds(SWEEP_ROWS, 25, () => core_of(false)));
    note(`plain loop, gradient, K = ${k}`, nanoseconds(few, 25, () => plain_of(false)));
    note(`plain loop, gradient on shared noise, K = ${k}`, nanoseconds(few, 25, () => plain_of(true)));
    const all = time(() => core_of(true));
    note(`core, sweep by all estimators in ms, K = ${k}`, all);
    note(`core, an estimate of a sweep by all estimators, K = ${k}`, (all * 1e6) / (SWEEP_ROWS * ESTIMATES));
  }
}

async function sampling() {
  await init();
  setWasmPaths('/tfjs/');
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js has no wasm backend here');
  const rows = {};
  const note = (name, value) => (rows[name] ??= []).push(value);
  for (const k of [3, 10]) {
    const all = contenders(k);
    check(all, k);
    for (const deed of Object.values(all.deeds)) deed(); // Warm.
    for (let round = 0; round < ROUNDS; round++) {
      await globalThis.runNatively(k);
      for (const [name, deed] of Object.entries(all.deeds)) note(`${name}, K = ${k}`, deed());
    }
  }
  for (const k of [3, 10]) sweeps(k, note);
  const palette = Uint8Array.from({ length: 768 }, (_, i) => (i * 37) % 256);
  const logits = Float64Array.from(LOGITS[3]);
  const ours = () => core.bench_density(logits, TAU, 400, 346);
  const theirs = () => densityByPow(LOGITS[3], TAU, 400, 346, palette);
  for (let i = 0; i < 5; i++) (ours(), theirs());
  for (let round = 0; round < ROUNDS; round++) {
    note('core, density', time(() => { for (let i = 0; i < 20; i++) ours(); }) / 20);
    note('Math.pow, density', time(theirs));
  }
  return rows;
}

globalThis.sampling = sampling;
