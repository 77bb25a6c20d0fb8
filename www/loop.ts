/** One requestAnimationFrame loop for the whole page; it stops when nobody asks for a frame. */

/** Does a frame's work; true asks for the next frame too. */
export type Task = (now: number) => boolean;

/** Of a frame's 16 ms, all groups together take about this much. */
const FRAME_MS = 10;

const awake = new Set<Task>();
let handle = 0;
let listening = false;
let until = Infinity;
let working = 1;
let clock = 0;
let shown: number | undefined;

function schedule(): void {
  if (handle === 0 && awake.size > 0 && !document.hidden) handle = requestAnimationFrame(frame);
}

/** The time of a frame as tasks are told it: a clock that is set back stands still for a frame, and goes on. */
function steady(now: number): number {
  clock = shown === undefined ? now : clock + Math.max(0, now - shown);
  shown = now;
  return clock;
}

function frame(at: number): void {
  handle = 0;
  const now = steady(at);
  const due = [...awake];
  awake.clear();
  until = performance.now() + FRAME_MS;
  working = due.length;
  const again: Task[] = [];
  due.forEach((task, i) => {
    // Who finds no time left comes first in the next frame.
    if (i > 0 && late()) awake.add(task);
    else if (attempted(task, now)) again.push(task);
  });
  for (const task of again) awake.add(task);
  schedule();
}

/** What goes wrong in one task is told, and takes nobody else's frame. */
function attempted(task: Task, now: number): boolean {
  try {
    return task(now);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
    return false;
  }
}

/** Whether the time of this frame is used up: what can wait, waits. */
export function late(): boolean {
  return performance.now() > until;
}

/** How many share this frame. */
export function sharers(): number {
  return Math.max(1, working);
}

export function wake(task: Task): void {
  if (!listening) {
    listening = true;
    document.addEventListener('visibilitychange', schedule);
  }
  awake.add(task);
  schedule();
}

export function rest(task: Task): void {
  awake.delete(task);
}

/** A task of its own, after so much time. */
export const task = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let telling = false;

/** An observer of sizes; `outsideOfSizes` knows of it. */
export function observerOfSizes(tell: (entries: ResizeObserverEntry[]) => void): ResizeObserver {
  return new ResizeObserver((entries) => {
    telling = true;
    setTimeout(() => (telling = false));
    tell(entries);
  });
}

/**
 * A task of its own where sizes are being told, or were just before. What was awaited goes on in that round if an engine has
 * kept it until then, as WebKit does with a core; and what it lays out there is an error of the page.
 */
export const outsideOfSizes = (): Promise<void> | undefined => (telling ? task() : undefined);

/** How long what waits for a quiet moment waits at most. */
const MOST_WAIT_MS = 200;

/** A task in a quiet moment, where the browser knows of one. */
export function idle(): Promise<void> {
  if (typeof requestIdleCallback !== 'function') return task(MOST_WAIT_MS / 10);
  return new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: MOST_WAIT_MS }));
}

/** When a frame has been shown; in a tab that nobody sees, at once. */
export function frameShown(): Promise<void> {
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    // The tab may be hidden meanwhile, and then there is no frame.
    const late = setTimeout(resolve, 100);
    requestAnimationFrame(() => {
      clearTimeout(late);
      setTimeout(resolve);
    });
  });
}
