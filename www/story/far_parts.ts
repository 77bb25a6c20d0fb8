/**
 * The parts of the story that are far from the screen, which are most of the page, are left out of a frame (`story.css`). Their
 * heights have to be known for that, or what is scrolled to comes out of its place where the engine does not keep it.
 */

/** A height is remembered at the end of a frame. */
const FRAMES = 2;

const root = document.documentElement;

const frame = (): Promise<number> => new Promise(requestAnimationFrame);

/** When somebody scrolls the page, or comes into the story by keys. */
function onTheWay(): Promise<void> {
  return new Promise((resolve) => {
    const signs = ['scroll', 'focusin'];
    const seen = ({ type, target }: Event): void => {
      const near = type === 'scroll' ? target === document : (target as Element).closest('.story, .claims');
      if (!near) return;
      for (const sign of signs) removeEventListener(sign, seen, true);
      resolve();
    };
    for (const sign of signs) addEventListener(sign, seen, { capture: true, passive: true });
  });
}

export class FarParts {
  /** Counts what was begun, so that what was begun before it ends. */
  #begun = 0;

  /**
   * Where the engine keeps the place of what is read. Not in Firefox, which lays out what comes into sight while it tells sizes, and calls that
   * an error of the page; and not in a frame of somebody else's, which may be as high as the page.
   */
  readonly #able = parent === window && CSS.supports('(overflow-anchor: auto) and (not (-moz-appearance: none))');

  constructor(private readonly parts: () => Iterable<Element>) {}

  /** All of it stands, with whatever is put in. */
  show(): void {
    this.#begun += 1;
    root.classList.remove('laid-out', 'far-left-out');
  }

  /** Before anything is put in: all of it is left out, at heights that are guessed. */
  guess(): void {
    this.show();
    this.#leave();
  }

  /** Lays out the parts one after the other, once somebody is on the way to them. */
  async measureInTurn(): Promise<void> {
    // Where the engine leaves nothing out, or another width has come meanwhile.
    if (!this.#leaving) return this.measure();
    const begun = ++this.#begun;
    if (scrollY === 0) await onTheWay();
    const parts = [...this.parts()];
    for (let i = 0; i < parts.length + FRAMES; i++) {
      await frame();
      parts[i]?.classList.add('measuring');
      parts[i - FRAMES]?.classList.remove('measuring');
      if (begun === this.#begun) continue;
      for (const part of parts) part.classList.remove('measuring');
      return;
    }
    root.classList.add('laid-out');
  }

  /** Lays out all of it at once, so that it is in its place at once. */
  async measure(): Promise<void> {
    this.show();
    const begun = this.#begun;
    for (let i = 0; i < FRAMES; i++) await frame();
    if (begun !== this.#begun) return;
    root.classList.add('laid-out');
    this.#leave();
  }

  get #leaving(): boolean {
    return root.classList.contains('far-left-out');
  }

  #leave(): void {
    if (this.#able) root.classList.add('far-left-out');
  }
}
