import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionOf, type Place } from '../../www/keys.js';
import { POSITIONS, positionOf, valueAt } from '../../www/scale.js';

const press = (key: string, place: Place = 'elsewhere', more = {}) =>
  actionOf({ key, ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, ...more }, place);

test('single keys do what the help says', () => {
  assert.deepEqual(press(' '), { do: 'toggle' });
  assert.deepEqual(press('d'), { do: 'one' });
  assert.deepEqual(press('D'), { do: 'one' });
  assert.deepEqual(press('t'), { do: 'thousand' });
  assert.deepEqual(press('z'), { do: 'undo' });
  assert.deepEqual(press('?'), { do: 'help' });
  assert.deepEqual(press('s'), { do: 'share' });
  assert.deepEqual(press('ArrowLeft'), { do: 'temperature', by: -1 });
  assert.deepEqual(press('ArrowUp'), { do: 'logit', by: 1 });
  assert.deepEqual(press('1'), { do: 'select', category: 0 });
  assert.deepEqual(press('9'), { do: 'select', category: 8 });
  assert.deepEqual(press('j'), { do: 'chapter', by: 1 });
  assert.deepEqual(press('K'), { do: 'chapter', by: -1 });
  assert.deepEqual(press('0'), { do: 'select', category: 9 });
  for (const key of ['p', 'x', 'Tab', 'Enter', 'F5', 'PageDown']) assert.equal(press(key), undefined, key);
});

test('no key is taken from a field, a slider, a button or the browser', () => {
  for (const key of [' ', 'd', 'z', '1', '?', 'ArrowLeft']) {
    assert.equal(press(key, 'text'), undefined, key);
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'defaultPrevented']) {
      assert.equal(press(key, 'elsewhere', { [modifier]: true }), undefined, `${modifier} ${key}`);
    }
  }
  assert.equal(press('ArrowLeft', 'slider'), undefined);
  assert.deepEqual(press('d', 'slider'), { do: 'one' });
  assert.equal(press(' ', 'button'), undefined);
  assert.deepEqual(press('d', 'button'), { do: 'one' });
});

test('the slider of the temperature is logarithmic and reaches its ends', () => {
  const range = { min: 0.01, max: 100 };
  assert.equal(valueAt(range, 0), '0.01');
  assert.equal(valueAt(range, POSITIONS), '100');
  assert.equal(valueAt(range, POSITIONS / 2), '1');
  assert.equal(positionOf(range, 1), POSITIONS / 2);
  assert.equal(positionOf(range, 1e-9), 0);
  assert.equal(positionOf(range, 1e9), POSITIONS);
  for (let position = 0; position <= POSITIONS; position++) {
    const back = positionOf(range, Number(valueAt(range, position)));
    assert.ok(Math.abs(back - position) <= 1, String(position));
  }
});
