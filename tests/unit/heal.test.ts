import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { reset } from '../../www/actions.js';
import { Generations } from '../../www/generations.js';
import { Group } from '../../www/group.js';
import type { Member } from '../../www/members.js';
import { fakeCore, FakeExplorer, Life } from './fake_core.js';

let frames: ((now: number) => void)[] = [];
let now = 0;
Object.assign(globalThis, {
  document: { hidden: false, addEventListener: () => undefined },
  requestAnimationFrame: (frame: (now: number) => void) => frames.push(frame),
  location: { href: 'about:blank' },
});

function pass(most: number): void {
  for (let count = 0; count < most && frames.length > 0; count++) {
    const due = frames;
    frames = [];
    now += 16;
    for (const frame of due) frame(now);
  }
}

/** The page of a core that `life` is of; each picture asks it once a frame. */
async function open(life: Life, address = 'n=500') {
  const group = new Group();
  const view: Member = {
    visible: true,
    paint() {
      group.shown?.draw('', '', undefined as never, 0, 0, 1, undefined as never, {});
      return false;
    },
    refresh: () => undefined,
    speaks: false,
  };
  group.join(view);
  await group.start(address, () => Promise.resolve(fakeCore(life)), true);
  return { group, fake: () => group.explorer as unknown as FakeExplorer };
}

let said: unknown[][] = [];
beforeEach(() => {
  mock.restoreAll();
  pass(1000);
  said = [];
  FakeExplorer.mistaken = 0;
  mock.method(console, 'error', () => undefined);
  mock.method(console, 'warn', (...words: unknown[]) => said.push(words));
});

const trap = new WebAssembly.RuntimeError('unreachable');

test('three restarts within a minute, and the next trap is left standing', () => {
  let time = 0;
  let restarts = 0;
  const life = new Generations(() => (restarts += 1), () => time);
  for (const at of [0, 10_000, 59_000]) {
    time = at;
    assert.ok(life.mend(life.present, trap));
  }
  time = 59_900;
  assert.ok(!life.mend(life.present, trap));
  assert.deepEqual([restarts, life.present, said.length], [3, 3, 3]);
  time = 60_001;
  assert.ok(life.mend(life.present, trap), 'the first is a minute past');
  assert.ok(!life.mend(life.present, trap));
});

test('only a trap or a panic starts the core anew, and what failed for another’s is done again', () => {
  const life = new Generations(() => undefined);
  assert.ok(!life.mend(0, new Error('null pointer passed to rust')));
  assert.ok(!life.mend(0, new TypeError('no such thing')));
  assert.ok(!life.mend(0, 'panicked at'));
  assert.ok(life.mend(0, new Error('panicked at src/x.rs:1:2:\nindex out of bounds')));
  assert.ok(life.mend(0, new Error('Invalid stale object from previous Wasm instance')));
  assert.equal(life.present, 1);
  const stuck = new Generations(() => {
    throw new RangeError('no memory');
  });
  assert.ok(!stuck.mend(0, trap));
  assert.equal(stuck.present, 0);
});

test('what trapped is done again: nothing of the state, of undo and of the notices is lost', async () => {
  // Each trap comes a minute after the one before.
  let time = 0;
  const life = new Life(() => (time += 60_000));
  const { group, fake } = await open(life);
  pass(50);
  group.set('tau', 'x');
  group.set('tau', '2');
  group.set('tau', 'y');
  pass(50);
  const before = { address: group.address(), undo: group.undo.size, notices: group.notices.list.length };
  assert.equal(before.notices, 1);
  for (let call = 0; call < 12; call += 1) {
    Object.assign(life, { traps: 1, after: call });
    group.set('tau', `${3 + call}`);
    pass(50);
    assert.equal(life.traps, 0, `call ${call} trapped`);
    assert.deepEqual([fake().get('tau'), fake().n(), fake().complete()], [`${3 + call}`, 500, true]);
  }
  assert.equal(group.undo.size, before.undo + 12);
  assert.ok(group.resting && !group.failure);
  assert.equal(FakeExplorer.mistaken, 0);
  assert.equal(said.length, 12);
});

test('playing goes on from where it was, at the same pace', async () => {
  const life = new Life();
  const { group, fake } = await open(life, 'n=10&speed=1000');
  pass(50);
  group.play();
  pass(60);
  const before = fake().n();
  life.traps = 1;
  pass(1);
  assert.equal(life.present, 1);
  assert.ok(fake().n() >= before && fake().n() < before + 100, `${before}, ${fake().n()}`);
  while (group.flow.playing && fake().n() < before + 500) pass(1);
  group.pause();
  assert.equal(fake().get('n'), String(fake().n()));
});

test('more draws than a frame holds flow in again, and playing waits for them', async () => {
  const life = new Life();
  const { group, fake } = await open(life, 'n=5000000&speed=1000');
  pass(20_000);
  group.play();
  pass(5);
  const before = fake().n();
  assert.ok(before >= 5_000_000);
  life.traps = 1;
  group.set('tau', '3');
  assert.equal(fake().n(), 1_000_000);
  pass(20_000);
  assert.ok(group.flow.playing && fake().n() > before, String(fake().n()));
});

test('no draws stay no draws', async () => {
  const life = new Life();
  const { group, fake } = await open(life);
  pass(50);
  reset(group);
  life.traps = 1;
  group.guard(() => group.explorer?.take_notices());
  pass(50);
  assert.deepEqual([life.restarts, fake().n(), fake().get('n')], [1, 0, '0']);
});

test('all groups have the same core, and each its own state', async () => {
  const life = new Life();
  const one = await open(life, 'n=100&tau=1');
  const two = await open(life, 'n=200&tau=2');
  pass(50);
  const stale = two.fake();
  life.traps = 1;
  one.group.set('seed', '9');
  assert.notEqual(two.fake(), stale);
  assert.deepEqual([two.group.get('tau'), two.group.state?.n, one.group.get('seed'), one.group.state?.n], ['2', 200, '9', 100]);
  pass(50);
  assert.deepEqual([one.group.failure, two.group.failure, life.restarts], [undefined, undefined, 1]);
});

test('what is frozen is drawn again, and let go without the new core being asked to free what is not its own', async () => {
  const life = new Life();
  const { group, fake } = await open(life, 'n=300&tau=1');
  pass(50);
  group.guard(() => group.core && group.explorer && group.room.freeze(group.core, group.explorer));
  group.set('tau', '4');
  pass(50);
  life.traps = 1;
  group.set('seed', '5');
  pass(50);
  assert.deepEqual([group.shown?.get('tau'), group.shown?.n(), group.shownState?.tau, fake().get('tau')], ['1', 300, 1, '4']);
  life.present += 1;
  group.room.thaw();
  assert.equal(group.shown?.get('tau'), '4');
  assert.equal(FakeExplorer.mistaken, 0);
});

test('a trap while it opens', async () => {
  const life = new Life();
  life.traps = 2;
  const { group, fake } = await open(life, 'n=40&tau=7');
  pass(50);
  assert.deepEqual([fake().get('tau'), fake().n(), life.restarts, group.failure], ['7', 40, 2, undefined]);
});

test('what always traps ends in the notice, at once and once', async () => {
  const life = new Life();
  const { group } = await open(life);
  pass(50);
  let told = 0;
  group.addEventListener('failure', () => told++);
  assert.equal(group.state?.tau, 0.5);
  life.traps = 3;
  group.set('seed', '2');
  assert.deepEqual([life.restarts, group.failure], [3, undefined]);
  life.traps = Infinity;
  // One call inside another, as a picture's theme inside its frame: said once all the same.
  group.guard(() => {
    group.set('tau', '1');
    return group.explorer?.n();
  });
  assert.equal(group.failure, 'panic');
  assert.deepEqual([life.restarts, told], [3, 1]);
  assert.match(group.goodAddress, /tau=0\.5/);
  assert.equal(group.state?.tau, 0.5, 'the last words stay');
  group.play();
  pass(20);
  assert.deepEqual([life.restarts, told], [3, 1]);
});
