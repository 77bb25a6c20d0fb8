import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mock, test } from 'node:test';
import * as core from 'core';
import formulas from 'formulas:claims';
import { CLAIM_IDS, CLAIMS } from '../../www/claims/claims.js';
import { settingOf, Trial } from '../../www/claims/trial.js';
import type { Claim } from '../../www/core.js';
import { language } from '../../www/i18n/index.js';
import { FakeClaims, fakeCore, FakeExplorer, Life } from './fake_core.js';

core.initSync({ module: readFileSync('target/wasm/gumbel_softmax_bg.wasm') });

const rowsOf = (address: string): Claim[] => {
  const explorer = new core.Explorer(address);
  const claims = explorer.claims('1');
  const rows = claims.rows();
  claims.free();
  explorer.free();
  return rows;
};

test('the panel has the rows of the core, in its order, each with words, a formula and a chapter', () => {
  assert.deepEqual(rowsOf('logits=2,1,0.1').map(({ id }) => id), CLAIM_IDS);
  const { choices } = core.parameters().find(({ key }: { key: string }) => key === 'chapter');
  for (const id of CLAIM_IDS) {
    assert.ok(choices.includes(CLAIMS[id]), id);
    assert.match(formulas[id], /^<math.*<annotation encoding="application\/x-tex">/s, id);
    assert.doesNotMatch(formulas[id], / style=/, id);
  }
});

test('each row that the core can leave out has a reason in both languages', () => {
  const left = new Set(CLAIM_IDS as string[]);
  for (const address of ['logits=1,0', 'logits=1,0,-inf', 'logits=-inf,0', 'logits=1,2,3,-inf&tau=argmax']) {
    const there = rowsOf(address).map(({ id }) => id);
    for (const id of CLAIM_IDS) if (!there.includes(id)) left.delete(id);
  }
  const absent = CLAIM_IDS.filter((id) => !left.has(id));
  for (const lang of ['en', 'zh']) assert.deepEqual(Object.keys(language(lang).words.claims.absent), absent);
});

test('a run begins with a small slice, ends at the last look, and keeps its setting', () => {
  const state = new FakeExplorer('tau=argmax').snapshot();
  const slices: number[] = [];
  const { step } = FakeClaims.prototype;
  mock.method(FakeClaims.prototype, 'step', function (this: FakeClaims, count: number) {
    slices.push(count);
    step.call(this, count);
  });
  const trial = new Trial(fakeCore(), '', '7', settingOf(state));
  assert.deepEqual([trial.n, trial.looks, trial.seed], [0, 0, 7]);
  while (!trial.done) trial.advance(2);
  assert.ok((slices[0] ?? Infinity) <= 256, `${slices[0]}`);
  slices.slice(1).forEach((count, i) => assert.ok(count <= 1.6 * (slices[i] ?? 0) + 1, `${slices}`));
  assert.equal(trial.looks, 0, 'what is shown is what was last read');
  trial.read();
  assert.deepEqual([trial.n, trial.looks, trial.count('agrees'), trial.count('disagrees')], [1_000_000, 3, 1, 0]);
  assert.ok(trial.isOf(settingOf(state)));
  assert.ok(!trial.isOf({ ...settingOf(state), tau: 0.5 }));
  assert.ok(!trial.isOf({ ...settingOf(state), logits: ['2', '1', '0'] }));
  mock.restoreAll();
});

test('a run whose core was started anew shows what was measured until it has come as far again', () => {
  const life = new Life();
  const core = fakeCore(life);
  const trial = new Trial(core, 'tau=1', '7', settingOf(new FakeExplorer('tau=1').snapshot()));
  while (trial.n < 20_000) trial.advance(1);
  trial.read();
  const before = { n: trial.n, rows: trial.rows };
  life.present += 1;
  trial.read();
  assert.deepEqual({ n: trial.n, rows: trial.rows }, before);
  while (trial.n === before.n) trial.advance(1);
  assert.ok(trial.n > before.n);
  while (!trial.done) trial.advance(1);
  trial.read();
  assert.equal(trial.looks, 3);
});

for (const lang of ['en', 'zh']) test(`${lang}: the setting and the looks are said in full`, () => {
  const { words, number } = language(lang);
  const { claims } = words;
  const soft = claims.setting(number, ['-1.5', '-inf', '2'], 0.25, 9, 0.25);
  assert.match(soft, /\(−1\.5, −∞, 2\).*τ = 0\.25.*9/);
  assert.match(claims.setting(number, ['1', '0'], null, 9, 0.5), /τ → 0.*9.*0\.5/);
  assert.match(claims.rule(number, [10_000, 100_000, 1_000_000], 1000), /10,000\D+100,000\D+1,000,000.*\b1,000\b/);
  const said = [[15, 0], [14, 1], [1, 14]].map(([a = 0, d = 0]) => claims.status(number, 10_000, a, d));
  assert.equal(new Set(said).size, 3);
  assert.match(said[2] ?? '', /10,000.*\b1\b.*\b14\b/);
});
