// Check it yourself: the panel run to its end, its figures against the native ones, by keys alone, on every width.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { start } from './harness/page.mjs';
import { ROOT } from './harness/server.mjs';

const START = 'logits=2,1,0.1&tau=0.5&seed=1&n=500';
const SIZE = { width: 1280, height: 900 };
const CHECK = '#claims [name=check]';
const GOAL = 1_000_000;
/** The figures after a million draws, as `tests/claims.rs` found them natively. */
const NATIVE = JSON.parse(readFileSync(join(ROOT, 'tests', 'claims.json'), 'utf8'));

let page;
before(async () => {
  page = await start({ reducedMotion: true });
});
after(() => page?.close());

const open = (address = START, size = SIZE) => page.open(address, size);

/** The panel as a reader sees it, with all digits of its figures. */
const seen = () =>
  page.browser.evaluate(() => {
    const text = (element) => element?.textContent.replace(/\s+/g, ' ').trim() ?? '';
    const claims = document.querySelector('#claims');
    return {
      n: claims.querySelector('progress').value,
      button: text(claims.querySelector('[name=check]')),
      setting: text(claims.querySelector('.setting')),
      status: text(claims.querySelector('[role=status]')),
      text: text(claims),
      rows: [...claims.querySelectorAll('[data-claim]')].map((row) => ({
        id: row.dataset.claim,
        state: row.dataset.state,
        said: text(row.querySelector('.state')),
        why: text(row.querySelector('.why')),
        figures: [...row.querySelectorAll('data')].map((data) => ({ value: Number(data.value), text: text(data) })),
      })),
    };
  });

const reached = (n) => page.browser.waitFor((least) => document.querySelector('#claims progress').value >= least, n);
/** Until the last look is over. */
const over = () => page.browser.waitFor((goal) => document.querySelector('#claims progress').value === goal && document.querySelector('#claims .seed input:enabled') !== null, GOAL);

const run = async () => {
  await page.browser.click(CHECK);
  await over();
  return seen();
};

const minus = (x, digits) => (Number(x.toFixed(digits)) === 0 ? (0).toFixed(digits) : x.toFixed(digits).replace('-', '−'));

for (const seed of ['1', '2', '3']) {
  test(`seed ${seed}: after a million draws every row agrees, and its figures are the native ones`, async () => {
    await open();
    await page.browser.fill('#claims [name=claims-seed]', seed);
    const { rows, setting, status, n } = await run();
    assert.equal(n, GOAL);
    assert.match(setting, new RegExp(`^Checked: logits \\(2, 1, 0\\.1\\), τ = 0\\.5, seed ${seed}\\.$`));
    assert.equal(status, 'Look at N = 1,000,000: 15 rows agree, none disagrees.');
    const native = NATIVE[seed];
    assert.deepEqual(rows.map(({ id, state, said }) => [id, state, said]), native.map(({ id }) => [id, 'agrees', 'agrees']));
    rows.forEach(({ id, figures }, i) => {
      const { expected, measured, z } = native[i];
      const wanted = z === null ? [expected, measured] : [expected, measured, z];
      assert.deepEqual(figures.map(({ value }) => value), wanted, id);
      const texts = z === null ? ['no exception', 'no exception'] : [minus(expected, 4), minus(measured, 4), minus(z, 2)];
      assert.deepEqual(figures.map(({ text }) => text), texts, id);
    });
    assert.deepEqual(await page.browser.errors(), []);
  });
}

test('keys alone start it, stop it, let it go on, and lead to a chapter', async () => {
  await open();
  await page.browser.evaluate(() => document.querySelector('#title-uses').focus());
  const focusOn = async (selector) => {
    for (let i = 0; i < 80; i += 1) {
      await page.browser.press('Tab');
      if (await page.browser.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    }
    assert.fail(`${selector} is not reached`);
  };
  await focusOn(CHECK);
  assert.equal((await seen()).button, 'Start');
  await page.browser.press('Enter');
  await reached(16);
  assert.equal((await seen()).button, 'Stop');
  await page.browser.press('Enter');
  const stopped = await seen();
  assert.ok(stopped.n > 0 && stopped.n < GOAL, `${stopped.n}`);
  assert.equal(stopped.button, 'Go on');
  await page.browser.evaluate(async () => {
    for (let i = 0; i < 5; i += 1) await globalThis.__harness.nextFrame();
  });
  assert.deepEqual(await seen(), stopped, 'nothing moves after Stop');
  await page.browser.press('Enter');
  await over();
  const { button, status, rows } = await seen();
  assert.equal(button, 'Again');
  assert.match(status, /15 rows agree/);
  // Stopped and gone on, it is the same run.
  assert.deepEqual(rows.flatMap(({ figures }) => figures.at(-1).value), NATIVE[1].map(({ z, measured }) => z ?? measured));
  assert.equal(await page.browser.evaluate(() => document.activeElement?.name), 'check', 'the focus stays');
  await focusOn('#claims [data-claim=density] a');
  await page.browser.press('Enter');
  await page.addressIs('chapter=density');
  assert.equal(await page.browser.evaluate(() => document.activeElement?.id), 'title-density');
  assert.deepEqual(await page.browser.errors(), []);
});

test('a claim that is refuted is shown so, and said once a look', async () => {
  await open();
  await page.browser.evaluate(() => {
    const { core } = globalThis.__harness.group();
    const row = (id, z, state) => ({ id, expected: 0.5, measured: 0.5, z, p: 1, state, n: 10_000, look: 1 });
    let n = 0;
    const claims = {
      step: () => (n = 1_000_000),
      n: () => n,
      done: () => n > 0,
      seed: () => 4,
      tau: () => 0.5,
      take_notices: () => [],
      rows: () => [row('noise_mean', -7.125, 'disagrees'), row('density', 0.5, 'collecting'), row('log_convex', null, 'agrees')],
      free: () => undefined,
    };
    core.explorer = () => ({ claims: () => claims, free: () => undefined });
  });
  const { rows, status } = await run();
  const states = Object.fromEntries(rows.map(({ id, state, said }) => [id, [state, said]]));
  assert.deepEqual(states.noise_mean, ['disagrees', 'disagrees']);
  assert.deepEqual(states.density, ['collecting', 'collecting']);
  assert.deepEqual(states.log_convex, ['agrees', 'agrees']);
  assert.equal(rows.find(({ id }) => id === 'noise_mean').figures[2].text, '−7.13');
  assert.equal(status, 'Look at N = 10,000: 1 row agrees, 1 disagrees.');
  assert.deepEqual(await page.violations(), []);
});

test('it speaks of the setting above, and says when that has changed', async () => {
  await open();
  await page.browser.click(CHECK);
  await reached(16);
  await page.browser.fill('[name=tau]', '2');
  await page.browser.waitFor(() => document.querySelector('#claims .setting').textContent.includes('has changed since'));
  assert.match((await seen()).setting, /τ = 0\.5, seed 1\./, 'the run goes on with its own');
  await over();
  await page.browser.click(CHECK);
  const { setting } = await seen();
  assert.match(setting, /τ = 2, seed 1\.$/);
  await page.browser.click(CHECK);
  assert.equal((await seen()).button, 'Go on');
  await page.browser.fill('#claims [name=claims-seed]', 'rubbish');
  await page.browser.click(CHECK);
  const alert = await page.browser.waitFor(() => document.querySelector('#claims [role=alert]')?.textContent);
  assert.match(alert, /rubbish/);
  assert.match((await seen()).setting, /seed 1\.$/);
});

test('another noise is another seed', async () => {
  await open();
  await page.browser.click('#claims [name=check-anew]');
  await reached(16);
  await page.browser.click(CHECK);
  const { setting } = await seen();
  assert.equal(setting, `Checked: logits (2, 1, 0.1), τ = 0.5, seed ${await page.browser.evaluate(() => document.querySelector('[name=claims-seed]').value)}.`);
  assert.equal(await page.get('seed'), '1', 'the explorer keeps its own');
});

for (const [what, address, absent] of [
  ['two categories', 'logits=1,0&tau=100', ['sub_simplex']],
  ['a category that never wins, at the limit', 'logits=1,0,-inf&tau=argmax', ['sub_simplex', 'log_convex']],
  ['one that always wins', 'logits=-inf,1&tau=0.01', ['sub_simplex', 'log_convex']],
  ['ten categories', 'logits=2,1,0,-1,0.5,1.5,0.2,0.1,0,-2&tau=0.05', []],
]) {
  test(`${what}: no row is without words or figures`, async () => {
    await open(`${address}&seed=5&n=100`);
    const { rows, text, setting } = await run();
    assert.deepEqual(rows.filter(({ state }) => state === 'absent').map(({ id }) => id), absent);
    for (const { id, state, why, figures } of rows) {
      if (absent.includes(id)) assert.ok(why.length > 20, id);
      else assert.ok(state === 'agrees' && figures.length >= 2 && figures.every(({ value }) => Number.isFinite(value)), `${id} ${state}`);
    }
    assert.doesNotMatch(text, /NaN|undefined|∞\.|-inf/);
    if (address.includes('argmax')) assert.match(setting, /\(1, 0, −∞\), τ → 0, seed 5\..*take τ = 0\.5/);
  });
}

for (const lang of ['en', 'zh']) {
  test(`${lang}: on a narrow page its rows stand one below the other, and nothing reaches beyond`, async () => {
    await open(`${START}&lang=${lang}`, { width: 360, height: 740 });
    await page.told(lang);
    await run();
    const wide = await page.browser.evaluate(() => ({
      scroll: Math.max(0, document.scrollingElement.scrollWidth - innerWidth),
      beyond: [...document.querySelectorAll('#claims *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5).map((element) => element.outerHTML.slice(0, 100)),
    }));
    assert.deepEqual(wide, { scroll: 0, beyond: [] });
    assert.deepEqual(await page.violations(), []);
    await page.browser.evaluate(() => document.querySelector('#claims').scrollIntoView({ behavior: 'instant' }));
    await page.browser.screenshot(`claims-360-${lang}`);
  });
}

test('the language changes while it runs, and the run stays', async () => {
  await open(`${START}&lang=en`);
  await page.browser.click(CHECK);
  await reached(16);
  await page.browser.click('[data-language=zh]');
  await page.told('zh');
  await over();
  const { rows, status, button } = await seen();
  assert.match(`${button}${status}`, /\p{Script=Han}/u);
  assert.ok(rows.every(({ state, said }) => state === 'agrees' && /^\p{Script=Han}+$/u.test(said)));
  assert.deepEqual(rows.map(({ figures }) => figures[1].value), NATIVE[1].map(({ measured }) => measured));
});

test('its formulas are mathematics with their TeX inside', async () => {
  await open();
  const formulas = await page.browser.evaluate(() => [...document.querySelectorAll('#claims [data-claim]')].map((row) => row.querySelector('math annotation')?.textContent ?? ''));
  assert.equal(formulas.length, 15);
  assert.ok(formulas.every((tex) => tex.length > 5), formulas.join('\n'));
  assert.equal(await page.browser.evaluate(() => document.querySelectorAll('#claims [style]').length), 0);
});
