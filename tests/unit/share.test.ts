import assert from 'node:assert/strict';
import { crc32 as reference } from 'node:zlib';
import { test } from 'node:test';
import fc from 'fast-check';
import decodeQR from 'qr/decode.js';
import { embedded } from '../../www/embedded.js';
import { language } from '../../www/i18n/index.js';
import { bibtex } from '../../www/share/cite.js';
import { lay, svgFile, wrapped, type Figure } from '../../www/share/figure.js';
import { atCount, changed, CONTROLS, escaped, frame, ownAddress, permalink, plainLink, tag, webAddress, type Choice } from '../../www/share/links.js';
import { chunks, crc32, withTexts } from '../../www/share/png.js';
import { code } from '../../www/share/qr.js';
import { FakeExplorer } from './fake_core.js';

const ADDRESS = 'v=1&logits=2,1,0.1&tau=0.5&seed=1&n=2000&names=%3Cb%3E,%22%26';
const choice = (more: Partial<Choice> = {}): Choice => ({
  page: 'https://example.org/explorer/', opens: 'off', view: 'simplex', controls: ['tau', 'play'], lang: 'auto', theme: 'auto', ...more,
});

test('the link carries the whole state, and what is chosen besides', () => {
  assert.equal(permalink(ADDRESS, choice()), `https://example.org/explorer/#${ADDRESS}`);
  assert.equal(
    permalink(`${ADDRESS}&lang=en&theme=dark`, choice({ lang: 'zh', opens: 'noise' })),
    `https://example.org/explorer/#${ADDRESS}&lang=zh&present=noise`,
  );
  assert.equal(plainLink('https://example.org/', `${ADDRESS}&lang=en&theme=dark&present=noise`), `https://example.org/#${ADDRESS}`);
  assert.equal(atCount('v=1&n=5&names=n%3D3', 7), 'v=1&n=7&names=n%3D3');
  assert.equal(changed('a=1&b=2', { a: undefined, c: '3' }), 'b=2&c=3');
});

test('only an address of the web is taken', () => {
  assert.equal(webAddress(' https://example.org/a?b#c '), 'https://example.org/a');
  assert.equal(webAddress('http://localhost:8080'), 'http://localhost:8080/');
  for (const bad of ['', 'x', 'javascript:alert(1)', 'data:text/html,x', 'file:///a', 'ftp://a/', 'https://user:word@example.org/', '//example.org']) {
    assert.equal(webAddress(bad), undefined, bad);
  }
  assert.equal(ownAddress({ href: 'file:///home/a.html?x#y' }), 'file:///home/a.html');
});

test('the tag has the state as attributes and a linked picture as its content', () => {
  const text = tag(ADDRESS, choice({ lang: 'zh', theme: 'dark' }), { file: 'simplex.svg', alt: 'A "picture" <of> it' });
  assert.equal(
    text,
    `<script type="module" src="https://example.org/explorer/gumbel-softmax.js"></script>
<gumbel-softmax view="simplex" logits="2,1,0.1" tau="0.5" seed="1" n="2000" names="&lt;b&gt;,&quot;&amp;" controls="tau play" lang="zh" theme="dark">
  <a href="https://example.org/explorer/#v=1&amp;logits=2,1,0.1&amp;tau=0.5&amp;seed=1&amp;n=2000&amp;names=%3Cb%3E,%22%26&amp;lang=zh&amp;theme=dark"><img src="simplex.svg" alt="A &quot;picture&quot; &lt;of&gt; it"></a>
</gumbel-softmax>`,
  );
  assert.ok(!tag(ADDRESS, choice({ controls: [] }), { file: 'x', alt: '' }).includes('controls'));
  assert.match(tag(ADDRESS, choice({ page: 'file:///a/b.html' }), { file: 'x', alt: '' }), /src="gumbel-softmax\.js"/);
});

test('the frame opens one view with its controls, and the page reads them back', () => {
  const text = frame(ADDRESS, choice(), { title: 'Simplex', height: 700 });
  const src = /src="([^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const url = new URL(src);
  assert.equal(url.hash, `#${ADDRESS}`);
  assert.deepEqual(embedded(url.search), { view: 'simplex', controls: 'tau play' });
  assert.deepEqual(embedded('?view=noise&controls=tau,%22%3E%3Cscript%3E,n'), { view: 'noise', controls: 'tau n' });
  for (const search of ['', '?view=', '?view=%3Cscript%3E', '?controls=tau']) assert.equal(embedded(search), undefined, search);
});

test('no text ends its attribute', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[<>"']/.test(escaped(text))));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const made = tag(`v=1&names=${encodeURIComponent(text)}`, choice(), { file: text, alt: text });
      return (made.match(/</g) ?? []).length === 7;
    }),
  );
});

test('a QR code says the link, read by a decoder of another hand', () => {
  for (const link of [`https://example.org/#${ADDRESS}`, `https://example.org/#${'names=abcdefghijkl,'.repeat(30)}`]) {
    const { size, path } = code(link) ?? { size: 0, path: '' };
    const scale = 4;
    const width = size * scale;
    const data = new Uint8Array(width * width * 4).fill(255);
    for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
      for (let row = 0; row < scale; row++) {
        const from = ((Number(y) * scale + row) * width + Number(x) * scale) * 4;
        for (let i = 0; i < Number(length) * scale; i++) data.fill(0, from + i * 4, from + i * 4 + 3);
      }
    }
    assert.equal(decodeQR({ width, height: width, data }), link);
  }
  assert.equal(code(`https://example.org/#${'x'.repeat(3000)}`), undefined);
});

/** A PNG of one grey pixel. */
const PNG = Uint8Array.from(
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64'),
);

test('a PNG carries texts, each in a chunk that is whole', () => {
  assert.equal(crc32(new TextEncoder().encode('123456789')), 0xcbf43926);
  const link = `https://example.org/#${ADDRESS}`;
  const found = chunks(withTexts(PNG, { Source: link, Title: '单纯形 π', Comment: 'café' }));
  assert.deepEqual(found.map(({ type }) => type), ['IHDR', 'tEXt', 'iTXt', 'tEXt', 'IDAT', 'IEND']);
  const text = (i: number, encoding: 'latin1' | 'utf8') => Buffer.from(found[i]?.data ?? []).toString(encoding);
  assert.equal(text(1, 'latin1'), `Source\0${link}`);
  assert.equal(text(2, 'utf8'), 'Title\0\0\0\0\0单纯形 π');
  assert.equal(text(3, 'latin1'), 'Comment\0café');
  const damaged = PNG.slice();
  damaged[30] = 7;
  assert.throws(() => chunks(damaged), /damaged/);
  assert.throws(() => chunks(PNG.slice(1)), /not a PNG/);
  if (typeof reference === 'function') fc.assert(fc.property(fc.uint8Array(), (bytes) => crc32(bytes) === reference(bytes)));
});

const figure = (more: Partial<Figure> = {}): Figure => ({
  title: 'Simplex', setting: 'logits 2, 1', categories: ['A  π = 0.7', 'B  π = 0.3'], legend: 'Dots: soft samples.',
  description: 'A triangle.', link: 'https://example.org/#v=1&logits=2,1', dark: false, ...more,
});
const measure = (text: string, { size }: { size: number }): number => text.length * size * 0.6;

test('an SVG file has title, description, link, legend and the view, and nothing of a name is markup', () => {
  const evil = '</title><script>alert(1)</script>&"\u0001';
  const made = figure({ title: evil, setting: evil, categories: Array(10).fill(evil), legend: evil, description: evil });
  const layout = lay(made, 400, measure);
  const text = svgFile(layout, made, '<svg width="672" height="400" viewBox="0 0 1 1"><g/></svg>');
  assert.ok(!/<script|\u0001/.test(text));
  assert.match(text, /<source xmlns="http:\/\/purl\.org\/dc\/elements\/1\.1\/">https:\/\/example\.org\/#v=1&amp;logits=2,1<\/source>/);
  assert.match(text, new RegExp(`<svg x="${layout.view.x}" y="${layout.view.y}" width="672"`));
  assert.equal((text.match(/<title/g) ?? []).length, 1);
});

test('no line of a picture is wider than it, in Chinese too, and nothing lies upon another', () => {
  for (const words of ['a few words of English '.repeat(12), '每一个点是一个软样本'.repeat(12)]) {
    const lines = wrapped(words, 300, { size: 14, weight: 400, serif: false }, measure);
    assert.ok(lines.length > 3 && lines.every((line) => measure(line, { size: 14 }) <= 300), lines.join('|'));
    assert.equal(lines.join('').replaceAll(' ', ''), words.replaceAll(' ', ''));
  }
  const made = figure({ categories: Array(10).fill('WWWWWWWWWWWW  π = 0.100') });
  const { items, view, width, height } = lay(made, 400, measure);
  for (const item of items) {
    assert.ok(item.y < view.y || item.y > view.y + view.height, 'a text in the picture');
    assert.ok(item.x >= 0 && item.y < height);
    if (item.kind === 'text') assert.ok(item.x + measure(item.text, item) <= width, item.text);
  }
});

test('the citation names this state and both papers, and escapes what TeX would take', () => {
  const text = bibtex('100% {x}_#1', 'https://example.org/#v=1&names=a}b\\c', new Date('2026-03-04T12:00:00Z'));
  assert.match(text, /title {8}= \{\{100\\% \\\{x\\\}\\_\\#1\}\}/);
  assert.match(text, /\\url\{https:\/\/example\.org\/#v=1&names=a%7Db%5Cc\}/);
  assert.match(text, /Accessed 2026-03-04/);
  for (const id of ['1611.01144', '1611.00712']) assert.ok(text.includes(id));
});

test('every control that can be shared has a name, and every view a legend', () => {
  const { words, number } = language('en');
  for (const control of CONTROLS) assert.ok(words.share.control[control], control);
  const state = new FakeExplorer('').snapshot();
  for (const tau of [null, 0.5]) {
    for (const view of ['noise', 'draw', 'simplex', 'histogram'] as const) assert.ok(words.share.legend[view]({ ...state, tau }).length > 20);
    assert.ok(!/undefined|NaN/.test(words.share.setting(number, { ...state, tau })));
  }
});
