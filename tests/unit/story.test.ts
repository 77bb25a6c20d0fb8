import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as core from 'core';
import { CHAPTER_VIEWS, MAIN_VIEWS } from '../../www/chapter_views.js';
import { STORY_LANGUAGES, storyFile, storyIn, together } from '../../www/story/build.mjs';
import { figures, MEASURED } from '../../www/story/figures.mjs';
import { formula } from '../../www/story/formula.mjs';
import { chapters, length } from '../../www/story/source.mjs';
import { questionOf } from '../../www/story/guesses.js';
import type { Chapter } from '../../www/story/types.js';
import { categoryOf, symbolLine } from '../../www/symbols.js';
import { language } from '../../www/i18n/index.js';
import { FakeExplorer } from './fake_core.js';

core.initSync({ module: readFileSync('target/wasm/gumbel_softmax_bg.wasm') });

const source = (lang: string): string => readFileSync(`www/story/${lang}.md`, 'utf8');
const row: { choices: string[] } = core.parameters().find(({ key }: { key: string }) => key === 'chapter');
const wanted = row.choices.slice(1);

for (const lang of STORY_LANGUAGES) {
  test(`${lang}: every chapter is there, in order, with views, a state and a question`, () => {
    assert.ok(storyFile(lang).endsWith(`${lang}.md`));
    const told = chapters(source(lang), lang);
    assert.deepEqual(told.map(({ id }) => id), wanted);
    for (const { id, state } of told) {
      const explorer = new core.Explorer(state);
      assert.deepEqual(explorer.take_notices(), [], `${id}: ${state}`);
      explorer.free();
    }
  });

  test(`${lang}: the chapters are short; only the last has lists and a table on top`, () => {
    for (const chapter of chapters(source(lang), lang)) {
      const prose = chapter.sections.map(({ before, after, ...rest }) => ({
        ...rest,
        before: before.replace(/^[|-].*$/gm, ''),
        after: after.replace(/^[|-].*$/gm, ''),
      }));
      const words = length({ ...chapter, sections: prose }, lang);
      // A Chinese word has about one and a half characters.
      const scale = lang === 'zh' ? 1.6 : 1;
      assert.ok(words >= 120 * scale && words <= 400 * scale, `${chapter.id}: ${words}`);
    }
  });

  test(`${lang}: each figure in the text is the core's`, () => {
    const { list, wrong } = figures(core);
    const quoted = list(source(lang));
    assert.ok(quoted.length > 30);
    for (const figure of quoted) assert.equal(wrong(figure), undefined);
    assert.throws(() => figures(core).quoted('{{0.66 = prob 1 @ logits=2,1,0.2}}'), /quoted for/);
    assert.throws(() => figures(core).quoted('{{0.66 = nonsense}}'), /no figure/);
  });

  test(`${lang}: the HTML has no style, no script and no address but arXiv's`, () => {
    const html = JSON.stringify(storyIn(lang, core));
    assert.doesNotMatch(html, / style=|<script|<style|onclick|\{\{|\$/);
    for (const [, address] of html.matchAll(/(?:href|src)=\\"([^"]*)\\"/g)) assert.match(address ?? '', /^https:\/\/arxiv\.org\/abs\/\d{4}\.\d{4,5}$/);
    for (const { lang: own } of storyIn(lang, core)) assert.equal(own, lang);
  });
}

test('both languages quote the same figures, show the same views and states, and have the same right answers', () => {
  const [en, zh] = STORY_LANGUAGES.map((lang) => chapters(source(lang), lang));
  const frame = (told: typeof en) =>
    told?.map(({ id, state, sections }) => ({ id, state, views: sections.map(({ view, controls, ask }) => [view, controls, ask?.choices.map(({ right }) => right)]) }));
  assert.deepEqual(frame(zh), frame(en));
  const { list } = figures(core);
  const [ours, theirs] = STORY_LANGUAGES.map((lang) => list(source(lang)).map(({ what, address, shown }) => `${shown} ${what} ${address}`).sort());
  assert.deepEqual(theirs, ours);
});

test('every view that the core knows can stand beside the text, and every view of the text has its words', () => {
  const explorer = new core.Explorer('');
  const known = (view: string): boolean => {
    try {
      return explorer.height(view, 400, 1) > 0;
    } catch {
      return false;
    }
  };
  const wantedViews = [...new Set(chapters(source('en')).flatMap(({ sections }) => sections.map(({ view }) => view)))];
  const offered: readonly string[] = [...MAIN_VIEWS, ...CHAPTER_VIEWS];
  assert.deepEqual(wantedViews.filter(known).filter((view) => !offered.includes(view)), [], 'to be named in www/chapter_views.ts');
  assert.deepEqual(offered.filter((view) => !known(view)), []);
  for (const lang of STORY_LANGUAGES) {
    const { words } = language(lang);
    for (const view of wantedViews) assert.ok(Object.hasOwn(words.views, view) && Object.hasOwn(words.describe, view), `${lang}: ${view}`);
  }
  explorer.free();
});

test('a chapter that lacks something is refused, with its line', () => {
  const whole = '@chapter x\n@state tau=1\n@view draw tau\n# Title\nA.\n@ask Q?\n- no\n+ yes\n@answer\nB.\n@end\nC.\n';
  const [chapter] = chapters(whole);
  const ask = { question: 'Q?', choices: [{ text: 'no', right: false }, { text: 'yes', right: true }], answer: 'B.\n' };
  assert.deepEqual(chapter?.sections, [{ view: 'draw', controls: 'tau', before: 'A.\n', after: 'C.\n\n', ask }]);
  const more = whole.slice(0, -1).concat('\n@view slide\nD.\n@view chord\nE.\n@ask R?\n+ a\n- b\n@answer\nF.\n@end\nG.');
  const [longer] = chapters(more);
  assert.deepEqual(longer?.sections.map(({ before, after }) => [before, after]), [['A.\n', 'C.\n'], ['D.\n', ''], ['E.\n', 'G.\n']]);
  const names = longer?.sections.map((_, i) => questionOf(longer as unknown as Chapter, i));
  assert.deepEqual(names, ['x', 'x', 'x-2']);
  assert.throws(() => chapters(more.replace('+ a', '- a')), /right choice/);
  for (const [gone, complaint] of [['# Title\n', /a title/], ['@state tau=1\n', /@state/], ['+ yes\n', /right choice/], ['@ask Q?\n', /@answer without/], ['@end\n', /x lacks|@end/], ['B.\n', /@answer/]] as const) {
    assert.throws(() => chapters(`${whole.replace(gone, '')}${gone === '@end\n' ? '@chapter y\n' : ''}`), complaint, gone);
  }
  assert.throws(() => chapters('@chaptre x'), /:1/);
});

test('a missing chapter is told in English, and says so', () => {
  const lacking = storyIn('zh', core).filter(({ id }) => id !== 'race');
  const told = together(lacking, storyIn('en', core));
  assert.deepEqual(told.map(({ id }) => id), wanted);
  assert.deepEqual(told.filter(({ lang }) => lang === 'en').map(({ id }) => id), ['race']);
});

test('formulas carry their TeX, name their symbols and need no style', () => {
  const math = formula('\\pi_i f(m - \\ln Z) \\le e^{g_A/\\tau} + \\pi^2/6', true);
  assert.match(math, /^<math/);
  assert.match(math, /<annotation encoding="application\/x-tex">\\pi_i f\(m/);
  assert.match(math, /<msub class="[^"]*s s-pi" data-symbol="pi" data-index="i">/);
  assert.match(math, /data-symbol="g" data-index="A"/);
  assert.match(math, /<mi class="s s-tau" data-symbol="tau">τ<\/mi>/);
  assert.equal(math.match(/data-symbol="pi"/g)?.length, 1, 'the square of the number is no probability');
  assert.doesNotMatch(math, /style=/);
  assert.throws(() => formula('\\frac{1'));
});

test('a symbol names a category and is read off', () => {
  const explorer = new FakeExplorer('');
  explorer.step(10);
  const state = { ...explorer.snapshot(), category: 2 };
  assert.deepEqual(['A', '2', 'i', 'k', 'Z', '9', undefined].map((index) => categoryOf(index, state)), [0, 1, 2, undefined, undefined, undefined, undefined]);
  const { number } = language('en');
  assert.equal(symbolLine(number, 'tau', state), 'τ = 0.5');
  assert.equal(symbolLine(number, 'tau', { ...state, tau: null }), 'τ → 0');
  assert.match(symbolLine(number, 'pi', state), /^π\(A\) = 0\.659 · π\(B\) = 0\.242/);
  assert.match(symbolLine(number, 'Z', state), /ln Z = 2\.417/);
  assert.equal(symbolLine(number, 'g', state), '');
  assert.equal(symbolLine(number, undefined, state), '');
});

/** xoshiro-free and small: enough for a check to four standard errors. */
function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

test('the measured bias and variance of the estimators come out again', () => {
  const logits = [Math.log(2), Math.log(0.5), 0];
  const probs = [4 / 7, 1 / 7, 2 / 7];
  const target = [0.3, 0.2, 0.5];
  const exact = [0.04898, 0.04082, -0.0898];
  const loss = (y: number[]) => y.reduce((sum, v, k) => sum + (v - (target[k] ?? 0)) ** 2, 0);
  const average = probs.reduce((sum, p, k) => sum + p * loss([0, 1, 2].map((j) => Number(j === k))), 0);
  const draws = 400_000;
  const random = uniforms(1);
  const measure = (gradient: (g: number[], out: number[]) => void) => {
    const sum = [0, 0, 0];
    const squares = [0, 0, 0];
    const out = [0, 0, 0];
    for (let i = 0; i < draws; i++) {
      gradient(logits.map((l) => l - Math.log(-Math.log(random()))), out);
      for (let k = 0; k < 3; k++) {
        sum[k]! += out[k]!;
        squares[k]! += out[k]! ** 2;
      }
    }
    const mean = sum.map((s) => s / draws);
    const variance = squares.reduce((total, s, k) => total + s / draws - mean[k]! ** 2, 0);
    return { bias: Math.hypot(...mean.map((m, k) => m - exact[k]!)), variance };
  };
  const soft = (tau: number) => (x: number[], out: number[]) => {
    const top = Math.max(...x);
    const weights = x.map((v) => Math.exp((v - top) / tau));
    const total = weights.reduce((a, b) => a + b);
    const y = weights.map((w) => w / total);
    const slope = y.map((v, k) => 2 * (v - target[k]!));
    const along = y.reduce((s, v, k) => s + v * slope[k]!, 0);
    for (let k = 0; k < 3; k++) out[k] = (y[k]! * (slope[k]! - along)) / tau;
  };
  const score = (baseline: number) => (x: number[], out: number[]) => {
    const z = x.indexOf(Math.max(...x));
    const reward = loss([0, 1, 2].map((j) => Number(j === z))) - baseline;
    for (let k = 0; k < 3; k++) out[k] = reward * (Number(k === z) - probs[k]!);
  };
  for (const tau of [0.1, 0.5, 1, 2]) {
    const { bias, variance } = measure(soft(tau));
    const error = 4 * Math.sqrt(variance / draws);
    assert.ok(Math.abs(bias - MEASURED[`bias gs ${tau}`]!) < error + 5e-5, `tau ${tau}: bias ${bias} ± ${error}`);
    const quoted = MEASURED[`variance gs ${tau}`];
    if (quoted !== undefined) assert.ok(Math.abs(variance / quoted - 1) < 0.03, `tau ${tau}: variance ${variance}`);
  }
  for (const [name, baseline] of [['score', 0], ['baseline', average]] as const) {
    const { bias, variance } = measure(score(baseline));
    assert.ok(bias < 4 * Math.sqrt(variance / draws), `${name}: bias ${bias}`);
    assert.ok(Math.abs(variance / MEASURED[`variance ${name}`]! - 1) < 0.03, `${name}: variance ${variance}`);
  }
});

for (const lang of STORY_LANGUAGES) {
  test(`${lang}: a mark stays with a short formula, and a long one may be broken`, () => {
    const html = JSON.stringify(storyIn(lang, core));
    const kept = [...html.matchAll(/class=\\"kept\\">(.*?)<\/math>/g)].map(([, math]) => /<annotation[^>]*>([^<]*)</.exec(math!)![1]!);
    assert.ok(kept.length > 30, `${kept.length}`);
    assert.deepEqual(kept.filter((tex) => tex.length > 30), []);
  });
}
