// No word reaches a reader but through the dictionaries: the page is built with one in which every string stands in ⟦ ⟧.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { start, WHOLE } from './harness/page.mjs';
import { ROOT } from './harness/server.mjs';

let page;
let site;
before(async () => {
  site = await mkdtemp(join(tmpdir(), 'words-'));
  const words = join(ROOT, 'tests', 'browser', 'fixtures', 'pseudo.ts');
  await promisify(execFile)(process.execPath, [join(ROOT, 'www', 'build.mjs'), '--out', site, '--words', words], { cwd: ROOT });
  page = await start({ reducedMotion: true }, site);
});
after(async () => {
  await page?.close();
  await rm(site, { recursive: true, force: true });
});

/** Text and spoken attributes with letters in them that stand outside ⟦ ⟧. */
const bypassing = () => {
  const found = [];
  const strip = (text) => {
    let inner = text;
    for (let before = ''; before !== inner; ) {
      before = inner;
      inner = inner.replace(/⟦[^⟦⟧]*⟧/g, ' ');
    }
    return inner;
  };
  // Letters that are no word: symbols, one-letter names of categories, argmax typed as a value, links, names of files.
  const none = /\bhttps?:\S+|\b[\w-]+\.(?:csv|png|py|rs|svg)\b|\b(?:argmax|ln|exp|softmax)\b/g;
  const speaks = (text) => /\p{L}{2,}/u.test(strip(text).replace(none, ' '));
  const own = (node) => (node.parentElement ?? node).closest?.('[data-told], [translate=no], style, script, noscript, kbd, code, var, math') !== null;
  const walk = (root) => {
    for (const node of root.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && !own(node) && speaks(node.parentElement?.textContent ?? node.data) && speaks(node.data)) found.push(`text ${node.data.trim().slice(0, 60)}`);
      if (!(node instanceof Element)) continue;
      if (!node.closest('[data-told], [translate=no]')) {
        for (const name of ['aria-label', 'aria-valuetext', 'aria-description', 'title', 'alt', 'placeholder']) {
          const value = node.getAttribute(name);
          if (value !== null && speaks(value)) found.push(`${name} ${value.slice(0, 60)}`);
        }
      }
      if (node.shadowRoot) walk(node.shadowRoot);
      walk(node);
    }
  };
  walk(document.body);
  if (speaks(document.title)) found.push(`title ${document.title}`);
  const description = document.querySelector('meta[name=description]')?.content ?? '';
  if (speaks(description)) found.push(`description ${description}`);
  return [...new Set(found)];
};

/** The states of the page that show different words. */
const PLACES = [
  ['at first', 'logits=2,1,0.1&tau=0.5&seed=1&n=2000&lang=zh', async () => {}],
  ['with many categories, pinned, without draws', 'logits=1,0,-inf,2,0.5&tau=argmax&seed=1&n=0&pin=1,0/1/100/2&lang=zh', async () => {}],
  ['with notices', 'logits=99,x&tau=0&seed=1.5&n=10&nonsense=1&chapter=epilogue&triple=9&lang=zh', async () => {}],
  ['in the dialog of keys', 'n=10&lang=zh', () => page.browser.press('?')],
  ...['link', 'embed', 'picture', 'data', 'code', 'cite'].map((tab) => [
    `in the dialog of sharing, ${tab}`,
    'n=10&lang=zh',
    async () => {
      await page.browser.press('s');
      await page.browser.click(`#share-tab-${tab}`);
    },
  ]),
  ...['noise', 'draw', 'simplex', 'histogram'].map((view) => [
    `before a room, ${view}, its target hidden`,
    `n=10&lang=zh&present=${view}`,
    () => page.browser.press('h'),
  ]),
  ['in the panel of claims, run', 'logits=1,0,-inf&tau=argmax&n=10&lang=zh', async () => {
    await page.browser.fill('#claims [name=claims-seed]', 'rubbish');
    await page.browser.click('#claims [name=check]');
    await page.browser.waitFor(() => document.querySelector('#claims [role=status]').textContent.trim() !== '');
    await page.browser.click('#claims [name=check]');
    await page.browser.fill('[name=tau]', '2');
  }],
  ['on paper', 'n=10&lang=zh', () => page.browser.evaluate(() => dispatchEvent(new Event('beforeprint')))],
  ['in the story, its pictures open', 'n=10&lang=zh', () => page.browser.evaluate(async () => {
    document.querySelector('[name=guess-first]').click();
    for (const article of document.querySelectorAll('article')) {
      article.querySelector('[name=choice]').click();
      article.scrollIntoView({ behavior: 'instant' });
      await globalThis.__harness.nextFrame();
      await globalThis.__harness.nextFrame();
    }
    await Promise.all(globalThis.__harness.all('gumbel-softmax').map((element) => element.updateComplete));
  })],
];

for (const [where, address, go] of PLACES) {
  test(`${where}: every word comes from a dictionary`, async () => {
    await page.open(address, WHOLE);
    await page.told('zh');
    await go();
    assert.deepEqual(await page.browser.evaluate(bypassing), []);
    // Lest the test sees nothing at all.
    const through = await page.browser.evaluate(() => (globalThis.__harness.text().match(/⟦/g) ?? []).length);
    assert.ok(through > 12, `${through} strings`);
  });
}

test('a word that bypasses them is found', async () => {
  await page.open('n=10&lang=zh', WHOLE);
  await page.browser.evaluate(() => {
    document.querySelector('footer').append('bypass');
    globalThis.__harness.one('[name=play]').title = 'bypass too';
  });
  assert.deepEqual(await page.browser.evaluate(bypassing), ['title bypass too', 'text bypass'].sort().reverse().sort((a) => (a.startsWith('title') ? -1 : 1)));
});
