// The picture that the page brings: where it stands, that it is the core's, and that nothing is left of it.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { start } from './harness/page.mjs';

/** The core waits until the test lets it come. */
const HELD = `{
  const { instantiateStreaming } = WebAssembly;
  const come = new Promise((resolve) => { globalThis.comeCore = resolve; });
  WebAssembly.instantiateStreaming = async (...given) => {
    await come;
    return instantiateStreaming.apply(WebAssembly, given);
  };
}`;
const WIDE = { width: 1280, height: 900 };
const SIZES = [[1280, 900], [1440, 900], [1100, 800], [768, 1024], [620, 900], [390, 800]].map(([width, height]) => ({ width, height }));

const shown = (page) => page.browser.evaluate(() => Boolean(document.querySelector('.foretaste')?.checkVisibility()));
/** The place of the picture that is seen. */
const place = (page) =>
  page.browser.evaluate(() => {
    const seen = [...document.querySelectorAll('.foretaste svg')].filter((svg) => svg.checkVisibility());
    const { x, y, width, height } = seen[0].getBoundingClientRect();
    return seen.length === 1 && [x, y, width, height];
  });
const box = (page) =>
  page.browser.evaluate(() => {
    const { x, y, width, height } = document.querySelector('gumbel-softmax[view=noise]').shadowRoot.querySelector('.picture').getBoundingClientRect();
    return [x, y, width, height];
  });
/** The same but for less than a pixel, which the box of a picture is rounded by. */
const same = (one, other) => assert.ok(one.every((value, i) => Math.abs(value - other[i]) < 1), `${one} for ${other}`);

/** Opens the page and waits until what is held from it is all that it waits for. */
async function open(page, address, size, until) {
  await page.visit(address, size);
  await page.browser.waitFor(until);
  await page.browser.waitFor((width) => innerWidth === width, size.width);
}
const elementsStand = () =>
  !document.querySelector('.fallback') && Boolean(document.querySelector('gumbel-softmax[view=noise]').shadowRoot?.querySelector('.picture'));
const earlyRan = () => document.documentElement.classList.contains('foretasting');

/** The picture that is seen as the core would have written it: with its colours, and without what the page adds. */
const written = (page) =>
  page.browser.evaluate(() => {
    const [svg] = [...document.querySelectorAll('.foretaste svg')].filter((one) => one.checkVisibility());
    const hex = (colour) => `#${colour.match(/\d+/g).map((part) => Number(part).toString(16).padStart(2, '0')).join('').toUpperCase()}`;
    for (const one of svg.querySelectorAll('*')) {
      for (const name of ['fill', 'stroke']) {
        if (one.getAttribute(name)?.startsWith('var(')) one.setAttribute(name, hex(getComputedStyle(one)[name]));
      }
    }
    const name = svg.getAttribute('class');
    for (const added of ['class', 'preserveAspectRatio']) svg.removeAttribute(added);
    return { name, svg: svg.outerHTML };
  });

describe('the picture that the page brings', () => {
  let page;
  before(async () => {
    page = await start();
  });
  after(() => page?.close());
  afterEach(() => page.server.clearFaults());

  test('it stands where the first picture will be, before there is a script and before there is a core', async () => {
    for (const size of SIZES) {
      page.server.faults.missing = 'gumbel-softmax-page.js';
      await open(page, '', size, earlyRan);
      await page.browser.forgives(/gumbel-softmax-page|module|404|script/i);
      const without = await place(page);
      page.server.clearFaults();
      page.server.faults.before = HELD;
      await open(page, '', size, elementsStand);
      const held = await place(page);
      const reserved = await box(page);
      await page.browser.evaluate(() => globalThis.comeCore());
      await page.settled();
      const live = await box(page);
      // Its own proportions are those of one width; a box that is wider has room at its side.
      for (const one of [without, held, reserved]) same(one.slice(0, 2), live);
      for (const one of [without, held]) same([one[3]], [live[3]]);
    }
  });

  test('when the core has drawn there is nothing left of it, not even in that frame', async () => {
    page.server.faults.before = `${HELD}
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (...given) {
        if (!globalThis.drawn) requestAnimationFrame(() => (globalThis.drawn.left = Boolean(document.querySelector('.foretaste')?.checkVisibility())));
        globalThis.drawn ??= { left: undefined };
        return fillText.apply(this, given);
      };`;
    await open(page, '', WIDE, elementsStand);
    assert.equal(await shown(page), true);
    await page.browser.evaluate(() => globalThis.comeCore());
    await page.browser.waitFor(() => globalThis.drawn?.left !== undefined);
    assert.equal(await page.browser.evaluate(() => globalThis.drawn.left), false);
    assert.equal(await page.browser.evaluate(() => document.querySelectorAll('.foretaste').length), 0);
  });

  test('an address that asks for something else never shows it, nor does an engine that will have no core', async () => {
    const SEEN = `{
      globalThis.everSeen = false;
      const look = () => {
        if (document.querySelector('.foretaste')?.checkVisibility()) globalThis.everSeen = true;
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }`;
    const everSeen = () => page.browser.evaluate(() => globalThis.everSeen);
    // It looks, and sees what is there to be seen.
    page.server.faults.before = HELD + SEEN;
    await open(page, '', WIDE, elementsStand);
    await page.browser.waitFor(() => globalThis.everSeen);
    await open(page, 'tau=1', WIDE, elementsStand);
    assert.equal(await everSeen(), false);
    await page.browser.open(`${page.server.origin}/?view=noise`, WIDE);
    await page.browser.waitFor(() => Boolean(document.querySelector('gumbel-softmax')?.shadowRoot));
    assert.equal(await everSeen(), false);
    page.server.faults.before = `WebAssembly.validate = () => false; ${SEEN}`;
    await page.visit('', WIDE);
    await page.browser.waitFor(() => Boolean(globalThis.__harness.one('.notice.failure')));
    assert.equal(await everSeen(), false);
  });

  test('without its script the page shows it by early.ts alone, and only where it is right', async () => {
    page.server.faults.missing = 'gumbel-softmax-page.js';
    for (const [address, right] of [['', true], ['tau=1', false]]) {
      await page.visit(address, WIDE);
      // What the page's script would ask for the core.
      await page.browser.waitFor(() => 'gumbelSoftmaxCore' in globalThis);
      assert.equal(await shown(page), right, address);
      await page.browser.forgives(/gumbel-softmax-page|module|404|script/i);
    }
  });

  test('an address that is put in while the core is on its way is the one that it begins with', async () => {
    page.server.faults.before = HELD;
    await open(page, '', WIDE, elementsStand);
    await page.browser.evaluate(() => (location.hash = 'tau=2&seed=7&n=100'));
    await page.browser.waitFor(() => !document.querySelector('.foretaste'));
    await page.browser.evaluate(() => globalThis.comeCore());
    await page.browser.waitFor(() => Boolean(globalThis.__harness.group()?.explorer));
    const { tau, seed, n } = await page.state();
    assert.deepEqual([tau, seed, n], [2, 7, 100]);
    assert.equal(await page.browser.evaluate(() => globalThis.__harness.one('button[name=undo]').disabled), true);
  });

  test('a core that does not come takes it away, and the reason stands there', async () => {
    page.server.faults.before = `{
      const come = new Promise((resolve) => { globalThis.failCore = resolve; });
      WebAssembly.instantiateStreaming = async () => {
        await come;
        throw new WebAssembly.CompileError('asked for');
      };
      WebAssembly.instantiate = WebAssembly.instantiateStreaming;
    }`;
    await open(page, '', WIDE, elementsStand);
    assert.equal(await shown(page), true);
    await page.browser.evaluate(() => globalThis.failCore());
    await page.browser.waitFor(() => Boolean(globalThis.__harness.one('.notice.failure')));
    await page.browser.waitFor(() => !document.querySelector('.foretaste'));
    await page.browser.forgives(/asked for|WebAssembly|console/);
  });
});

for (const colorScheme of ['light', 'dark']) {
  test(`it is to the letter what the core draws before any draw (${colorScheme})`, async (t) => {
    const page = await start({ colorScheme });
    t.after(() => page.close());
    for (const [name, size, width] of [['wide', WIDE, 566], ['narrow', { width: 390, height: 800 }, 313]]) {
      page.server.faults.missing = 'gumbel-softmax-page.js';
      await open(page, '', size, earlyRan);
      const alone = await written(page);
      await page.browser.forgives(/gumbel-softmax-page|module|404|script/i);
      page.server.clearFaults();
      page.server.faults.before = HELD;
      await open(page, '', size, elementsStand);
      const inTheElement = await written(page);
      await page.browser.evaluate(() => globalThis.comeCore());
      await page.settled();
      const svg = await page.browser.evaluate((across, dark) => {
        const { core } = globalThis.__harness.group();
        const explorer = core.explorer('');
        const theme = core.theme(dark, false, 'system-ui, sans-serif', 1);
        const holder = document.createElement('template');
        holder.innerHTML = explorer.svg('noise', across, Math.round(explorer.height('noise', across, 1)), theme, {}).trim();
        explorer.free();
        theme.free();
        return holder.innerHTML;
      }, width, colorScheme === 'dark');
      assert.deepEqual(alone, { name, svg });
      assert.deepEqual(inTheElement, { name, svg });
    }
  });
}
