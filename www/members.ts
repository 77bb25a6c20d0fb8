import type { Job } from './core.js';
import type { GroupEvent } from './lifetime.js';
import { task } from './loop.js';

/** An element of a group. */
export interface Member {
  /** A picture on screen: while none is, nothing runs. */
  readonly visible: boolean;
  /** Whether it has pictures, seen or not. */
  readonly pictures?: boolean;
  /** What its pictures on screen wait for. */
  readonly jobs?: readonly Job[];
  /** Whether all of them that are on screen have been drawn. */
  readonly allPainted?: boolean;
  /** Redraws the layers that changed; true asks for one more frame. */
  paint(now: number): boolean;
  /** Brings words and controls up to date. */
  refresh(): void;
  /** Whether it can say what went wrong or was set right. */
  readonly speaks: boolean;
  /** Something happened to the group. */
  told?(event: GroupEvent): void;
}

/** The elements of a group, in the order in which they came. */
export class Members {
  readonly #all = new Set<Member>();
  #actor: Member | undefined;
  #turn = 0;
  /** Those whose words are to follow, each in its turn. */
  readonly #due = new Set<Member>();
  #turning = false;

  get size(): number {
    return this.#all.size;
  }

  /** The views on screen; another one is first each time, so that none always waits for the others. */
  get visible(): Member[] {
    const all = [...this.#all].filter((member) => member.visible);
    const first = all.length > 0 ? this.#turn++ % all.length : 0;
    return [...all.slice(first), ...all.slice(0, first)];
  }

  /** The first with pictures. */
  get withPictures(): Member | undefined {
    return [...this.#all].find(({ pictures }) => pictures);
  }

  get allPainted(): boolean {
    return [...this.#all].every(({ allPainted = true }) => allPainted);
  }

  /** The jobs whose results are on screen, each once. */
  get jobs(): Job[] {
    return [...new Set([...this.#all].flatMap(({ jobs }) => jobs ?? []))];
  }

  /** The one that speaks for all: the first that was made for it, else the first. */
  get speaker(): Member | undefined {
    const all = [...this.#all];
    return all.find((member) => member.speaks) ?? all[0];
  }

  /** The one that the reader last touched, else the first. */
  get actor(): Member | undefined {
    return this.#actor ?? [...this.#all][0];
  }

  set actor(member: Member | undefined) {
    this.#actor = member;
  }

  add(member: Member): void {
    this.#all.add(member);
  }

  delete(member: Member): void {
    this.#all.delete(member);
    if (this.#actor === member) this.#actor = undefined;
  }

  refresh(): void {
    this.#due.clear();
    for (const member of this.#all) member.refresh();
  }

  /** Each in a task of its own, once however often this is asked, so that whoever touches the page does not wait for all of them. */
  async refreshInTurn(first?: Member): Promise<void> {
    for (const member of this.#all) this.#due.add(member);
    if (first) this.#refreshOne(first);
    if (this.#turning) return;
    this.#turning = true;
    try {
      // What comes to be due meanwhile takes its turn in the same round.
      for (const member of this.#due) {
        await task();
        this.#refreshOne(member);
      }
    } finally {
      this.#turning = false;
    }
  }

  #refreshOne(member: Member): void {
    if (this.#due.delete(member) && this.#all.has(member)) member.refresh();
  }

  tell(event: GroupEvent): void {
    for (const member of this.#all) member.told?.(event);
  }
}
