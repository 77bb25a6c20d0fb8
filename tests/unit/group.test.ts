import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Budget } from '../../www/budget.js';
import { Flow } from '../../www/flow.js';
import { Group } from '../../www/group.js';
import { Labour } from '../../www/labour.js';
import { wake } from '../../www/loop.js';
import { Members, type Member } from '../../www/members.js';
import { UndoStack } from '../../www/undo.js';
import { fakeCore, FakeExplorer } from './fake_core.js';

let frames: ((now: number) => void)[] = [];
let now = 0;
const tab = { hidden: false, addEventListener: () => undefined };
Object.assign(globalThis, {
  document: tab,
  requestAnimationFrame: (frame: (now: number) => void) => frames.push(frame),
  location: { href: 'about:blank' },
});

/** Starts a group, and does not wait for a frame that shows its first picture: frames are the tests' own. */
async function begin(start: () => Promise<void>): Promise<void> {
  tab.hidden = true;
  await start();
  tab.hidden = false;
}

/** Lets frames pass; returns how many were asked for. */
function pass(most: number): number {
  let count = 0;
  while (count < most && frames.length > 0) {
    const due = frames;
    frames = [];
    now += 16;
    for (const frame of due) frame(now);
    count++;
  }
  return count;
}

async function open(address = 'n=5000', still = true) {
  pass(1000);
  const group = new Group();
  const view: Member & { visible: boolean; painted: number } = {
    visible: true,
    painted: 0,
    paint() {
      this.painted++;
      return false;
    },
    refresh: () => undefined,
    speaks: false,
  };
  group.join(view);
  await begin(() => group.start(address, () => Promise.resolve(fakeCore()), still));
  group.wake();
  return { group, view, explorer: group.explorer as unknown as FakeExplorer };
}

test('what is taken along has its draws though no picture is on screen', async () => {
  const { group, view, explorer } = await open('n=5000', false);
  view.visible = false;
  pass(20);
  assert.equal(explorer.n(), 0);
  group.ripen();
  assert.deepEqual([explorer.n(), group.resting], [5000, true]);
  group.queue('n', '3000000');
  group.script(() => group.ripen());
  assert.ok(explorer.n() >= 1_000_000 && explorer.n() < 3_000_000);
  assert.equal(group.resting, false, 'the rest comes frame by frame');
});

test('the draws flow in, then everything stops', async () => {
  const { group, explorer } = await open('n=5000', false);
  assert.ok(pass(20) === 20 && explorer.n() > 0 && explorer.n() < 5000);
  pass(500);
  assert.equal(explorer.n(), 5000);
  assert.ok(group.resting);
  assert.equal(frames.length, 0);
});

test('out of sight nothing is drawn', async () => {
  const { group, view, explorer } = await open();
  view.visible = false;
  group.wake();
  assert.ok(pass(100) <= 1);
  assert.equal(explorer.n(), 0);
  view.visible = true;
  group.wake();
  pass(100);
  assert.equal(explorer.n(), 5000);
  view.visible = false;
  group.set('tau', '2');
  pass(100);
  assert.ok(group.resting && explorer.complete());
  group.play();
  assert.ok(pass(100) <= 1);
  group.pause();
});

test('a moving control replays, a still one refines and commits once', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { group, explorer } = await open('n=100000');
  pass(1000);
  let commits = 0;
  group.addEventListener('commit', () => commits++);
  for (const tau of ['0.6', '0.7', '0.8']) group.set('tau', tau, true);
  pass(10);
  assert.ok(group.moving && explorer.shown() < explorer.n());
  assert.equal(commits, 0);
  mock.timers.tick(250);
  pass(1000);
  assert.equal(explorer.shown(), explorer.n());
  assert.equal(commits, 1);
  assert.equal(group.undo.top, 'logits=2,1,0.1&tau=0.5&seed=1&n=100000');
  group.undoLast();
  assert.equal(explorer.get('tau'), '0.5');
  assert.equal(group.undo.size, 0);
  mock.timers.reset();
});

test('a job runs while its picture is in sight, and can be stopped', async () => {
  const { group, view, explorer } = await open('n=10');
  pass(100);
  explorer.job_rows = 1e9;
  assert.equal(pass(100), 0, 'no picture waits for it');
  Object.assign(view, { jobs: ['sweep'] });
  group.wake();
  assert.equal(pass(20), 20);
  assert.ok(explorer.worked > 0 && explorer.worked < 1e9 && !group.labour.long('sweep'));
  assert.ok(group.resting, 'the draws are at rest');
  pass(20);
  assert.ok(group.labour.long('sweep'));
  group.halt('sweep', true);
  const { worked } = explorer;
  assert.ok(pass(100) < 3 && explorer.worked === worked);
  explorer.job_rows = worked + 10;
  group.halt('sweep', false);
  assert.ok(pass(100) < 100 && explorer.worked === worked + 10);
  assert.ok(!group.labour.long('sweep'));
});

test('playing goes on past n, and pausing writes N', async () => {
  const { group, explorer } = await open('n=10&speed=1000');
  pass(100);
  group.play();
  pass(20);
  assert.ok(explorer.n() > 100 && explorer.n() < 1000, String(explorer.n()));
  group.pause();
  assert.equal(explorer.get('n'), String(explorer.n()));
  assert.ok(pass(100) < 3);
});

test('where n can grow no further, playing ends', () => {
  const flow = new Flow();
  let n = 0;
  const explorer = { n: () => n, goal: () => 0, step: (count: number) => (n = Math.min(1000, n + count)), refine: () => true, get: () => '10000' };
  flow.play();
  for (let now = 0; now < 5000 && flow.playing; now += 16) flow.advance(explorer as never, now);
  assert.deepEqual([n, flow.playing, flow.idle], [1000, false, true]);
});

test('what a reader opens has exactly its n', async () => {
  const { group, explorer } = await open('n=5000');
  pass(100);
  group.load('n=300');
  pass(100);
  assert.equal(explorer.n(), 300);
});

test('after a panic the core is left alone', async () => {
  const { group, explorer } = await open();
  pass(100);
  mock.method(console, 'error', () => undefined);
  explorer.broken = true;
  group.set('tau', '1');
  assert.equal(group.failure, 'panic');
  assert.match(group.goodAddress, /tau=0\.5/);
  group.step(1);
  group.play();
  assert.equal(pass(100), 0);
  mock.restoreAll();
});

test('the undo stack forgets the oldest, and keeps no state twice in a row', () => {
  const stack = new UndoStack(3);
  for (const address of ['a', 'b', 'b', 'c', 'd']) stack.push(address);
  assert.deepEqual([stack.pop(), stack.pop(), stack.pop(), stack.pop()], ['d', 'c', 'b', undefined]);
});

test('a batch shrinks when it takes too long and grows when there is time', () => {
  let time = 0;
  let cost = 0.001;
  const budget = new Budget(() => time);
  const frame = (): number => budget.run(Infinity, 6, (count) => (time += count * cost));
  for (let i = 0; i < 20; i++) frame();
  assert.ok(frame() * cost <= 6 && frame() * cost > 2);
  cost = 0.1;
  for (let i = 0; i < 20; i++) frame();
  assert.ok(frame() * cost <= 7);
});

test('a job begun anew learns anew what fits in a frame', () => {
  let time = 0;
  let cost = 0.0001;
  let done = 0;
  const slices: number[] = [];
  const explorer = {
    pending: () => true,
    progress: () => done,
    work: (_: string, most: number) => {
      slices.push(most);
      time += most * cost;
      done = 0.5;
      return false;
    },
  };
  const flow = new Flow(() => time);
  for (let i = 0; i < 30; i++) flow.work(explorer, 'sweep');
  assert.equal(slices[0], 128);
  const [learned] = slices.splice(0).slice(-1);
  assert.ok(learned && learned > 10_000 && learned * cost <= 6);
  // More categories and estimators: a row costs two hundred times as much.
  [cost, done] = [0.02, 0];
  for (let i = 0; i < 30; i++) flow.work(explorer, 'sweep');
  assert.equal(slices[0], 128);
  assert.ok(slices.every((most) => most * cost <= 6 * 1.6), `${slices}`);
});

test('what scripts set waits for one frame, and is not the reader’s doing', async () => {
  const { group, explorer } = await open('n=100');
  pass(100);
  let byReader = 0;
  group.addEventListener('reader', () => byReader++);
  const before = explorer.params_changes;
  for (let i = 0; i < 1000; i++) group.queue('tau', String(1 + i / 1000));
  assert.equal(explorer.params_changes, before);
  pass(100);
  assert.equal(explorer.get('tau'), '1.999');
  assert.equal(explorer.params_changes, before + 1);
  group.script(() => group.step(5));
  assert.equal(byReader, 0);
  group.set('tau', '3');
  pass(100);
  assert.equal(byReader, 1);
  group.queue('tau', null);
  group.flush();
  assert.equal(explorer.get('tau'), '0.5');
  group.queue('n', '40');
  pass(100);
  assert.equal(explorer.n(), 40);
});

test('the first picture is painted, and shown, before anything else is told', async () => {
  pass(1000);
  const order: string[] = [];
  const group = new Group();
  const view = (name: string): Member => ({
    visible: true,
    speaks: false,
    paint: () => {
      order.push(`${name} painted`);
      return false;
    },
    refresh: () => order.push(`${name} worded`),
  });
  group.addEventListener('load', () => order.push('load'));
  group.join(view('one'));
  group.join(view('two'));
  const started = group.start('n=0', () => Promise.resolve(fakeCore()), true);
  while (order.length === 0) await Promise.resolve();
  assert.deepEqual(order, ['one painted']);
  // The frame that shows it has nothing else to do.
  pass(1);
  assert.deepEqual(order, ['one painted']);
  await started;
  assert.deepEqual(order.slice(0, 3), ['one painted', 'load', 'one worded']);
});

test('who leaves while the first picture is shown, and comes back, finds the state', async () => {
  pass(1000);
  const group = new Group();
  const view: Member = { visible: true, speaks: false, paint: () => false, refresh: () => undefined };
  const start = (): Promise<void> => group.start('tau=0.7&n=0', () => Promise.resolve(fakeCore()), true);
  const task = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  group.join(view);
  const started = start();
  while (!group.explorer) await Promise.resolve();
  group.leave(view);
  await task();
  assert.equal(group.explorer, undefined);
  group.join(view);
  const again = start();
  await Promise.all([started, again]);
  assert.equal(group.get('tau'), '0.7');
});

test('the first element sets the state; when the last has gone the core’s memory is free, and the state comes back', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const freed = mock.method(FakeExplorer.prototype, 'free');
  const group = Group.of('shared');
  const member = (): Member => ({ visible: true, speaks: false, paint: () => false, refresh: () => undefined });
  const [one, two] = [member(), member()];
  const load = (): Promise<ReturnType<typeof fakeCore>> => Promise.resolve(fakeCore());
  group.join(one);
  group.join(two);
  await begin(async () => void (await Promise.all([group.start('tau=0.7', load, true), group.start('tau=9', load, true)])));
  group.wake();
  assert.equal(group.get('tau'), '0.7');
  pass(100);
  // Moved: out and in again at once.
  group.leave(one);
  group.leave(two);
  group.join(one);
  mock.timers.tick(10);
  assert.equal(freed.mock.callCount(), 0);
  group.set('tau', '0.8');
  group.leave(one);
  mock.timers.tick(10);
  assert.equal(freed.mock.callCount(), 1);
  assert.equal(group.explorer, undefined);
  assert.notEqual(Group.of('shared'), group, 'a group that all have left begins anew');
  const again = Group.of('other', group);
  assert.notEqual(again, group);
  group.join(one);
  await begin(() => group.start('tau=5', load, true));
  assert.equal(group.get('tau'), '0.8');
  // Who has left before the core came gets none.
  const hasty = Group.of('');
  hasty.join(one);
  const started = hasty.start('', load, true);
  hasty.leave(one);
  await started;
  assert.equal(hasty.explorer, undefined);
  mock.timers.reset();
  mock.restoreAll();
});

test('words follow in turn: at once where the reader is, each of the others in a task, once for however many changes', async () => {
  const members = new Members();
  const log: string[] = [];
  const made = ['a', 'b', 'c'].map((name): Member => ({ visible: true, speaks: false, paint: () => false, refresh: () => log.push(name) }));
  for (const member of made) members.add(member);
  const turn = members.refreshInTurn(made[1]);
  assert.deepEqual(log, ['b']);
  void members.refreshInTurn(made[1]);
  assert.deepEqual(log, ['b', 'b']);
  await turn;
  assert.deepEqual(log, ['b', 'b', 'a', 'c']);
  const again = members.refreshInTurn();
  // Who has left hears nothing; what is refreshed for another reason is not refreshed again.
  members.delete(made[2] as Member);
  await again;
  assert.deepEqual(log.slice(4), ['a', 'b']);
  void members.refreshInTurn();
  members.refresh();
  await members.refreshInTurn(made[0]);
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(log.slice(6), ['a', 'b', 'a', 'b']);
});

test('a task that throws is heard of, and takes nobody else\'s frame', () => {
  pass(1000);
  const thrown: (() => void)[] = [];
  mock.method(globalThis, 'queueMicrotask', (task: () => void) => thrown.push(task));
  let calls = 0;
  wake(() => {
    throw new Error('broken');
  });
  wake(() => ++calls < 3);
  assert.equal(pass(10), 3);
  assert.equal(calls, 3);
  assert.equal(thrown.length, 1);
  assert.throws(() => thrown[0]?.(), /broken/);
  mock.restoreAll();
});

test('a job is called long after half a second of its own, and not of the one before it', () => {
  let pending = true;
  const explorer = { work: () => true, pending: () => pending, progress: () => 0, halted: () => false } as never;
  const flow = { work: () => undefined } as unknown as Flow;
  const labour = new Labour();
  const longAt = (at: number): boolean => {
    labour.advance(explorer, ['sweep'], flow, at, 1);
    return labour.long('sweep');
  };
  assert.deepEqual([0, 400, 600].map(longAt), [false, false, true]);
  // Done with between two frames, as by a change that needs none; then there is another.
  pending = false;
  assert.equal(longAt(620), false);
  pending = true;
  assert.deepEqual([640, 1100, 1200].map(longAt), [false, false, true]);
});

test('who pauses it is remembered until it plays again', async () => {
  const { group } = await open();
  group.play();
  group.script(() => group.pause());
  assert.equal(group.pausedByReader, false);
  group.play();
  group.pause();
  assert.equal(group.pausedByReader, true);
  group.load('tau=2');
  group.script(() => group.pause());
  assert.equal(group.pausedByReader, true);
  group.play();
  assert.equal(group.pausedByReader, false);
  group.pause();
});
