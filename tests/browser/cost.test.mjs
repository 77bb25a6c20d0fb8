// What is not seen costs nothing: no frames and no draws.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './harness/page.mjs';

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
