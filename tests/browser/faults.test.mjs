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
afterEach(() => page.server.clearFaults());

const errors = () => page.browser.evaluate(() => globalThis.__harness.errors);
const inked = async () => Object.values(await page.pictures()).filter(({ marked }) => marked > 0).length;
const n = () => page.browser.evaluate(() => globalThis.__harness.group().explorer.n());
const play = () => page.browser.evaluate(() => globalThis.__harness.group().play());
const grown = (from, by = 20) => page.browser.waitFor((held) => globalThis.__harness.group().explorer.n() > held, from + by);

/** Stops, and holds the state against that of an explorer that has only the address. */
async function asAddressed() {
  await page.browser.evaluate(() => globalThis.__harness.group().pause());
  const state = await page.state();
  assert.equal(state.counts.reduce((a, b) => a + b), state.n);
  const digests = await page.browser.evaluate(() => {
    const group = globalThis.__harness.group();
    const { core, explorer } = group;
    const fresh = core.explorer(group.address());
    fresh.step(fresh.goal());
    const both = [explorer.digest(), fresh.digest()];
    fresh.free();
    return both;
  });
  assert.equal(digests[0], digests[1]);
  return state;
}

/** A clock that a test sets, for all that the page asks the time of; and the most draws that one frame has made. */
const CLOCK = `{
  globalThis.jump = 0;
  globalThis.most = 0;
  for (const owner of [performance, Date]) {
    const now = owner.now.bind(owner);
    owner.now = () => now() + globalThis.jump;
  }
  const frame = requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (deed) => frame((time) => {
    const count = () => globalThis.__harness.group()?.explorer?.n() ?? 0;
    const before = count();
    deed(time + globalThis.jump);
    globalThis.most = Math.max(globalThis.most, count() - before);
  });
}`;
const jumpTo = (to) =>
  page.browser.evaluate((by) => {
    globalThis.jump = by;
    globalThis.most = 0;
  }, to);
const HOUR = 3_600_000;
/** A tenth of a second is the most that a frame makes up for: 20 draws at a speed of 200. */
const BURST = 21;

/** A ratio of device pixels that a test sets, with what the system would tell of it. */
const RATIO = `{
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
const rationed = (to) =>
  page.browser.evaluate((ratio) => {
    globalThis.ratio = ratio;
    for (const list of globalThis.asked.splice(0)) list.dispatchEvent(new Event('change'));
  }, to);

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

  test('storage that is full: a language can still be chosen', async () => {
    page.server.faults.before = `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };`;
    await page.open(START);
    await page.browser.click('button[data-language="zh"]');
    await page.told('zh');
  });

  test('clocks that jump: an hour on, an hour back, and draws, words and the address go on', async () => {
    page.server.faults.before = CLOCK;
    await page.open(START);
    await play();
    for (const to of [HOUR, -HOUR, 0]) {
      await jumpTo(to);
      const held = await n();
      await grown(held);
      // The words follow, too.
      await page.browser.waitFor((from) => Number(globalThis.__harness.one('output[name=n]').textContent.replace(/\D/g, '')) > from, held);
      assert.ok((await page.browser.evaluate(() => globalThis.most)) <= BURST, 'an hour is not caught up with');
      // So does the address, once a change is made.
      const tau = String(2 + to / HOUR);
      await page.browser.evaluate((text) => {
        const group = globalThis.__harness.group();
        group.pause();
        group.set('tau', text);
      }, tau);
      await page.addressIs(`tau=${tau}&`);
      await play();
    }
    await asAddressed();
  });

  test('draws that pour in as the page opens are not held up by a clock that is set back', async () => {
    page.server.faults.before = `${CLOCK}
      globalThis.matchMedia = ((match) => (query) => query.includes('reduced-motion') ? Object.assign(new EventTarget(), { matches: false }) : match(query))(matchMedia.bind(globalThis));`;
    await page.visit(START);
    await page.browser.waitFor(() => globalThis.__harness.group()?.explorer?.n() > 0);
    await jumpTo(-HOUR);
    assert.equal((await page.state()).n, 3000);
  });

  test('a tab hidden for long: nothing goes on meanwhile, and no burst follows', async () => {
    page.server.faults.before = CLOCK;
    await page.open(START);
    await play();
    await grown(await n());
    await page.browser.hide();
    await page.browser.waitFor(() => document.hidden);
    const held = await n();
    await jumpTo(5 * HOUR);
    await page.browser.show();
    await page.browser.waitFor(() => !document.hidden);
    await grown(held);
    assert.ok((await page.browser.evaluate(() => globalThis.most)) <= BURST);
    await asAddressed();
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

  test('a container of no width from the start: pictures come when it has one', async () => {
    page.server.faults.before = `addEventListener('DOMContentLoaded', () => {
      document.head.append(Object.assign(document.createElement('style'), { id: 'none', textContent: '' }));
      document.querySelector('#none').sheet.insertRule('#explorer { width: 0; height: 0; overflow: hidden }');
    });`;
    await page.visit(START);
    await page.browser.waitFor(() => Boolean(globalThis.__harness.group()?.explorer));
    await page.browser.evaluate(() => globalThis.__harness.group().set('tau', '0.3'));
    await page.browser.waitFor(() => globalThis.__harness.group().get('tau') === '0.3');
    await page.browser.evaluate(() => document.querySelector('#none').remove());
    await page.told();
    const grownUp = await page.pictures();
    page.server.clearFaults();
    await page.open(START.replace('tau=1', 'tau=0.3'));
    assert.deepEqual(grownUp, await page.pictures());
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

  for (const playing of [false, true]) {
    test(`a hundred sizes faster than frames${playing ? ' while it plays' : ''}: the picture is that of the last`, async () => {
      await page.open(START);
      if (playing) await play();
      const frames = await page.browser.evaluate(async () => {
        const turn = () => new Promise((resolve) => setTimeout(resolve));
        let passed = 0;
        for (let i = 0; i < 100; i += 1) {
          document.body.style.width = `${300 + ((i * 137) % 900)}px`;
          document.body.getBoundingClientRect();
          dispatchEvent(new Event('resize'));
          // A turn each, and now and then a frame between two of them.
          if (i % 25 === 24) passed += await globalThis.__harness.nextFrame().then(() => 1);
          else if (i % 3 === 0) await turn();
        }
        document.body.style.width = '';
        return passed;
      });
      assert.ok(frames < 100);
      if (playing) await grown(await n());
      await asAddressed();
      const { n: held } = await page.snapshot();
      const pictures = await page.pictures();
      await page.open(START.replace('n=3000', `n=${held}`));
      assert.deepEqual(pictures, await page.pictures());
    });
  }

  test('a window that moves to a screen of finer pixels is painted for it', async () => {
    page.server.faults.before = RATIO;
    await page.open(START);
    const before = await page.pictures();
    await rationed(2 * (await page.browser.evaluate(() => devicePixelRatio)));
    const after = await page.browser
      .waitFor((width) => globalThis.__harness.all('canvas')[0].width === width, 2 * Object.values(before)[0].width)
      .then(() => page.pictures());
    for (const [name, { width }] of Object.entries(before)) assert.ok(Math.abs(after[name].width - 2 * width) <= 1, name);
    assert.deepEqual(await errors(), []);
  });

  test('the ratio of device pixels changes midway, again and again, while it plays', async () => {
    page.server.faults.before = RATIO;
    await page.open(START);
    const own = await page.browser.evaluate(() => devicePixelRatio);
    await play();
    for (const ratio of [1.25, 3, 0.5, 8, 1.5]) {
      await rationed(ratio * own);
      const held = await n();
      await grown(held, 0);
      await page.browser.waitFor((wanted) => {
        const canvas = globalThis.__harness.all('canvas[data-layer=live]')[0];
        return Math.abs(canvas.width / canvas.getBoundingClientRect().width - wanted) < 0.02;
      }, Math.min(4, ratio * own));
    }
    await rationed(own);
    const { n: held } = await asAddressed();
    const pictures = await page.pictures();
    await page.open(START.replace('n=3000', `n=${held}`));
    assert.deepEqual(pictures, await page.pictures());
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

  test('a context that is lost for a while: counts go on, and the pictures come back with it', async () => {
    await page.open(START);
    await play();
    await page.browser.evaluate(() => {
      for (const canvas of globalThis.__harness.all('canvas')) {
        const context = canvas.getContext('2d');
        context.reset?.();
        // As specified: what is drawn on a lost context is lost.
        for (const name of Object.getOwnPropertyNames(CanvasRenderingContext2D.prototype)) {
          const { value } = Object.getOwnPropertyDescriptor(CanvasRenderingContext2D.prototype, name);
          if (typeof value === 'function' && !/^(measureText|getImageData|constructor)$/.test(name)) context[name] = () => undefined;
        }
        context.isContextLost = () => true;
        canvas.dispatchEvent(new Event('contextlost', { cancelable: true }));
      }
    });
    await grown(await n(), 40);
    await page.browser.evaluate(() => globalThis.__harness.group().set('tau', '0.4'));
    const { n: held } = await asAddressed();
    assert.equal(await inked(), 0, 'nothing can be drawn');
    await page.browser.evaluate(() => {
      for (const canvas of globalThis.__harness.all('canvas')) {
        const context = canvas.getContext('2d');
        for (const name of Object.getOwnPropertyNames(context)) delete context[name];
        canvas.dispatchEvent(new Event('contextrestored'));
      }
    });
    const pictures = await page.pictures();
    await page.open(START.replace('tau=1', 'tau=0.4').replace('n=3000', `n=${held}`));
    assert.deepEqual(pictures, await page.pictures());
  });

  test('a context that is refused: words and counts are there, and the picture when it is given', async () => {
    page.server.faults.before = `{
      globalThis.refused = true;
      const given = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (...what) {
        return globalThis.refused && this.dataset.layer ? null : given.apply(this, what);
      };
    }`;
    await page.visit(START);
    await page.browser.waitFor(() => globalThis.__harness.group()?.explorer?.n() === 3000);
    const { readout, failure } = await page.browser.waitFor(() => {
      const element = globalThis.__harness.one('gumbel-softmax[view=histogram]');
      const text = element.renderRoot.querySelector('.readout')?.textContent.trim();
      return text && { readout: text, failure: element.shared.failure ?? 'none' };
    });
    assert.match(readout, /\d/);
    assert.equal(failure, 'none');
    await play();
    await grown(3000);
    await page.browser.evaluate(() => {
      globalThis.refused = false;
    });
    const { n: held } = await asAddressed();
    const pictures = await page.pictures();
    page.server.clearFaults();
    await page.open(START.replace('n=3000', `n=${held}`));
    assert.deepEqual(pictures, await page.pictures());
  });
});

describe('a core that does not compile', () => {
  const said = (words) =>
    page.browser.waitFor((wanted) => globalThis.__harness.text().includes(wanted) && globalThis.__harness.text(), words);

  test('a module that is none inside gives a sentence', async () => {
    page.server.faults.wasm = 'invalid';
    await page.visit(START);
    assert.match(await said('could not be started'), /reload/i);
    assert.ok((await page.browser.errors()).every((error) => !error.startsWith('rejection')));
  });

  for (const [why, name] of [['has no memory for it', 'RangeError'], ['refuses to compile it', 'CompileError']]) {
    test(`a browser that ${why} gives a sentence`, async () => {
      const error = name === 'RangeError' ? 'new RangeError' : 'new WebAssembly.CompileError';
      page.server.faults.before = `for (const name of ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming'])
        WebAssembly[name] = () => Promise.reject(${error}('refused'));`;
      await page.visit(START);
      assert.match(await said('could not be started'), /reload/i);
      assert.ok((await page.browser.errors()).every((error) => !error.startsWith('rejection')));
    });
  }
});
