import { reset } from './actions.js';
import type { AnyView, ViewName } from './core.js';
import type { Group } from './group.js';
import { home } from './load.js';
import type { Look } from './look.js';
import { ParameterElement } from './parameter_element.js';
import type { Language } from './i18n/index.js';
import { dark, stillness } from './media.js';
import { figureOf, type Figure } from './share/figure.js';
import { pngOf, samplesOf, summaryOf, svgOf } from './share/files.js';

const VIEWS: readonly ViewName[] = ['noise', 'draw', 'simplex', 'histogram'];

export interface PictureOptions {
  view?: ViewName;
  type?: 'image/png' | 'image/svg+xml';
  /** Pixels to a CSS pixel, 1 to 4. */
  scale?: number;
}

interface Shown {
  group: Group;
  view: ViewName;
  figure: Figure;
}

const nothingYet = (): DOMException => new DOMException('there is no such picture or no state', 'InvalidStateError');

function taken<T>({ group, view, figure }: Shown, make: (group: Group, view: ViewName, figure: Figure) => T | undefined): NonNullable<T> {
  const made = make(group, view, figure);
  if (made === undefined || made === null) throw nothingYet();
  return made;
}

/** What a script of the page can do with an element. Nothing of it counts as the reader's doing. */
export abstract class ScriptedElement extends ParameterElement {
  abstract override shared: Group | undefined;
  abstract readonly viewNames: readonly AnyView[];
  abstract readonly language: Language;
  /** How the element looks on its page, once it is known. */
  abstract readonly seen: Look | undefined;

  #open: (() => void) | undefined;
  /** Resolves when there is a state to be shown, or a reason why there is none. */
  readonly ready = new Promise<void>((resolve) => (this.#open = resolve));

  protected opened(): void {
    this.#open?.();
  }

  /** Draws some more samples. */
  step(count = 1): void {
    const whole = Math.min(1e9, Math.max(0, Math.floor(Number(count)) || 0));
    this.#do((group) => group.step(whole));
  }

  /** Back to no samples. */
  reset(): void {
    this.#do(reset);
  }

  play(): void {
    this.#do((group) => group.play());
  }

  pause(): void {
    this.#do((group) => group.pause());
  }

  /** A view as an SVG document, with title and legend; the first of the element unless named. */
  async toSVG(view?: ViewName): Promise<string> {
    return taken(this.#figure(await this.#settled(), view), svgOf);
  }

  /** A view as a PNG (or an SVG) file, with title and legend. */
  async toBlob(options: PictureOptions = {}): Promise<Blob> {
    const { view, type = 'image/png', scale = 2 } = options;
    if (type === 'image/svg+xml') return new Blob([await this.toSVG(view)], { type });
    const ratio = Math.min(4, Math.max(1, Number(scale) || 2));
    const blob = await taken(this.#figure(await this.#settled(), view), (group, name, figure) => pngOf(group, name, figure, ratio));
    if (!blob) throw nothingYet();
    return blob;
  }

  /** The first samples, or the summary, as comma-separated text. */
  async toCSV(kind: 'samples' | 'summary' = 'samples'): Promise<string> {
    const group = await this.#settled();
    const file = await (kind === 'summary' ? summaryOf : samplesOf)(group, this.permalink());
    if (!file) throw nothingYet();
    return file.text();
  }

  /** A link that opens this state, noise included, on the page at `base`: the one that the script came with, unless named. */
  permalink(base?: string): string {
    const { shared } = this;
    shared?.flush();
    const address = shared?.explorer ? this.#own(shared) : this.asked;
    const page = new URL(base ?? shared?.home ?? home(), document.baseURI);
    page.hash = address;
    return page.href;
  }

  /** With the language and the theme of this element, where it has its own. */
  #own(shared: Group): string {
    const own = ['lang', 'theme'].filter((name) => this.own(name) !== '');
    if (own.length === 0) return shared.address();
    return (
      shared.guard(() => {
        const explorer = shared.core?.explorer(shared.address());
        for (const name of own) explorer?.set(name, name === 'lang' ? (this.lang.split('-')[0] ?? '') : this.own(name));
        const address = explorer?.address();
        explorer?.free();
        return address;
      }) ?? ''
    );
  }

  #do(work: (group: Group) => void): void {
    const run = (): void => {
      const { shared } = this;
      if (shared?.explorer) shared.script(() => work(shared));
    };
    if (this.shared?.explorer) run();
    else void this.ready.then(run);
  }

  async #settled(): Promise<Group> {
    await this.ready;
    const { shared } = this;
    if (!shared?.explorer) throw nothingYet();
    shared.script(() => shared.ripen());
    return shared;
  }

  #figure(group: Group, view: AnyView | undefined = this.viewNames[0]): Shown {
    if (!group.state || !VIEWS.includes(view as ViewName)) throw nothingYet();
    const name = view as ViewName;
    const chosen = this.own('theme') || group.get('theme');
    const isDark = chosen === 'dark' || (chosen !== 'light' && (this.seen?.dark ?? dark.matches));
    return { group, view: name, figure: figureOf(name, group.state, this.language, this.permalink(), isDark) };
  }

  /** Starts to play by itself, unless the reader wants nothing to move. */
  protected autoplays(): void {
    if (!stillness.matches) this.play();
  }
}
