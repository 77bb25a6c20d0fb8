import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { encode, pack } from '../../www/dist/pack.mjs';
import { decode, unpack } from '../../www/unpack.js';

test('bytes come back from text, whatever they are and however many', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.deepEqual([...decode(encode(bytes))], [...bytes]);
    }),
    { seed: 1, numRuns: 2000 },
  );
  // The ends of what two digits hold, and each way in which the last bits fall.
  for (const byte of [0, 88, 89, 90, 91, 127, 128, 255]) {
    for (let length = 0; length < 30; length += 1) {
      const bytes = new Uint8Array(length).fill(byte);
      assert.deepEqual(decode(encode(bytes)), bytes);
    }
  }
});

test('the digits are the letters in the order of their codes, the lowest first', () => {
  // By hand: 65 = 65 + 0 · 91, and digit 65 is code 33 + 65 with three letters left out before it.
  assert.equal(encode(Uint8Array.of(65)), 'e!');
  // 0x0000: 14 bits of zero are "!!", the two that remain "!".
  assert.equal(encode(Uint8Array.of(0, 0)), '!!!');
});

test('no letter of it ends a string, a script or a comment', () => {
  const text = encode(randomBytes(1 << 16));
  assert.match(text, /^[!-~]+$/);
  assert.doesNotMatch(text, /["<\\]/);
  // 13.1 bits in two letters on average.
  assert.ok(text.length / (1 << 16) < 1.232, `${text.length}`);
});

test('what was packed is opened by DecompressionStream', async () => {
  const bytes = new TextEncoder().encode('argmax(l + g) '.repeat(1000));
  const text = pack(bytes);
  assert.ok(text.length < 200);
  assert.deepEqual(new Uint8Array(await unpack(text)), bytes);
});

test('text that is damaged is an error and no other bytes', async () => {
  const text = pack(new TextEncoder().encode('soft_sample '.repeat(100)));
  await assert.rejects(unpack(text.slice(0, -9)));
  await assert.rejects(unpack(`${text.slice(0, 20)}!!!!${text.slice(24)}`));
});
