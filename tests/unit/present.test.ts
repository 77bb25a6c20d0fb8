import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Group } from '../../www/group.js';
import type { Place } from '../../www/keys.js';
import { withoutView, withView } from '../../www/present/address.js';
import { isNamed, neighbour, ORDER, stageActionOf } from '../../www/present/keys.js';
import { Room } from '../../www/present/room.js';
import { UndoStack } from '../../www/undo.js';
import { fakeCore, FakeExplorer } from './fake_core.js';

Object.assign(globalThis, {
  document: { hidden: false, addEventListener: () => undefined },
  requestAnimationFrame: () => 1,
});

const press = (key: string, presenting = true, place: Place = 'elsewhere', more = {}) =>
  stageActionOf({ key, ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, ...more }, place, presenting);

test('the keys of presenter mode', () => {
  assert.deepEqual(press('PageDown'), { do: 'view', by: 1 });
  assert.deepEqual(press('PageUp'), { do: 'view', by: -1 });
  assert.deepEqual(press(']'), { do: 'preset', by: 1 });
  assert.deepEqual(press('['), { do: 'preset', by: -1 });
  for (const [key, what] of [['h', 'targets'], ['f', 'freeze'], ['d', 'step'], ['b', 'blackout'], ['.', 'blackout'], ['p', 'leave'], ['Escape', 'leave']] as const) {
    assert.deepEqual(press(key), { do: what }, key);
    assert.deepEqual(press(key.length === 1 ? key.toUpperCase() : key), { do: what }, key);
  }
  for (const key of ['ArrowLeft', 'ArrowUp', ' ', 't', 'r', 'z', '1', 'Tab', 'Enter']) assert.equal(press(key), undefined, key);
});

test('before presenting only p is taken; a field keeps its keys, and so does the browser', () => {
  assert.deepEqual(press('p', false), { do: 'present' });
  for (const key of ['PageDown', 'PageUp', 'h', 'f', 'd', 'b', '.', ']', '[', 'Escape']) assert.equal(press(key, false), undefined, key);
  for (const key of ['p', 'h', ']', 'PageDown']) {
    assert.equal(press(key, true, 'text'), undefined, key);
    assert.equal(press(key, true, 'elsewhere', { defaultPrevented: true }), undefined, key);
    assert.equal(press(key, true, 'elsewhere', { metaKey: true }), undefined, key);
    assert.equal(press(key, true, 'elsewhere', { ctrlKey: true }), undefined, key);
  }
  assert.equal(press('PageDown', true, 'slider'), undefined);
});

test('a bracket may need AltGr or Alt', () => {
  assert.deepEqual(press(']', true, 'elsewhere', { ctrlKey: true, altKey: true }), { do: 'preset', by: 1 });
  assert.deepEqual(press('[', true, 'elsewhere', { altKey: true }), { do: 'preset', by: -1 });
});

test('the keys of a clicker stay when single keys are switched off', () => {
  for (const key of ['PageDown', 'PageUp', 'Escape']) assert.ok(isNamed(key));
  for (const key of ['p', '.', ']']) assert.ok(!isNamed(key));
});

test('views come in the order of the page and stop at the ends', () => {
  assert.deepEqual(ORDER, ['noise', 'draw', 'simplex', 'histogram']);
  assert.equal(neighbour('noise', 1), 'draw');
  assert.equal(neighbour('simplex', -1), 'draw');
  assert.equal(neighbour('noise', -1), 'noise');
  assert.equal(neighbour('histogram', 1), 'histogram');
});

test('presenting is in the link and not in what undo goes back through', () => {
  assert.equal(withoutView('tau=1&present=noise'), 'tau=1');
  assert.equal(withView('tau=1&present=noise', 'draw'), 'tau=1&present=draw');
  assert.equal(withView('tau=1&present=noise', 'off'), 'tau=1');
  assert.equal(withView('', 'draw'), 'present=draw');
  const undo = new UndoStack();
  undo.push('tau=1');
  undo.push('tau=1&present=noise');
  undo.push('tau=2&present=draw');
  assert.equal(undo.size, 2);
  assert.equal(undo.top, 'tau=2');
  undo.backTo('tau=1&present=histogram');
  assert.equal(undo.size, 0);
});

test('what is frozen is shown while the state goes on, and let go once', async () => {
  const core = fakeCore();
  const group = new Group();
  group.retain();
  await group.start('tau=1&n=0', () => Promise.resolve(core), true);
  const explorer = group.explorer as unknown as FakeExplorer;
  assert.equal(group.shown, explorer);
  explorer.step(10);
  group.room.freeze(core, explorer);
  explorer.step(5);
  explorer.set('tau', '7');
  assert.equal(group.shown?.n(), 10);
  assert.equal(group.shownState?.n, 10);
  assert.equal(group.shownState?.tau, 1);
  assert.equal(group.state?.n, 15);
  group.room.thaw();
  assert.equal(group.shownState?.n, 15);
  let freed = 0;
  const room = new Room();
  explorer.copy = () => Object.assign(new FakeExplorer(''), { free: () => (freed += 1) });
  room.freeze(core, explorer);
  room.freeze(core, explorer);
  room.thaw();
  room.thaw();
  assert.equal(freed, 2);
});
