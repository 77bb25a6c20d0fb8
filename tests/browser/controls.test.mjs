// Every control, moved as a hand moves it: the state changes, and so does the picture.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inView, start, VIEWS } from './harness/page.mjs';

let page;
before(async () => {
  page = await start({ reducedMotion: true });
});
after(() => page?.close());

const START = 'logits=1,0,-1,0.5&tau=1&seed=3&n=3000';
const named = (name) => `[name="${name}"]`;
const { round } = Math;

const click = (name) => () => page.browser.click(named(name));
const fill = (name, value) => () => page.browser.fill(named(name), value);
/** Presses on a slider at a part of its length. */
const slide = (name, part) => async () => {
  const from = await page.browser.point(named(name), 0.5, 0.5);
  await page.browser.drag(from, await page.browser.point(named(name), part, 0.5));
};
const probs = () => page.browser.click(named('probs'));

/**
 * What each control does: its name; the deed; what must hold of the state after (and before); the views that must
 * look different, and those that must not. The noise view follows the winner, the dots are the first thousand draws.
 */
const CONTROLS = [
  ['tau-slider', slide('tau-slider', 0.8), (s) => s.tau > 3 && s.tau < 30, ['draw', 'simplex', 'histogram'], ['noise']],
  ['tau', fill('tau', '0.25'), (s) => s.tau === 0.25, ['draw', 'simplex', 'histogram'], ['noise']],
  ['argmax', click('argmax'), (s) => s.tau === null, ['draw', 'simplex', 'histogram'], ['noise']],
  ['thousand', click('thousand'), (s) => s.n === 4000, ['noise', 'draw', 'histogram'], []],
  ['one', click('one'), (s) => s.n === 3001, ['noise', 'draw'], []],
  ['fewer', click('fewer'), (s) => s.k === 3, VIEWS, []],
  ['more', click('more'), (s) => s.k === 5, VIEWS, []],
  ['k', fill('k', '7'), (s) => s.k === 7, VIEWS, []],
  ['logits-list', fill('logits-list', '0, 2, 1'), (s) => String(s.logits) === '0,2,1', VIEWS, []],
  [
    'probs-list',
    async () => {
      await probs();
      await fill('probs-list', '0.5,0.25,0.25')();
    },
    (s) => s.probs.map((p) => round(p * 1e4)).join() === '5000,2500,2500',
    VIEWS,
    [],
  ],
  [
    'probs',
    async () => {
      await probs();
      await fill('prob:2', '0.5')();
    },
    (s) => Math.abs(s.probs[1] - 0.5) < 1e-4,
    ['draw', 'simplex', 'histogram'],
    [],
  ],
  [
    'prob:3',
    async () => {
      await probs();
      await fill('prob:3', '0')();
    },
    (s) => s.probs[2] === 0,
    ['draw', 'simplex', 'histogram'],
    [],
  ],
  [
    'prob:1-slider',
    async () => {
      await probs();
      await slide('prob:1-slider', 0.9)();
    },
    (s) => s.probs[0] > 0.8,
    ['draw', 'simplex', 'histogram'],
    [],
  ],
  [
    'logit:1-slider',
    slide('logit:1-slider', 0.8),
    (s) => s.logits[0] > 4 && s.logits[1] === 0,
    ['draw', 'simplex', 'histogram'],
    [],
  ],
  [
    'logit:2',
    fill('logit:2', '-2.5'),
    (s) => s.logits[1] === -2.5 && s.logits[0] === 1,
    ['draw', 'simplex', 'histogram'],
    [],
  ],
  ['logit:4', fill('logit:4', '-inf'), (s) => s.probs[3] === 0 && s.counts[3] === 0, ['draw', 'histogram'], []],
  ['name:1', fill('name:1', 'cat'), (s) => s.names[0] === 'cat', ['draw'], []],
  ['seed', fill('seed', '4'), (s) => s.seed === 4, VIEWS, []],
  ['noise', click('noise'), (s, before) => s.seed !== before.seed, VIEWS, []],
  ['speed', () => page.choose(named('speed'), '1000'), (s) => s.speed === 1000, [], VIEWS],
  [
    'pin',
    async () => {
      await click('pin')();
      await fill('logit:1', '3')();
    },
    (s) => s.pinned,
    ['histogram'],
    [],
  ],
  ['reset', click('reset'), (s) => s.n === 0 && s.counts.every((count) => count === 0), VIEWS, []],
  [
    'undo',
    async () => {
      await fill('tau', '5')();
      await page.settled();
      await click('undo')();
    },
    (s) => s.tau === 1,
    [],
    VIEWS,
  ],
  ['mu', fill('mu', '2'), (s) => s.noise.location === 2, ['noise'], ['draw', 'simplex', 'histogram']],
  ['beta', fill('beta', '3'), (s) => s.noise.scale === 3, ['noise'], ['draw', 'simplex', 'histogram']],
  [
    'category',
    () => page.choose(inView('histogram', named('category')), '3'),
    (s) => s.category === 2,
    ['histogram'],
    ['noise'],
  ],
  [
    'triple:2',
    () => page.choose(named('triple:2'), '4'),
    (s) => String(s.triple) === '0,3,2',
    ['simplex'],
    ['noise', 'draw'],
  ],
];

/** The views whose pictures differ. */
const changed = (before, after) =>
  VIEWS.filter((view) =>
    ['ground', 'live', 'over'].some((layer) => before[`${view}-${layer}`].hash !== after[`${view}-${layer}`].hash),
  );

describe('each control changes the state and the picture', () => {
  for (const [name, deed, holds, differ, same] of CONTROLS) {
    test(name, async () => {
      await page.open(START);
      const before = await page.snapshot();
      const pictures = await page.pictures();
      await deed();
      // The pointer may mark a category; it is taken away before the pictures are compared.
      await page.browser.hover({ x: 0, y: 0 });
      await page.browser.evaluate(() => globalThis.__harness.active()?.blur());
      const after = await page.browser
        .waitFor(async () => (await globalThis.__harness.settled()) && globalThis.__harness.group().address())
        .then(() => page.snapshot());
      assert.ok(holds(after, before), `${name}: ${JSON.stringify(after)}`);
      const differing = changed(pictures, await page.pictures());
      for (const view of differ) assert.ok(differing.includes(view), `${name} leaves ${view} as it was`);
      for (const view of same) assert.ok(!differing.includes(view), `${name} changes ${view}`);
      assert.deepEqual(await page.browser.errors(), []);
    });
  }

  test('play, pause and the ride', async () => {
    await page.open(START);
    await page.browser.click(named('play'));
    await page.browser.waitFor(() => globalThis.__harness.group().explorer.n() > 3000);
    await page.browser.click(named('play'));
    const { n } = await page.state();
    await page.addressIs(`n=${n}`);
    await page.browser.click(named('ride'));
    await page.settled();
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('what is being typed is left alone while draws flow', async () => {
    await page.open(START);
    await page.browser.press(' ');
    await page.browser.evaluate((selector) => {
      const field = globalThis.__harness.one(selector);
      field.focus();
      field.select();
    }, named('tau'));
    await page.browser.type('0.7');
    const n = await page.browser.evaluate(() => globalThis.__harness.group().explorer.n());
    // Words and controls follow the draws several times a second: two hundred draws are one.
    await page.browser.waitFor((from) => globalThis.__harness.group().explorer.n() > from + 200, n);
    await page.browser.press('5');
    await page.browser.press('Enter');
    await page.browser.waitFor(() => globalThis.__harness.group().get('tau') === '0.75');
  });

  test('a preset', async () => {
    await page.open(START);
    const presets = await page.browser.evaluate(() => globalThis.__harness.group().core.presets());
    assert.ok(presets.length >= 4);
    for (const { address } of presets) {
      await page.choose(named('preset'), address);
      const state = await page.state();
      assert.ok(state.n > 0);
    }
    assert.deepEqual(await page.browser.errors(), []);
    assert.deepEqual(await page.notices(), []);
  });

  test('no control has been forgotten', async () => {
    const names = async () =>
      page.browser.evaluate(() =>
        globalThis.__harness
          .all('gumbel-softmax >>> input, button, select')
          .map((control) => control.name || control.outerHTML.slice(0, 80)),
      );
    await page.open(START);
    const found = new Set(await names());
    await probs();
    await page.settled();
    for (const name of await names()) found.add(name);
    const family = (name) => name.replace(/:\d+/, ':');
    const covered = new Set([
      ...CONTROLS.map(([name]) => family(name)),
      'play',
      'ride',
      'preset',
      'logits',
      'prob:',
      'fold',
    ]);
    assert.deepEqual(
      [...found].map(family).filter((name) => !covered.has(name)),
      [],
    );
  });
});

describe('a pinned setting', () => {
  test('stands as a ghost behind the next, until it is let go', async () => {
    await page.open(START);
    await page.browser.click(named('pin'));
    await page.browser.fill(named('logit:1'), '3');
    assert.equal((await page.state()).pinned, true);
    await page.browser.hover({ x: 0, y: 0 });
    await page.browser.evaluate(() => globalThis.__harness.active()?.blur());
    const pinned = await page.pictures();
    await page.browser.press('g');
    assert.equal((await page.state()).pinned, false);
    assert.ok(changed(pinned, await page.pictures()).includes('histogram'));
    await page.browser.waitFor(() => location.hash.includes('logits=3') && !location.hash.includes('pin='));
  });
});

describe('the same noise is replayed', () => {
  test('the temperature leaves noise, counts and the winner as they are', async () => {
    await page.open(START);
    const before = await page.snapshot();
    await page.browser.fill(named('tau'), '7');
    const after = await page.state();
    assert.deepEqual(after.counts, before.counts);
    assert.deepEqual(after.noise, before.noise);
    assert.deepEqual(after.draw.u, before.draw.u);
    assert.equal(after.draw.winner, before.draw.winner);
    assert.notDeepEqual(after.draw.soft_sample, before.draw.soft_sample);
    assert.notDeepEqual(after.mean, before.mean);
  });

  test('a logit leaves the noise and the uniforms as they are', async () => {
    await page.open(START);
    const before = await page.snapshot();
    await page.browser.fill(named('logit:1'), '9');
    const after = await page.state();
    assert.deepEqual(after.noise, before.noise);
    assert.deepEqual(after.draw.u, before.draw.u);
    assert.equal(after.n, before.n);
    assert.ok(after.counts[0] > before.counts[0]);
  });

  test('of many draws, the first M of N at once and the rest at rest, or not when it is stopped', async () => {
    const N = 4_000_000;
    const partial = () => / of 4.?000.?000$/.test(globalThis.__harness.one('output[name=n]').textContent.trim());
    await page.open(`logits=1,0,-1&tau=1&seed=3&n=${N}`);
    const before = await page.snapshot();
    await page.browser.fill(named('logit:1'), '2');
    await page.browser.waitFor(partial);
    const after = await page.state();
    assert.deepEqual([after.n, after.shown], [N, N]);
    assert.equal(
      after.counts.reduce((sum, count) => sum + count),
      N,
    );
    await page.browser.fill(named('logit:1'), '1');
    assert.deepEqual((await page.state()).counts, before.counts, 'the same noise, counted again');
    await page.browser.fill(named('logit:1'), '3');
    await page.browser.waitFor(partial);
    await page.browser.evaluate((selector) => globalThis.__harness.one(selector).click(), named('stop'));
    const stopped = await page.state();
    assert.equal(stopped.shown, stopped.n);
    assert.ok(stopped.n > 0 && stopped.n < N, `${stopped.n}`);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('mu and beta relabel the axis and leave every tally', async () => {
    await page.open(START);
    const before = await page.snapshot();
    await page.browser.fill(named('mu'), '1');
    const after = await page.state();
    assert.deepEqual([after.counts, after.mean, after.draw], [before.counts, before.mean, before.draw]);
    assert.ok(Math.abs(after.noise.mode - 1) < 1e-12);
  });
});
