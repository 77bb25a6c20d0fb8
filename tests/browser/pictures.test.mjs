// The pictures say what is true, and can be taken hold of.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inView, start, VIEWS } from './harness/page.mjs';
import { ROOT } from './harness/server.mjs';

const { cases } = JSON.parse(await readFile(join(ROOT, 'tests', 'reference', 'reference_cases.json'), 'utf8'));

let page;
before(async () => {
  page = await start({ reducedMotion: true });
});
after(() => page?.close());

const readout = (view) =>
  page.browser.evaluate((selector) => globalThis.__harness.one(selector).textContent.trim(), inView(view, '.readout'));

/** The readout at a point of a view, in CSS pixels from its corner. */
async function readAt(view, { x, y }) {
  const box = await page.browser.place(inView(view, '.picture'));
  await page.browser.hover({ x: box.x + x, y: box.y + y });
  await page.settled();
  return readout(view);
}

const NUMBER = '(-?[\\d.]+(?:e-?\\d+)?|-?inf)';
const value = (text, symbol) => Number(new RegExp(`${symbol} = ${NUMBER}`).exec(text.replaceAll('−', '-'))?.[1] ?? NaN);
/** The coordinates that a readout of the simplex names. */
const coordinates = (text) => ['A', 'B', 'C'].map((name) => value(text, `y_${name}`));

/** From three readouts: where in the simplex view, in CSS pixels, a point of the simplex lies. */
async function simplexMap() {
  const { width, height } = await page.browser.place(inView('simplex', '.picture'));
  const read = [];
  for (const [fx, fy] of [
    [0.36, 0.8],
    [0.64, 0.8],
    [0.5, 0.35],
    [0.45, 0.72],
    [0.58, 0.6],
  ]) {
    const at = { x: Math.round(width * fx), y: Math.round(height * fy) };
    const y = coordinates(await readAt('simplex', at));
    if (y.every(Number.isFinite)) read.push({ at, y });
    if (read.length === 3) break;
  }
  assert.equal(read.length, 3, 'three readouts inside the triangle');
  // at = M y for the three corners in the columns of M: solve by Cramer's rule.
  const det = (a, b, c) =>
    a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
  const [a, b, c] = read.map(({ y }) => y);
  const whole = det(a, b, c);
  const corners = [0, 1, 2].map((i) => {
    const solve = (axis) => {
      const column = [a, b, c].map((row, r) => row.map((v, j) => (j === i ? read[r].at[axis] : v)));
      return det(...column) / whole;
    };
    return { x: solve('x'), y: solve('y') };
  });
  return (y) => ({
    x: corners.reduce((sum, corner, i) => sum + corner.x * y[i], 0),
    y: corners.reduce((sum, corner, i) => sum + corner.y * y[i], 0),
  });
}

/** Viridis as published, at 0, 0.1, ... 1; a straight line between. */
const VIRIDIS = [
  0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26, 0xfde725,
];
function viridis(t) {
  const place = Math.min(1, Math.max(0, t)) * 10;
  const i = Math.min(9, Math.floor(place));
  const levels = (rgb) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255];
  const [low, high] = [levels(VIRIDIS[i]), levels(VIRIDIS[i + 1])];
  return low.map((level, c) => level + (high[c] - level) * (place - i));
}
/** ln p at the two ends of the legend. */
const [LOW, HIGH] = [-6, 6];

/** The colour of the ground layer around a point: the median of 5 by 5 pixels, so that a thin line does not count. */
const colourAt = (view, at) =>
  page.browser.evaluate(
    (selector, { x, y }) => {
      const canvas = globalThis.__harness.one(selector);
      const ratio = canvas.width / canvas.getBoundingClientRect().width;
      const side = 5;
      const { data } = canvas
        .getContext('2d')
        .getImageData(Math.round(x * ratio) - 2, Math.round(y * ratio) - 2, side, side);
      return [0, 1, 2, 3].map(
        (c) => Array.from({ length: side * side }, (_, i) => data[i * 4 + c]).sort((p, q) => p - q)[12],
      );
    },
    inView(view, 'canvas[data-layer=ground]'),
    at,
  );

describe('the density of the simplex', () => {
  const inside = cases.filter(
    ({ group, input, expected }) =>
      group === 'concrete_density' &&
      input.x?.length === 3 &&
      input.logits.every((logit) => Math.abs(logit) <= 10) &&
      Number.isFinite(expected.logpdf?.f64) &&
      Math.min(...input.x) >= 0.005,
  );

  test('there are reference cases to look at', () => assert.ok(inside.length >= 7, `${inside.length}`));

  for (const { id, input, expected } of inside) {
    test(`at the point of ${id}: readout and colour`, async () => {
      await page.open(`logits=${input.logits}&tau=${input.tau}&seed=1&n=0`);
      const place = await simplexMap();
      const at = place(input.x);
      const text = await readAt('simplex', at);
      const ln = expected.logpdf.f64;
      // Where pi stands on the point, its own values are read; the colour is there all the same.
      if (text.includes('ln p')) {
        const y = coordinates(text);
        for (const [i, x] of input.x.entries()) assert.ok(Math.abs(y[i] - x) < 0.006, `${text} for ${input.x}`);
        // The pointer stands on whole pixels, so the density is read a little beside the point: by how much, the slope says.
        const beside = slope(input, y);
        // The coordinates are read to three decimals, which counts near a corner.
        const unread = y.reduce((sum, part) => sum + (0.0005 * (input.tau + 1)) / part, 0);
        assert.ok(
          Math.abs(value(text, 'ln p\\(y\\)') - (ln + beside)) < 0.01 + unread,
          `${text}: ${ln} + ${beside} is wanted`,
        );
      }
      await page.browser.hover({ x: 0, y: 0 });
      await page.settled();
      // On the border between two winners a line is drawn: a little beside it the colour is the density's alone.
      const [first, second] = [...input.x].sort((p, q) => q - p);
      const clear = first - second < 0.02 ? input.x.map((x, i) => x + [0.04, -0.015, -0.025][i]) : input.x;
      const [r, g, b, alpha] = await colourAt('simplex', place(clear));
      assert.equal(alpha, 255);
      const wanted = viridis((ln + slope(input, clear) - LOW) / (HIGH - LOW));
      const distance = Math.max(...[r, g, b].map((level, c) => Math.abs(level - wanted[c])));
      assert.ok(distance <= 12, `rgb ${[r, g, b]} where ${wanted.map(Math.round)} is wanted`);
    });
  }

  /** ln p at y less ln p at x, with y scaled onto the simplex. */
  function slope({ logits, tau, x }, y) {
    const ln = (point) => {
      const sum = point.reduce((all, part) => all + part);
      const logs = point.map((part) => Math.log(part / sum));
      const scores = logits.map((logit, i) => logit - tau * logs[i]);
      const top = Math.max(...scores);
      return (
        logits.reduce((all, logit, i) => all + logit - (tau + 1) * logs[i], 0) -
        3 * (top + Math.log(scores.reduce((all, score) => all + Math.exp(score - top), 0)))
      );
    };
    return ln(y) - ln(x);
  }
});

/** Takes hold: the nearest place to a point, by fractions of the view, where the pointer shows that it can grab. */
const handle = (view, fx, fy) =>
  page.browser.waitFor(
    async (selector, wantX, wantY) => {
      const picture = globalThis.__harness.one(selector);
      picture.scrollIntoView({ block: 'center', behavior: 'instant' });
      await globalThis.__harness.nextFrame();
      const { left, top, width, height } = picture.getBoundingClientRect();
      let best;
      let least = Infinity;
      for (let y = 2; y < height; y += 4) {
        for (let x = 2; x < width; x += 4) {
          const distance = (x - wantX * width) ** 2 + (y - wantY * height) ** 2;
          if (distance >= least) continue;
          picture.dispatchEvent(
            new PointerEvent('pointermove', { clientX: left + x, clientY: top + y, pointerType: 'mouse' }),
          );
          if (picture.classList.contains('grab')) [best, least] = [{ x: left + x, y: top + y }, distance];
        }
      }
      picture.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }));
      return best;
    },
    inView(view, '.picture'),
    fx,
    fy,
  );

describe('dragging', () => {
  test('pi in the simplex: the logits follow, one step of undo', async () => {
    await page.open('logits=1,0,-1&tau=1&seed=3&n=500');
    const place = await simplexMap();
    const before = await page.snapshot();
    const box = await page.browser.place(inView('simplex', '.picture'));
    const on = (point) => ({ x: box.x + point.x, y: box.y + point.y });
    const wanted = [0.2, 0.5, 0.3];
    await page.browser.drag(on(place(before.probs)), on(place(wanted)));
    await page.browser.hover({ x: 0, y: 0 });
    const after = await page.state();
    for (const [i, p] of wanted.entries()) assert.ok(Math.abs(after.probs[i] - p) < 0.012, `${after.probs}`);
    assert.equal(after.n, 500);
    assert.deepEqual(after.draw.u, before.draw.u, 'the same noise');
    assert.notDeepEqual(after.counts, before.counts);
    await page.addressIs(`logits=${after.logits}`);
    await page.browser.press('z');
    assert.deepEqual((await page.state()).logits, before.logits);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('pi out of the triangle stays within the range of the logits', async () => {
    await page.open('logits=1,0,-1&tau=1&seed=3&n=500');
    const place = await simplexMap();
    const box = await page.browser.place(inView('simplex', '.picture'));
    const from = place((await page.snapshot()).probs);
    await page.browser.drag({ x: box.x + from.x, y: box.y + from.y }, { x: box.x + 2, y: box.y + 2 });
    const { logits } = await page.state();
    for (const logit of logits) assert.ok(logit >= -10 && logit <= 10, `${logits}`);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('a target bar in the histogram: that probability follows', async () => {
    await page.open('logits=1,0,-1&tau=1&seed=3&n=500');
    const before = await page.snapshot();
    const from = await handle('histogram', 0.05, 0.1);
    await page.browser.drag(from, { x: from.x, y: from.y + 40 });
    await page.browser.hover({ x: 0, y: 0 });
    const after = await page.state();
    const [moved, ...others] = [0, 1, 2].filter((k) => after.logits[k] !== before.logits[k]);
    assert.deepEqual(others, [], `${before.logits} -> ${after.logits}`);
    assert.ok(after.probs[moved] < before.probs[moved] - 0.02, `${before.probs} -> ${after.probs}`);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('mu in the noise: the axis is relabelled, the tallies stay', async () => {
    await page.open('logits=1,0,-1&tau=1&seed=3&n=500');
    const before = await page.snapshot();
    const from = await handle('noise', 0.3, 0.3);
    await page.browser.drag(from, { x: from.x + 40, y: from.y });
    const after = await page.state();
    assert.notDeepEqual([after.noise.location, after.noise.scale], [0, 1]);
    assert.deepEqual([after.counts, after.mean], [before.counts, before.mean]);
  });
});

describe('pointing', () => {
  test('at a category in one view marks it in all', async () => {
    await page.open('logits=1,0,-1&tau=1&seed=3&n=500');
    const place = await simplexMap();
    await page.browser.hover({ x: 0, y: 0 });
    const before = await page.pictures();
    const different = async () => {
      const now = await page.pictures();
      return VIEWS.filter((view) =>
        ['ground', 'live', 'over'].some((layer) => now[`${view}-${layer}`].hash !== before[`${view}-${layer}`].hash),
      );
    };
    await readAt('simplex', place([0.05, 0.9, 0.05]));
    assert.equal(await page.browser.evaluate(() => globalThis.__harness.group().category), 1);
    assert.deepEqual(await different(), VIEWS);
    await page.browser.hover({ x: 0, y: 0 });
    assert.deepEqual(await different(), [], 'and no longer when the pointer has gone');
  });

  for (const view of VIEWS) {
    test(`at ${view} reads values off`, async () => {
      await page.open('logits=1,0,-1&tau=1&seed=3&n=500');
      const texts = new Set();
      const { width, height } = await page.browser.place(inView(view, '.picture'));
      for (const [fx, fy] of [
        [0.3, 0.3],
        [0.5, 0.55],
        [0.42, 0.7],
      ])
        texts.add(await readAt(view, { x: width * fx, y: height * fy }));
      assert.ok(texts.size > 1 && [...texts].some((text) => /= −?-?\d/.test(text)), [...texts].join(' | '));
    });
  }

  test('is one pointer’s at a time, and let go when the picture goes', async () => {
    await page.open('logits=1,0,-1&tau=1&seed=3&n=500');
    const act = (name) =>
      page.browser.evaluate((what) => {
        const element = globalThis.__harness.one('gumbel-softmax[view=simplex]');
        const box = element.renderRoot.querySelector('.picture');
        // A pointer that a script makes cannot be captured.
        box.setPointerCapture = () => undefined;
        const { left, top, width, height } = box.getBoundingClientRect();
        const send = (type, pointerId, x, y) =>
          box.dispatchEvent(new PointerEvent(type, { clientX: left + x, clientY: top + y, pointerId, pointerType: 'touch', bubbles: true, composed: true }));
        const { held } = element.shared;
        if (what === 'take') {
          // Where the picture says that it can be grabbed.
          for (let y = 0; y < height; y += 6) for (let x = 0; x < width; x += 6) {
            send('pointermove', 1, x, y);
            if (!box.classList.contains('grab')) continue;
            send('pointerdown', 1, x, y);
            return element.shared.held;
          }
          return held;
        }
        if (what === 'second') for (const type of ['pointerdown', 'pointermove', 'pointerup']) send(type, 2, 3, 3);
        if (what === 'up') send('pointerup', 1, 3, 3);
        if (what === 'lost') send('lostpointercapture', 1, 3, 3);
        if (what === 'gone') element.view = 'histogram';
        return element.updateComplete.then(() => element.shared.held);
      }, name);
    const address = await page.get('logits');
    assert.equal(await act('take'), true);
    assert.equal(await act('second'), true);
    assert.equal(await page.get('logits'), address, 'another finger moves nothing');
    assert.equal(await act('up'), false);
    assert.equal(await act('take'), true);
    assert.equal(await act('lost'), false);
    assert.equal(await act('take'), true);
    assert.equal(await act('gone'), false);
    assert.deepEqual(await page.browser.errors(), []);
  });

  test('by touch reads values off too', async () => {
    await page.open('logits=1,0,-1&tau=1&seed=3&n=500');
    const at = await page.browser.point(inView('simplex', '.picture'), 0.5, 0.6);
    if (page.browser.engine === 'webkit') {
      // Its driver knows no touch: the events that one makes, in their order.
      await page.browser.evaluate(
        (selector, { x, y }) => {
          const picture = globalThis.__harness.one(selector);
          for (const type of ['pointerdown', 'pointerup']) {
            picture.dispatchEvent(
              new PointerEvent(type, {
                clientX: x,
                clientY: y,
                pointerType: 'touch',
                pointerId: 9,
                bubbles: true,
                composed: true,
              }),
            );
          }
        },
        inView('simplex', '.picture'),
        at,
      );
    } else {
      await page.browser.tap(at);
    }
    await page.browser.waitFor(
      (selector) => /y_A|π_A/.test(globalThis.__harness.one(selector).textContent),
      inView('simplex', '.readout'),
    );
  });
});

describe('fewer corners', () => {
  test('K = 2 is an interval, a logit of -inf leaves an edge, and both are said and painted', async () => {
    for (const [address, said] of [
      ['logits=1,0&tau=1&n=300', /interval/i],
      ['logits=1,0,-inf&tau=1&n=300', /edge/i],
      ['logits=1,0,-1,2,0.5&triple=1,3,5&tau=1&n=300', /exact/i],
    ]) {
      await page.open(address);
      const text = await page.browser.evaluate(() =>
        globalThis.__harness.text(globalThis.__harness.one('gumbel-softmax[view=simplex]')),
      );
      assert.match(text, said);
      for (const view of VIEWS) assert.ok((await page.pictures())[`${view}-live`].marked > 0, `${view} at ${address}`);
      assert.deepEqual(await page.browser.errors(), []);
    }
  });

  test('at the argmax every view is painted and nothing fails', async () => {
    for (const address of [
      'logits=1,0,-1&tau=argmax&n=300',
      'logits=1,0&tau=argmax&n=300',
      'logits=1,0,2,3&tau=argmax&n=300',
    ]) {
      await page.open(address);
      const pictures = await page.pictures();
      for (const view of VIEWS) assert.ok(pictures[`${view}-live`].marked > 0, `${view} at ${address}`);
      assert.deepEqual(await page.browser.errors(), []);
    }
  });
});
