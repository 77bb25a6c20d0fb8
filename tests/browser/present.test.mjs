// One view before a room: every key in every view, the link there and back, undo; and the page on paper.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { start, VIEWS } from './harness/page.mjs';

const STATE = 'logits=1,0,-1&tau=1&seed=3&n=600';
const ROOM = { width: 1024, height: 700 };

let page;
before(async () => {
  page = await start({ reducedMotion: true });
});
after(() => page?.close());

/** What stands before the room. */
const shown = () =>
  page.browser.evaluate(async () => {
    const { one, picture, nextFrame } = globalThis.__harness;
    await nextFrame();
    await nextFrame();
    const stage = document.querySelector('.presenter');
    const element = stage?.querySelector('gumbel-softmax');
    await element?.updateComplete;
    await nextFrame();
    if (!element) return null;
    const hash = (layer) => picture(one(`canvas[data-layer=${layer}]`, element)).hash;
    return {
      view: element.view,
      layers: { ground: hash('ground'), live: hash('live'), over: hash('over') },
      said: stage.querySelector('[role=status]').textContent,
      note: stage.querySelector('.note').textContent,
      facts: stage.querySelector('.facts').textContent.replace(/\s+/g, ' ').trim(),
      readout: one('.readout', element).textContent,
      description: one('[id^=description]', element).textContent,
      black: stage.querySelector('.black') !== null,
      scrolls: document.scrollingElement.scrollHeight > innerHeight || document.scrollingElement.scrollWidth > innerWidth,
      fills: one('.picture', element).getBoundingClientRect().height / innerHeight,
      rest: getComputedStyle(document.querySelector('main')).display,
    };
  });

const present = async (view, state = STATE) => {
  await page.open(`${state}&present=${view}`, ROOM);
  await page.browser.waitFor(() => document.querySelector('.presenter gumbel-softmax') !== null);
  return shown();
};

describe('each key in each view', () => {
  for (const view of VIEWS) {
    test(view, async () => {
      const first = await present(view);
      assert.equal(first.view, view);
      assert.equal(first.rest, 'none');
      assert.ok(!first.scrolls && first.fills > 0.6, `${view} fills ${first.fills}`);

      await page.browser.press('h');
      const hidden = await shown();
      assert.match(hidden.readout, /Guess first/);
      assert.match(hidden.said, /hidden/);
      assert.match(hidden.description, /hidden/);
      assert.notDeepEqual(hidden.layers, first.layers);
      await page.browser.press('h');
      const revealed = await shown();
      assert.deepEqual(revealed.layers, first.layers);
      assert.match(revealed.said, /revealed/);

      await page.browser.press('d');
      const stepped = await shown();
      assert.match(stepped.said, /^Draw 601: [ABC] wins$/);
      assert.equal(stepped.note, stepped.said);
      assert.match(stepped.facts, /N = 601/);
      assert.notEqual(stepped.layers.live, first.layers.live);

      await page.browser.press('f');
      await page.browser.press('d');
      await page.browser.press('ArrowRight');
      await page.settled();
      const frozen = await shown();
      assert.deepEqual(frozen.layers, stepped.layers, 'a frozen picture stays');
      assert.match(frozen.note, /^Frozen/);
      assert.match(frozen.facts, /N = 601 τ = 1$/);
      assert.equal((await page.snapshot()).n, 602);
      await page.browser.press('f');
      const thawed = await shown();
      assert.notDeepEqual(thawed.layers, stepped.layers);
      assert.match(thawed.facts, /N = 602/);
      assert.doesNotMatch(thawed.facts, /τ = 1$/);

      for (const key of ['b', '.']) {
        await page.browser.press(key);
        const black = await shown();
        assert.ok(black.black && /black/.test(black.said));
        const over = await page.browser.evaluate(() => {
          const { hit } = globalThis.__harness;
          const covering = hit(innerWidth / 2, innerHeight / 2);
          const { width, height } = covering.getBoundingClientRect();
          return [covering.className, getComputedStyle(covering).backgroundColor, width >= innerWidth, height >= innerHeight];
        });
        assert.deepEqual(over, ['black', 'rgb(0, 0, 0)', true, true]);
        await page.browser.press(key);
        assert.ok(!(await shown()).black);
      }

      await page.browser.press(']');
      await page.settled();
      assert.match((await shown()).said, /^Preset: Three logits/);
      assert.deepEqual((await page.snapshot()).logits, [2, 1, 0.1]);
      await page.browser.press(']');
      await page.settled();
      assert.match((await shown()).said, /^Preset: Rising/);
      await page.browser.press('[');
      await page.settled();
      assert.deepEqual((await page.snapshot()).logits, [2, 1, 0.1]);
      await page.browser.press('h');
      await page.browser.press(']');
      await page.settled();
      // The name of a preset gives pi away.
      assert.match((await shown()).note, /^Preset 2 of \d+$/);

      await page.browser.press('p');
      assert.equal(await shown(), null);
      assert.deepEqual(await page.browser.errors(), []);
    });
  }

  test('a clicker goes through the views and stops at the ends', async () => {
    await present('noise');
    for (const view of ['draw', 'simplex', 'histogram', 'histogram']) {
      await page.browser.press('PageDown');
      assert.equal((await shown()).view, view);
    }
    assert.match((await shown()).said, /No further/);
    for (const view of ['simplex', 'draw', 'noise', 'noise']) {
      await page.browser.press('PageUp');
      assert.equal((await shown()).view, view);
    }
    await page.addressIs('present=noise');
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('the buttons do the same', async () => {
    await present('noise');
    const click = (name) => page.browser.click(`.presenter [name=${name}]`);
    await click('next-view');
    assert.equal((await shown()).view, 'draw');
    await click('targets');
    assert.match((await shown()).readout, /Guess first/);
    await click('step');
    assert.match((await shown()).note, /^Draw 601$/);
    await click('blackout');
    await page.browser.click('.presenter .black');
    assert.ok(!(await shown()).black);
    await click('fold');
    assert.equal(await page.browser.evaluate(() => document.querySelectorAll('.presenter .tools button').length), 1);
    await click('unfold');
    await click('leave');
    assert.equal(await shown(), null);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('no key is taken before, and the hidden and the frozen end with presenting', async () => {
    await page.open(STATE);
    for (const key of ['h', 'f', 'b', '.', ']']) await page.browser.press(key);
    assert.equal(await shown(), null);
    await present('histogram');
    await page.browser.press('h');
    await page.browser.press('f');
    await page.browser.press('p');
    const room = await page.browser.evaluate(() => {
      const { room } = globalThis.__harness.group();
      return [room.hideTargets, room.frozen === undefined];
    });
    assert.deepEqual(room, [false, true]);
  });
});

describe('the link and undo', () => {
  test('p puts the view into the link, Escape takes it out, undo passes over both', async () => {
    await page.open(STATE, ROOM);
    await page.browser.fill('[name=tau]', '2');
    await page.addressIs('tau=2');
    await page.browser.evaluate(() => globalThis.__harness.active()?.blur());
    const size = () => page.browser.evaluate(() => globalThis.__harness.group().undo.size);
    assert.equal(await size(), 1);
    await page.browser.press('p');
    await page.browser.waitFor(() => document.querySelector('.presenter gumbel-softmax') !== null);
    await page.browser.press('PageDown');
    await page.addressIs('present=draw');
    assert.equal(await size(), 1);
    await page.browser.press('z');
    await page.browser.waitFor(() => globalThis.__harness.group().get('tau') === '1');
    await page.settled();
    assert.equal((await shown()).view, 'draw', 'undo leaves the view where it is');
    assert.equal(await size(), 0);
    await page.browser.press('Escape');
    await page.browser.waitFor(() => document.querySelector('.presenter gumbel-softmax') === null);
    await page.browser.waitFor(() => !location.hash.includes('present'));
    assert.equal(await size(), 0);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('while draws flow the tally stays whole', async () => {
    await page.open(STATE, ROOM);
    await page.browser.press(' ');
    await page.browser.waitFor(() => globalThis.__harness.group().explorer.n() > 700);
    await page.browser.press('p');
    await page.browser.waitFor(() => document.querySelector('.presenter gumbel-softmax') !== null);
    assert.ok((await page.snapshot()).n > 700);
    await page.browser.press(' ');
    await page.browser.press('Escape');
    await page.browser.waitFor(() => document.querySelector('.presenter gumbel-softmax') === null);
  });
});

for (const [width, height] of [[1920, 1080], [360, 640]]) {
  test(`nothing scrolls at ${width} x ${height}, and type grows with the room`, async () => {
    for (const view of VIEWS) {
      await page.open(`${STATE}&present=${view}`, { width, height });
      await page.browser.waitFor(() => document.querySelector('.presenter gumbel-softmax') !== null);
      const { scrolls, fills } = await shown();
      assert.ok(!scrolls, `${view} scrolls`);
      assert.ok(fills > (width > 1000 ? 0.7 : 0.35), `${view} fills ${fills}`);
    }
    const zoom = await page.browser.evaluate((w, h) => globalThis.__harness.group().explorer.zoom_to_fit('draw', w, h * 0.8), width, height);
    assert.ok(width > 1000 ? zoom > 1.8 : zoom < 1.2);
    assert.deepEqual(await page.browser.errors(), []);
  });
}

describe('on paper', () => {
  const PAYLOAD = '<img src=x onerror=alert(1)>';

  test('vectors stand in for the canvases, with the state in words and the link', async () => {
    await page.open(`${STATE}&names=${encodeURIComponent(PAYLOAD)},B,${encodeURIComponent('<svg onload=alert(2)>')}`);
    await page.browser.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const paper = await page.browser.evaluate(() => {
      const { all } = globalThis.__harness;
      const vectors = all('.picture .vector');
      return {
        figures: vectors.length,
        empty: vectors.filter((vector) => vector.querySelectorAll('svg text').length < 3).length,
        foreign: vectors.flatMap((vector) => [...vector.querySelectorAll('image, script, img, foreignObject, canvas')].map((element) => element.localName)),
        handlers: all('.vector *, .handout *').flatMap((element) => [...element.attributes].map(({ name }) => name)).filter((name) => name.startsWith('on')),
        names: all('.vector text').some((text) => text.textContent.includes('<img')),
        cells: all('gumbel-softmax').find((element) => element.view === 'simplex').shadowRoot.querySelectorAll('.vector g polygon').length,
        link: document.querySelector('.handout a').textContent,
        rows: document.querySelectorAll('.handout tbody tr').length,
        words: document.querySelector('.handout').textContent,
      };
    });
    assert.deepEqual([paper.figures, paper.empty, paper.rows], [4, 0, 3]);
    assert.deepEqual([paper.foreign, paper.handlers], [[], []]);
    assert.ok(paper.names && paper.cells > 5000);
    assert.match(paper.link, /^http.*#v=1&logits=1,0,-1&tau=1&seed=3&n=600/);
    assert.match(paper.words, /600 draws from seed 3/);
    await page.browser.evaluate(() => dispatchEvent(new Event('afterprint')));
    const left = await page.browser.evaluate(() => [globalThis.__harness.all('.vector').length, document.querySelectorAll('.handout tbody').length]);
    assert.deepEqual(left, [0, 0]);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('a handout made while targets are hidden keeps them hidden', async () => {
    await present('simplex');
    await page.browser.press('h');
    await page.browser.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const [words, cells] = await page.browser.evaluate(() => [
      document.querySelector('.handout').textContent,
      globalThis.__harness.all('.vector g polygon').length,
    ]);
    assert.doesNotMatch(words, /π|E\[y\]|Logit/);
    assert.match(words, /hidden: guess first/);
    assert.equal(cells, 0);
    await page.browser.evaluate(() => dispatchEvent(new Event('afterprint')));
  });

  test('what prints', async () => {
    await page.open(STATE);
    const { engine, driver } = page.browser;
    if (engine === 'chromium') {
      // The browser's own printing sends both events.
      const pdf = Buffer.from(await driver.page.pdf({ format: 'A4' })).toString('latin1');
      assert.ok(/\/Type\s*\/Page\b/.test(pdf));
      assert.equal(/\/Subtype\s*\/Image/.test(pdf), false, 'all is vectors');
      await driver.page.emulateMediaType('print');
      await page.browser.evaluate(() => dispatchEvent(new Event('beforeprint')));
      const seen = await page.browser.evaluate(() => {
        const { all } = globalThis.__harness;
        const display = (selector) => [...new Set(all(selector).map((element) => (element.checkVisibility() ? 'seen' : 'none')))];
        return { canvases: display('.views > gumbel-softmax >>> canvas'), vectors: display('.vector svg'), controls: display('.views > gumbel-softmax >>> button, input, select').concat(display('.reach, .corner, .presenter')) };
      });
      // Nothing else takes room where a figure stands.
      const slack = await page.browser.evaluate(() =>
        globalThis.__harness.all('.picture.printed').map((box) => box.getBoundingClientRect().height - box.querySelector('.vector').getBoundingClientRect().height),
      );
      assert.ok(slack.length === 4 && slack.every((height) => Math.abs(height) < 2), String(slack));
      assert.deepEqual(seen, { canvases: ['none'], vectors: ['seen'], controls: ['none', 'none'] });
      await driver.page.emulateMediaType(null);
    } else {
      await page.browser.evaluate(() => dispatchEvent(new Event('beforeprint')));
      // The rules for paper hide the canvases and show the vectors.
      const rules = await page.browser.evaluate(() => {
        const view = globalThis.__harness.one('gumbel-softmax[view=simplex]');
        const sheets = view.shadowRoot.adoptedStyleSheets;
        const print = sheets.flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.media?.mediaText === 'print');
        const text = print.map((rule) => rule.cssText).join(' ');
        return [globalThis.__harness.all('.picture.printed').length, /:not\(\.vector\)\s*\{\s*display:\s*none/.test(text), /\.vector\s*\{\s*display:\s*block/.test(text)];
      });
      assert.deepEqual(rules, [4, true, true]);
    }
    await page.browser.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.deepEqual(await page.browser.errors(), []);
  });
});

test('axe finds no violation before a room', async () => {
  await present('histogram');
  await page.browser.press('h');
  assert.deepEqual(await page.violations(), []);
});
