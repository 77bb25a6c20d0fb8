import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../www/i18n/complete.js';
import { en } from '../../www/i18n/en.js';
import { codeOf, language, NumberFormat } from '../../www/i18n/index.js';
import { zh } from '../../www/i18n/zh.js';
import { Notices, quoted } from '../../www/notices.js';
import { FakeExplorer } from './fake_core.js';

const { words, number } = language('en');

test('numbers read as in a book', () => {
  assert.equal(number.count(1234567), '1,234,567');
  assert.equal(number.value(-1.5), '−1.500');
  assert.equal(number.value(-0.0001), '0.000');
  assert.equal(number.value(-Infinity), '−∞');
  assert.equal(number.value(NaN), '–');
  assert.equal(number.short(2), '2');
  assert.equal(number.short(0.5), '0.5');
  assert.equal(number.short(100), '100');
  assert.equal(number.short(-10), '−10');
  assert.equal(number.pValue(0.0421), 'p = 0.042');
  assert.equal(number.pValue(1e-9), 'p < 0.001');
  assert.equal(new NumberFormat('de').count(1234567), '1.234.567');
});

test('a count is written as the browser would write it', () => {
  const random = (size: number): number => Math.floor(size * (0.5 + Math.sin(size) / 2));
  const numbers = [0, 1, 12, 999, 1000, 999_999, 1_000_000, 123_456_789, Number.MAX_SAFE_INTEGER, 2.5, -1234, ...[1e3, 1e5, 1e7, 1e9].map(random)];
  for (const lang of ['en', 'en-US', 'en-GB', 'en-IN', 'zh', 'zh-CN', 'zh-Hans', 'de', 'fr']) {
    const asked = new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });
    for (const n of numbers) assert.equal(new NumberFormat(lang).count(n), asked.format(n), `${lang} ${n}`);
  }
});

test('an unknown language falls back to English', () => {
  assert.equal(language('tlh').words, words);
  assert.equal(language('en-GB').words, words);
});

test('the first language that there are words for is spoken', () => {
  assert.equal(codeOf(['fr', 'zh-TW', 'en']), 'zh');
  assert.equal(codeOf(['EN-us']), 'en');
  assert.equal(codeOf(['toString', '']), 'en');
  assert.equal(codeOf([]), 'en');
  assert.equal(language('zh-Hans').number.count(1234567), '1,234,567');
});

/** The keys of a dictionary with the kind of each, and the number of arguments of each sentence that takes some. */
function shape(words: object, path = ''): string[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const name = `${path}.${key}`;
    if (Array.isArray(value)) return [`${name}: ${value.length}`];
    if (typeof value === 'object' && value !== null) return shape(value, name);
    return [`${name}: ${typeof value}`];
  });
}

test('no language lacks a word, none is empty, and none is left in English', () => {
  assert.deepEqual(shape(zh).sort(), shape(en).sort());
  const same: string[] = [];
  const compare = (own: object, english: object, path: string): void => {
    for (const [key, value] of Object.entries(own) as [string, unknown][]) {
      const original = (english as Record<string, unknown>)[key];
      if (typeof value === 'string') {
        assert.ok(value.trim() !== '', `${path}.${key}`);
        if (value === original) same.push(key);
      } else if (typeof value === 'object' && value !== null) compare(value, original as object, `${path}.${key}`);
    }
  };
  compare(zh, en, '');
  // What is written alike in both: symbols, and the names of languages and of methods.
  const alike = ['adam', 'argmax', 'en', 'jax', 'logits', 'numpy', 'plusOne', 'pytorch', 'rebar', 'reinforce', 'rust', 'thousand', 'zh'];
  assert.deepEqual([...new Set(same)].filter((key) => !/^[0-9]$/.test(key)).sort(), alike);
});

test('a word that is lacking is shown in English, marked', () => {
  const original = { a: 'one', b: { c: (n: number) => `${n} two`, d: ['x'] } };
  const filled = complete(original, { b: {} });
  assert.equal(filled.a, '[en] one');
  assert.equal(filled.b.c(2), '[en] 2 two');
  assert.deepEqual(filled.b.d, ['[en] x']);
  assert.equal(complete(original, { a: '一' }).a, '一');
});

for (const lang of ['en', 'zh']) test(`${lang}: each code of the core has a sentence of its own`, () => {
  const { words } = language(lang);
  const codes = [
    'not_a_number', 'not_an_integer', 'below_range', 'above_range', 'normalised', 'unknown_key', 'repeated_key',
    'too_many_categories', 'too_few_categories', 'no_finite_logit', 'too_long', 'bad_escape', 'zero_temperature',
    'unknown_version', 'bad_categories', 'unreadable', 'infinite', 'name_too_long', 'unknown_choice',
  ];
  const said = { given: 'x', used: '1' };
  const sentences = codes.map((code) => words.notices.sentence(code, said));
  assert.equal(new Set(sentences).size, codes.length);
  const generic = words.notices.sentence('of_a_later_core', said);
  assert.match(generic, /“x”.*1/);
  assert.ok(!sentences.includes(generic));
  assert.match(words.notices.sentence('not_a_number', { given: ' ', used: '0.5' }), /(empty|空).*0\.5/);
});

test('notices do not pile up', () => {
  const notices = new Notices();
  const notice = (key: string, given = 'x') => ({ key, code: 'not_a_number', given, used: '1' });
  notices.add([notice('tau'), notice('seed'), notice('tau', 'y')]);
  assert.deepEqual(notices.list.map(({ key, given }) => [key, given]), [['seed', 'x'], ['tau', 'y']]);
  notices.add(Array.from({ length: 12 }, (_, i) => notice(`k${i}`)));
  assert.equal(notices.list.length + notices.hidden, 14);
  assert.ok(notices.list.length <= 4);
  for (const { id } of notices.list) notices.dismiss(id);
  assert.equal(notices.list.length + notices.hidden, 10);
});

test('the console is told of every notice once', () => {
  const notices = new Notices();
  const notice = (key: string) => ({ key, code: 'not_a_number', given: 'x', used: '1' });
  const keys = (): string[] => notices.takeUnlogged().map(({ key }) => key);
  notices.add(['a', 'b', 'c', 'd', 'e', 'f'].map(notice));
  assert.deepEqual(keys(), ['a', 'b', 'c', 'd', 'e', 'f']);
  assert.deepEqual(keys(), []);
  notices.add([notice('g'), notice('a')]);
  assert.deepEqual(keys(), ['g', 'a']);
});

test('a long text is quoted in short, by whole characters', () => {
  assert.equal(quoted('abc'), 'abc');
  assert.equal([...quoted('💧'.repeat(900_000))].length, 41);
});

for (const lang of ['en', 'zh']) test(`${lang}: every view has a text alternative, with and without draws`, () => {
  const { words, number } = language(lang);
  const explorer = new FakeExplorer('');
  for (const draws of [0, 500]) {
    explorer.step(draws);
    const state = explorer.snapshot();
    for (const view of ['noise', 'draw', 'simplex', 'histogram'] as const) {
      const text = words.describe[view](number, state);
      assert.ok(text.length > (lang === 'zh' ? 5 : 10) && !/undefined|NaN/.test(text), `${view}: ${text}`);
    }
  }
});
