// What is published: the page in one file, opened as a file; the element with the core inside, and with the core beside
// it; the site that the tags of the share dialog point to.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ARTIFACTS, ENGINE } from './harness/browser.mjs';
import { startHost } from './harness/host.mjs';
import { start, VIEWS, WHOLE } from './harness/page.mjs';
import { dist, ROOT } from './harness/server.mjs';

const FILE = 'gumbel-softmax.html';
const [{ address: START, digest: DIGEST }] = JSON.parse(await readFile(join(ROOT, 'tests', 'digests.json'), 'utf8'));
const CHAPTERS = (await readFile(join(ROOT, 'www', 'story', 'en.md'), 'utf8')).match(/^@chapter /gm).length;
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
/** What is in the file may run; whatever it would load is refused, and so recorded. */
const NOTHING_LOADED = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; img-src data:";

describe('the page in one file', () => {
  let page;
  let recorded;
  before(async () => {
    page = await start({ reducedMotion: true }, dist());
    // A copy with the recorder in front, since no server is there to put it in; the bytes after it are the same.
    const html = await readFile(join(dist(), FILE), 'utf8');
    const recorder = await readFile(join(ROOT, 'tests', 'browser', 'harness', 'record.js'), 'utf8');
    const head = `<head><meta http-equiv="Content-Security-Policy" content="${NOTHING_LOADED}"><script>${recorder}</script>`;
    const copy = join(ARTIFACTS, `${ENGINE}-recorded`, FILE);
    await mkdir(join(copy, '..'), { recursive: true });
    await writeFile(copy, html.replace('<head>', () => head));
    recorded = pathToFileURL(copy).href;
  });
  after(() => page?.close());

  const open = async (address, query = '') => {
    await page.browser.open(`${recorded}${query}#${address}`, WHOLE);
    await page.settled();
  };
  const evaluate = (fn, ...args) => page.browser.evaluate(fn, ...args);

  test('opens as it was made, from the file system', async () => {
    await page.browser.open(`${pathToFileURL(join(dist(), FILE)).href}#${START}`, WHOLE);
    const digest = await page.browser.waitFor(() => {
      const shared = document.querySelector('gumbel-softmax')?.shared;
      return shared?.explorer && shared.resting && shared.explorer.digest();
    });
    assert.equal(digest, DIGEST);
    assert.equal(await evaluate(() => location.protocol), 'file:');
    await page.browser.screenshot('single-file');
  });

  test('draws every view, and plays', async () => {
    await open(START);
    const pictures = await page.pictures();
    for (const view of VIEWS) {
      const marked = ['ground', 'live'].map((layer) => pictures[`${view}-${layer}`].marked);
      for (const count of marked) assert.ok(count > 2000, `${view}: ${marked} pixels on ground, live`);
    }
    assert.equal(await evaluate(() => globalThis.__harness.group().explorer.digest()), DIGEST);
    const n = (await page.snapshot()).n;
    await page.browser.press(' ');
    await page.browser.waitFor((before) => globalThis.__harness.group().explorer.n() > before, n);
    await page.browser.press(' ');
    await page.settled();
    await page.addressIs(`n=${(await page.snapshot()).n}`);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('tells the story in both languages, with its pictures', async () => {
    await open(START);
    const chapters = () => evaluate(() => [...document.querySelectorAll('#story article h3')].map((title) => title.textContent.trim()));
    for (const [lang, letters] of [['en', /[A-Za-z]{4}/], ['zh', /\p{Script=Han}/u]]) {
      await page.browser.click(`[data-language=${lang}]`);
      await page.told(lang);
      const titles = await chapters();
      assert.equal(titles.length, CHAPTERS, titles.join(' | '));
      for (const title of titles) assert.match(title, letters);
    }
    await page.browser.press('j');
    await page.browser.click('#chapter-why [name=choice]');
    await page.browser.waitFor(() => {
      const [view] = globalThis.__harness.all('#chapter-why gumbel-softmax');
      return view && globalThis.__harness.all('canvas', view).some((canvas) => globalThis.__harness.picture(canvas).marked > 500);
    });
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('shows one view of it in a frame', async () => {
    await open(START, '?view=draw&controls=tau');
    assert.deepEqual(await evaluate(() => [...document.querySelectorAll('gumbel-softmax')].map(({ view, controls }) => [view, controls])), [['draw', 'tau notices']]);
    assert.equal((await page.snapshot()).n, 2000);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('asks a server for itself and for nothing else', async () => {
    page.server.requests.length = 0;
    await page.browser.open(`${page.server.origin}/${FILE}#${START}`, WHOLE);
    await page.told();
    await page.settled();
    await page.browser.click('[data-language=zh]');
    await page.told('zh');
    const own = page.server.requests.filter((path) => !path.startsWith('/__harness/') && path !== '/favicon.ico');
    assert.deepEqual(own, [`/${FILE}`]);
    assert.deepEqual(await page.browser.errors(), []);
  });
});

describe('the element', () => {
  let host;
  before(async () => {
    host = await startHost({ reducedMotion: true }, dist());
  });
  after(() => host?.close());
  afterEach(() => host.server.clearFaults());

  /** Opens a page, and says what it asked for and what it shows. */
  const open = async (path) => {
    host.server.requests.length = 0;
    await host.browser.open(`${host.server.origin}${path}`, { width: 900, height: 900 });
    await host.settled();
    return {
      asked: host.server.requests.filter((asked) => /gumbel/.test(asked)),
      digest: await host.browser.evaluate(() => globalThis.__harness.group().explorer.digest()),
      marked: await host.browser.evaluate(() => globalThis.__harness.pictures()['simplex-live'].marked),
      errors: await host.browser.errors(),
    };
  };

  test('with the core inside is one request', async () => {
    const { asked, digest, marked, errors } = await open('/__fixtures/plain.html');
    assert.deepEqual(asked, ['/gumbel-softmax.js']);
    assert.equal(digest, DIGEST);
    assert.ok(marked > 2000, `${marked} pixels`);
    assert.deepEqual(errors, []);
  });

  test('in two files keeps a strict policy', async () => {
    host.server.faults.policy = POLICY;
    const { asked, digest, marked, errors } = await open('/__fixtures/two-files.html');
    assert.deepEqual(asked, ['/two-files/gumbel-softmax.js', '/two-files/gumbel_softmax_bg.wasm']);
    assert.equal(digest, DIGEST);
    assert.ok(marked > 2000, `${marked} pixels`);
    assert.deepEqual(errors, []);
  });

  test('says what it needs where the browser cannot unpack', async () => {
    host.server.faults.before = 'delete globalThis.DecompressionStream;';
    await host.browser.open(`${host.server.origin}/__fixtures/plain.html`, { width: 900, height: 900 });
    await host.browser.waitFor(() => /Firefox 113/.test(globalThis.__harness.text()));
  });

  test('is beside the site, where the tag of the share dialog looks for it', async () => {
    await host.browser.open(`${host.server.origin}/#${START}`, WHOLE);
    await host.browser.waitFor(() => globalThis.__harness.settled());
    await host.browser.click('#share');
    await host.browser.click('#share-tab-embed');
    const tag = await host.browser.waitFor(() => document.querySelector('#share-tag')?.value);
    const src = /<script type="module" src="([^"]+)">/.exec(tag)?.[1];
    assert.equal(src, `${host.server.origin}/gumbel-softmax.js`);
    assert.deepEqual(await host.browser.errors(), []);
    await host.bare(tag.replace(/<script.*?<\/script>/, ''));
    await host.browser.evaluate((from) => import(from).then(() => true), src);
    await host.settled();
    assert.equal(await host.browser.evaluate(() => globalThis.__harness.group().explorer.digest()), DIGEST);
    // The tag shows a picture until the element is there; nobody has put one beside this page.
    await host.browser.forgives(/\.svg$/);
  });
});
