// Everything that is measured in a browser, as JSON on standard output. Run by `cargo xtask bench`, which has built
// target/site and, with the feature `bench`, target/wasm-bench.
//
//   node benches/browser/run.mjs [--no-lighthouse] [--native PROGRAM] [--only sampling|frames|elements|opening|keys|sweep|lighthouse]
//
// PROGRAM is benches/native.rs, built: it runs between the rounds of the samples.

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import puppeteer from 'puppeteer-core';
import { executable } from '../../tests/browser/harness/executables.mjs';
import { firstPictures, framesByN, inputDelay, inputDelayInASweep, tenElements } from './pages.mjs';
import { serve } from './static.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const valueOf = (flag) => {
  const at = process.argv.indexOf(flag);
  return at < 0 ? undefined : process.argv[at + 1];
};
const PARTS = ['sampling', 'frames', 'elements', 'opening', 'keys', 'sweep', 'lighthouse'];
const only = valueOf('--only');
if (process.argv.includes('--only') && !PARTS.includes(only)) throw new Error(`--only ${only}: one of ${PARTS.join(', ')} is wanted`);

const say = (text) => console.error(`==> bench: ${text}`);

/** Its scores swing by some points, so that its makers advise the median of several. */
const AUDITS = 5;

async function lighthouse(browser, origin) {
  const { default: audit } = await import('lighthouse');
  const options = {
    port: Number(new URL(browser.wsEndpoint()).port),
    onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'],
    logLevel: 'silent',
  };
  const reports = [];
  for (let i = 0; i < AUDITS; i++) reports.push((await audit(`${origin}/`, options)).lhr);
  const scores = {};
  for (const [id, { title }] of Object.entries(reports[0].categories)) {
    const sorted = reports.toSorted((a, b) => a.categories[id].score - b.categories[id].score);
    const { categories, audits } = sorted[(AUDITS - 1) / 2];
    const { score, auditRefs } = categories[id];
    scores[`Lighthouse, ${title.toLowerCase()}`] = {
      score: Math.round(score * 100),
      short: auditRefs.map((ref) => audits[ref.id]).filter((one) => one.score !== null && one.score < 0.9).map((one) => one.id),
    };
  }
  return scores;
}

const built = await mkdtemp(join(tmpdir(), 'bench-'));
await esbuild.build({
  absWorkingDir: root,
  alias: { core: join(root, 'target', 'wasm-bench', 'gumbel_softmax.js') },
  entryPoints: { sampling: join(here, 'sampling.js'), gumbel_softmax_bg: join(root, 'target', 'wasm-bench', 'gumbel_softmax_bg.wasm') },
  bundle: true,
  format: 'esm',
  loader: { '.wasm': 'copy' },
  outdir: built,
  logLevel: 'warning',
});
await writeFile(join(built, 'index.html'), '<!doctype html><title>Bench</title><script type="module" src="sampling.js"></script>');
const server = await serve({
  '/': join(root, 'target', 'site'),
  '/empty/': join(here, 'pages', 'empty'),
  '/elements/': join(here, 'pages', 'elements'),
  '/sampling/': built,
  '/tfjs/': join(here, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist'),
});
/** A part in a browser of its own, since what one leaves behind is not to be measured by the next. */
async function inBrowser(what, measure) {
  say(what);
  const browser = await puppeteer.launch({
    executablePath: executable('chromium'),
    // All of the sampling is one call.
    protocolTimeout: 1_800_000,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage', '--no-first-run'],
  });
  try {
    version = await browser.version();
    return await measure(browser);
  } finally {
    await browser.close();
  }
}

/** Rounds of the native program between two of the browser's. */
const NATIVE_ROUNDS = 3;
const native = {};

function runNatively(k) {
  const program = valueOf('--native');
  if (!program) return;
  const rows = JSON.parse(execFileSync(program, ['rounds', String(k), String(NATIVE_ROUNDS)], { encoding: 'utf8' }));
  for (const [name, times] of Object.entries(rows)) (native[name] ??= []).push(...times);
}

async function sampling(browser) {
  const page = await browser.newPage();
  await page.exposeFunction('runNatively', runNatively);
  await page.goto(`${server.origin}/sampling/`);
  await page.waitForFunction('globalThis.sampling', { timeout: 30_000 });
  return page.evaluate(() => globalThis.sampling());
}

const { origin } = server;
let version;
try {
  const times = {};
  const measure = async (name, what, deed) => {
    if (only === undefined || only === name) Object.assign(times, await inBrowser(what, deed));
  };
  await measure('sampling', 'sampling', sampling);
  await measure('frames', 'frames', (browser) => framesByN(browser, origin));
  await measure('elements', 'ten elements', (browser) => tenElements(browser, origin));
  await measure('opening', 'the first picture', (browser) => firstPictures(browser, origin));
  await measure('keys', 'input on a slow machine', (browser) => inputDelay(browser, origin));
  await measure('sweep', 'input while a sweep runs', (browser) => inputDelayInASweep(browser, origin));
  const audits = !process.argv.includes('--no-lighthouse') && (only ?? 'lighthouse') === 'lighthouse';
  const scores = audits ? await inBrowser('Lighthouse', (browser) => lighthouse(browser, origin)) : {};
  console.log(JSON.stringify({ native, times, scores, browser: version, date: new Date().toISOString().slice(0, 10) }));
} finally {
  await server.close();
  await rm(built, { recursive: true, force: true });
}
