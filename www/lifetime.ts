/** How long what a group shares lives: from its first element to its last. */
import type { Core } from './core.js';
import { CoreState, type Failure } from './core_state.js';
import { Flow } from './flow.js';
import { frameShown, rest, task, wake, type Task } from './loop.js';
import { Members, type Member } from './members.js';
import { Pointing } from './pointing.js';

/**
 * `commit`: a control came to rest on a new state; `load`: a whole state was put in; `rest`: nothing runs any more;
 * `reader`: the reader, and not a script, has changed something; `failure`: there is no core.
 */
export type GroupEvent = 'commit' | 'load' | 'rest' | 'reader' | 'failure';

/** How long pictures wait for the first of a page: when the core is still on its way then, there is time for all of them. */
const PATIENCE_MS = 300;

/** What is made before the core is there is unseen until it is, so that it is laid out once, with the first picture; or until it is made, from this time on. */
const UNSEEN_MS = 100;

export abstract class Lifetime extends CoreState {
  readonly flow = new Flow();
  protected readonly members = new Members();
  protected readonly frame: Task = (now) => !this.#opening && this.work(now);

  readonly #pointing = new Pointing();
  #source = (): string => '';
  #begun: Promise<void> | undefined;
  #retained = false;
  /** Until the first picture has been shown. */
  #opening = true;
  /** The turn of the last that does not wait for a picture. */
  #made: Promise<unknown> | undefined;
  /** The turns of the pictures after the first. */
  #late: Promise<unknown> | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  /** The state when the last element left. */
  #left: string | undefined;

  /** Shows the place of the elements, which are unseen until then. */
  reveal = (): void => undefined;

  /** Keeps the state though no element is there. */
  retain(): void {
    this.#retained = true;
  }

  join(member: Member): void {
    clearTimeout(this.#leaving);
    this.members.add(member);
    this.wake();
  }

  /** What has been moved joins again at once; otherwise the last to leave frees the core's memory. */
  leave(member: Member): void {
    this.members.delete(member);
    if (this.members.size > 0) return;
    rest(this.frame);
    this.flow.sleep();
    clearTimeout(this.#leaving);
    if (!this.#retained) this.#leaving = setTimeout(() => this.#end(), 0);
  }

  /** The address of the state when the last element left, if it has been freed since. */
  get left(): string | undefined {
    return this.#left;
  }

  /** How many categories there will be, guessed from what was given, so that room is kept for them. */
  get expected(): number {
    const given = /(?:^|&)(?:logits|probs)=([^&]*)/.exec(this.#source())?.[1];
    return given === undefined ? 3 : Math.min(10, Math.max(2, given.split(/,|%2C|，|%EF%BC%8C|、|%E3%80%81/i).length));
  }

  /** The first to start a group sets its state. */
  start(source: string | (() => string), load: () => Promise<Core>, still: boolean): Promise<void> {
    if (this.explorer || this.failure) return Promise.resolve();
    if (!this.#begun) {
      const first = typeof source === 'string' ? () => source : source;
      this.#source = () => this.#left ?? first();
      if (this.#retained) {
        // Those that are about to come ask for their turns before that.
        this.#made = task();
        void task(UNSEEN_MS).then(() => this.#revealMade());
      }
      this.#begun = this.#begin(load, still).finally(() => (this.#begun = undefined));
    }
    return this.#begun;
  }

  /**
   * What a member waits for before it is made, so that each has a task to itself. Pictures after the first wait until that is shown, or for
   * `PATIENCE_MS`.
   */
  turn(member: Member): Promise<unknown> | undefined {
    if (!this.#begun || !this.#retained) return undefined;
    if (!member.pictures || this.members.withPictures === member) return (this.#made = this.#made?.then(() => task()));
    this.#late ??= Promise.race([this.#begun, task(PATIENCE_MS)]);
    return (this.#late = this.#late.then(() => task()));
  }

  /** Once the members that were there first are made, and of those with pictures the first. */
  async #revealMade(): Promise<void> {
    for (let last; last !== this.#made; ) await (last = this.#made);
    this.reveal();
  }

  /** Whether every picture on screen has been drawn. */
  get allPainted(): boolean {
    return this.members.allPainted;
  }

  get speaker(): Member | undefined {
    return this.members.speaker;
  }

  /** The reader has touched this element. */
  act(member: Member): void {
    this.members.actor = member;
  }

  get actor(): Member | undefined {
    return this.members.actor;
  }

  get category(): number | undefined {
    return this.#pointing.marked(this.state?.k ?? 0);
  }

  get selected(): number | undefined {
    return this.#pointing.selected;
  }

  /** Marks a category in all views while it is pointed at or focused. */
  point(category: number | undefined): void {
    if (category === this.#pointing.hovered) return;
    this.#pointing.hovered = category;
    this.refresh();
    this.wake();
  }

  select(category: number | undefined): void {
    this.#pointing.selected = category;
    this.refresh();
    this.wake();
  }

  wake(): void {
    if (!this.failure && (this.#retained || this.members.size > 0)) wake(this.frame);
  }

  refresh(): void {
    this.members.refresh();
  }

  protected tell(type: GroupEvent): void {
    this.dispatchEvent(new Event(type));
    this.members.tell(type);
  }

  protected override failed(): void {
    this.flow.stop();
    rest(this.frame);
    this.refresh();
    this.tell('failure');
  }

  /** A frame's work. */
  protected abstract work(now: number): boolean;
  /** There is an explorer now. */
  protected abstract opened(still: boolean): void;
  /** The explorer goes; its last state is about to be noted. */
  protected abstract closing(): void;

  async #begin(load: () => Promise<Core>, still: boolean): Promise<void> {
    try {
      this.core = await load();
    } catch (error) {
      void this.#revealMade();
      this.failure = (error as { failure?: Failure }).failure ?? 'network';
      this.refresh();
      return this.tell('failure');
    }
    if (this.#made) await this.#revealMade();
    // All may have left in the meantime.
    if (this.members.size === 0 && !this.#retained) return;
    this.guard(() => {
      if (this.core) this.open(this.core.explorer(this.#source()));
      this.opened(still || this.#left !== undefined);
    });
    this.#left = undefined;
    // A picture comes before the words and the other pictures, and is shown before them.
    const first = this.members.visible[0];
    if (first && !this.failure) {
      this.guard(() => first.paint(performance.now()));
      await frameShown();
      if (this.failure) return;
      // All have left meanwhile; who has come back since waits for this.
      if (!this.explorer) return this.#begin(load, still);
    }
    this.#opening = false;
    this.tell('load');
    this.wake();
    void this.members.refreshInTurn(this.actor);
  }

  #end(): void {
    if (this.members.size > 0 || this.#retained) return;
    this.closing();
    if (this.explorer) this.#left = this.address();
    this.flow.stop();
    this.free();
  }
}
