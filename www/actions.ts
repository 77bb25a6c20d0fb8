/** What a reader can do besides changing a parameter; each can be undone. */
import type { Group } from './group.js';

/** Changes what a preset's address names, and leaves the rest. */
export function openPreset(group: Group, address: string): void {
  group.change((explorer) => explorer.apply(address));
}

/** Back to no draws. */
export function reset(group: Group): void {
  group.flow.stop();
  group.change((explorer) => explorer.reset());
}

/** A seed that nobody chose. */
export function newNoise(group: Group): void {
  const seed = group.guard(() => group.core?.fresh_seed());
  if (seed !== undefined) group.set('seed', String(seed));
}

/** Keeps the present target and counts as a ghost, or lets them go. */
export function togglePin(group: Group): void {
  const pinned = group.state?.pinned;
  group.change((explorer) => (pinned ? explorer.unpin() : explorer.pin()));
}

/** What a page keeps to itself when a state is handed to it. */
const OWN = ['lang', 'theme', 'present', 'chapter'];

/** Hands the whole state of one group to another, draws included; a step that can be undone. */
export function handOver(from: Group, to: Group): void {
  if (!from.explorer || !to.explorer) return;
  const parts = (group: Group, own: boolean): string[] =>
    group.address().split('&').filter((part) => OWN.includes(part.split('=')[0] ?? '') === own);
  const address = [...parts(from, false), ...parts(to, true)].join('&');
  to.flow.stop();
  to.change((explorer) => {
    explorer.load(address);
    const goal = explorer.goal();
    if (explorer.n() <= goal) return;
    explorer.reset();
    explorer.set('n', String(goal));
  });
  to.flow.fill(true);
  to.wake();
}
