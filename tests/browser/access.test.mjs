// For every reader: by keys alone, on a narrow screen, in the dark, without motion, through a screen reader.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inView, start, VIEWS } from './harness/page.mjs';

const START = 'logits=1,0,-1,0.5&tau=1&seed=3&n=2000';
const named = (name) => `[name="${name}"]`;

/** Elements that reach beyond the page's width. */
const beyond = () => ({
  scroll: Math.max(0, document.scrollingElement.scrollWidth - innerWidth),
  elements: globalThis.__harness
    .all('*')
    .filter((element) => {
      const { right, left, width, height } = element.getBoundingClientRect();
      // What is wider than its place scrolls in a box of its own.
      if (width <= 1 || height <= 1 || element.closest('svg') || element.parentElement?.closest('.wide, .table')) return false;
      return right > innerWidth + 0.5 || left < -0.5;
    })
    .map((element) => element.outerHTML.slice(0, 100)),
});

describe('in the light', () => {
  let page;
  before(async () => {
    page = await start({ reducedMotion: true });
  });
  after(() => page?.close());

  test('axe finds no violation on the page, with many categories, and in the dialog', async () => {
    await page.open(START);
    assert.deepEqual(await page.violations(), []);
    await page.browser.click(named('probs'));
    await page.browser.fill(named('tau'), 'rubbish');
    await page.browser.fill(named('k'), '10');
    await page.settled();
    assert.deepEqual(await page.violations(), []);
    await page.browser.evaluate(() => globalThis.__harness.active()?.blur());
    await page.browser.press('?');
    await page.browser.waitFor(() => document.querySelector('dialog[open]') !== null);
    assert.deepEqual(await page.violations(), []);
  });

  test('a screenshot, wide', async () => {
    await page.open(START, { width: 1280, height: 1100 });
    await page.browser.screenshot('light-wide');
  });

  test('four views stand two by two on a wide screen', async () => {
    await page.open(START);
    const places = await page.browser.evaluate(
      (views) =>
        views.map((view) => {
          const { left, top } = globalThis.__harness.one(`gumbel-softmax[view=${view}]`).getBoundingClientRect();
          return [Math.round(left), Math.round(top)];
        }),
      VIEWS,
    );
    assert.equal(new Set(places.map(([left]) => left)).size, 2, JSON.stringify(places));
  });

  for (const [what, address] of [
    ['', START],
    [
      ' with ten categories and long names',
      `logits=${Array(10).fill(-1.234)}&names=${Array(10).fill('WWWWWWWWWWWW')}&tau=0.123456&seed=4294967295&n=2000`,
    ],
  ]) {
    test(`360 px wide${what}: one column and no sideways scroll`, async () => {
      await page.open(address, { width: 360, height: 740 });
      assert.deepEqual(await page.browser.evaluate(beyond), { scroll: 0, elements: [] });
      const lefts = await page.browser.evaluate(
        (views) =>
          views.map((view) => globalThis.__harness.one(`gumbel-softmax[view=${view}]`).getBoundingClientRect().left),
        VIEWS,
      );
      assert.equal(new Set(lefts).size, 1, `${lefts}`);
      const broken = await page.browser.evaluate(() =>
        [...document.querySelectorAll('.corner button')].filter((button) => {
          const range = document.createRange();
          range.selectNodeContents(button);
          return range.getBoundingClientRect().height > 1.5 * parseFloat(getComputedStyle(button).fontSize) + 4;
        }).map((button) => button.textContent),
      );
      assert.deepEqual(broken, [], 'a word in the head is broken over lines');
      assert.deepEqual(await page.browser.errors(), []);
      if (what === '') {
        await page.browser.click(named('fold'));
        await page.browser.click(named('logits'));
        await page.browser.fill(named('logit:2'), '3');
        assert.equal((await page.state()).logits[1], 3);
        assert.deepEqual(await page.browser.evaluate(beyond), { scroll: 0, elements: [] });
        assert.deepEqual(await page.violations(), []);
        await page.browser.evaluate(() => scrollTo(0, 0));
        await page.browser.screenshot('light-360');
      }
    });
  }
});

describe('in the dark, without motion, at two device pixels', () => {
  let page;
  before(async () => {
    page = await start({ colorScheme: 'dark', reducedMotion: true, ratio: 2 });
  });
  after(() => page?.close());

  test('the page and its pictures are dark, and axe finds no violation', async () => {
    await page.open(START);
    const luminance = await page.browser.evaluate(() => {
      const of = (colour) =>
        colour
          .match(/[\d.]+/g)
          .slice(0, 3)
          .reduce((sum, level) => sum + Number(level), 0) / 3;
      return {
        ground: of(getComputedStyle(document.body).backgroundColor),
        text: of(getComputedStyle(document.body).color),
      };
    });
    assert.ok(luminance.ground < 60 && luminance.text > 180, JSON.stringify(luminance));
    // Lines and letters are light on dark, so the mean level of the ink lies far above the page's.
    const levels = await page.browser.evaluate(
      (views) =>
        views.map((view) => {
          const canvas = globalThis.__harness.one(`gumbel-softmax[view=${view}] >>> canvas[data-layer=ground]`);
          const { data } = globalThis.__harness.pixels(canvas);
          let sum = 0;
          let weight = 0;
          for (let i = 0; i < data.length; i += 4) {
            sum += ((data[i] + data[i + 1] + data[i + 2]) / 3) * data[i + 3];
            weight += data[i + 3];
          }
          return sum / weight;
        }),
      VIEWS,
    );
    for (const level of levels) assert.ok(level > 100, `mean level of the ink: ${levels}`);
    assert.deepEqual(await page.violations(), []);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('a screenshot, wide and narrow', async () => {
    await page.open(START, { width: 360, height: 740 });
    await page.browser.screenshot('dark-360');
    await page.open(START, { width: 1280, height: 1100 });
    await page.browser.screenshot('dark-wide');
  });

  test('the canvases have two pixels to a CSS pixel', async () => {
    await page.open(START);
    const ratios = await page.browser.evaluate(() =>
      globalThis.__harness.all('canvas').map((canvas) => canvas.width / canvas.getBoundingClientRect().width),
    );
    assert.equal(ratios.length, 12);
    for (const ratio of ratios) assert.ok(Math.abs(ratio - 2) < 0.01, `${ratios}`);
  });

  test('reduced motion starts paused, all draws there at once', async () => {
    await page.visit('logits=1,0&tau=1&seed=3&n=1500');
    await page.browser.waitFor(() => globalThis.__harness.group()?.explorer);
    // The first count that is seen at all is the last: nothing trickles in.
    const first = await page.browser.waitFor(() => globalThis.__harness.group().explorer.n());
    assert.equal(first, 1500);
    await page.settled();
    assert.equal(await page.browser.evaluate(() => globalThis.__harness.group().flow.playing), false);
  });
});

describe('by keys alone', () => {
  let page;
  before(async () => {
    page = await start({ reducedMotion: true });
  });
  after(() => page?.close());

  const value = (key) => page.get(key);
  const press = async (key, times) => {
    await page.browser.press(key, times);
    await page.settled();
  };

  test('Tab reaches every control and picture, and shows where it is', async () => {
    await page.open(START);
    const wanted = await page.browser.evaluate(() => {
      const focusable = globalThis.__harness.all('a[href], button, input, select, textarea, [tabindex="0"]');
      const seen = focusable.filter(
        (element) => !element.disabled && element.checkVisibility() && !element.closest('dialog:not([open])'),
      );
      seen.forEach((element, i) => element.setAttribute('data-stop', i));
      return seen.length;
    });
    assert.ok(wanted > 20);
    const reached = new Set();
    const unmarked = [];
    // Not beyond the last: there Firefox gives the focus to its own buttons, and keeps it.
    for (let i = 0; i < wanted + 5 && reached.size < wanted; i += 1) {
      await page.browser.press('Tab');
      const [stop, marked] = await page.browser.evaluate(() => {
        const element = globalThis.__harness.active();
        if (!element || element === document.body) return [null, true];
        const style = getComputedStyle(element);
        return [
          element.getAttribute('data-stop'),
          (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none',
        ];
      });
      if (stop !== null) reached.add(stop);
      if (!marked) unmarked.push(stop);
    }
    const missed = await page.browser.evaluate(
      (found) =>
        globalThis.__harness
          .all('[data-stop]')
          .filter((element) => !found.includes(element.getAttribute('data-stop')))
          .map((element) => element.outerHTML.slice(0, 90)),
      [...reached],
    );
    assert.deepEqual(missed, []);
    assert.deepEqual(unmarked, [], 'focus is not to be seen');
  });

  test('every control has a name for those who do not see it', async () => {
    await page.open(START);
    const nameless = await page.browser.evaluate(() =>
      globalThis.__harness
        .all('button, input, select, [role=img]')
        .filter(
          (element) =>
            !(
              element.getAttribute('aria-label') ||
              element.getAttribute('aria-labelledby') ||
              element.labels?.[0]?.textContent.trim() ||
              element.textContent.trim()
            ),
        )
        .map((element) => element.outerHTML.slice(0, 90)),
    );
    assert.deepEqual(nameless, []);
  });

  test('the text alternative of every picture follows the state', async () => {
    const described = () =>
      page.browser.evaluate(
        (views) =>
          views.map((view) =>
            globalThis.__harness
              .one(`gumbel-softmax[view=${view}]`)
              .shadowRoot.querySelector('[id^=description]')
              .textContent.trim(),
          ),
        VIEWS,
      );
    await page.open(START);
    const before = await described();
    await page.browser.fill(named('seed'), '8');
    await page.browser.fill(named('logit:1'), '2');
    await page.settled();
    const after = await described();
    for (const [i, view] of VIEWS.entries()) assert.notEqual(after[i], before[i], view);
  });

  test('single keys do what their list says', async () => {
    await page.open(START);
    await press('d');
    assert.equal((await page.snapshot()).n, 2001);
    await press('t');
    assert.equal((await page.snapshot()).n, 3001);
    await press('ArrowRight');
    assert.ok(Number(await value('tau')) > 1);
    await press('ArrowLeft', 2);
    assert.ok(Number(await value('tau')) < 1);
    await press('2');
    await press('ArrowUp');
    assert.equal((await page.snapshot()).logits[1], 0.1);
    await press('ArrowDown', 2);
    assert.equal((await page.snapshot()).logits[1], -0.1);
    await press('Escape');
    await press('g');
    assert.equal((await page.snapshot()).pinned, true);
    const { seed } = await page.snapshot();
    await press('n');
    assert.notEqual((await page.snapshot()).seed, seed);
    await press('z');
    assert.equal((await page.snapshot()).seed, seed);
    await press('r');
    assert.equal((await page.snapshot()).n, 0);
    await page.browser.press(' ');
    await page.browser.waitFor(() => globalThis.__harness.group().explorer.n() > 0);
    await press(' ');
    assert.equal(await page.browser.evaluate(() => globalThis.__harness.group().flow.playing), false);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('? opens the list of keys, Escape closes it, and keys typed into a field stay there', async () => {
    await page.open(START);
    await page.browser.press('?');
    await page.browser.waitFor(() => document.querySelector('dialog[open]') !== null);
    await page.browser.press('d');
    await page.browser.press('Escape');
    await page.browser.waitFor(() => document.querySelector('dialog[open]') === null);
    await page.browser.fill(named('name:1'), 'dtrnz', 'Tab');
    const state = await page.state();
    assert.deepEqual([state.n, state.names[0]], [2000, 'dtrnz']);
  });

  for (const view of VIEWS) {
    test(`arrows read values in ${view}`, async () => {
      await page.open(START);
      const picture = inView(view, '.picture');
      const readout = () =>
        page.browser.evaluate(
          (selector) => globalThis.__harness.one(selector).textContent.trim(),
          inView(view, '.readout'),
        );
      await page.browser.evaluate((selector) => globalThis.__harness.one(selector).focus(), picture);
      const seen = new Set();
      for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown']) {
        for (let i = 0; i < 10; i += 1) {
          await press(key);
          seen.add(await readout());
        }
      }
      assert.ok(
        [...seen].some((text) => /\d/.test(text)),
        `read: ${[...seen]}`,
      );
      assert.ok(seen.size > 1, 'the readout follows the cross');
      const spoken = await page.browser.evaluate(
        (selector) =>
          globalThis.__harness
            .all(selector)
            .map((element) => element.textContent)
            .join(),
        inView(view, '[role=status]'),
      );
      if ((await readout()).includes('=')) assert.equal(spoken.trim(), await readout(), 'what is read is spoken');
    });
  }

  test('Shift with arrows drags pi in the simplex, and a target in the histogram', async () => {
    for (const view of ['simplex', 'histogram']) {
      await page.open('logits=1,0,-1&tau=1&seed=3&n=500');
      const before = await page.snapshot();
      await page.browser.evaluate((selector) => globalThis.__harness.one(selector).focus(), inView(view, '.picture'));
      await press('Shift+ArrowUp', 2);
      assert.notDeepEqual((await page.snapshot()).probs, before.probs, view);
    }
  });
});
