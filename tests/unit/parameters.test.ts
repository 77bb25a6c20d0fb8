import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GumbelSoftmax } from '../../www/gumbel-softmax.js';
import type { GumbelSoftmaxElement } from '../../www/element.js';
import { offered } from '../../www/keys.js';
import { addressOf, inOrder, PARAMETERS, textOf } from '../../www/parameters.js';

/** The element keeps what its published types promise. */
export const published = (element: GumbelSoftmaxElement & Pick<GumbelSoftmax, 'tau' | 'logits'>): Omit<GumbelSoftmax, (typeof PARAMETERS)[number]> => element;

test('what was given becomes the text of an address, in the order of the table', () => {
  const given = new Map([['tau', '0.5'], ['names', 'a&b,"ü'], ['logits', '2,1'], ['lang', 'zh'], ['theme', 'dark']]);
  assert.equal(addressOf(given), 'logits=2%2C1&tau=0.5&names=a%26b%2C%22%C3%BC');
  assert.deepEqual(inOrder(['tau', 'bogus', 'logits']), ['logits', 'tau']);
});

test('a property takes text, numbers and lists', () => {
  assert.deepEqual([0.5, [2, 1, -Infinity], 'argmax', '', null, undefined].map(textOf), ['0.5', '2,1,-Infinity', 'argmax', '', null, null]);
});

test('an embedded element takes only the keys of the controls that it has', () => {
  const has = (control: string): boolean => control === 'tau';
  assert.ok(offered({ do: 'temperature', by: 1 }, has));
  assert.ok(offered({ do: 'select', category: 1 }, has) && offered({ do: 'escape' }, has));
  for (const what of ['toggle', 'one', 'reset', 'noise', 'undo', 'help', 'share'] as const) assert.ok(!offered({ do: what }, has), what);
});
