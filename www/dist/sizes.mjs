// How large what is published may be.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/**
 * What a change may not make larger without a reason: bytes by file, `raw` on disk or `brotli` on the way.
 * `doc/architecture.md`, "Sizes", says what they are made of.
 */
export const BUDGETS = [
  { file: 'gumbel-softmax.html', measure: 'raw', most: 450_000 },
  // The aim is 100 kB; this is what was reached, and 2 %.
  { file: 'gumbel-softmax.js', measure: 'brotli', most: 341_500 },
];

const MEASURES = ['raw', 'gzip', 'brotli'];

/** The sizes of some bytes: as they are, and as a server sends them at its best. */
export function sizesOf(bytes) {
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length,
  };
}

/** What is too large, in words; a file that is not there is, too. */
export function tooLarge(sizes, budgets = BUDGETS) {
  return budgets.flatMap(({ file, measure, most }) => {
    const size = sizes[file]?.[measure];
    if (size === undefined) return [`${file} was not made`];
    return size > most ? [`${file} has ${size} bytes (${measure}), ${size - most} more than the ${most} it may have`] : [];
  });
}

/** A table of the sizes in kB, largest first. */
export function table(sizes) {
  const rows = Object.entries(sizes).sort(([, a], [, b]) => b.raw - a.raw);
  const width = Math.max(...rows.map(([file]) => file.length));
  const line = (file, cells) => `    ${file.padEnd(width)}${cells.map((cell) => cell.padStart(9)).join('')}`;
  const kB = (size) => (size / 1000).toFixed(1);
  return [line('kB', MEASURES), ...rows.map(([file, size]) => line(file, MEASURES.map((measure) => kB(size[measure]))))].join('\n');
}

/** Prints the sizes of all files of a directory; an error when one is beyond its budget. */
export function checkSizes(directory) {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ name, parentPath, path }) => join(parentPath ?? path, name));
  const sizes = Object.fromEntries(
    paths.map((path) => [path.slice(directory.length + 1).replaceAll('\\', '/'), sizesOf(readFileSync(path))]),
  );
  console.log(table(sizes));
  const wrong = tooLarge(sizes);
  if (wrong.length > 0) throw new Error(`${wrong.join('\n')}\nmake it smaller, or say in www/dist/sizes.mjs why it may be so`);
}
