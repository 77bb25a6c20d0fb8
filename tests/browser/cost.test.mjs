// What is not seen costs nothing: no frames and no draws.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ABLE, start } from './harness/page.mjs';

let page;
before(async () => {
  page = await start();
});
after(() => page?.close());

/** Frames and draws while timers go on for 0.4 s; a page that nobody sees has them too, one a second. */
const spent = () =>
  page.browser.evaluate(async () => {
    const now = () => ({ frames: globalThis.__harness.frames, n: globalThis.__harness.group().explorer.n() });
    const before = now();
    const end = performance.now() + 400;
    while (performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    const after = now();
    return { frames: after.frames - before.frames, n: after.n - before.n };
  });

/** Until two looks, a timer apart, see no frame between them. */
const still = () =>
  page.browser.waitFor(async () => {
    const { frames } = globalThis.__harness;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return globalThis.__harness.frames === frames;
  });

const growing = (from) => page.browser.waitFor((n) => globalThis.__harness.group().explorer.n() > n, from);
const count = () => page.browser.evaluate(() => globalThis.__harness.group().explorer.n());
const nothing = { frames: 0, n: 0 };

test('at rest no frame is asked for', async () => {
  await page.open();
  await still();
  assert.deepEqual(await spent(), nothing);
});

test('scrolled out of sight, playing stops; back in sight it goes on', async () => {
  await page.open();
  await page.browser.press(' ');
  await growing(await count());
  await page.browser.evaluate(() => {
    const space = document.createElement('div');
    space.id = 'space';
    space.style.setProperty('height', '5000px');
    document.body.append(space);
    scrollTo({ top: 1e6, behavior: 'instant' });
  });
  await still();
  assert.deepEqual(await spent(), nothing);
  const before = await count();
  await page.browser.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await growing(before);
  assert.deepEqual(await page.browser.errors(), []);
});

test('in a hidden tab, playing stops; in front again it goes on', async () => {
  await page.open();
  await page.browser.press(' ');
  await growing(await count());
  await page.browser.hide();
  await page.browser.waitFor(() => document.hidden);
  await still();
  assert.deepEqual(await spent(), nothing);
  const before = await count();
  await page.browser.show();
  await page.browser.waitFor(() => !document.hidden);
  await growing(before);
});

test('where a layer takes longer than a frame has, each frame draws one, and in the end all are there', async () => {
  const state = 'logits=2,1,0.1&tau=0.5&seed=3&n=2000';
  await page.open(state);
  await page.browser.evaluate(() => {
    const { explorer } = globalThis.__harness.group();
    const { draw } = explorer;
    globalThis.drawn = [];
    explorer.draw = (...given) => {
      const end = performance.now() + 25;
      while (performance.now() < end);
      globalThis.drawn.push([globalThis.__harness.frames, given[0], given[1]]);
      return draw.apply(explorer, given);
    };
    globalThis.__harness.one('[name=tau-slider]').focus();
  });
  await page.browser.press('ArrowRight');
  await page.settled();
  const drawn = await page.browser.evaluate(() => globalThis.drawn);
  const layers = new Set(drawn.map(([, view, layer]) => `${view} ${layer}`));
  assert.equal(layers.size, 12, [...layers].join());
  const frames = drawn.map(([frame]) => frame);
  assert.equal(new Set(frames).size, frames.length, `in one frame: ${JSON.stringify(drawn)}`);
  await page.browser.evaluate(() => document.activeElement.blur());
  const pictures = await page.pictures();
  const { address } = await page.browser.evaluate(() => ({ address: globalThis.__harness.group().address() }));
  await page.open(address);
  assert.deepEqual(await page.pictures(), pictures);
});

/** Whether the last part of the story is left out; null where the engine leaves nothing out. */
const lastLeftOut = () => page.browser.evaluate((able) => {
  const part = [...document.querySelectorAll('.chapter')].at(-1).firstElementChild;
  return CSS.supports(able) ? !part.checkVisibility({ contentVisibilityAuto: true }) : null;
}, ABLE);

const frames = (n) => page.browser.evaluate(async (wanted) => {
  for (let i = 0; i < wanted; i++) await new Promise(requestAnimationFrame);
}, n);

const laidOut = () => page.browser.evaluate(() => document.documentElement.classList.contains('laid-out'));

test('the story is laid out when a reader is on the way to it', async () => {
  await page.visit('', { width: 1280, height: 900 });
  await page.browser.waitFor(() => document.querySelector('#story')?.dataset.told);
  const left = await lastLeftOut();
  if (left !== null) {
    assert.equal(left, true);
    assert.equal(await laidOut(), false);
  }
  // Who is at the controls need not wait for that.
  await page.browser.waitFor(() => {
    const slider = globalThis.__harness.one('[name=tau-slider]');
    slider?.focus();
    return slider && slider.getRootNode().activeElement === slider;
  });
  await page.browser.press('ArrowRight');
  // More of them than laying out takes.
  await frames(60);
  if (left !== null) assert.equal(await laidOut(), false);
  await page.browser.evaluate(() => scrollBy({ top: 10, behavior: 'instant' }));
  await page.browser.waitFor(() => document.documentElement.classList.contains('laid-out') && !document.querySelector('.measuring'));
  assert.equal(await lastLeftOut(), left);
});

test('the story is laid out when keys lead into it', async () => {
  await page.visit('', { width: 1280, height: 900 });
  await page.browser.waitFor(() => document.querySelector('#story')?.dataset.told);
  await page.browser.evaluate(() => document.querySelector('#story a').focus({ preventScroll: true }));
  await page.browser.waitFor(() => document.documentElement.classList.contains('laid-out') && !document.querySelector('.measuring'));
  assert.equal(await page.browser.evaluate(() => scrollY), 0);
});

test('a height that is guessed is not too low, so that nothing left out reaches into what follows', async () => {
  const heights = () => page.browser.evaluate(() => [...document.querySelectorAll('.chapter, .claims .rows')].map((one) => one.getBoundingClientRect().height));
  for (const [width, address] of [[360, ''], [360, 'lang=zh'], [1000, ''], [1280, 'lang=zh']]) {
    await page.visit(address, { width, height: 800 });
    await page.browser.waitFor(() => document.querySelector('#story')?.dataset.told && document.querySelector('.claims .rows'));
    const guessed = await heights();
    await page.told();
    const found = await heights();
    found.forEach((height, i) => assert.ok(guessed[i] >= height, `${width} ${address}, part ${i}: ${guessed[i]}, and is ${height}`));
  }
});

test('a chapter that is asked for before that comes to its place, and stays there', async () => {
  for (const [width, chapter] of [[1280, 'proof'], [1280, 'uses'], [360, 'density'], [360, 'uses']]) {
    await page.visit('', { width, height: 800 });
    await page.browser.waitFor(() => document.querySelector('#story')?.dataset.told);
    const top = () => page.browser.evaluate((id) => document.querySelector(`#title-${id}`).getBoundingClientRect().top, chapter);
    await page.browser.evaluate((id) => document.querySelector(`.story nav a[href*="chapter=${id}"]`).click(), chapter);
    const there = await top();
    assert.ok(there > 0 && there < 300, `${width} ${chapter}: ${there}`);
    await page.browser.waitFor(() => document.documentElement.classList.contains('laid-out'));
    await frames(2);
    const later = await top();
    assert.ok(Math.abs(later - there) <= 2, `${width} ${chapter}: ${there}, then ${later}`);
  }
});

test('what is far from the screen is not laid out again, and takes the height that it has', async () => {
  const heights = () => page.browser.evaluate(() => [...document.querySelectorAll('.chapter, .claims')].map((one) => one.getBoundingClientRect().height));
  await page.open('', { width: 1280, height: 900 });
  for (const width of [1280, 700]) {
    await page.browser.resize(width, 900);
    await page.browser.waitFor((able) => {
      const last = [...document.querySelectorAll('.chapter')].at(-1).firstElementChild;
      return document.documentElement.classList.contains('laid-out') && last.checkVisibility({ contentVisibilityAuto: true }) !== CSS.supports(able);
    }, ABLE);
    const found = await heights();
    await page.browser.evaluate(() => document.documentElement.classList.remove('far-left-out'));
    await page.browser.waitFor(() => [...document.querySelectorAll('.chapter h3')].every((title) => title.checkVisibility({ contentVisibilityAuto: true })));
    assert.deepEqual(found, await heights());
  }
  assert.deepEqual(await page.browser.errors(), []);
});
