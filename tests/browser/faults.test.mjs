// What may go wrong around the page while it runs: it goes on, and says nothing wrong.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { start, WHOLE } from './harness/page.mjs';

const START = 'logits=1,0,-1,0.5&tau=1&seed=3&n=3000';

let page;
before(async () => {
  page = await start({ reducedMotion: true });
});
after(() => page?.close());
afterEach(() => {
  delete page.server.faults.before;
});

const errors = () => page.browser.evaluate(() => globalThis.__harness.errors);
const inked = async () => Object.values(await page.pictures()).filter(({ marked }) => marked > 0).length;

describe('faults survived', () => {
  test('storage denied: the page opens, and a language can still be chosen', async () => {
    page.server.faults.before = `for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(globalThis, name, { get() { throw new DOMException('denied', 'SecurityError'); } });
    }`;
    await page.open(START);
    await page.browser.click('button[data-language="zh"]');
    await page.told('zh');
    assert.equal(await page.browser.evaluate(() => document.documentElement.lang.split('-')[0]), 'zh');
    assert.deepEqual(await errors(), []);
  });

  test('clocks that jump: an hour on, an hour back, and draws go on', async () => {
    page.server.faults.before = `{
      globalThis.jump = 0;
      const now = performance.now.bind(performance);
      performance.now = () => now() + globalThis.jump;
      const frame = requestAnimationFrame.bind(globalThis);
      globalThis.requestAnimationFrame = (deed) => frame((time) => deed(time + globalThis.jump));
    }`;
    await page.open(START);
    const n = () => page.browser.evaluate(() => globalThis.__harness.group().explorer.n());
    await page.browser.evaluate(() => globalThis.__harness.group().play());
    for (const jump of [3_600_000, -3_600_000, 0]) {
      const before = await n();
      await page.browser.evaluate((by) => {
        globalThis.jump = by;
      }, jump);
      await page.browser.waitFor((held) => globalThis.__harness.group().explorer.n() > held + 20, before);
    }
    await page.browser.evaluate(() => globalThis.__harness.group().pause());
    const state = await page.state();
    assert.equal(state.counts.reduce((a, b) => a + b), state.n);
    // An hour is not caught up with: 200 draws a second would be 720,000.
    assert.ok(state.n < 300_000, `${state.n}`);
    assert.deepEqual(await errors(), []);
  });

  test('a container of no size, and back: nothing fails, and the pictures return', async () => {
    await page.open(START);
    const before = await inked();
    const show = (display) =>
      page.browser.evaluate((value) => {
        for (const one of globalThis.__harness.all('gumbel-softmax')) one.parentElement.style.display = value;
      }, display);
    await show('none');
    await page.browser.evaluate(() => globalThis.__harness.group().set('tau', '0.3'));
    await show('');
    await page.settled();
    assert.equal(await inked(), before);
    assert.equal(await page.get('tau'), '0.3');
    assert.deepEqual(await errors(), []);
  });

  test('a hundred sizes in a row end in the picture of the last', async () => {
    await page.open(START);
    const before = await page.pictures();
    await page.browser.evaluate(async () => {
      const body = document.body.style;
      for (let i = 0; i < 100; i += 1) {
        body.width = `${400 + ((i * 137) % 800)}px`;
        await globalThis.__harness.nextFrame();
      }
      body.width = '';
    });
    await page.settled();
    assert.deepEqual(await page.pictures(), before);
    assert.deepEqual(await errors(), []);
  });

  test('a window that moves to a screen of finer pixels is painted for it', async () => {
    page.server.faults.before = `{
      globalThis.ratio = devicePixelRatio;
      Object.defineProperty(globalThis, 'devicePixelRatio', { get: () => globalThis.ratio });
      const match = matchMedia.bind(globalThis);
      globalThis.asked = [];
      globalThis.matchMedia = (query) => {
        const list = match(query);
        if (query.includes('resolution')) globalThis.asked.push(list);
        return list;
      };
    }`;
    await page.open(START);
    const before = await page.pictures();
    await page.browser.evaluate(() => {
      globalThis.ratio *= 2;
      for (const list of globalThis.asked.splice(0)) list.dispatchEvent(new Event('change'));
    });
    const after = await page.browser
      .waitFor((width) => globalThis.__harness.all('canvas')[0].width === width, 2 * Object.values(before)[0].width)
      .then(() => page.pictures());
    for (const [name, { width }] of Object.entries(before)) assert.ok(Math.abs(after[name].width - 2 * width) <= 1, name);
    assert.deepEqual(await errors(), []);
  });

  test('bitmaps that were lost are painted anew', async () => {
    await page.open(START, WHOLE);
    const before = await page.pictures();
    await page.browser.evaluate(() => {
      for (const canvas of globalThis.__harness.all('canvas')) {
        canvas.getContext('2d').reset?.() ?? canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height);
        canvas.dispatchEvent(new Event('contextlost'));
        canvas.dispatchEvent(new Event('contextrestored'));
      }
    });
    await page.settled();
    assert.deepEqual(await page.pictures(), before);
    assert.deepEqual(await errors(), []);
  });
});
