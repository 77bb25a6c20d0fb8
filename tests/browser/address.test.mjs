// The address carries the whole state: there and back, through bad input of every kind, and through time.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { start } from './harness/page.mjs';

let page;
before(async () => {
  page = await start({ reducedMotion: true });
});
after(() => page?.close());

const named = (name) => `[name="${name}"]`;
const hash = () => page.browser.evaluate(() => decodeURIComponent(location.hash.slice(1)));

describe('a permalink', () => {
  const FULL =
    'v=1&logits=1,0,-1,0.5,-inf&tau=0.7&seed=42&n=5000&mu=1.5&beta=2&names=cat,,dog&triple=1,2,4&category=2&speed=1000&pin=0,0,0,1,0/2/500/9';

  test('opens exactly the picture it was taken from', async () => {
    await page.open('logits=1,0,-1,0.5,2&tau=1&seed=3&n=1000');
    for (const [name, text] of [
      ['tau', '0.3'],
      ['logit:2', '1.25'],
      ['mu', '-1'],
      ['beta', '2'],
      ['name:1', 'a & b'],
      ['seed', '77'],
    ]) {
      await page.browser.fill(named(name), text);
    }
    await page.choose('[name="triple:3"]', '5');
    await page.choose('[name="category"]', '4');
    await page.browser.click(named('thousand'));
    await page.browser.click(named('pin'));
    await page.browser.fill(named('logit:1'), '3');
    await page.browser.hover({ x: 0, y: 0 });
    await page.browser.evaluate(() => globalThis.__harness.active()?.blur());
    const state = await page.state();
    const pictures = await page.pictures();
    const address = await page.browser.waitFor(() => {
      const now = globalThis.__harness.group().address();
      return location.hash === `#${now}` && now;
    });
    await page.open(address);
    assert.deepEqual(await page.state(), state);
    assert.deepEqual(await page.pictures(), pictures);
    assert.equal(await page.browser.evaluate(() => globalThis.__harness.group().address()), address);
    assert.deepEqual(await page.notices(), []);
  });

  test('with every key is read, and written as it was', async () => {
    await page.open(FULL);
    assert.deepEqual(await page.notices(), []);
    const state = await page.snapshot();
    assert.equal(state.k, 5);
    assert.deepEqual(state.names, ['cat', 'B', 'dog', 'D', 'E']);
    assert.deepEqual([state.n, state.tau, state.seed, state.pinned], [5000, 0.7, 42, true]);
    assert.equal(await page.browser.evaluate(() => decodeURIComponent(globalThis.__harness.group().address())), FULL);
  });

  test('changed by hand in the address bar, changes the page', async () => {
    await page.open('logits=1,0&tau=1&seed=3&n=100');
    await page.browser.evaluate(() => {
      location.hash = 'logits=1,0,2&tau=5&seed=3&n=200';
    });
    await page.browser.waitFor(() => globalThis.__harness.group().get('tau') === '5');
    const state = await page.state();
    assert.deepEqual([state.k, state.n], [3, 200]);
  });

  test('takes N when playing pauses', async () => {
    await page.open('logits=1,0&tau=1&seed=3&n=100');
    await page.browser.press(' ');
    await page.browser.waitFor(() => globalThis.__harness.group().explorer.n() > 110);
    await page.browser.press(' ');
    const { n } = await page.state();
    await page.addressIs(`n=${n}`);
  });

  test('that cannot be written is given up in silence', async () => {
    page.server.faults.before = `
      history.replaceState = history.pushState = () => { throw new DOMException('too often', 'SecurityError'); };`;
    try {
      await page.open('logits=1,0&tau=1&seed=3&n=100');
      await page.browser.fill(named('tau'), '4');
      assert.equal((await page.state()).tau, 4);
      await page.browser.press('Tab');
      assert.deepEqual(await page.browser.errors(), []);
    } finally {
      page.server.clearFaults();
    }
  });
});

describe('undo', () => {
  const tau = (wanted) => page.browser.waitFor((text) => globalThis.__harness.group().get('tau') === text, wanted);
  const change = async (text) => {
    await page.browser.fill(named('tau'), text);
    await page.addressIs(`tau=${text}`);
  };

  test('by the back of the browser, and forward again', async () => {
    await page.open('logits=1,0&tau=1&seed=3&n=100');
    await change('4');
    await change('9');
    await page.browser.evaluate(() => history.back());
    await tau('4');
    await page.browser.evaluate(() => history.back());
    await tau('1');
    await page.browser.evaluate(() => history.forward());
    await tau('4');
    assert.equal((await page.state()).n, 100);
  });

  test('by its key, step by step', async () => {
    await page.open('logits=1,0&tau=1&seed=3&n=100');
    await change('4');
    await change('9');
    await page.browser.evaluate(() => globalThis.__harness.active().blur());
    await page.browser.press('z');
    await tau('4');
    await page.browser.press('z');
    await tau('1');
    await page.addressIs('tau=1&');
  });

  test('one drag of a slider is one step', async () => {
    await page.open('logits=1,0&tau=1&seed=3&n=100');
    const slider = named('tau-slider');
    await page.browser.drag(await page.browser.point(slider, 0.5), await page.browser.point(slider, 0.9), 20);
    await page.settled();
    assert.notEqual(await page.get('tau'), '1');
    await page.browser.evaluate(() => globalThis.__harness.active().blur());
    await page.browser.press('z');
    await tau('1');
  });
});

describe('bad input in the address gives the nearest valid value and a notice', () => {
  const rows = [
    ['text', 'tau=abc', 'tau', '0.5', 'tau'],
    ['1e999', 'tau=1e999', 'tau', '100', 'tau'],
    ['NaN', 'tau=NaN', 'tau', '0.5', 'tau'],
    ['NaN among logits', 'logits=1,NaN,2', 'logits', '1,0,2', 'logits'],
    ['+inf among logits', 'logits=1,inf,2', 'logits', '1,10,2', 'logits'],
    ['-0', 'logits=1,-0', 'logits', '1,0', 'logits'],
    ['an empty value', 'tau=', 'tau', '0.5', 'tau'],
    ['an empty list', 'logits=', 'logits', '0,0', 'logits'],
    ['11 categories', `logits=${Array(11).fill(1)}`, 'logits', String(Array(10).fill(1)), 'logits'],
    ['1 category', 'logits=1', 'logits', '1,0', 'logits'],
    ['no finite logit', 'logits=-inf,-inf', 'logits', '0,0', 'logits'],
    ['tau=0', 'tau=0', 'tau', '0.01', 'tau'],
    ['tau=-1', 'tau=-1', 'tau', '0.01', 'tau'],
    ['an unknown key', 'tau=2&temperature=3', 'tau', '2', 'temperature'],
    ['a repeated key', 'tau=2&tau=3', 'tau', '2', 'tau'],
    ['percent-encoded rubbish', 'tau=2&logits=%ff%fe%zz%', 'tau', '2', 'logits'],
    ['a rubbish key', '%ff%00=%zz&tau=2', 'tau', '2', undefined],
    ['a seed of 2^32', 'seed=4294967296', 'seed', '4294967295', 'seed'],
    ['a broken seed', 'seed=1.5', 'seed', '2', 'seed'],
    ['a negative n', 'n=-5', 'n', '0', 'n'],
    ['markup', 'tau=2&<img src=x onerror=alert(1)>=<b>', 'tau', '2', undefined],
  ];
  for (const [what, address, key, used, noticed] of rows) {
    test(what, async () => {
      await page.open(address);
      assert.equal(await page.get(key), used);
      const notices = await page.notices();
      assert.ok(notices.length > 0, 'silence');
      if (noticed)
        assert.ok(
          notices.some((notice) => notice.key === noticed && notice.text.includes(noticed)),
          JSON.stringify(notices),
        );
      for (const { text } of notices) assert.match(text, /[a-z]{3}.*\./, 'a sentence');
      await goesOn();
    });
  }

  test('tau=argmax alone means the limit, and is no notice', async () => {
    await page.open('tau=argmax&n=100');
    assert.equal((await page.snapshot()).tau, null);
    assert.deepEqual(await page.notices(), []);
    await goesOn();
  });

  test('full-width digits are read', async () => {
    await page.open(`tau=${encodeURIComponent('２．５')}&seed=${encodeURIComponent('１２')}`);
    assert.deepEqual([await page.get('tau'), await page.get('seed')], ['2.5', '12']);
    await goesOn();
  });

  test('900 kB', async () => {
    await page.open(`tau=2&logits=${'1,'.repeat(450_000)}`);
    assert.equal(await page.get('tau'), '2');
    assert.ok((await page.notices()).length > 0);
    await goesOn();
  });

  test('n=1e18 is 1e9, drawn with progress and a way to stop', async () => {
    await page.visit('tau=2&n=1e18');
    // The claims have a progress bar of their own.
    await page.browser.waitFor(() => / of /.test(globalThis.__harness.one('output[name=n]')?.textContent ?? ''));
    assert.ok(
      (await page.notices()).some(({ key, text }) => key === 'n' && /1.?000.?000.?000|1e9/.test(text)),
      JSON.stringify(await page.notices()),
    );
    assert.match(
      await page.browser.evaluate(() => globalThis.__harness.one('output[name=n]').textContent),
      / of 1.000.000.000/,
    );
    await page.browser.click(named('stop'));
    const state = await page.state();
    assert.ok(state.n > 0 && state.n < 1e9, `${state.n}`);
    await page.addressIs(`n=${state.n}`);
    await goesOn();
  });

  /** The page has gone on: no error, still drawing when asked. */
  async function goesOn() {
    assert.deepEqual(await page.browser.errors(), []);
    const before = (await page.snapshot()).n;
    await page.browser.press('d');
    assert.equal((await page.state()).n, before + 1);
  }
});

describe('bad input in a field gives a notice and a valid value', () => {
  for (const [name, text, value, key = name] of [
    ['tau', 'abc', '1'],
    ['tau', '', '1'],
    ['tau', '1e999', '100'],
    ['tau', '0', '0.01'],
    ['tau', '-1', '0.01'],
    ['logit:1', 'text', '1'],
    ['logit:1', '', '1'],
    ['logit:2', '-0', '0'],
    ['logit:1', '99', '10'],
    ['seed', '4294967296', '4294967295'],
    ['k', '11', '10'],
    ['k', '1', '2'],
    ['k', 'NaN', '3'],
    ['mu', '1e999', '10'],
    ['beta', '0', '0.1'],
    ['logits-list', '', '1,0,-1', 'logits'],
    ['logits-list', 'a,b', '0,0', 'logits'],
  ]) {
    test(`${name}: "${text}"`, async () => {
      await page.open('logits=1,0,-1&tau=1&seed=3&n=100');
      await page.browser.fill(named(name), text);
      await page.settled();
      const notice = await page.browser.waitFor(() => globalThis.__harness.one('.notice')?.textContent);
      assert.match(notice, new RegExp(key));
      assert.equal(await page.browser.evaluate((field) => globalThis.__harness.one(field).value, named(name)), value);
      assert.deepEqual(await page.browser.errors(), []);
    });
  }
});

describe('any address at all', () => {
  const KEYS = [
    'logits',
    'probs',
    'tau',
    'seed',
    'n',
    'mu',
    'beta',
    'names',
    'triple',
    'category',
    'speed',
    'pin',
    'v',
    'k',
    'zzz',
  ];
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double().map(String),
    fc
      .array(fc.oneof(fc.double({ min: -20, max: 20 }), fc.constantFrom('-inf', 'NaN', '', '1e999')), { maxLength: 13 })
      .map(String),
    fc.stringMatching(/^[-0-9.,einfNa%&/=]{0,30}$/),
    fc.constantFrom('argmax', '%', '%zz', '%ff%fe', '２．５', '-0', '4294967296', '1e18'),
  );
  const address = fc
    .array(fc.tuple(fc.constantFrom(...KEYS), text), { maxLength: 6 })
    .map((pairs) => pairs.map(([key, value]) => `${key}=${value}`).join('&'));

  /** Reads addresses in the core of the page: values, table and notices. */
  const read = (addresses) =>
    page.browser.evaluate((texts) => {
      const { core } = globalThis.__harness.group();
      const table = core.parameters();
      return texts.map((text) => {
        const explorer = core.explorer(text);
        const notices = explorer.take_notices();
        const values = Object.fromEntries(table.map(({ key }) => [key, explorer.get(key)]));
        const canonical = explorer.address();
        explorer.load(canonical);
        const again = { address: explorer.address(), notices: explorer.take_notices() };
        explorer.free();
        return { table, notices, values, canonical, again };
      });
    }, addresses);

  const check = (given, { table, notices, values, canonical, again }) => {
    for (const { key, kind, min, max } of table) {
      const text = values[key];
      if (text === undefined || text === null) continue; // only read, as probs are
      if (kind === 'text' || kind === 'choice' || text === 'argmax') continue;
      const numbers = kind === 'list' ? text.split(',') : [text];
      for (const number of numbers) {
        if (number === '' || (number === '-inf' && key === 'logits')) continue;
        assert.ok(Number(number) >= min && Number(number) <= max, `${key}=${text} from ${given}`);
      }
    }
    const logits = values.logits.split(',');
    assert.ok(logits.length >= 2 && logits.length <= 10 && logits.some((logit) => logit !== '-inf'), values.logits);
    let decoded = given;
    try {
      decoded = decodeURIComponent(given);
    } catch {
      // Rubbish stays as it is.
    }
    // A key that is quoted back comes without control characters, and shortened.
    const printable = (text) => text.replace(/\p{Cc}/gu, '');
    for (const { key, code } of notices) {
      assert.ok(code.length > 0);
      const quoted = key.replace(/…$/, '');
      assert.ok(
        printable(decoded).includes(quoted) || printable(given).includes(quoted),
        `notice for ${key} from ${given}`,
      );
    }
    assert.deepEqual(again, { address: canonical, notices: [] }, `what was written reads back: ${given}`);
  };

  test('ends with each value in its range, each notice naming its key (1,000 in the core)', async () => {
    await page.open('n=10');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(address, fc.string({ unit: 'binary' })), { minLength: 25, maxLength: 25 }),
        async (given) => {
          const answers = await read(given);
          for (const [i, answer] of answers.entries()) check(given[i], answer);
        },
      ),
      { seed: 1, numRuns: 40, endOnFailure: true },
    );
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('a value out of range or unreadable is never taken in silence', async () => {
    const single = fc.tuple(
      fc.constantFrom('tau', 'seed', 'n', 'mu', 'beta', 'speed'),
      fc.oneof(fc.double().map(String), fc.integer().map(String), fc.constantFrom('abc', '', 'NaN', '1e999', '-1')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(single, { minLength: 25, maxLength: 25 }), async (pairs) => {
        const answers = await read(pairs.map(([key, value]) => `${key}=${value}`));
        for (const [i, [key, value]] of pairs.entries()) {
          const used = Number(answers[i].values[key]);
          const taken = value !== '' && Math.abs(Number(value) - used) <= 1e-6 * Math.max(1, Math.abs(used));
          if (!taken)
            assert.ok(
              answers[i].notices.some((notice) => notice.key === key),
              `${key}=${value} became ${used} in silence`,
            );
        }
      }),
      { seed: 2, numRuns: 20, endOnFailure: true },
    );
  });

  test('typed into the address bar leaves a page that works', async () => {
    await page.open('n=10');
    await fc.assert(
      fc.asyncProperty(address, async (given) => {
        const small = `${given.replace(/\bn=[^&]*/g, '')}&n=50`;
        // The page is at the new address once it shows what the core reads in it: an event could be missed.
        await page.browser.evaluate((text) => {
          location.hash = text;
        }, small);
        await page.browser.waitFor(() => {
          const group = globalThis.__harness.group();
          const explorer = group.core.explorer(location.hash.slice(1));
          const address = explorer.address();
          explorer.free();
          return group.address() === address;
        });
        const state = await page.state();
        assert.ok(state.k >= 2 && state.k <= 10);
        assert.equal(
          state.counts.reduce((sum, count) => sum + count),
          state.n,
        );
        assert.deepEqual(await page.browser.errors(), []);
      }),
      { seed: 3, numRuns: 25, endOnFailure: true },
    );
  });
});
