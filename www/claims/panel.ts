/** Check it yourself: the claims of the page, measured on the reader's machine for the logits and temperature above. */
import { render } from 'lit';
import type { ClaimsRule, Notice } from '../core.js';
import type { Group } from '../group.js';
import { language, type Language } from '../i18n/index.js';
import { rest, sharers, wake, type Task } from '../loop.js';
import type { Story } from '../story/story.js';
import { panelTemplate } from './template.js';
import { settingOf, Trial } from './trial.js';

/** Figures follow the draws at this pace. */
const FIGURES_MS = 120;

export class ClaimsPanel {
  trial: Trial | undefined;
  running = false;
  /** What about the seed could not be taken as it was typed. */
  notices: readonly Notice[] = [];

  readonly #root = document.querySelector<HTMLElement>('#claims');
  readonly #frame: Task = (now) => this.#work(now);
  #typed: string | undefined;
  #readAt = 0;
  #rule: ClaimsRule | undefined;

  /** `group` is that of the explorer above. */
  constructor(
    private readonly group: Group,
    private readonly story: Story,
  ) {
    if (!this.#root) return;
    this.#root.hidden = false;
    for (const event of ['load', 'commit', 'failure']) group.addEventListener(event, () => this.#changed());
    this.refresh();
  }

  get language(): Language {
    return language(document.documentElement.lang);
  }

  /** Whether there is a core to ask. */
  get ready(): boolean {
    return this.group.explorer !== undefined && !this.group.failure;
  }

  get rule(): ClaimsRule | undefined {
    return (this.#rule ??= this.group.guard(() => this.group.core?.claims_rule()));
  }

  /** The seed for the next run: what was typed, else the explorer's. */
  get seed(): string {
    return this.#typed ?? this.group.get('seed');
  }

  set seed(text: string) {
    this.#typed = text;
    this.refresh();
  }

  /** The run speaks of other logits or another temperature than those above. */
  get stale(): boolean {
    const { state } = this.group;
    return this.trial !== undefined && state !== undefined && !this.trial.isOf(settingOf(state));
  }

  /** The run can go on: it is not over, and nothing has changed since. */
  get resumable(): boolean {
    return this.trial !== undefined && !this.trial.done && !this.stale && String(this.trial.seed) === this.seed.trim();
  }

  chapterNumber(chapter: string): number {
    return (this.group.parameter('chapter')?.choices ?? []).indexOf(chapter) - 1;
  }

  href(chapter: string): string {
    return this.story.href(chapter);
  }

  open(chapter: string): void {
    this.story.open(chapter);
  }

  /** The one button: start, stop, go on, again. */
  press(): void {
    if (this.running) this.#halt();
    else if (this.resumable) this.#go();
    else this.#begin();
  }

  /** Again, on a seed that nobody chose. */
  anew(): void {
    const seed = this.group.guard(() => this.group.core?.fresh_seed());
    if (seed === undefined) return;
    this.#typed = String(seed);
    this.#begin();
  }

  refresh(): void {
    if (this.#root) render(panelTemplate(this), this.#root);
  }

  #begin(): void {
    const { group } = this;
    const { state } = group;
    if (!state) return;
    group.guard(() => {
      const { core } = group;
      if (!core) return;
      this.trial?.free();
      this.trial = undefined;
      this.trial = new Trial(core, group.address(), this.seed, settingOf(state));
      this.notices = this.trial.notices;
      this.#typed = String(this.trial.seed);
    });
    this.#go();
  }

  #go(): void {
    this.running = this.trial !== undefined && this.ready;
    if (this.running) wake(this.#frame);
    this.refresh();
  }

  #halt(): void {
    this.running = false;
    rest(this.#frame);
    this.#read();
  }

  #read(): void {
    this.group.guard(() => this.trial?.read());
    this.refresh();
  }

  #work(now: number): boolean {
    const { trial } = this;
    if (!trial || !this.running) return false;
    const going = this.group.guard(() => {
      trial.advance(sharers());
      return !trial.done;
    });
    if (going && now - this.#readAt < FIGURES_MS) return true;
    this.#readAt = now;
    // After a panic there is nothing to go on with.
    this.running = going ?? false;
    this.#read();
    return this.running;
  }

  #changed(): void {
    if (this.group.failure) this.running = false;
    this.refresh();
  }
}
