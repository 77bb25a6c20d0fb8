// Descent in the browser: the race ends on the same bits as natively; its cursor is played, paused and scrubbed; what
// diverges says so. The straight-through sample beside it, and the chapters of both.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { start } from './harness/page.mjs';
import { ROOT } from './harness/server.mjs';

const pinned = JSON.parse(await readFile(join(ROOT, 'tests', 'descent.json'), 'utf8'));
const SIZE = { width: 1280, height: 1000 };

let page;
before(async () => {
  page = await start({ reducedMotion: true });
});
after(() => page?.close());

/** Opens a chapter with its pictures; the one view on screen. */
async function visit(chapter, view, extra = '') {
  await page.open(`n=10&chapter=${chapter}${extra}`, SIZE);
  await page.browser.waitFor(() => globalThis.__harness.group().get('chapter') !== 'none');
  await page.browser.click(`#chapter-${chapter} [name=show]`);
  await page.browser.waitFor(async (name) => {
    const element = globalThis.__harness.one(`gumbel-softmax[view=${name}]`);
    if (!element?.shared?.explorer || !(await element.updateComplete)) return false;
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    return true;
  }, view);
}

/** The race of the chapter's group, once it is over and drawn. */
const over = () =>
  page.browser.waitFor(async () => {
    const element = globalThis.__harness.one('gumbel-softmax[view=descent]');
    const { explorer } = element.shared;
    if (explorer.pending('descent') || !element.shared.resting) return null;
    await element.updateComplete;
    await globalThis.__harness.nextFrame();
    const found = explorer.descents();
    return found && JSON.parse(JSON.stringify(found));
  });

/** Puts a state into the group of the chapter. */
const load = (address) => page.browser.evaluate((text) => globalThis.__harness.one('gumbel-softmax[view=descent]').shared.load(text), address);
const at = () => page.browser.evaluate(() => Number(globalThis.__harness.one('gumbel-softmax[view=descent]').shared.get('at')));
const inView = (name, selector) => `gumbel-softmax[view=${name}] >>> ${selector}`;
/** A hash of what is painted of a layer. */
const painted = (name, layer) =>
  page.browser.evaluate((view, wanted) => globalThis.__harness.picture(globalThis.__harness.one(`gumbel-softmax[view=${view}] >>> canvas[data-layer=${wanted}]`)), name, layer);

test('the race on seed 7, run by the page in slices, ends on the native bits', async () => {
  await visit('ways', 'descent');
  for (const { address, ends } of pinned) {
    await load(address);
    const { entrants } = await over();
    assert.deepEqual(
      entrants.map(({ word, annealed, expected }) => [word, annealed, expected]),
      ends.map(({ word, annealed, loss }) => [word, annealed ?? true, loss]),
      address,
    );
  }
  const { marked } = await painted('descent', 'live');
  assert.ok(marked > 500, `${marked}`);
  assert.deepEqual(await page.browser.errors(), []);
});

test('the list says who stands where, best first', async () => {
  await visit('ways', 'descent');
  await load(pinned[0].address);
  await over();
  const rows = await page.browser.waitFor(() => {
    const found = globalThis.__harness.all('gumbel-softmax[view=descent] >>> .standing li');
    return found.length === 8 && found.map((li) => [li.dataset.word, li.querySelector('.value').textContent]);
  });
  const wanted = [...pinned[0].ends].sort((a, b) => a.loss - b.loss).map(({ word, loss }) => [word, loss.toFixed(3)]);
  assert.deepEqual(rows, wanted);
});

test('under a schedule those that use a temperature stand beside themselves, not annealed', async () => {
  await visit('ways', 'descent');
  await load(`${pinned[1].address.replace(/estimators=[^&]*/, 'estimators=baseline,gs')}`);
  await over();
  const names = () =>
    page.browser.waitFor(() => {
      const found = globalThis.__harness.all('gumbel-softmax[view=descent] >>> .standing li');
      return found.length === 4 && found.map((li) => [li.querySelector('span').textContent, li.querySelector('.value').textContent]);
    });
  const ends = (annealed) => pinned[1].ends.find((end) => end.word === 'gs' && (end.annealed ?? true) === annealed).loss.toFixed(3);
  assert.deepEqual((await names()).slice(2), [['Gumbel-Softmax (GS)', ends(true)], ['Gumbel-Softmax (GS), at τ = 1, not annealed', ends(false)]]);
  // The other schedule is changed after every m steps.
  await page.choose(inView('descent', 'select[name=schedule]'), 'exponential');
  await page.browser.fill(inView('descent', '[name=every]'), '100');
  await over();
  const { temperature } = await page.browser.evaluate(() => {
    const { shared } = globalThis.__harness.one('gumbel-softmax[view=descent]');
    shared.set('at', '0.5');
    return shared.explorer.descents();
  });
  assert.ok(Math.abs(temperature - Math.exp(-0.01 * 100)) < 1e-12, `${temperature}`);
});

test('K is changed beside the race, which is run anew', async () => {
  await visit('ways', 'descent');
  await over();
  await page.browser.click(inView('descent', '[name=more]'));
  const { entrants, done } = await over();
  assert.equal(await page.browser.evaluate(() => globalThis.__harness.one('gumbel-softmax[view=descent]').shared.state.k), 4);
  assert.ok(done === 300 && entrants[0].expected !== pinned[0].ends[0].loss);
});

test('the cursor is scrubbed by keys and by the slider, and the race is not run again', async () => {
  await visit('ways', 'descent');
  await over();
  const end = await painted('descent', 'over');
  await page.browser.evaluate(() => globalThis.__harness.one('gumbel-softmax[view=descent] >>> .picture').focus());
  await page.browser.press('Shift+ArrowLeft', 3);
  assert.equal(await at(), 0.97);
  const { step, done } = await over();
  assert.deepEqual([step, done], [291, 300]);
  const scrubbed = await painted('descent', 'over');
  assert.notEqual(scrubbed.hash, end.hash);
  await page.browser.evaluate(() => {
    const slider = globalThis.__harness.one('gumbel-softmax[view=descent] >>> input[name=at]');
    slider.value = '0.5';
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await page.browser.waitFor(() => globalThis.__harness.one('gumbel-softmax[view=descent] >>> .readout')?.textContent.includes('150'));
});

test('play moves the cursor to the end, and pause stops it', async () => {
  await visit('ways', 'descent');
  await over();
  const press = () => page.browser.click(inView('descent', '[name=descend]'));
  await press();
  // From the end it begins anew.
  const part = await page.browser.waitFor(() => {
    const now = Number(globalThis.__harness.one('gumbel-softmax[view=descent]').shared.get('at'));
    return now > 0 && now < 1 && now;
  });
  await press();
  await page.browser.waitFor(() => globalThis.__harness.one('gumbel-softmax[view=descent]').shared.resting);
  const paused = await at();
  assert.ok(paused >= part && paused < 1, `${part} ${paused}`);
  await press();
  await page.browser.waitFor(() => globalThis.__harness.one('gumbel-softmax[view=descent]').shared.get('at') === '1');
});

test('a step size that diverges says so, and keeps the last finite state', async () => {
  await visit('ways', 'descent');
  await load('probs=2,0.5,1&tau=1&seed=7&rate=100000&steps=40');
  const { entrants } = await over();
  const lost = entrants.filter(({ diverged }) => diverged > 0);
  assert.ok(lost.length > 0 && entrants.every(({ expected }) => Number.isFinite(expected)));
  const said = await page.browser.waitFor(() => {
    const texts = globalThis.__harness.all('gumbel-softmax[view=descent] >>> .wrong').map((p) => p.textContent);
    return texts.length > 0 && texts;
  });
  assert.match(said.join('\n'), /REINFORCE: \d+ of 20 replicates diverged/);
});

test('a floor that holds is named, and one of 0 becomes the least with a notice', async () => {
  await visit('ways', 'descent');
  await load('probs=2,0.5,1&tau=1&seed=7&schedule=linear&floor=0');
  await over();
  const text = await page.browser.waitFor(() => globalThis.__harness.all('gumbel-softmax[view=descent] >>> .foot p').map((p) => p.textContent).find((t) => t.includes('floor')));
  assert.match(text, /From step 298 on the floor 0\.01 holds/);
  const codes = await page.browser.evaluate(() => globalThis.__harness.one('gumbel-softmax[view=descent]').shared.notices.list.map(({ key, code }) => [key, code]));
  assert.deepEqual(codes, [['floor', 'below_range']]);
});

test('the cases set what they say', async () => {
  await visit('ways', 'descent');
  for (const [name, schedule, objective] of [['annealed', 'linear', 'squared'], ['linear', 'constant', 'linear'], ['baseline', 'constant', 'squared']]) {
    await page.browser.click(inView('descent', `[name=case-${name}]`));
    const shown = await page.browser.evaluate(() => {
      const { shared } = globalThis.__harness.one('gumbel-softmax[view=descent]');
      return [shared.get('schedule'), shared.get('objective')];
    });
    assert.deepEqual(shown, [schedule, objective], name);
  }
});

test('one draw passes straight through, its numbers in words and its line of code to be copied', async () => {
  await visit('argmax', 'passing');
  const draw = await page.browser.waitFor(() => globalThis.__harness.one('gumbel-softmax[view=passing]').shared.state?.draw);
  // f = |z - t|^2: its slope is 2 (z - t), and J(y) takes it to the logits.
  const target = [0.3, 0.2, 0.5];
  const slope = target.map((t, k) => 2 * (Number(k === draw.winner) - t));
  const y = draw.soft_sample;
  const along = y.reduce((sum, p, k) => sum + p * slope[k], 0);
  slope.forEach((s, k) => assert.ok(Math.abs(draw.slope[k] - s) < 1e-12));
  y.forEach((p, k) => assert.ok(Math.abs(draw.passed[k] - (p * (slope[k] - along)) / 0.5) < 1e-12));
  const told = await page.browser.waitFor(() => globalThis.__harness.one('gumbel-softmax[view=passing] >>> #description-passing')?.textContent);
  assert.ok(told.includes(draw.passed[0].toFixed(3).replace('-', '−')), told);
  const lines = await page.browser.evaluate(() => globalThis.__harness.all('gumbel-softmax[view=passing] >>> input.code').map((field) => field.value));
  assert.deepEqual(lines, ['z = hard - y.detach() + y', 'z = y + stop_gradient(hard - y)']);
  await page.browser.click(inView('passing', '[name=copy-pytorch]'));
  const said = await page.browser.waitFor(() => globalThis.__harness.one('gumbel-softmax[view=passing] >>> .said')?.textContent.trim());
  assert.match(said, /Copied|Selected/);
  assert.deepEqual(await page.browser.errors(), []);
});

for (const lang of ['en', 'zh']) {
  test(`${lang}: both chapters open by their address and are sound`, async () => {
    for (const [chapter, view] of [['argmax', 'passing'], ['ways', 'descent']]) {
      await visit(chapter, view, `&lang=${lang}`);
      assert.deepEqual(await page.violations(), [], chapter);
    }
  });
}
