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
const SIZES = [WIDE, { width: 1440, height: 900 }, { width: 768, height: 1024 }, { width: 390, height: 800 }];

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
        // After what follows at once, and before anything is shown.
        queueMicrotask(() => setTimeout(() => {
          globalThis.leftOver ??= Boolean(document.querySelector('.foretaste')?.checkVisibility());
        }));
        return fillText.apply(this, given);
      };`;
    await open(page, '', WIDE, elementsStand);
    assert.equal(await shown(page), true);
    await page.browser.evaluate(() => globalThis.comeCore());
    await page.settled();
    assert.equal(await page.browser.waitFor(() => globalThis.leftOver !== undefined && { leftOver: globalThis.leftOver }).then((told) => told.leftOver), false);
    assert.equal(await page.browser.evaluate(() => document.querySelectorAll('.foretaste').length), 0);
  });

  test('an address that asks for something else does not show it, nor does an engine that will have no core', async () => {
    page.server.faults.before = HELD;
    await open(page, 'tau=1', WIDE, elementsStand);
    assert.equal(await shown(page), false);
    await page.browser.open(`${page.server.origin}/?view=noise`, WIDE);
    await page.browser.waitFor(() => Boolean(document.querySelector('gumbel-softmax')?.shadowRoot));
    assert.equal(await shown(page), false);
    page.server.faults.before = 'WebAssembly.validate = () => false;';
    await page.visit('', WIDE);
    await page.browser.waitFor(() => Boolean(globalThis.__harness.one('.notice.failure')));
    assert.equal(await shown(page), false);
  });

  test('a core that does not come takes it away, and the reason stands there', async () => {
    page.server.faults.wasm = 'missing';
    await page.visit('', WIDE);
    await page.browser.waitFor(() => Boolean(globalThis.__harness.one('.notice.failure')));
    assert.equal(await page.browser.evaluate(() => document.querySelectorAll('.foretaste').length), 0);
    await page.browser.forgives(/\.wasm|network/);
  });
});

for (const colorScheme of ['light', 'dark']) {
  test(`it is to the letter what the core draws before any draw (${colorScheme})`, async (t) => {
    const page = await start({ colorScheme });
    t.after(() => page.close());
    for (const [name, size, width] of [['wide', WIDE, 566], ['narrow', { width: 390, height: 800 }, 313]]) {
      page.server.faults.before = HELD;
      await open(page, '', size, elementsStand);
      const brought = await page.browser.evaluate(() => {
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
      await page.browser.evaluate(() => globalThis.comeCore());
      await page.settled();
      const drawn = await page.browser.evaluate((across, dark) => {
        const { core } = globalThis.__harness.group();
        const explorer = core.explorer('');
        const theme = core.theme(dark, false, 'system-ui, sans-serif', 1);
        const holder = document.createElement('template');
        holder.innerHTML = explorer.svg('noise', across, Math.round(explorer.height('noise', across, 1)), theme, {}).trim();
        explorer.free();
        theme.free();
        return holder.innerHTML;
      }, width, colorScheme === 'dark');
      assert.equal(brought.name, name);
      assert.equal(brought.svg, drawn);
    }
  });
}
