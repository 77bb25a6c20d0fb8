// The state after N samples is the same to the last bit natively and in every engine, however N is cut into steps.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { start } from './harness/page.mjs';
import { ROOT } from './harness/server.mjs';

const digests = JSON.parse(await readFile(join(ROOT, 'tests', 'digests.json'), 'utf8'));

let page;
before(async () => {
  page = await start({ reducedMotion: true });
  await page.open();
});
after(() => page?.close());

/** The digest after drawing in steps of the given sizes, and then what is missing up to n. */
const digestOf = (address, steps) =>
  page.browser.evaluate(
    (text, sizes) => {
      const explorer = globalThis.__harness.group().core.explorer(text);
      const goal = explorer.goal();
      for (const size of sizes) explorer.step(Math.min(size, goal - explorer.n()));
      if (explorer.n() < goal) explorer.step(goal - explorer.n());
      const digest = explorer.digest();
      explorer.free();
      return digest;
    },
    address,
    steps,
  );

describe('digests', () => {
  for (const { address, digest } of digests) {
    test(`${address} in one step`, async () => {
      assert.equal(await digestOf(address, []), digest);
    });
  }

  test('do not depend on how N is cut into steps', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...digests),
        fc.array(fc.oneof(fc.nat(40), fc.nat(5000)), { maxLength: 60 }),
        async ({ address, digest }, steps) => {
          assert.equal(await digestOf(address, steps), digest);
        },
      ),
      { seed: 1, numRuns: 40, endOnFailure: true },
    );
  });

  test('of the page itself, drawn frame by frame, is the same', async () => {
    const { address, digest } = digests[0];
    await page.open(address);
    assert.equal(await page.browser.evaluate(() => globalThis.__harness.group().explorer.digest()), digest);
  });

  test('after changes of every control and back is the same', async () => {
    const { address, digest } = digests[0];
    const after = await page.browser.evaluate((text) => {
      const explorer = globalThis.__harness.group().core.explorer(text);
      explorer.step(Math.floor(explorer.goal() / 3));
      const old = { logits: explorer.get('logits'), tau: explorer.get('tau'), seed: explorer.get('seed') };
      explorer.set('tau', '3.5');
      explorer.set('logits', '0,1');
      explorer.set('seed', '99');
      explorer.step(17);
      for (const [key, value] of Object.entries(old)) explorer.set(key, value);
      explorer.refine(1e9);
      explorer.step(explorer.goal() - explorer.n());
      const result = explorer.digest();
      explorer.free();
      return result;
    }, address);
    assert.equal(after, digest);
  });
});
