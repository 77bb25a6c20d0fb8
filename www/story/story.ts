/** The story below the explorer: chapters beside live views of their own. */
import { render } from 'lit';
import { handOver } from '../actions.js';
import { Group } from '../group.js';
import { language, type Code, type Language } from '../i18n/index.js';
import { loadCore } from '../load.js';
import { idle, observerOfSizes, task } from '../loop.js';
import { stillness } from '../media.js';
import { FarParts } from './far_parts.js';
import { groupName, equip, listenForCopies, listenForPointing } from './formulas.js';
import { Guesses, questionOf } from './guesses.js';
import { LastPlace } from './place.js';
import { storyTemplate } from './template.js';
import { storyIn } from './texts.js';
import type { Chapter } from './types.js';

/** A view is made when it is nearer to the screen than this. */
const NEAR = '400px';

export class Story {
  readonly guesses = new Guesses();
  /** What was copied, or not. */
  said = '';
  chapters: readonly Chapter[] = [];
  /** How many of their sections stand on the page already. */
  drawn = 0;
  missing = false;

  readonly #root = document.querySelector<HTMLElement>('#story');
  readonly #near = new Set<string>();
  readonly #seen: IntersectionObserver;
  #code: Code = 'en';
  #opened = 'none';
  #width = 0;
  /** A frame of somebody else's, which has no story, stores none. */
  readonly #place = this.#root && new LastPlace(() => document.querySelectorAll<HTMLElement>('.chapter'));
  readonly #far = new FarParts(() => document.querySelectorAll('.chapter, .claims .rows'));

  /** `main` is the group of the explorer above, which owns the address. */
  constructor(private readonly main: Group) {
    this.#seen = new IntersectionObserver((entries) => this.#approach(entries), { rootMargin: NEAR });
    if (!this.#root) return;
    listenForCopies(this.#root, () => this.language.words, (text) => this.#say(text));
    listenForPointing(this.#root);
    main.addEventListener('load', () => this.#follow());
    const root = this.#root;
    observerOfSizes(() => {
      const { clientWidth } = root;
      if (clientWidth === 0 || clientWidth === this.#width) return;
      const before = this.#width;
      this.#width = clientWidth;
      if (before > 0 && this.chapters.length > 0 && this.#whole) requestAnimationFrame(() => void this.#far.measure());
    }).observe(root);
  }

  get language(): Language {
    return language(document.documentElement.lang);
  }

  /** Tells the story in another language; what was guessed and played stays. False: yet another has come meanwhile. */
  async tell(code: Code): Promise<boolean> {
    if (!this.#root) return true;
    this.#code = code;
    // Where the reader was is nearer than the chapter that the address names.
    if (this.#place?.known && this.main.explorer) this.#opened = this.main.get('chapter');
    const unread = this.chapters.length === 0 && scrollY === 0 && !this.#awaited && !this.#place?.inStory;
    if (unread) {
      this.#place?.forget();
      this.#far.guess();
    } else {
      this.#far.show();
    }
    this.#root.hidden = false;
    try {
      const chapters = await storyIn(code);
      if (this.#code !== code) return false;
      this.chapters = chapters;
      this.missing = false;
    } catch {
      this.missing = this.chapters.length === 0;
    }
    // All in one task would hold up whoever touches the page meanwhile; who came for a place is not kept waiting.
    while (!this.#whole) {
      this.drawn += 1;
      this.#render();
      await (this.#awaited || this.#place?.inStory ? task() : idle());
      if (this.#code !== code) return false;
    }
    this.#render();
    this.#root.setAttribute('data-told', code);
    this.#follow();
    void (unread ? this.#far.measureInTurn() : this.#far.measure().then(() => this.#place?.goTo()));
    return true;
  }

  /** The view of a section may be made: its chapter is near, and its question behind it. */
  live(chapter: Chapter, i: number): boolean {
    return this.#near.has(chapter.id) && this.guesses.open(questionOf(chapter, i));
  }

  refresh(): void {
    this.#render();
  }

  choose(question: string, choice: number): void {
    this.guesses.choose(question, choice);
    this.#render();
  }

  show(question: string): void {
    this.guesses.show(question);
    this.#render();
  }

  /** The address of a chapter, for a link. */
  href(chapter: string): string {
    const [address = ''] = this.main.address().split('&chapter=');
    return this.main.linkTo(`${address}&chapter=${chapter}`);
  }

  /** To a chapter, which the address then names. */
  open(chapter: string): void {
    this.#opened = chapter;
    this.main.set('chapter', chapter);
    this.#scrollTo(chapter, true);
  }

  /** To the next chapter or the one before; false at the ends. */
  go(by: number): boolean {
    const next = this.chapters[this.#present() + by];
    if (!next) return false;
    this.open(next.id);
    return true;
  }

  /** Hands a chapter's state to the explorer. */
  explore(chapter: string): void {
    handOver(Group.of(groupName(chapter)), this.main);
    const explorer = document.querySelector<HTMLElement>('#explorer');
    explorer?.scrollIntoView({ behavior: stillness.matches ? 'instant' : 'smooth', block: 'start' });
    explorer?.focus({ preventScroll: true });
  }

  /** The group of the chapter in which an event happened. */
  groupAt(event: Event): Group | undefined {
    const chapter = event
      .composedPath()
      .find((target): target is HTMLElement => target instanceof HTMLElement && target.dataset['chapter'] !== undefined);
    const group = chapter && Group.of(groupName(chapter.dataset['chapter'] ?? ''));
    return group?.explorer ? group : undefined;
  }

  get #whole(): boolean {
    return this.drawn >= this.chapters.reduce((sum, { sections }) => sum + sections.length, 0);
  }

  /** The address names a chapter that is not on the page yet. */
  get #awaited(): boolean {
    return this.main.explorer !== undefined && this.main.get('chapter') !== this.#opened;
  }

  /** The address names another chapter than before. */
  #follow(): void {
    const chapter = this.main.explorer ? this.main.get('chapter') : 'none';
    if (chapter === this.#opened || this.chapters.length === 0 || !this.#whole) return;
    this.#opened = chapter;
    // The pictures above take their height first.
    requestAnimationFrame(() => requestAnimationFrame(() => this.#scrollTo(chapter, false)));
  }

  #scrollTo(chapter: string, focus: boolean): void {
    const title = document.querySelector<HTMLElement>(`#title-${chapter}`);
    title?.closest('article')?.scrollIntoView({ behavior: 'instant', block: 'start' });
    if (focus) title?.focus({ preventScroll: true });
  }

  /** The chapter that has the focus, else the one that is being read; -1 before the first. */
  #present(): number {
    const focused = document.activeElement?.closest<HTMLElement>('[data-chapter]')?.dataset['chapter'];
    if (focused) return this.chapters.findIndex(({ id }) => id === focused);
    const line = innerHeight / 3;
    const tops = this.chapters.map(({ id }) => document.querySelector(`#chapter-${id}`)?.getBoundingClientRect().top ?? Infinity);
    return tops.filter((top) => top <= line).length - 1;
  }

  #approach(entries: IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      const id = (target as HTMLElement).dataset['chapter'];
      if (isIntersecting && id) this.#near.add(id);
    }
    this.#render();
  }

  #say(text: string): void {
    this.said = text;
    this.#render();
  }

  #render(): void {
    if (!this.#root) return;
    for (const chapter of this.chapters) {
      // Before its views are made: the first to start a group sets its state.
      if (!chapter.sections.some((_, i) => this.live(chapter, i))) continue;
      const group = Group.of(groupName(chapter.id));
      group.pageKeys = true;
      void group.start(chapter.state, loadCore, stillness.matches);
    }
    render(storyTemplate(this), this.#root);
    equip(this.#root, this.language.words);
    for (const chapter of this.#root.querySelectorAll('article')) this.#seen.observe(chapter);
  }
}
