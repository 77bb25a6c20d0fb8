import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { differences, exported } from '../../www/dist/package.mjs';
import { single } from '../../www/dist/single.mjs';
import { BUDGETS, sizesOf, table, tooLarge } from '../../www/dist/sizes.mjs';
import { unpackTight } from '../../www/dist/tight.js';

test('a file beyond its budget is named with what it has too much, and so is one that was not made', () => {
  const budgets = [
    { file: 'a.js', measure: 'brotli', most: 100 },
    { file: 'b.html', measure: 'raw', most: 10 },
  ] as const;
  const size = (raw: number, brotli: number) => ({ raw, gzip: raw, brotli });
  assert.deepEqual(tooLarge({ 'a.js': size(900, 100), 'b.html': size(10, 11) }, budgets), []);
  assert.deepEqual(tooLarge({ 'a.js': size(900, 101), 'b.html': size(12, 1) }, budgets), [
    'a.js has 101 bytes (brotli), 1 more than the 100 it may have',
    'b.html has 12 bytes (raw), 2 more than the 10 it may have',
  ]);
  assert.deepEqual(tooLarge({ 'a.js': size(1, 1) }, budgets), ['b.html was not made']);
});

test('the page in one file may have 450 kB, and the element has a budget as it is sent', () => {
  assert.deepEqual(BUDGETS.map(({ file, measure }) => [file, measure]), [['gumbel-softmax.html', 'raw'], ['gumbel-softmax.js', 'brotli']]);
  assert.equal(BUDGETS[0]?.most, 450_000);
});

test('sizes are those of the bytes, and the table has the largest first', () => {
  const same = sizesOf(new Uint8Array(50_000));
  assert.equal(same.raw, 50_000);
  assert.ok(same.gzip < 200 && same.brotli < same.gzip);
  const noise = sizesOf(randomBytes(50_000));
  assert.ok(noise.gzip > 50_000 && noise.brotli > 50_000, 'noise cannot be made smaller');
  const lines = table({ small: { raw: 1234, gzip: 600, brotli: 500 }, 'large.js': { raw: 90_000, gzip: 1, brotli: 1 } }).split('\n');
  assert.deepEqual(lines.map((line) => line.trim().split(/\s+/)), [
    ['kB', 'raw', 'gzip', 'brotli'],
    ['large.js', '90.0', '0.0', '0.0'],
    ['small', '1.2', '0.6', '0.5'],
  ]);
});

test('the package is held against what it exports', () => {
  assert.deepEqual(exported({ '.': { types: './d/a.d.ts', default: './d/a.js' }, './b': './d/b.css', './c': './d/a.js' }), ['d/a.d.ts', 'd/a.js', 'd/b.css']);
  assert.deepEqual(differences(['a', 'b'], ['b', 'a']), []);
  assert.deepEqual(differences(['a', 'x'], ['a', 'b']), ['the npm package lacks b', 'the npm package should not hold x']);
});

const parts = {
  html: readFileSync('index.html', 'utf8'),
  icon: '<svg xmlns="http://www.w3.org/2000/svg"/>',
  css: 'body{margin:0}',
  script: 'console.log("</script>")',
  open: '0;',
  core: Uint8Array.of(0, 97, 115, 109),
};

test('the page in one file holds all that it is made of, and loads nothing', () => {
  const page = single(parts);
  assert.doesNotMatch(page, /cargo xtask|<link rel="stylesheet"|<script[^>]* src=/);
  const held = (id: string) => new RegExp(`<script type="text/plain" id="${id}">([^<]*)</script>`).exec(page)?.[1] ?? '';
  assert.deepEqual(JSON.parse(new TextDecoder().decode(unpackTight(held('packed-page')))), [parts.css, parts.script]);
  assert.deepEqual(unpackTight(held('packed-core')), parts.core);
});

test('a page that would load something is an error', () => {
  const body = (more: string) => ({ ...parts, html: parts.html.replace('</main>', `${more}</main>`) });
  assert.throws(() => single(body('<img alt="" src="x.png">')), /would load <img/);
  assert.throws(() => single(body('<script src="https://example.org/x.js"></script>')), /would load <script/);
  assert.throws(() => single({ ...parts, css: 'a{background:url(x.png)}' }), /page.css loads/);
  assert.throws(() => single({ ...parts, html: parts.html.replace('href="icon.svg"', '') }), /exactly one/);
  assert.doesNotThrow(() => single(body('<a href="https://example.org">a link</a>')));
});
