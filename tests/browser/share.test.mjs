// What leaves the page: the link, the tag, the frame, pictures, data, programs; all of it the state that is seen.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { start, VIEWS } from './harness/page.mjs';

const START = 'v=1&logits=1,0,-1,0.5&tau=0.7&seed=3&n=2000';
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const HOSTILE = ['<img src=x', 'onerror=1>', '"><script>', '&lt;/svg>'];
const TABS = ['link', 'embed', 'picture', 'data', 'code', 'cite'];
const named = (name) => `dialog.share [name="${name}"]`;

let page;
before(async () => {
  page = await start({ reducedMotion: true });
});
after(() => page?.close());

/** Keeps the files that the page hands over, instead of the system's dialog. */
const KEEP_FILES = `
  globalThis.__files = [];
  const blobs = new Map();
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => { const url = make.call(URL, blob); blobs.set(url, blob); return url; };
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (!this.download) return click.call(this);
    blobs.get(this.href).arrayBuffer().then((bytes) => globalThis.__files.push({ name: this.download, type: blobs.get(this.href).type, bytes: new Uint8Array(bytes) }));
  };`;

async function openDialog(address = START, tab = 'link', size) {
  await page.open(address, size);
  await page.browser.press('s');
  await page.browser.waitFor(() => document.querySelector('dialog.share[open]') !== null);
  if (tab !== 'link') await page.browser.click(`#share-tab-${tab}`);
  await page.browser.waitFor((wanted) => document.querySelector('#share-panel').className === wanted, tab);
}

const value = (name) => page.browser.evaluate((id) => document.querySelector(`#share-${id}`).value, name);

/** Presses a button and waits for the file that it makes. */
async function file(button) {
  await page.browser.evaluate(() => (globalThis.__files.length = 0));
  await page.browser.click(named(button));
  const found = await page.browser.waitFor(() => {
    const [made] = globalThis.__files;
    if (!made) return null;
    let binary = '';
    for (let i = 0; i < made.bytes.length; i += 8192) binary += String.fromCharCode(...made.bytes.subarray(i, i + 8192));
    return { name: made.name, type: made.type, base64: btoa(binary) };
  });
  return { ...found, bytes: Buffer.from(found.base64, 'base64') };
}

describe('the dialog', () => {
  test('opens by its button and by S, closes by Escape, and gives the focus back', async () => {
    await page.open(START);
    await page.browser.click('#share');
    await page.browser.waitFor(() => document.activeElement?.id === 'share-tab-link');
    await page.browser.press('d');
    await page.browser.press('Escape');
    await page.browser.waitFor(() => document.querySelector('dialog[open]') === null);
    assert.equal(await page.browser.evaluate(() => document.activeElement.id), 'share');
    assert.equal((await page.state()).n, 2000, 'a key in the dialog is not one of the page');
    await page.browser.press('s');
    await page.browser.waitFor(() => document.querySelector('dialog.share[open]') !== null);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('has tabs that arrows turn', async () => {
    await openDialog();
    for (const tab of [...TABS.slice(1), 'link']) {
      await page.browser.press('ArrowRight');
      await page.browser.waitFor((wanted) => document.activeElement.id === `share-tab-${wanted}` && document.querySelector('#share-panel').className === wanted, tab);
    }
    await page.browser.press('End');
    await page.browser.waitFor(() => document.querySelector('#share-panel').className === 'cite');
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('stops what plays, so that what is shared stands still', async () => {
    await page.open(START);
    await page.browser.press(' ');
    await page.browser.waitFor(() => globalThis.__harness.group().explorer.n() > 2000);
    await page.browser.press('s');
    await page.browser.waitFor(() => document.querySelector('dialog.share[open]') !== null);
    const { n } = await page.state();
    assert.match(await value('link'), new RegExp(`&n=${n}$`));
  });

  test('takes nothing of the page with it when it closes', async () => {
    await openDialog(START, 'embed');
    await page.browser.waitFor(() => globalThis.__harness.one('dialog gumbel-softmax')?.shared?.explorer !== undefined);
    await page.browser.press('Escape');
    await page.browser.waitFor(() => document.querySelector('dialog.share').childElementCount === 0);
    assert.equal((await page.state()).n, 2000);
  });
});

describe('the link', () => {
  test('is the whole state at the page’s own address, and reopens it', async () => {
    await openDialog();
    const link = await value('link');
    assert.equal(link, `${page.server.origin}/#${START}`);
    const pictures = await page.pictures();
    await page.browser.open(link, { width: 1280, height: 1800 });
    await page.settled();
    assert.deepEqual(await page.pictures(), pictures);
  });

  test('takes language, theme, a view alone, and another page; what is no address is said', async () => {
    await openDialog();
    await page.choose(named('share-lang'), 'zh');
    await page.choose(named('share-theme'), 'dark');
    await page.choose(named('share-opens'), 'simplex');
    await page.browser.fill(named('share-page'), 'https://example.org/x?y#z');
    const wanted = `https://example.org/x#${START}&lang=zh&theme=dark&present=simplex`;
    await page.browser.waitFor((link) => document.querySelector('#share-link').value === link, wanted);
    await page.browser.fill(named('share-page'), 'javascript:alert(1)');
    await page.browser.waitFor(() => document.querySelector('#share-page-note').textContent.includes('https://'));
    assert.equal(await value('link'), wanted);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('has a code that fills the screen', async () => {
    await openDialog();
    await page.browser.click(named('qr-large'));
    const { width, height } = await page.browser.place('dialog.share-screen .qr');
    const side = await page.browser.evaluate(() => Math.min(innerWidth, innerHeight));
    assert.ok(Math.abs(width - height) < 1 && width > side * 0.6, `${width} x ${height} of ${side}`);
    await page.browser.press('Escape');
    await page.browser.waitFor(() => document.querySelector('dialog.share-screen[open]') === null && document.querySelector('dialog.share[open]') !== null);
  });
});

describe('copying', () => {
  const stub = (write, old) => `
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: ${write} } });
    document.execCommand = ${old};`;

  test('says that it did', async () => {
    page.server.faults.before = stub('async (text) => { globalThis.__copied = text; }', '() => false');
    try {
      await openDialog();
      await page.browser.click(named('copy-link'));
      await page.browser.waitFor(() => /copied/i.test(document.querySelector('[name=copy-link]').textContent) && /copied/i.test(document.querySelector('dialog.share .said').textContent));
      assert.equal(await page.browser.evaluate(() => globalThis.__copied), await value('link'));
      await page.browser.waitFor(() => !/copied/i.test(document.querySelector('[name=copy-link]').textContent));
    } finally {
      page.server.clearFaults();
    }
  });

  test('that the browser refuses leaves the text selected, and says how to go on', async () => {
    page.server.faults.before = stub("async () => { throw new DOMException('no', 'NotAllowedError'); }", '() => false');
    try {
      await openDialog(START, 'cite');
      await page.browser.click(named('copy-cite'));
      await page.browser.waitFor(() => /Ctrl\+C/.test(document.querySelector('dialog.share .said').textContent));
      const [selected, whole] = await page.browser.evaluate(() => {
        const { activeElement: field } = document;
        return [field.value.slice(field.selectionStart, field.selectionEnd), field.value];
      });
      assert.equal(selected, whole);
      assert.match(whole, /1611\.01144[^]*1611\.00712/);
    } finally {
      page.server.clearFaults();
    }
  });
});

describe('the tag', () => {
  test('names what was chosen, and the preview shows it, apart from the page', async () => {
    await openDialog(START, 'embed');
    await page.choose(named('share-view'), 'histogram');
    await page.browser.click(named('share-seed'));
    await page.browser.click(named('share-play'));
    assert.match(await value('tag'), /<gumbel-softmax view="histogram" logits="1,0,-1,0.5" tau="0.7" seed="3" n="2000" controls="tau seed">/);
    const inside = 'dialog gumbel-softmax';
    await page.browser.waitFor((wanted) => {
      const element = globalThis.__harness.one(wanted);
      const state = element?.shared?.state;
      return element?.view === 'histogram' && state?.n === 2000 && state.tau === 0.7 && globalThis.__harness.picture(globalThis.__harness.one(`${wanted} >>> canvas[data-layer=live]`)).marked > 0;
    }, inside);
    await page.browser.fill(`${inside} >>> [name=tau]`, '5');
    await page.browser.waitFor((wanted) => globalThis.__harness.one(wanted).shared.get('tau') === '5', inside);
    assert.equal((await page.state()).tau, 0.7);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('and the frame hold names as text, whatever they are', async () => {
    await openDialog(`${START}&names=${HOSTILE.map(encodeURIComponent).join(',')}`, 'embed');
    const [text, framed] = [await value('tag'), await value('frame')];
    const found = await page.browser.evaluate((markup, frame) => {
      const parsed = new DOMParser().parseFromString(markup + frame, 'text/html');
      return {
        elements: [...parsed.querySelectorAll('head *, body *')].map(({ localName }) => localName),
        names: parsed.querySelector('gumbel-softmax').getAttribute('names'),
        handlers: [...parsed.querySelectorAll('*')].flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith('on')),
        href: parsed.querySelector('a').getAttribute('href'),
        src: parsed.querySelector('iframe').getAttribute('src'),
      };
    }, text, framed);
    assert.deepEqual(found.elements, ['script', 'gumbel-softmax', 'a', 'img', 'iframe']);
    assert.equal(found.names, HOSTILE.join(','));
    assert.deepEqual(found.handlers, []);
    await page.browser.open(found.src, { width: 700, height: 800 });
    await page.settled();
    assert.deepEqual((await page.state()).names, HOSTILE);
    const shown = await page.browser.evaluate(() => ({
      elements: globalThis.__harness.all('gumbel-softmax').map(({ view, controls }) => [view, controls]),
      header: document.querySelector('header').checkVisibility(),
    }));
    assert.deepEqual(shown, { elements: [['simplex', 'tau play notices']], header: false });
    assert.deepEqual(await page.browser.errors(), []);
  });
});

describe('files', () => {
  before(() => {
    page.server.faults.before = KEEP_FILES;
    page.server.faults.policy = POLICY;
  });
  after(() => page.server.clearFaults());

  /** The chunks of a PNG, texts decoded. */
  function pngOf(bytes) {
    const texts = {};
    let size;
    for (let at = 8; at < bytes.length; ) {
      const length = bytes.readUInt32BE(at);
      const type = bytes.toString('latin1', at + 4, at + 8);
      const data = bytes.subarray(at + 8, at + 8 + length);
      if (type === 'IHDR') size = [data.readUInt32BE(0), data.readUInt32BE(4)];
      if (type === 'tEXt') texts[data.toString('latin1').split('\0')[0]] = data.toString('latin1').split('\0')[1];
      if (type === 'iTXt') texts[data.toString('utf8').split('\0')[0]] = data.toString('utf8').split('\0').at(-1);
      at += length + 12;
    }
    return { texts, size };
  }

  test('a PNG has the size that was chosen and the link inside, and is the picture', async () => {
    await openDialog(START, 'picture');
    let one;
    for (const scale of [1, 2, 3, 4]) {
      await page.choose(named('share-scale'), String(scale));
      const made = await file('png');
      assert.deepEqual([made.name, made.type], ['gumbel-softmax-simplex.png', 'image/png']);
      const { texts, size } = pngOf(made.bytes);
      one ??= size;
      assert.deepEqual(size, one.map((side) => side * scale));
      assert.equal(texts.Source, `${page.server.origin}/#${START}`);
      assert.ok(texts.Title.length > 3 && texts.Description.length > 50);
      const colours = await page.browser.evaluate(async () => {
        // Decoded without an address, which the policy would refuse.
        const bitmap = await createImageBitmap(new Blob([globalThis.__files[0].bytes], { type: 'image/png' }));
        const canvas = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height });
        canvas.getContext('2d').drawImage(bitmap, 0, 0);
        return new Set(new Uint32Array(globalThis.__harness.pixels(canvas).data.buffer)).size;
      });
      assert.ok(colours > 200, `${colours} colours`);
    }
    assert.deepEqual(await page.browser.errors(), []);
  });

  for (const view of VIEWS) {
    test(`an SVG of ${view} is well formed, with title, description, legend and link`, async () => {
      await openDialog(`${START}&names=${HOSTILE.map(encodeURIComponent).join(',')}`, 'picture');
      await page.choose(named('share-view'), view);
      const made = await file('svg');
      assert.equal(made.name, `gumbel-softmax-${view}.svg`);
      const found = await page.browser.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
        const elements = [...parsed.querySelectorAll('*')];
        return {
          error: parsed.querySelector('parsererror')?.textContent ?? '',
          foreign: elements.filter(({ localName }) => ['script', 'img', 'foreignObject', 'a'].includes(localName)).length,
          handlers: elements.flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith('on')).length,
          source: parsed.querySelector('metadata source').textContent,
          texts: parsed.documentElement.textContent,
          described: parsed.querySelector('desc').textContent.length,
          images: [...parsed.querySelectorAll('image')].map((image) => image.getAttribute('href').slice(0, 22)),
        };
      }, made.bytes.toString('utf8'));
      assert.equal(found.error, '');
      assert.deepEqual([found.foreign, found.handlers], [0, 0]);
      assert.equal(found.source, await page.browser.evaluate(() => `${location.origin}/#${globalThis.__harness.group().address()}`));
      assert.deepEqual(found.images, view === 'simplex' ? ['data:image/png;base64,'] : []);
      for (const name of HOSTILE) assert.ok(found.texts.includes(`${name}  π = `), name);
      assert.ok(found.described > 50);
    });
  }

  test('samples are those that the page counted, with the link in the head', async () => {
    await openDialog(START, 'data');
    const { counts } = await page.state();
    const made = await file('samples');
    assert.deepEqual([made.name, made.type], ['gumbel-softmax-samples.csv', 'text/csv']);
    const lines = made.bytes.toString('utf8').trimEnd().split('\r\n');
    assert.equal(lines[0], '# samples 1 to 2000 of N=2000 (the first 100000 at most)');
    assert.equal(decodeURIComponent(lines[1].slice(2)), `${page.server.origin}/#${START}`);
    const rows = lines.filter((line) => !line.startsWith('#')).map((line) => line.split(','));
    assert.equal(rows.length, 2001);
    const sums = ['A', 'B', 'C', 'D'].map((name) => {
      const at = rows[0].indexOf(`hard ${name}`);
      return rows.slice(1).reduce((sum, row) => sum + Number(row[at]), 0);
    });
    assert.deepEqual(sums, counts);
    const text = await page.browser.evaluate((link) => globalThis.__harness.group().explorer.csv_samples(link), `${page.server.origin}/#${START}`);
    assert.equal(text, made.bytes.toString('utf8'), 'part by part and at once are the same');
  });

  test('a long file of samples ends where it says', async () => {
    await openDialog('v=1&logits=1,0&tau=1&seed=3&n=120000', 'data');
    const text = (await file('samples')).bytes.toString('utf8');
    assert.match(text, /^# samples 1 to 100000 of N=120000 /);
    assert.match(text.trimEnd().split('\r\n').at(-1), /^100000,/);
  });

  test('the summary is what the page says', async () => {
    await openDialog(START, 'data');
    const state = await page.state();
    const lines = (await file('summary')).bytes.toString('utf8').trimEnd().split('\r\n');
    assert.ok(lines.includes(`# chi_square=${state.chi_square.statistic} degrees_of_freedom=3 p=${state.chi_square.p} pooled=0`));
    const rows = lines.filter((line) => !line.startsWith('#')).slice(1).map((line) => line.split(','));
    assert.deepEqual(rows.map((row) => Number(row[2])), state.probs);
    assert.deepEqual(rows.map((row) => Number(row[3])), state.counts);
    assert.deepEqual(rows.map((row) => Number(row[6])), state.mean);
    assert.deepEqual(rows.map((row) => Number(row[8])), state.expected_mean);
  });

  test('programs carry the state, and change with their button', async () => {
    await openDialog(START, 'code');
    for (const [name, ending, sign] of [['numpy', 'py', 'np.array([1.0, 0.0, -1.0, 0.5])'], ['pytorch', 'py', 'F.gumbel_softmax'], ['jax', 'py', 'jax.random.gumbel'], ['rust', 'rs', 'const TAU: f64 = 0.7;']]) {
      await page.browser.click(named(`program-${name}`));
      assert.ok((await value('program')).includes(sign), name);
      const made = await file('program-file');
      assert.ok(made.name.endsWith(`.${ending}`));
      assert.equal(made.bytes.toString('utf8'), await value('program'));
    }
  });

  test('and every part of the dialog keep a strict policy', async () => {
    for (const tab of TABS) {
      await openDialog(START, tab);
      await page.browser.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
      assert.deepEqual(await page.browser.errors(), [], tab);
    }
    assert.ok(page.server.requests.every((path) => !path.includes('blob')));
  });
});

test('a download that nothing holds up keeps the policy too', async () => {
  page.server.faults.policy = POLICY;
  try {
    await openDialog(START, 'data');
    await page.browser.click(named('summary'));
    await page.browser.click('#share-tab-picture');
    await page.browser.click(named('svg'));
    await page.browser.press('Home');
    assert.deepEqual(await page.browser.errors(), []);
    assert.equal((await page.state()).n, 2000, 'the page is still here');
  } finally {
    page.server.clearFaults();
  }
});

describe('an old link', () => {
  test('opens the state and the pictures that it always did', async () => {
    const rows = JSON.parse(await readFile(new URL('../links.json', import.meta.url), 'utf8'));
    await page.open(START);
    for (const row of rows) {
      const found = await page.browser.evaluate((address, views) => {
        const { core } = globalThis.__harness.group();
        const explorer = core.explorer(address);
        explorer.step(explorer.goal());
        while (!explorer.refine(1e9));
        const theme = core.theme(false, false, '', 1);
        const digest = (text) => {
          let hash = 0xcbf29ce484222325n;
          for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
          return hash.toString(16).padStart(16, '0');
        };
        const made = { address, state: explorer.digest() };
        for (const view of views) made[view] = digest(explorer.svg(view, 640, explorer.height(view, 640), theme, {}));
        theme.free();
        explorer.free();
        return made;
      }, row.address, VIEWS);
      assert.deepEqual(found, row);
    }
  });
});

for (const [scheme, dark] of [['light', false], ['dark', true]]) {
  describe(`in the ${scheme}`, () => {
    let own;
    before(async () => {
      own = await start({ reducedMotion: true, colorScheme: scheme });
    });
    after(() => own?.close());

    const open = async (tab, size) => {
      await own.open(START, size);
      await own.browser.press('s');
      await own.browser.waitFor(() => document.querySelector('dialog.share[open]') !== null);
      await own.browser.click(`#share-tab-${tab}`);
      await own.browser.waitFor((wanted) => document.querySelector('#share-panel').className === wanted, tab);
      if (tab !== 'embed') return;
      // Out of sight the preview sleeps.
      await own.browser.place('dialog gumbel-softmax');
      await own.browser.waitFor(() => globalThis.__harness.one('dialog gumbel-softmax')?.shared?.resting);
    };

    test('axe finds no violation in any part', async () => {
      for (const tab of TABS) {
        await open(tab, { width: 1280, height: 900 });
        assert.deepEqual(await own.violations(), [], tab);
        await own.browser.screenshot(`share-${tab}-${scheme}`);
      }
    });

    test('360 px wide: no part scrolls sideways', async () => {
      for (const tab of TABS) {
        await open(tab, { width: 360, height: 740 });
        const [inner, outer, beyond] = await own.browser.evaluate(() => {
          const dialog = document.querySelector('dialog.share');
          const wide = [...dialog.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5 && element.getBoundingClientRect().width > 1);
          return [dialog.scrollWidth, dialog.clientWidth, wide.map(({ outerHTML }) => outerHTML.slice(0, 90))];
        });
        assert.deepEqual([inner - outer, beyond], [0, []], tab);
        await own.browser.screenshot(`share-${tab}-360-${scheme}`);
      }
      assert.deepEqual(await own.browser.errors(), []);
    });

    test(`a picture is ${scheme} as the page is, and otherwise when asked`, async () => {
      const corner = () => own.browser.evaluate(() => {
        const canvas = document.querySelector('canvas.proof');
        return canvas.getContext('2d').getImageData(1, 1, 1, 1).data[0];
      });
      await open('picture', { width: 1280, height: 900 });
      assert.equal((await corner()) < 128, dark);
      await own.choose(named('share-theme'), dark ? 'light' : 'dark');
      assert.equal((await corner()) < 128, !dark);
    });
  });
}
