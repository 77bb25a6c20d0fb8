import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressWriter, type Book, type Clock } from '../../www/address.js';

/** A clock that the test moves, and a history that counts. */
function setting(refuse = false) {
  let now = 0;
  let tasks: { id: number; at: number; task: () => void }[] = [];
  let next = 1;
  const clock: Clock = {
    now: () => now,
    after: (ms, task) => {
      tasks.push({ id: next, at: now + ms, task });
      return next++;
    },
    cancel: (id) => {
      tasks = tasks.filter((task) => task.id !== id);
    },
  };
  const written: string[] = [];
  const write = (how: string) => (_data: unknown, _title: string, url: string) => {
    if (refuse) throw new Error('SecurityError');
    written.push(`${how} ${url}`);
  };
  const book: Book = { pushState: write('push'), replaceState: write('replace') };
  const wait = (ms: number): void => {
    now += ms;
    const due = tasks.filter(({ at }) => at <= now);
    tasks = tasks.filter(({ at }) => at > now);
    for (const { task } of due) task();
  };
  return { writer: new AddressWriter(book, 'n=0', clock), written, wait };
}

test('at most one write a second, and the last state wins', () => {
  const { writer, written, wait } = setting();
  for (let i = 1; i <= 50; i++) {
    writer.push(`n=${i}`);
    wait(100);
  }
  wait(1000);
  assert.ok(written.length <= 7, written.join());
  assert.equal(written.at(-1), 'push #n=50');
});

test('a clock that is set back makes the address wait no longer than a write apart', () => {
  const { writer, written, wait } = setting();
  wait(5_000_000);
  writer.push('n=1');
  wait(-3_600_000);
  writer.push('n=2');
  wait(1000);
  assert.equal(written.at(-1), 'push #n=2');
});

test('a replacement never weakens a step of the history that waits', () => {
  const { writer, written, wait } = setting();
  writer.replace('n=1');
  writer.push('n=2');
  writer.replace('n=3');
  wait(1000);
  assert.deepEqual(written, ['replace #n=1', 'push #n=3']);
  assert.equal(writer.previous, 'n=1');
});

test('back to the present address needs no write', () => {
  const { writer, written, wait } = setting();
  writer.push('n=1');
  writer.push('n=2');
  writer.push('n=1');
  wait(5000);
  assert.deepEqual(written, ['push #n=1']);
});

test('the browser goes back and on', () => {
  const { writer, wait } = setting();
  writer.push('n=1');
  wait(1000);
  writer.push('n=2');
  writer.moved('n=1');
  assert.equal(writer.present, 'n=1');
  assert.equal(writer.previous, 'n=0');
  writer.moved('n=0');
  assert.equal(writer.previous, undefined);
});

test('a browser that refuses to write does no harm', () => {
  const { writer, wait } = setting(true);
  writer.push('n=1');
  wait(1000);
  writer.flush();
  assert.equal(writer.present, 'n=0');
});
