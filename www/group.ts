/** What the elements with the same `group` share: one Explorer, one undo stack, one pointed-at category. */
import type { Explorer, Job } from './core.js';
import { AT_ONCE } from './generations.js';
import { Labour } from './labour.js';
import { Lifetime } from './lifetime.js';
import { late, sharers } from './loop.js';
import { Notices } from './notices.js';
import { inOrder } from './parameters.js';
import { withView } from './present/address.js';
import { UndoStack } from './undo.js';

/** How long a control has to be still before the rest of the draws follows. */
const REST_MS = 250;
/** Words follow the pictures at this pace while draws are flowing. */
const WORDS_MS = 120;

export class Group extends Lifetime {
  static readonly #groups = new Map<string, Group>();

  /** The group of a name; elements without a name are each their own. What `former` held comes back with it. */
  static of(name: string, former?: Group): Group {
    const known = name === '' ? undefined : Group.#groups.get(name);
    if (known) return known;
    const group = former?.name === name ? former : new Group(name);
    if (name !== '') Group.#groups.set(name, group);
    return group;
  }

  constructor(readonly name = '') {
    super();
  }

  /** The last address under which everything worked. */
  goodAddress = '';
  readonly notices = new Notices();
  readonly undo = new UndoStack();
  readonly labour = new Labour();
  /** A link to this state, when the page owns the address bar. */
  linkTo: (address: string) => string = () => location.href;
  /** The page that this state is of, where it is not the one beside the script. */
  home: string | undefined;
  /** Goes back in the browser's history, if that is where this address lies. */
  back: (address: string) => boolean = () => false;

  /** Whether the page takes the single keys, wherever its focus is. */
  pageKeys = false;
  /** While a pointer holds a control its change is not complete, however still it is. */
  held = false;
  #moving = false;
  #painting = false;
  #before: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wordsAt = 0;
  #labouring = false;
  /** What scripts and attributes set, until the next frame; null for the default. */
  readonly #queued = new Map<string, string | null>();
  #scripted = false;
  #pausedByReader = false;

  /** The symbol of the text that is pointed at: its value is read off, and the category that it names is marked. */
  symbol: string | undefined;

  mark(symbol: string | undefined, category?: number): void {
    this.symbol = symbol;
    this.point(category);
    this.refresh();
  }

  get moving(): boolean {
    return this.#moving;
  }

  /** True when no draws are flowing and no control moves. */
  get resting(): boolean {
    return !this.#moving && this.flow.idle;
  }

  /** Pictures have still to follow: a frame has no time for all of them. */
  get painting(): boolean {
    return this.#painting;
  }

  /** One parameter, as text; the core parses it. `moving` while a slider or a drag is under way. */
  set(key: string, text: string, moving = false): void {
    this.notices.forget(key);
    this.change((explorer) => explorer.set(key, text), moving);
  }

  /** A change of the reader's: replayed at once, refined and committed when at rest. */
  change(edit: (explorer: Explorer) => unknown, moving = false): void {
    if (!this.explorer || this.failure) return;
    this.guard(() => {
      const { explorer } = this;
      if (!explorer) return;
      if (this.#before === undefined) {
        this.#noteCount();
        this.#before = explorer.address();
      }
      explorer.set_budget(this.flow.replay);
      edit(explorer);
      this.#take();
    });
    clearTimeout(this.#timer);
    this.#moving = moving;
    if (moving) {
      this.#timer = setTimeout(() => this.settle(), REST_MS);
      void this.members.refreshInTurn(this.actor);
    } else {
      this.settle();
      this.refresh();
    }
    this.wake();
  }

  /** The control is still: commit the change and draw the rest. */
  settle(): void {
    const before = this.#before;
    clearTimeout(this.#timer);
    this.#moving = false;
    if (before === undefined || this.failure) return;
    this.flow.refine();
    this.refresh();
    this.wake();
    if (this.held) return;
    this.#before = undefined;
    const after = this.address();
    if (after !== before) {
      this.undo.push(before);
      this.tell('commit');
      this.#byReader();
    }
  }

  hold(): void {
    this.held = true;
  }

  release(): void {
    if (!this.held) return;
    this.held = false;
    this.settle();
  }

  /** A whole state: a link, a preset, an undo. */
  load(address: string): void {
    if (!this.explorer) return;
    this.#before = undefined;
    clearTimeout(this.#timer);
    this.#moving = false;
    this.held = false;
    this.notices.clear();
    this.guard(() => {
      const { explorer } = this;
      if (!explorer) return;
      explorer.load(address);
      this.#take();
      this.#fit(explorer);
      // Enough at once that the pictures do not flicker.
      this.flow.advance(explorer, performance.now());
      this.flow.advance(explorer, performance.now());
    });
    this.undo.backTo(address);
    this.tell('load');
    this.refresh();
    this.wake();
  }

  undoLast(): void {
    this.settle();
    const address = this.undo.top;
    if (address === undefined) return;
    if (!this.back(address)) this.load(withView(address, this.get('present')));
    this.#byReader();
  }

  play(): void {
    this.#pausedByReader = false;
    this.flow.play();
    this.refresh();
    this.wake();
  }

  /** Nothing plays by itself after that. */
  get pausedByReader(): boolean {
    return this.#pausedByReader;
  }

  /** Stops all drawing; the address takes the number of draws. */
  pause(): void {
    this.#pausedByReader ||= !this.#scripted;
    this.guard(() => {
      this.explorer?.stop();
      this.flow.stop();
      this.#noteCount();
    });
    this.refresh();
    this.wake();
    this.tell('rest');
    this.#byReader();
  }

  toggle(): void {
    if (this.flow.playing) this.pause();
    else this.play();
  }

  /** Stops a job that is under way, or lets it go on. */
  halt(job: Job, halted: boolean): void {
    this.guard(() => this.explorer?.halt(job, halted));
    this.refresh();
    this.wake();
  }

  /** A few more draws by hand. */
  step(count: number): void {
    this.guard(() => {
      this.explorer?.step(count);
      this.#noteCount();
    });
    this.refresh();
    this.wake();
    this.tell('rest');
    this.#byReader();
  }

  /** What a script does is not the reader's doing. */
  script(work: () => void): void {
    this.#scripted = true;
    try {
      this.flush();
      work();
    } finally {
      this.#scripted = false;
    }
  }

  /** One parameter from a script or an attribute: it takes effect with all others in the next frame. */
  queue(key: string, text: string | null): void {
    this.#queued.set(key, text);
    this.wake();
  }

  /** Lets what is queued take effect. */
  flush(): void {
    if (!this.explorer || this.failure || this.#queued.size === 0) return;
    const keys = inOrder(this.#queued.keys());
    this.guard(() => {
      const { explorer } = this;
      if (!explorer) return;
      explorer.set_budget(this.flow.replay);
      for (const key of keys) {
        this.notices.forget(key);
        explorer.set(key, this.#queued.get(key) ?? this.parameter(key)?.default ?? '');
      }
      this.#queued.clear();
      this.#take();
      if (keys.includes('n')) this.#fit(explorer);
      else this.flow.refine();
    });
    this.refresh();
    this.wake();
  }

  /** What is taken along shows the state that was asked for, whether or not anybody has looked at it yet. */
  ripen(): void {
    if (this.flow.idle) return;
    this.guard(() => this.explorer && this.flow.hurry(this.explorer, AT_ONCE));
    this.refresh();
    this.wake();
    if (this.resting) this.tell('rest');
  }

  protected override opened(still: boolean): void {
    this.#take();
    this.flow.fill(still);
    this.flush();
  }

  /** Most have theirs before the next frame; what would take longer flows in. */
  protected override revived(explorer: Explorer, n: number): void {
    const { flow } = this;
    if (!flow.filling) explorer.set('n', String(n));
    explorer.step(Math.min(AT_ONCE, n));
    if (n > AT_ONCE) flow.refill();
    // A pinned setting is drawn again too.
    flow.refine();
    this.wake();
  }

  protected override closing(): void {
    clearTimeout(this.#timer);
    this.#moving = this.held = false;
    this.#before = undefined;
    this.flush();
    this.guard(() => this.#noteCount());
    if (Group.#groups.get(this.name) === this) Group.#groups.delete(this.name);
  }

  protected override work(now: number): boolean {
    this.#painting = false;
    this.flush();
    const views = this.members.visible;
    // What a control asked for is finished even when no picture is in sight; nothing else is.
    if (!this.explorer || this.failure || (views.length === 0 && !this.flow.refining)) {
      this.flow.sleep();
      return false;
    }
    const wasIdle = this.flow.idle;
    const more = this.guard(() => {
      const { explorer } = this;
      if (!explorer) return false;
      if (!this.#moving) this.flow.advance(explorer, now, sharers());
      const jobs = this.room.frozen ? [] : this.members.jobs;
      const labouring = this.labour.advance(explorer, jobs, this.flow, now, sharers());
      if (labouring !== this.#labouring || (labouring && now - this.#wordsAt > WORDS_MS)) {
        this.#labouring = labouring;
        this.#wordsAt = now;
        void this.members.refreshInTurn();
      }
      // Until all of it is there again, what was frozen stays as it was painted.
      let painting = this.room.catchUp();
      if (!painting) {
        views.forEach((view, i) => {
          painting = (i > 0 && late()) || view.paint(now) || painting;
        });
      }
      this.#painting = painting;
      return painting || labouring || (!this.#moving && !this.flow.idle);
    });
    if (more === undefined) return false;
    if (!wasIdle && this.flow.idle) {
      this.refresh();
      this.tell('rest');
    } else if (!wasIdle && now - this.#wordsAt > WORDS_MS) {
      this.#wordsAt = now;
      void this.members.refreshInTurn();
    }
    if (this.resting) this.goodAddress = this.address();
    return more;
  }

  #byReader(): void {
    if (!this.#scripted) this.tell('reader');
  }

  /** As many draws as the state asks for. */
  #fit(explorer: Explorer): void {
    const goal = explorer.goal();
    if (explorer.n() > goal) {
      explorer.reset();
      explorer.set('n', String(goal));
    }
    this.flow.refine();
    this.flow.fill(true);
  }

  /** The number of draws so far becomes `n`, unless they are still on their way to it. */
  #noteCount(): void {
    const { explorer } = this;
    if (!explorer || this.flow.filling) return;
    const n = String(explorer.n());
    if (explorer.get('n') !== n) explorer.set('n', n);
  }

  #take(): void {
    this.notices.add(this.explorer?.take_notices() ?? []);
  }
}
