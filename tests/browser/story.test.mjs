// The story: every chapter in both languages by keys alone, the figures in the text, formulas copied and pointed at,
// and the language of the page.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { start } from './harness/page.mjs';

const CHAPTERS = ['why', 'staircase', 'inverse', 'extremes', 'race', 'proof', 'difference', 'temperature', 'density', 'backwards', 'argmax', 'ways', 'uses'];
const CHORD = { half: [-1.253, -0.919], one: [-0.026, -0.909] };
const SIZE = { width: 1280, height: 900 };
const START = 'logits=2,1,0.1&tau=0.5&seed=1&n=500';

let page;
before(async () => {
  page = await start({ reducedMotion: true });
});
after(() => page?.close());

const open = (address = START) => page.open(address, SIZE);

/** The chapter that has the focus. */
const focused = () => page.browser.evaluate(() => document.activeElement?.closest('[data-chapter]')?.dataset.chapter ?? '');
/** Presses Tab until this has the focus. */
const tabTo = async (selector) => {
  for (let i = 0; i < 40; i += 1) {
    await page.browser.press('Tab');
    if (await page.browser.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  assert.fail(`${selector} is not reached`);
};
/** What the views of a chapter show, once they are at rest. */
const shown = (id) =>
  page.browser.waitFor(async (chapter) => {
    const views = globalThis.__harness.all(`#chapter-${chapter} gumbel-softmax`);
    if (views.length === 0 || !views.every((view) => view.shared?.resting && view.updateComplete && view.renderRoot.querySelector('canvas'))) return null;
    views[0].scrollIntoView({ block: 'center', behavior: 'instant' });
    await globalThis.__harness.nextFrame();
    await globalThis.__harness.nextFrame();
    const marked = views.slice(0, 1).map((view) => [...view.renderRoot.querySelectorAll('canvas')].reduce((sum, canvas) => sum + globalThis.__harness.picture(canvas).marked, 0));
    return marked.every((count) => count > 500) && { views: views.length, group: views[0].group, address: views[0].shared.address() };
  }, id);

/** Reloads the page, and waits for its story; `laid-out`: and for its heights. */
const reload = async (state) => {
  await page.browser.evaluate(() => {
    document.documentElement.dataset.former = '';
    setTimeout(() => location.reload());
  });
  await page.browser.waitFor((wanted) => {
    const { classList, dataset } = document.documentElement;
    return dataset.former === undefined && document.querySelector('#story')?.dataset.told && (wanted === null || classList.contains(wanted));
  }, state ?? null);
};

const topOf = (id) => page.browser.evaluate((chapter) => document.querySelector(`#chapter-${chapter}`).getBoundingClientRect().top, id);

for (const [where, address] of [['an address without a chapter', START], ['the address of another chapter', `${START}&chapter=staircase`]]) {
  test(`a reload of ${where} comes back to where the reader was`, async () => {
    await open(address);
    for (const [id, below] of [['race', 230], ['uses', 40], ['inverse', 500]]) {
      await page.browser.evaluate((chapter, by) => {
        const { top } = document.querySelector(`#chapter-${chapter}`).getBoundingClientRect();
        scrollBy({ top: top + by, behavior: 'instant' });
      }, id, below);
      const before = await topOf(id);
      assert.ok(before < 0 && before > -below - 2, `${id} is at ${before}`);
      await reload('laid-out');
      await page.browser.waitFor((chapter, wanted) => Math.abs(document.querySelector(`#chapter-${chapter}`).getBoundingClientRect().top - wanted) <= 2, id, before);
    }
    await page.browser.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
    await reload();
    await page.settled();
    assert.equal(await page.browser.evaluate(() => scrollY), 0);
    assert.deepEqual(await page.browser.errors(), []);
  });
}

for (const lang of ['en', 'zh']) {
  test(`${lang}: keys alone lead through every chapter, its guess and its views`, async () => {
    await open(`${START}&lang=${lang}`);
    for (const id of CHAPTERS) {
      await page.browser.press('j');
      assert.equal(await focused(), id);
      await page.addressIs(`chapter=${id}`);
      const inside = await page.browser.evaluate((chapter) => {
        const { top } = document.querySelector(`#title-${chapter}`).getBoundingClientRect();
        return top >= 0 && top < innerHeight / 2;
      }, id);
      assert.ok(inside, `${id} is not in sight`);
      assert.equal(await page.browser.evaluate((chapter) => globalThis.__harness.all(`#chapter-${chapter} gumbel-softmax`).length, id), 0, 'no picture before the guess');
      assert.equal(await page.browser.evaluate((chapter) => document.querySelector(`#chapter-${chapter} .answer`).textContent.trim(), id), '');
      // Tab until the first choice has the focus, then press it.
      await tabTo(`#chapter-${id} [name=choice]`);
      await page.browser.press('Enter');
      const verdict = await page.browser.waitFor((chapter) => document.querySelector(`#chapter-${chapter} .answer`).textContent.trim(), id);
      assert.ok(verdict.length > 10);
      const { views, group } = await shown(id);
      assert.ok(views >= 1);
      assert.equal(group, `chapter-${id}`);
      assert.equal(await focused(), id, 'the focus stays in the chapter');
      for (const question of await page.browser.evaluate((chapter) => [...document.querySelectorAll(`#chapter-${chapter} .step:nth-of-type(n + 2) .ask p`)].map((text) => text.id), id)) {
        await tabTo(`#${question} ~ .choices [name=choice]`);
        await page.browser.press('Enter');
        assert.equal((await shown(id)).views, views + 1, 'a guess of its own opens one view more');
      }
    }
    await page.browser.press('k');
    assert.equal(await focused(), 'ways');
    assert.deepEqual(await page.browser.errors(), []);
    assert.deepEqual(await page.violations(), []);
  });

  test(`${lang}: nothing of the story reaches beyond a narrow page`, async () => {
    await page.open(`${START}&lang=${lang}`, { width: 360, height: 740 });
    await page.browser.evaluate(() => document.querySelector('[name=guess-first]').click());
    const wide = await page.browser.evaluate(() => ({
      scroll: Math.max(0, document.scrollingElement.scrollWidth - innerWidth),
      beyond: [...document.querySelectorAll('#story *')]
        .filter((element) => !element.closest('.wide, .table') && element.getBoundingClientRect().right > innerWidth + 0.5)
        .map((element) => element.outerHTML.slice(0, 80)),
    }));
    assert.deepEqual(wide, { scroll: 0, beyond: [] });
    assert.deepEqual(await page.violations(), []);
  });
}

test('in a chapter, keys move its own state and not the explorer’s', async () => {
  await open();
  await page.browser.evaluate(() => document.querySelector('[name=guess-first]').click());
  await page.browser.press('j', 5);
  await shown('race');
  await page.browser.evaluate(() => document.querySelector('#title-race').focus());
  const main = (await page.state()).n;
  await page.browser.press('t');
  const { address } = await shown('race');
  assert.match(address, /n=1001/);
  assert.equal((await page.state()).n, main);
});

test('a chapter hands its state to the explorer, and that can be undone', async () => {
  await open();
  await page.browser.press('j', 6);
  await page.browser.click('#chapter-proof [name=show]');
  await shown('proof');
  await page.browser.click('#chapter-proof [name=explore]');
  const { probs, seed, n } = await page.state();
  assert.deepEqual([probs.map((p) => Math.round(p * 1000) / 1000), seed, n], [[0.5, 0.3, 0.2], 7, 5000]);
  assert.equal(await page.get('chapter'), 'proof', 'the address keeps its chapter');
  await page.browser.click('[name=undo]');
  await page.browser.waitFor(() => globalThis.__harness.group().get('seed') === '1');
  assert.deepEqual(await page.browser.errors(), []);
});

test('a second guess opens the chord, whose readout says on which side the curve is', async () => {
  await open(`${START}&lang=en`);
  await page.browser.press('j', 9);
  await page.browser.click('#chapter-density [name=choice]');
  assert.equal((await shown('density')).views, 1, 'the chord waits for its own guess');
  const asked = '#chapter-density .step:nth-of-type(2)';
  await page.browser.click(`${asked} [name=choice]:nth-of-type(2)`);
  assert.equal((await shown('density')).views, 2);
  assert.match(await page.browser.evaluate((at) => document.querySelector(`${at} .verdict`).textContent, asked), /^Yes/);
  const readout = () => page.browser.evaluate(() => globalThis.__harness.one('#chapter-density gumbel-softmax[view=chord] >>> .readout').textContent.trim());
  const numbers = (text) => [...text.matchAll(/−?\d+\.\d{3}/g)].map(([number]) => Number(number.replace('−', '-')));
  // ln p in the middle and the mean of ln p at both ends, weights 2 : 0.5 : 1, by equation 10 of Maddison et al.
  assert.deepEqual(numbers(await readout()), CHORD.half);
  assert.match(await readout(), /below its chord/);
  await page.browser.fill('#chapter-density gumbel-softmax[view=chord] >>> [name=tau]', '1');
  await page.browser.waitFor(() => globalThis.__harness.one('#chapter-density gumbel-softmax[view=chord] >>> .readout').textContent.includes('above its chord'));
  assert.deepEqual(numbers(await readout()), CHORD.one);
  assert.deepEqual(await page.browser.errors(), []);
  assert.deepEqual(await page.violations(), []);
});

test('a chapter in the address opens there; an unknown one opens the first and says so', async () => {
  const at = (id) => page.browser.waitFor((chapter) => {
    const top = document.querySelector(`#chapter-${chapter}`)?.getBoundingClientRect().top ?? NaN;
    return Math.abs(top) < 120;
  }, id);
  // The explorer is out of sight then, and draws nothing.
  const visit = async (address) => {
    await page.visit(address, SIZE);
    await page.told();
  };
  await visit(`${START}&chapter=density`);
  await at('density');
  await visit(`${START}&chapter=epilogue`);
  await at('why');
  const notices = await page.notices();
  assert.deepEqual(notices.map(({ key, code }) => [key, code]), [['chapter', 'unknown_choice']]);
});

test('links of the contents lead to the chapters, and back goes back', async () => {
  await open();
  const href = await page.browser.evaluate(() => document.querySelector('#story nav li:nth-child(4) a').getAttribute('href'));
  assert.match(href, /chapter=extremes$/);
  await page.browser.click('#story nav li:nth-child(4) a');
  await page.addressIs('chapter=extremes');
  assert.equal(await focused(), 'extremes');
  await page.browser.evaluate(() => history.back());
  await page.browser.waitFor(() => !location.hash.includes('chapter='));
});

test('formulas are mathematics with their TeX, and a selection is copied as TeX', async () => {
  await open();
  const { formulas, without, buttons, styles } = await page.browser.evaluate(() => {
    const all = [...document.querySelectorAll('#story math')];
    return {
      formulas: all.length,
      without: all.filter((math) => !math.querySelector('annotation[encoding="application/x-tex"]')?.textContent).length,
      buttons: [...document.querySelectorAll('.formula')].filter((box) => !box.querySelector('button[aria-label]')).length,
      styles: document.querySelectorAll('#story [style]').length,
    };
  });
  assert.ok(formulas > 150, `${formulas}`);
  assert.deepEqual([without, buttons, styles], [0, 0, 0]);
  const copied = await page.browser.evaluate(() => {
    const selection = getSelection();
    selection.selectAllChildren(document.querySelector('#chapter-race .rest'));
    // Firefox keeps the data of an event that a script makes to itself.
    const event = new Event('copy', { bubbles: true, cancelable: true });
    let text = '';
    Object.defineProperty(event, 'clipboardData', { value: { setData: (_, value) => (text = value) } });
    document.querySelector('#chapter-race .rest').dispatchEvent(event);
    return text;
  });
  assert.match(copied, /\$\$\nP\(i \\text\{ first\}\)/);
  assert.match(copied, /with \$Z = \\sum_k e\^\{l_k\}\$\./);
});

test('pointing at a symbol reads it off in the view and marks its category', async () => {
  await open();
  await page.browser.press('j', 6);
  await page.browser.click('#chapter-proof [name=show]');
  await shown('proof');
  await page.browser.hover(await page.browser.point('#chapter-proof .ask [data-symbol=pi]'));
  const read = await page.browser.waitFor(() => globalThis.__harness.one('#chapter-proof gumbel-softmax >>> .readout.marked')?.textContent.trim());
  assert.match(read, /^π\(A\) = 0\.500 · π\(B\) = 0\.300/);
  assert.equal(await page.browser.evaluate(() => globalThis.__harness.one('#chapter-proof gumbel-softmax').shared.category), 1);
  await page.browser.hover({ x: 2, y: 2 });
  await page.browser.waitFor(() => !globalThis.__harness.one('#chapter-proof gumbel-softmax >>> .readout.marked'));
});

describe('the language', () => {
  test('switches without losing the state or a guess, and is in the address', async () => {
    await open(`${START}&lang=en`);
    await page.browser.press('j');
    await page.browser.click('#chapter-why [name=choice]');
    await shown('why');
    const before = await page.state();
    await page.browser.click('[data-language=zh]');
    await page.told('zh');
    await page.addressIs('lang=zh');
    assert.deepEqual(await page.state(), before);
    const seen = await page.browser.evaluate(() => ({
      lang: document.documentElement.lang,
      title: document.title,
      h1: document.querySelector('h1').textContent,
      view: globalThis.__harness.one('gumbel-softmax[view=simplex] >>> h2').textContent,
      chapter: document.querySelector('#title-why').textContent,
      pressed: document.querySelector('#chapter-why [aria-pressed=true]') !== null,
      pictures: globalThis.__harness.all('#chapter-why gumbel-softmax').length,
    }));
    assert.equal(seen.lang, 'zh-Hans');
    for (const key of ['title', 'h1', 'view', 'chapter']) assert.match(seen[key], /\p{Script=Han}/u, key);
    assert.ok(seen.pressed && seen.pictures > 0);
    await page.browser.click('[data-language=en]');
    await page.told('en');
    await page.addressIs('lang=en');
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('is that of the address', async () => {
    await open(`${START}&lang=zh`);
    assert.equal(await page.browser.evaluate(() => document.documentElement.lang), 'zh-Hans');
  });

  test('can be chosen though there is no core, and the story is still told', async () => {
    page.server.faults.wasm = 'missing';
    try {
      await page.visit('', SIZE);
      await page.told();
      await page.browser.click('[data-language=zh]');
      await page.told('zh');
      assert.ok(await page.browser.evaluate(() => document.querySelectorAll('#story article').length) === 13);
      await page.browser.forgives(/\.wasm|network/);
    } finally {
      page.server.clearFaults();
    }
  });
});
