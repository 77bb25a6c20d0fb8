// What a reader does while the story is being told is not lost, and what follows the story follows it.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { ABLE, start } from './harness/page.mjs';

/** Idle time, of which the story takes some for each section, comes when the test gives it. */
const STEPPED = `globalThis.idles = [];
globalThis.requestIdleCallback = (deed) => globalThis.idles.push(deed);
globalThis.idle = () => globalThis.idles.shift()();`;

let page;
before(async () => {
  page = await start();
});
after(() => page?.close());
afterEach(() => page.server.clearFaults());

const visit = async (before = STEPPED) => {
  page.server.faults.before = before;
  await page.visit('', { width: 1280, height: 900 });
};

const waits = () => page.browser.waitFor(() => globalThis.idles.length > 0);
const told = () => page.browser.evaluate(() => document.querySelector('#story').dataset.told !== undefined);

/** Gives idle time until the story is told; how often that was. */
async function tell(most = Infinity) {
  let given = 0;
  for (; given < most; given++) {
    await page.browser.waitFor(() => globalThis.idles.length > 0 || document.querySelector('#story').dataset.told !== undefined);
    if (await told()) break;
    await page.browser.evaluate(() => globalThis.idle());
  }
  return given;
}

const laidOut = () =>
  page.browser.waitFor(() => document.documentElement.classList.contains('laid-out') && !document.querySelector('.measuring'));

/** Whether far parts are left out of a frame, where the engine can do without them. */
const leftOut = () =>
  page.browser.evaluate((able) => ({
    left: document.documentElement.classList.contains('far-left-out'),
    able: CSS.supports(able),
  }), ABLE);

describe('while the story is being told', () => {
  test('who scrolls need not scroll again for it to be laid out', async () => {
    await visit();
    await waits();
    await page.browser.evaluate(() => scrollBy({ top: 10, behavior: 'instant' }));
    await tell();
    await laidOut();
  });

  test('another width comes, and what is far is left out all the same', async () => {
    await visit();
    await waits();
    const sections = await tell();
    assert.ok(sections > 10, `${sections}`);
    await visit();
    await waits();
    await tell(sections - 1);
    await waits();
    // The last section comes while the frames pass that another width takes.
    await page.browser.evaluate(async () => {
      document.querySelector('#story').style.inlineSize = '900px';
      for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
      globalThis.idle();
    });
    await page.browser.waitFor(() => document.querySelector('#story').dataset.told !== undefined);
    await page.browser.evaluate(() => scrollBy({ top: 10, behavior: 'instant' }));
    await laidOut();
    const { left, able } = await leftOut();
    assert.equal(left, able);
  });

  test('the claims, which stand below it, wait', async () => {
    await visit();
    await waits();
    assert.equal(await page.browser.evaluate(() => document.querySelector('#claims').hidden), true);
    await tell();
    await page.browser.waitFor(() => !document.querySelector('#claims').hidden);
  });

  test('it breaks off: the claims come all the same', async () => {
    await visit("globalThis.requestIdleCallback = () => { throw new Error('no idle time'); };");
    await page.browser.waitFor(() => !document.querySelector('#claims').hidden);
    assert.equal(await told(), false);
    assert.match((await page.browser.errors()).join('\n'), /no idle time/);
  });
});
