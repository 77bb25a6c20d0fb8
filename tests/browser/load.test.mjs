// Loading: what a reader sees without a click, and what is said when the core cannot be had.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { start, VIEWS } from './harness/page.mjs';
import { site } from './harness/server.mjs';

let page;
before(async () => {
  page = await start();
});
after(() => page?.close());

describe('on load', () => {
  test('four views are painted, the core says N, and nothing goes wrong', async () => {
    await page.open();
    assert.deepEqual(await page.browser.errors(), []);
    const pictures = await page.pictures();
    for (const view of VIEWS) {
      // What lies over the draws may be nothing: the one draw has no handle.
      const marked = ['ground', 'live'].map((layer) => pictures[`${view}-${layer}`].marked);
      for (const count of marked) assert.ok(count > 2000, `${view}: ${marked} pixels on ground, live`);
    }
    const state = await page.snapshot();
    assert.ok(state.n > 0);
    assert.equal(state.shown, state.n);
    assert.equal(
      state.counts.reduce((sum, count) => sum + count),
      state.n,
      'every draw is counted once',
    );
    const said = await page.browser.evaluate(() => globalThis.__harness.one('output[name=n]').textContent);
    assert.equal(said.replace(/\D/g, ''), String(state.n));
  });

  afterEach(() => page.server.clearFaults());

  test('the first picture comes before the words and the other pictures, though the explorer is unseen until then', async () => {
    // The core comes some frames after the first picture's element, which by itself nothing shows until then.
    page.server.faults.before = `{
      const later = globalThis.setTimeout;
      globalThis.setTimeout = (deed, ms, ...given) => later(deed, ms === 100 ? 60_000 : ms, ...given);
      const frame = () => new Promise(requestAnimationFrame);
      const first = () => document.querySelector('gumbel-softmax[view]');
      const { instantiateStreaming } = WebAssembly;
      WebAssembly.instantiateStreaming = async (...given) => {
        const made = await instantiateStreaming.apply(WebAssembly, given);
        while (!first()?.shadowRoot?.querySelector('canvas')) await frame();
        globalThis.unseen = !first().checkVisibility();
        for (let i = 0; i < 3; i++) await frame();
        return made;
      };
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (...given) {
        globalThis.drawn = true;
        return fillText.apply(this, given);
      };
      customElements.whenDefined('gumbel-softmax').then(() => {
        first().shared.addEventListener('load', () => { globalThis.drawnAtLoad = globalThis.drawn === true; });
      });
    }`;
    await page.open();
    assert.equal(await page.browser.evaluate(() => globalThis.unseen), true);
    assert.equal(await page.browser.evaluate(() => globalThis.drawnAtLoad), true);
  });

  test('the first picture comes before what lies below it, and the core is fetched once', async () => {
    page.server.faults.before = `{
      globalThis.order = [];
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (...given) {
        if (!order.includes('picture')) order.push('picture');
        return fillText.apply(this, given);
      };
      new MutationObserver(() => {
        for (const id of ['story', 'claims']) if (document.getElementById(id)?.firstElementChild && !order.includes(id)) order.push(id);
      }).observe(document, { childList: true, subtree: true });
    }`;
    page.server.requests.length = 0;
    await page.open();
    const order = await page.browser.waitFor(() => globalThis.order.length === 3 && globalThis.order);
    assert.equal(order[0], 'picture', order.join());
    // What is asked for ahead is what the script then takes.
    assert.equal(page.server.requests.filter((path) => path.endsWith('.wasm')).length, 1);
  });

  test('nothing moves as it opens', async () => {
    page.server.faults.before = `{
      globalThis.shifts = [];
      if (PerformanceObserver.supportedEntryTypes.includes('layout-shift')) {
        new PerformanceObserver((list) => globalThis.shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: 'layout-shift' });
      }
    }`;
    for (const size of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
      await page.open('', size);
      const shift = await page.browser.evaluate(() => globalThis.shifts.reduce((sum, one) => sum + one, 0));
      assert.ok(shift < 0.01, `${shift}`);
    }
  });

  test('the line under the title has room at every width', async () => {
    for (const width of [360, 700, 844, 1000, 1199, 1200, 1280]) {
      await page.open('', { width, height: 800 });
      const [lines, across] = await page.browser.evaluate(() => {
        const line = document.querySelector('header p');
        return [line.getBoundingClientRect().height / parseFloat(getComputedStyle(line).lineHeight), innerWidth];
      });
      assert.ok(lines < (across < 600 ? 4.5 : 2.5), `${lines} lines at ${across}`);
    }
  });

  test('a core that comes while the browser tells sizes lays nothing out in that round', async () => {
    // WebKit hands it over just then, now and then; a picture that takes its height in the round is an error there.
    page.server.faults.before = `{
      let handOver;
      const { instantiateStreaming } = WebAssembly;
      WebAssembly.instantiateStreaming = async (...given) => {
        const made = await instantiateStreaming.apply(WebAssembly, given);
        return new Promise((resolve) => {
          handOver = () => {
            globalThis.handedOver = true;
            resolve(made);
          };
          // The sizes of those that have been told theirs already.
          document.querySelector('.views').style.paddingInline = '31px';
        });
      };
      const { ResizeObserver } = globalThis;
      globalThis.ResizeObserver = class extends ResizeObserver {
        constructor(tell) {
          super((entries, observer) => {
            tell(entries, observer);
            if (entries.some(({ target }) => target.matches('.picture'))) handOver?.();
          });
        }
      };
    }`;
    await page.open();
    page.server.clearFaults();
    assert.equal(await page.browser.evaluate(() => globalThis.handedOver), true);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('samples flow for a moment before anyone clicks, then settle', async () => {
    await page.visit();
    const goal = await page.browser.waitFor(() => globalThis.__harness.group()?.explorer?.goal());
    const part = await page.browser.waitFor((all) => {
      const n = globalThis.__harness.group().explorer.n();
      return n > 0 && n < all ? n : false;
    }, goal);
    assert.ok(part < goal);
    await page.settled();
    assert.equal((await page.snapshot()).n, goal);
  });

  test('each view has a title, a sentence that says what to look at, and a text alternative', async () => {
    await page.open();
    const words = await page.browser.evaluate(
      (views) =>
        views.map((view) => {
          const element = globalThis.__harness.one(`gumbel-softmax[view=${view}]`);
          const root = element.shadowRoot;
          const picture = root.querySelector('[role=img]');
          return {
            title: root.querySelector('h2')?.textContent.trim(),
            look: root.querySelector('.look')?.textContent.trim(),
            alternative: root.getElementById(picture.getAttribute('aria-describedby'))?.textContent.trim(),
          };
        }),
      VIEWS,
    );
    for (const { title, look, alternative } of words) {
      assert.ok(title.length > 3, title);
      assert.match(look, /\.$/);
      assert.match(alternative, /\d/, 'the alternative carries numbers');
    }
  });
});

describe('what follows the first picture', () => {
  afterEach(() => page.server.clearFaults());

  test('does not come: it is said, and the explorer works', async () => {
    page.server.faults.missing = 'furnishings.js';
    await page.visit('n=50');
    const said = await page.browser.waitFor(() => document.querySelector('#story [role=alert]')?.innerText);
    await page.settled();
    assert.match(said, /could not be loaded/);
    await page.browser.press('d');
    await page.browser.waitFor(() => globalThis.__harness.group().explorer.n() === 51);
    await page.browser.click('#share');
    await page.browser.press('?');
    assert.equal(await page.browser.evaluate(() => document.querySelectorAll('dialog[open]').length), 0);
    await page.browser.forgives(/furnishings|module|404|script/i);
  });

  test('a button that is pressed before it is there opens what it says then', async () => {
    page.server.faults.before = `document.addEventListener('DOMContentLoaded', () => {
      document.querySelector('#help').click();
      globalThis.early = document.querySelectorAll('dialog').length;
    });`;
    await page.visit();
    await page.browser.waitFor(() => document.querySelector('dialog.help[open]') !== null);
    assert.equal(await page.browser.evaluate(() => globalThis.early), 0);
  });
});

describe('when the core cannot be had', () => {
  afterEach(() => page.server.clearFaults());

  test('a server that sends wasm with a wrong type does no harm', async () => {
    page.server.faults.wasm = 'mime';
    await page.open();
    assert.ok((await page.snapshot()).n > 0);
  });

  const absent = /could not be loaded.*connection.*reload/;
  const unusable = /could not be started: it is damaged, or memory is short.*reload/;
  for (const [fault, sentence] of [['truncated', unusable], ['garbage', unusable], ['missing', absent]]) {
    test(`a ${fault} module gives a sentence`, async () => {
      page.server.faults.wasm = fault;
      await page.visit();
      const said = await page.browser.waitFor(() => globalThis.__harness.one('.notice.failure')?.innerText);
      assert.match(said, sentence);
      assert.ok((await page.browser.errors()).every((error) => !error.startsWith('rejection')));
    });
  }

  test('without WebAssembly the versions that have it are named', async () => {
    page.server.faults.noWasm = true;
    await page.visit();
    const said = await page.browser.waitFor(() => {
      const text = globalThis.__harness.text();
      return /needs WebAssembly/.test(text) && text;
    });
    assert.match(said, /Chrome \d+.*Firefox \d+.*Safari \d+/);
    assert.equal(said.match(/needs WebAssembly/g).length, 1, 'said once');
  });

  test('without SIMD too: no core is fetched that could not be compiled', async () => {
    page.server.faults.before = 'WebAssembly.validate = () => false;';
    page.server.requests.length = 0;
    await page.visit();
    const said = await page.browser.waitFor(() => {
      const text = globalThis.__harness.text();
      return /SIMD/.test(text) && text;
    });
    assert.match(said, /SIMD.*Chrome \d+.*Firefox \d+.*Safari \d+/);
    assert.equal(page.server.requests.filter((path) => path.endsWith('.wasm')).length, 0);
  });

  test('opened from the file system, one sentence says what to run', async () => {
    await page.browser.open(pathToFileURL(join(site(), 'index.html')).href);
    // A script of the page may be refused there altogether, so the words cannot depend on one.
    const said = await page.browser.waitFor(
      () => /cargo xtask serve/.test(document.body.innerText) && document.body.innerText,
    );
    assert.match(said, /cargo xtask serve/);
    await page.browser.forgives(/file:/);
  });
});

describe('a panic of the core', () => {
  test('gives a notice with a link that reloads the state, and nothing is frozen', async () => {
    await page.open('logits=1,0,-1&tau=2&seed=5&n=100');
    // The module itself refuses what has been freed: an error from inside the core, as a panic is.
    await page.browser.evaluate(() => globalThis.__harness.group().explorer.free());
    await page.browser.press('d');
    await page.browser.waitFor(() => globalThis.__harness.all('.notice.failure a').length > 0);
    assert.equal(await page.browser.evaluate(() => globalThis.__harness.all('.notice.failure').length), 1, 'said once');
    assert.match((await page.browser.errors()).join('\n'), /console.error/, 'the cause is in the console');
    assert.equal(
      await page.browser.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve('alive')))),
      'alive',
    );
    await page.browser.click('.notice.failure a');
    await page.browser.waitFor(
      () => !globalThis.__harness.one('.notice.failure') && Boolean(globalThis.__harness.group()?.explorer),
    );
    const state = await page.state();
    assert.deepEqual([state.logits, state.tau, state.seed, state.n], [[1, 0, -1], 2, 5, 100]);
  });
});
