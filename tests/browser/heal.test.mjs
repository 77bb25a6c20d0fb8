// A trap of the core: the page goes on as if nothing had been. Each of its states is compared with that of a page
// which was opened at the same address and never trapped.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startHost } from './harness/host.mjs';
import { start } from './harness/page.mjs';
import { ROOT } from './harness/server.mjs';
import { LATER, TRAPS } from './harness/trap.mjs';

const START = 'logits=1,0,-1,0.5&tau=1&seed=3&n=3000';
const PANIC = 'panicked at src/explorer/mod.rs:1:1:\nindex out of bounds';

let page;
before(async () => {
  page = await start({ reducedMotion: true });
});
after(() => page?.close());
beforeEach(() => {
  page.server.faults.before = TRAPS + LATER;
});

const arm = (browser, trap) =>
  browser.evaluate(({ name, ...more }) => {
    globalThis.trap = { ...more, name: new RegExp(`^(${name})$`) };
  }, { times: 1, ...trap });
/** Until the core has been started anew so often; more often in WebKit alone. */
const healed = async (browser, times = 1) => {
  await browser.waitFor(() => globalThis.trap.times === 0);
  const restarts = await browser.restarts();
  if (browser.engine === 'webkit') assert.ok(restarts.length >= times, `${restarts}`);
  else assert.equal(restarts.length, times, `${restarts}`);
};
const errors = async () => assert.deepEqual(await page.browser.errors(), []);

/** What is there now, and on an undisturbed page at its address. */
async function same() {
  await errors();
  // What is pointed at is marked.
  await page.browser.hover({ x: 2, y: 2 });
  const now = { state: await page.state(), pictures: await page.pictures() };
  const address = await page.browser.evaluate(() => globalThis.__harness.group().address());
  await page.open(address);
  assert.deepEqual({ state: await page.state(), pictures: await page.pictures() }, now);
  return now.state;
}

const n = () => page.browser.evaluate(() => globalThis.__harness.group().explorer.n());

describe('the page goes on', () => {
  for (const trap of [{ name: 'explorer_step' }, { name: 'explorer_draw', after: 5 }, { name: 'explorer_draw', said: PANIC }]) {
    test(`while it plays: ${JSON.stringify(trap)}`, async () => {
      await page.open(START);
      await page.browser.evaluate(() => globalThis.__harness.group().play());
      for (const again of [1, 2]) {
        const before = await page.browser.waitFor((least) => {
          const drawn = globalThis.__harness.group().explorer.n();
          return drawn > least && drawn;
        }, 3000 + 20 * again);
        await arm(page.browser, trap);
        await healed(page.browser);
        assert.ok((await n()) >= before, 'no draw is lost');
      }
      const held = await n();
      await page.browser.waitFor((least) => globalThis.__harness.group().explorer.n() > least + 20, held);
      await page.browser.evaluate(() => globalThis.__harness.group().pause());
      assert.ok((await same()).n > held);
    });
  }

  test('while a slider is dragged: the value is what the hand asks for, and one step of undo', async () => {
    await page.open(START);
    await arm(page.browser, { name: 'explorer_set', after: 6 });
    const slider = '[name="tau-slider"]';
    await page.browser.drag(await page.browser.point(slider), await page.browser.point(slider, 0.8, 0.5), 12);
    await healed(page.browser);
    await page.settled();
    assert.equal(await page.browser.evaluate(() => globalThis.__harness.group().undo.size), 1);
    assert.equal(await page.browser.evaluate(() => globalThis.__harness.active()?.name), 'tau-slider');
    assert.ok((await page.state()).tau > 3);
    await page.browser.evaluate(() => globalThis.__harness.group().undoLast());
    await page.addressIs('tau=1&');
    assert.equal((await same()).tau, 1);
  });

  test('while a handle of a picture is dragged', async () => {
    await page.open(START);
    const simplex = (x, y) => page.browser.point('gumbel-softmax[view=simplex] >>> .picture', x, y);
    await page.browser.hover(await simplex(0.5, 0.5));
    await arm(page.browser, { name: 'explorer_probe|explorer_drag', after: 1, times: 2 });
    await page.browser.drag(await simplex(0.5, 0.5), await simplex(0.4, 0.6));
    await healed(page.browser, 2);
    await same();
  });

  test('while it opens', async () => {
    await page.open(`${START}&tau=x`);
    const wanted = { state: await page.state(), pictures: await page.pictures() };
    for (const name of ['explorer_new', 'explorer_take_notices', 'theme_new', 'parameters', 'explorer_height']) {
      page.server.faults.before = `${TRAPS} globalThis.trap = { name: '${name}', times: 1 };`;
      await page.open(`${START}&tau=x`);
      await healed(page.browser);
      assert.equal((await page.notices()).length, 1, name);
      assert.deepEqual({ state: await page.state(), pictures: await page.pictures() }, wanted, name);
    }
    await errors();
  });

  test('whatever function of the core it is that traps', async () => {
    const work = async () => {
      const before = await page.browser.evaluate(() => globalThis.__harness.group().undo.size);
      await page.browser.evaluate(async () => {
        const { group: shared, one, all } = globalThis.__harness;
        const group = shared();
        group.set('tau', '0.7');
        group.change((explorer) => explorer.pin());
        group.step(10);
        group.play();
        group.pause();
        group.change((explorer) => explorer.apply('seed=4'));
        for (const element of all('gumbel-softmax')) element.pictureOf(element.view)?.measure();
        one('[name=theme], #theme')?.click();
        await globalThis.__harness.nextFrame();
        await one('gumbel-softmax[view=simplex]').toSVG();
        await one('gumbel-softmax[view=noise]').toCSV();
        await one('gumbel-softmax[view=noise]').toCSV('summary');
        group.load(group.address());
      });
      return (await page.browser.evaluate(() => globalThis.__harness.group().undo.size)) - before;
    };
    await page.open(START);
    const steps = await work();
    const wanted = { state: await page.state(), pictures: await page.pictures() };
    const called = await page.browser.evaluate(() => [...globalThis.called].filter((name) => !/^__|_free$|^start$/.test(name)));
    assert.ok(called.length > 25, `${called}`);
    const trapped = [];
    for (const name of called) {
      await page.browser.evaluate((start) => {
        globalThis.later();
        globalThis.__harness.group().load(start);
      }, START);
      await page.settled();
      await arm(page.browser, { name });
      assert.equal(await work(), steps, name);
      const got = { state: await page.state(), pictures: await page.pictures() };
      assert.deepEqual(got, wanted, name);
      if ((await page.browser.restarts()).length > 0) trapped.push(name);
      await page.browser.evaluate(() => (globalThis.trap = undefined));
    }
    assert.ok(trapped.length > 20, `${trapped}`);
    await errors();
  });

  test('while a view is frozen before a room', async () => {
    const shown = () =>
      page.browser.evaluate(async () => {
        const { one, all, picture, nextFrame } = globalThis.__harness;
        for (let frame = 0; frame < 4; frame += 1) await nextFrame();
        const element = one('.presenter gumbel-softmax');
        const facts = document.querySelector('.presenter .facts').textContent.replace(/\s+/g, ' ').trim();
        return { facts, frozen: all('canvas', element).map((canvas) => picture(canvas).hash) };
      });
    await page.open(`${START}&present=simplex`, { width: 1024, height: 700 });
    await page.browser.waitFor(() => document.querySelector('.presenter gumbel-softmax') !== null);
    await page.settled();
    await page.browser.press('f');
    const before = await shown();
    await arm(page.browser, { name: 'explorer_step' });
    await page.browser.press('d');
    await healed(page.browser);
    assert.deepEqual(await shown(), before);
    await page.browser.press('f');
    await page.settled();
    assert.notDeepEqual(await shown(), before);
    assert.equal(await n(), 3001);
    await errors();
  });

  test('while the claims are checked: the figures are those of a run that never trapped', async () => {
    await page.open('logits=2,1,0.1&tau=0.5&seed=1&n=500', { width: 1280, height: 900 });
    await page.browser.click('#claims [name=check]');
    const progress = (least) => page.browser.waitFor((n) => document.querySelector('#claims progress').value >= n, least);
    await progress(20_000);
    const before = await page.browser.evaluate(() => document.querySelector('#claims progress').value);
    await arm(page.browser, { name: 'claims_step' });
    await healed(page.browser);
    assert.ok((await page.browser.evaluate(() => document.querySelector('#claims progress').value)) >= before);
    for (const least of [200_000, 400_000, 600_000, 800_000, 1_000_000]) await progress(least);
    const figures = await page.browser.waitFor(
      () =>
        document.querySelector('#claims .seed input:enabled') &&
        [...document.querySelectorAll('#claims [data-claim]')].map((row) => Number([...row.querySelectorAll('data')][1].value)),
    );
    const native = JSON.parse(readFileSync(join(ROOT, 'tests', 'claims.json'), 'utf8'));
    assert.deepEqual(figures, native[1].map(({ measured }) => measured));
    await errors();
  });

  test('the memory of the core that trapped is let go', async () => {
    await page.open(START);
    const early = await page.browser.evaluate(() => globalThis.memories[0].deref().buffer.byteLength);
    await arm(page.browser, { name: 'explorer_draw' });
    await page.browser.evaluate(() => globalThis.__harness.group().set('tau', '2'));
    await healed(page.browser);
    await page.settled();
    // What nothing holds is the same in every engine; Chromium alone can be asked to collect it.
    await page.browser.collectGarbage();
    const held = await page.browser.evaluate(() => globalThis.memories.map((memory) => memory.deref()?.buffer.byteLength ?? 0));
    if (page.browser.engine === 'chromium') assert.equal(held[0], 0);
    // Firefox was seen with one page more than at the opening; the room is that which the soak gives.
    assert.ok(held[1] > 0 && held[1] <= early + 16 * 65_536, `${held}, ${early}`);
  });
});

describe('what always traps', () => {
  test('ends in the notice of a panic, whose link reloads the state', async () => {
    await page.open('logits=1,0,-1&tau=2&seed=5&n=100');
    await arm(page.browser, { name: 'explorer_step', times: 1e9 });
    await page.browser.press('d');
    await page.browser.waitFor(() => globalThis.__harness.all('.notice.failure a').length > 0);
    assert.equal((await page.browser.restarts()).length, 3);
    assert.match((await page.browser.errors()).join('\n'), /console.error/, 'the cause is in the console');
    await page.browser.click('.notice.failure a');
    await page.browser.waitFor(() => !globalThis.__harness.one('.notice.failure') && Boolean(globalThis.__harness.group()?.explorer));
    const state = await page.state();
    assert.deepEqual([state.logits, state.tau, state.seed, state.n], [[1, 0, -1], 2, 5, 100]);
  });

  test('ends there when it traps as it opens', async () => {
    page.server.faults.before = `${TRAPS} globalThis.trap = { name: 'explorer_new', times: 1e9 };`;
    await page.visit(START);
    await page.browser.waitFor(() => globalThis.__harness.all('.notice.failure').length > 0);
    assert.equal((await page.browser.restarts()).length, 3);
    assert.match((await page.browser.errors()).join('\n'), /console.error: .*unreachable/, 'the cause is in the console');
  });
});

describe('embedded', () => {
  let host;
  before(async () => {
    host = await startHost({ reducedMotion: true });
    host.server.faults.before = TRAPS;
  });
  after(() => host?.close());

  const pictures = () =>
    host.browser.evaluate(() => globalThis.__harness.all('canvas').map((canvas) => globalThis.__harness.picture(canvas).hash));

  test('all groups of a page go on, each in its state', async () => {
    const markup = [
      '<gumbel-softmax view="simplex" group="a" controls="tau play notices" n="400" tau="0.7"></gumbel-softmax>',
      '<gumbel-softmax view="histogram" group="a"></gumbel-softmax>',
      '<gumbel-softmax view="draw" group="b" n="300" seed="9"></gumbel-softmax>',
      '<gumbel-softmax view="noise" n="200" logits="1,0"></gumbel-softmax>',
    ].join('');
    const set = async () => {
      await host.browser.evaluate(() => {
        const [a, , b, c] = globalThis.__harness.all('gumbel-softmax');
        b.shared.set('tau', '3');
        a.shared.set('seed', '4');
        c.shared.step(5);
      });
      await host.settled();
      return {
        pictures: await pictures(),
        states: await host.browser.evaluate(() => globalThis.__harness.all('gumbel-softmax').map(({ shared }) => [shared.address(), shared.explorer.digest()])),
      };
    };
    await host.open(markup, { width: 1100, height: 2400 });
    const wanted = await set();
    await host.open(markup, { width: 1100, height: 2400 });
    await arm(host.browser, { name: 'explorer_set' });
    assert.deepEqual(await set(), wanted);
    await healed(host.browser);
    assert.deepEqual(await host.browser.errors(), []);
  });

  test('a sweep of the laboratory ends in the same numbers', async () => {
    const markup = '<gumbel-softmax view="arrows tradeoff" captions controls="tau notices" seed="7" n="50"></gumbel-softmax>';
    const swept = async () => {
      await host.browser.waitFor(() => !globalThis.__harness.group().explorer.pending('sweep'));
      await host.settled();
      return [await host.browser.evaluate(() => JSON.stringify(globalThis.__harness.group().explorer.sweep())), await pictures()];
    };
    await host.open(markup);
    const wanted = await swept();
    await host.open(markup);
    await arm(host.browser, { name: 'explorer_work', after: 2 });
    await host.browser.evaluate(() => globalThis.__harness.group().set('eta', '0.5'));
    await host.browser.evaluate(() => globalThis.__harness.group().set('eta', '1'));
    assert.deepEqual(await swept(), wanted);
    await healed(host.browser);
    assert.deepEqual(await host.browser.errors(), []);
  });
});
