/**
 * Where somebody reads in the story. After a reload, or on the way back from another page, the browser looks for that place while there is no story
 * yet; so the page goes there by itself, once there is one.
 */

interface Place {
  /** '' above the first. */
  chapter: string;
  /** How far the top of the screen lies below the chapter's, in CSS px. */
  below: number;
}

const KEY = `gumbel-softmax-place ${location.pathname}`;

/** What a reader moves about with; the browser's own scrolling is none of it. */
const MOVES = ['wheel', 'touchstart', 'pointerdown', 'keydown'];

export class LastPlace {
  #place = comesBack() ? read() : undefined;

  /** `chapters` as they lie on the page. */
  constructor(private readonly chapters: () => Iterable<HTMLElement>) {
    // Who leaves before the page has come there has not moved.
    addEventListener('pagehide', () => write(this.#place ?? this.#present));
    if (this.inStory) history.scrollRestoration = 'manual';
    for (const move of MOVES) addEventListener(move, () => this.forget(), { capture: true, once: true, passive: true });
  }

  /** Whether the reader was somewhere else than the address says, and has not moved since. */
  get known(): boolean {
    return this.#place !== undefined;
  }

  /** Whether it is one that the page has to go to; the browser finds what is above by itself. */
  get inStory(): boolean {
    return this.known && this.#place?.chapter !== '';
  }

  /** Goes there, once the chapters have their heights. */
  goTo(): void {
    const place = this.#place;
    this.forget();
    for (const chapter of this.chapters()) {
      if (place && chapter.dataset['chapter'] === place.chapter) {
        scrollTo({ top: scrollY + chapter.getBoundingClientRect().top + place.below, behavior: 'instant' });
      }
    }
  }

  /** The reader is where the page is. */
  forget(): void {
    this.#place = undefined;
    history.scrollRestoration = 'auto';
  }

  /** The chapter at the top of the screen. */
  get #present(): Place {
    let place: Place = { chapter: '', below: 0 };
    for (const chapter of this.chapters()) {
      const [id, { top }] = [chapter.dataset['chapter'], chapter.getBoundingClientRect()];
      if (id !== undefined && top <= 0) place = { chapter: id, below: -top };
    }
    return place;
  }
}

function comesBack(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation instanceof PerformanceNavigationTiming && ['reload', 'back_forward'].includes(navigation.type);
}

/** Where storage is denied, the page opens at its top. */
function read(): Place | undefined {
  try {
    const place = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Partial<Place> | null;
    const { chapter, below } = place ?? {};
    return typeof chapter === 'string' && typeof below === 'number' && Number.isFinite(below) ? { chapter, below } : undefined;
  } catch {
    return undefined;
  }
}

function write(place: Place): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // Denied or full.
  }
}
