import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originsOf, paramsOf, SET } from '../../www/frame.js';

test('a message sets parameters only in its one form', () => {
  const params = (given: unknown): unknown => paramsOf({ type: SET, params: given });
  assert.deepEqual(params({ tau: 0.3, logits: [1, 2, -Infinity], names: 'a,b' }), new Map([['tau', '0.3'], ['logits', '1,2,-Infinity'], ['names', 'a,b']]));
  assert.deepEqual(params({}), new Map());
  for (const wrong of [
    undefined, null, 3, 'tau=1', [], [['tau', 1]], { bogus: 1 }, { tau: null }, { tau: {} }, { tau: [[1]] }, { tau: true },
    { tau: 1, bogus: 1 }, { names: 'x'.repeat(8193) }, { logits: Array(65).fill(1) }, new Map([['tau', 1]]), { __proto__: { tau: 1 } },
  ]) assert.equal(params(wrong), undefined, JSON.stringify(wrong));
  for (const data of [undefined, null, 'set', SET, 3, [], { type: SET }, { params: { tau: 1 } }, { type: 'other', params: { tau: 1 } }, { type: [SET], params: {} }]) {
    assert.equal(paramsOf(data), undefined);
  }
});

test('the origins that may are the own one and those of the address', () => {
  assert.deepEqual([...originsOf('', 'https://a.example')], ['https://a.example']);
  assert.deepEqual(
    [...originsOf('?origin=https://b.example/page&origin=http://c.example:8080,rubbish data:text/plain,x *', 'https://a.example')],
    ['https://a.example', 'https://b.example', 'http://c.example:8080'],
  );
  assert.deepEqual([...originsOf('?origin=null', 'null')], []);
});
