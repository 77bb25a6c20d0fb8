// A soak: frames without idle time, draws by the million, a reader who never rests, every chapter again and again. The memory
// stays as it is, every draw is counted once, and the means stay where the laws have them.
//
// It lasts SOAK_MINUTES (a minute unless told): how long is what a soak is about. `cargo xtask soak` gives it half an hour, and it
// ends before when it has made an hour's worth of frames and 10^10 draws. Settings and deeds are fixed; how many draws
// a frame takes is not, so each run sees other N. A run looks at fewer than 3,000 means at five standard errors (1 in 1.7
// million each) and at fewer than 1,000 tests of counts at 10^-7: a right page fails less than once in 500 runs.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { start } from './harness/page.mjs';
import { ROOT } from './harness/server.mjs';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 1);
const LONG = MINUTES >= 5;
const HOUR = 60 * 60 * 60;
const DRAWS = 1e10;
const MOST_ERRORS = 5;
const LEAST_P = 1e-7;
/** What the heap may grow by after the first round, a frame and in all: less than one kept object a frame. */
const HEAP_FRAME = 16;
const HEAP = 500_000;
/** Rounds after which everything has been made that is kept. */
const WARM = 2;
/** Pages of the core's memory that a raster of the density takes: one more, when none of the holes is large enough for it. */
const RASTER = 16;
/** Where the memory is measured. */
const BASE = 'logits=1,0,-1&tau=1&seed=1&n=1000';

let page;
before(async () => {
  page = await start();
  page.server.faults.before = readFileSync(join(ROOT, 'tests/browser/harness/soak.js'), 'utf8');
});
after(() => page?.close());

/** One leg, and the state at its end. */
async function leg(name, options) {
  await page.browser.evaluate((...given) => globalThis.__soak.begin(...given), name, options);
  for (const end = Date.now() + (MINUTES + 10) * 60_000; Date.now() < end;) {
    const done = await page.browser.evaluate(() => globalThis.__soak.take());
    if (done?.error) assert.fail(`${name}: ${done.error}`);
    if (done) return done.state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return assert.fail(`${name} does not end: ${JSON.stringify(options)}; ${await page.browser.errors()}`);
}

/** What must hold of every state, and how far its means lie from the laws, in standard errors. */
function judge(state) {
  const { address, n, k } = state;
  const sum = state.counts.reduce((a, b) => a + b);
  assert.deepEqual(
    { n: state.goal, shown: state.shown, counts: sum, hard: state.hard_n, soft: state.soft_n, noise: state.noise.n },
    { n, shown: n, counts: n, hard: n, soft: n, noise: n * k },
    `every draw is counted once: ${address}`,
  );
  assert.equal(state.digests[0], state.digests[1], `not what the address gives: ${address}`);
  if (n < 100_000) return [];
  const far = state.mean.map((mean, i) => (mean - state.expected_mean[i]) / state.standard_error[i]);
  for (const z of far) assert.ok(Math.abs(z) < MOST_ERRORS, `${z} standard errors: ${address}`);
  assert.ok(state.chi_square.p > LEAST_P, `p = ${state.chi_square.p}: ${address}`);
  return far;
}

/** The memory of everything, at the same state and the same place of the page. */
async function measure() {
  await leg('fill', { address: BASE });
  await page.settled();
  const heap = await page.browser.heap();
  const own = await page.browser.evaluate(() => ({
    frames: globalThis.__soak.frames,
    pages: globalThis.__soak.memory.buffer.byteLength / 65536,
    nodes: globalThis.__harness.all('*').length,
  }));
  return { ...own, ...heap, resident: resident() };
}

/** What the browser's processes hold, in MB; undefined where /proc does not tell. */
function resident() {
  const { driver } = page.browser;
  const root = driver.service?.pid ?? driver.browser.process().pid;
  try {
    const parents = new Map();
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        parents.set(Number(pid), Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1]));
      } catch {
        // It has ended.
      }
    }
    const ours = (pid) => pid === root || (parents.has(pid) && parents.get(pid) > 1 && ours(parents.get(pid)));
    const held = (pid) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    return Math.round([...parents.keys()].filter(ours).reduce((sum, pid) => sum + held(pid), 0) / 1024);
  } catch {
    return undefined;
  }
}

/** The settings go round: K from 2 to 10, each leg its own, temperatures from 0.2 to 4; no two rounds have a seed in common. */
function addressOf(round, part, n, speed = 200) {
  const k = [10, 3, 2, 5][part];
  const logits = Array.from({ length: k }, (_, i) => (((i * 7 + round * 3) % 11) - 5) / 5);
  const tau = [1, 0.2, 4, 0.5, 2][(round + 2 * part) % 5];
  return `logits=${logits}&tau=${tau}&seed=${1 + 10 * round + part}&n=${n}&speed=${speed}`;
}

test(`a soak of ${MINUTES} min: memory flat, counts exact, means where they belong`, { timeout: (MINUTES + 25) * 60_000 }, async (t) => {
  await page.open(BASE);
  const began = Date.now();
  const all = [];
  /** Of each leg the first mean alone: those of one leg depend on each other. */
  const firsts = [];
  let draws = 0;
  let first;
  let now;
  let round = 0;
  const run = async (name, options) => {
    const t0 = Date.now();
    const state = await leg(name, options);
    if (process.env.SOAK_TRACE) console.error(name, Date.now() - t0, 'ms', state.n, await page.browser.evaluate(() => globalThis.__soak.frames));
    const far = judge(state);
    all.push(...far);
    firsts.push(...far.slice(0, 1));
    draws += state.n;
  };
  // In the long form once as many as the page can hold.
  const held = () => (!LONG || draws >= DRAWS ? 1e7 : round === 5 ? 1e9 : 2.5e8);
  const over = () => Date.now() - began >= MINUTES * 60_000 || (draws >= DRAWS && now.frames >= HOUR);
  for (; round <= WARM || !over(); round += 1) {
    await run('play', { address: addressOf(round, 0, 10_000, 2e5), count: LONG ? 1000 : 200, every: LONG ? 25 : 20, seed: round });
    await run('play', { address: addressOf(round, 1, 0, 1e7), count: LONG ? 200 : 50, every: 0, seed: round });
    await run('fill', { address: addressOf(round, 2, held()) });
    if (!LONG || round < WARM || round % 4 === 0) await run('story', { address: addressOf(round, 3, 20_000), count: LONG ? 120 : 20, whole: round < WARM });
    now = await measure();
    if (process.env.SOAK_TRACE) console.error(JSON.stringify(now));
    if (round < WARM) first = now;
    assert.ok(now.pages <= first.pages + RASTER, `the memory of the core: ${first.pages} pages, then ${now.pages}`);
    assert.equal(now.nodes, first.nodes, 'elements');
    if (now.heap !== undefined) {
      const grown = now.heap - first.heap;
      assert.ok(grown < HEAP + HEAP_FRAME * (now.frames - first.frames), `the heap has grown by ${grown} bytes in ${now.frames - first.frames} frames`);
      assert.ok(now.documentNodes <= first.documentNodes + 200, `nodes kept: ${first.documentNodes}, then ${now.documentNodes}`);
      assert.ok(now.listeners <= first.listeners + 20, `listeners: ${first.listeners}, then ${now.listeners}`);
    }
  }
  // A drift too small to be seen in a leg is seen in all of them together: their squares add up to a chi-square.
  const squares = firsts.reduce((sum, z) => sum + z * z, 0);
  const spread = (squares - firsts.length) / Math.sqrt(2 * firsts.length);
  assert.ok(spread < 6, `the means lie too far: ${squares} of ${firsts.length}`);
  assert.deepEqual(await page.browser.errors(), []);

  const minutes = ((Date.now() - began) / 60_000).toFixed(1);
  const mb = (bytes) => (bytes === undefined ? 'not told' : `${(bytes / 1e6).toFixed(2)}`);
  const cells = [
    page.browser.engine,
    minutes,
    round,
    now.frames.toLocaleString('en'),
    draws.toExponential(2),
    all.length,
    Math.max(...all.map(Math.abs)).toFixed(2),
    Math.sqrt(squares / firsts.length).toFixed(2),
    `${first.pages}, ${now.pages}`,
    `${mb(first.heap)}, ${mb(now.heap)}`,
    `${first.nodes}, ${now.nodes}`,
    `${first.resident ?? '?'}, ${now.resident ?? '?'}`,
  ];
  const row = `| ${cells.join(' | ')} |`;
  t.diagnostic(row);
  if (process.env.SOAK_ROW) writeFileSync(process.env.SOAK_ROW, `${row}\n`);
});
