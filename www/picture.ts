import { HANDLES, isMain, JOBS } from './chapter_views.js';
import type { AnyView, Explorer, Focus, Layer, Theme } from './core.js';
import type { Group } from './group.js';
import { enlarged, type Look } from './look.js';
import { late, observerOfSizes } from './loop.js';
import { onPixelRatio, stillness } from './media.js';
import { onPaper } from './present/vector.js';

const LAYERS: readonly Layer[] = ['ground', 'live', 'over'];
const RIDE_MS = 2500;
/** A picture is kept up to date from so many CSS px beyond the screen on. */
const NEAR = 64;
/** How far an arrow moves the cross, in CSS px. */
const STRIDE = 8;

/** One view on three stacked canvases, each redrawn only when something it shows has changed. */
export class Picture {
  /** Whether there is anything on it yet. */
  painted = false;
  /** What is read off under the pointer or the cross. */
  text = '';

  /** Unknown until the browser has said so, which takes a frame. */
  #visible: boolean | undefined;
  #width = 0;
  #height = 0;
  #zoom = 1;
  #cursor: [number, number] | undefined;
  #byKeys = false;
  #grab: string | undefined;
  /** The pointer that holds it; the others, fingers most of all, move nothing meanwhile. */
  #holder: number | undefined;
  #ride: { since: number | undefined } | undefined;
  #ridden: number | undefined;
  readonly #drawn = new Map<Layer, string>();
  #last: Layer = 'over';
  readonly #canvases = new Map<Layer, HTMLCanvasElement>();
  readonly #seen: IntersectionObserver;
  readonly #sized: ResizeObserver;
  readonly #stop = new AbortController();

  constructor(
    private readonly group: Group,
    private readonly view: AnyView,
    private readonly box: HTMLElement,
    private readonly around: () => Look | undefined,
    /** Fills its box, at a scale for a room, rather than taking the height that suits its width. */
    private readonly presented: boolean,
    private readonly told: (spoken: boolean) => void,
  ) {
    for (const layer of LAYERS) {
      const canvas = box.querySelector<HTMLCanvasElement>(`canvas[data-layer=${layer}]`);
      if (canvas) this.#canvases.set(layer, canvas);
    }
    this.#seen = new IntersectionObserver(
      (entries) => {
        const last = entries[entries.length - 1];
        // What waits for the core has no box yet, and nothing is known of where it will be.
        const unknown = !this.painted && last?.boundingClientRect.width === 0;
        this.#visible = unknown ? undefined : (last?.isIntersecting ?? false);
        if (this.#visible) this.group.wake();
      },
      { rootMargin: `${NEAR}px` },
    );
    this.#seen.observe(box);
    // In the next frame: a height that is set while sizes are told would be told again, which is an error.
    this.#sized = observerOfSizes(() => requestAnimationFrame(() => this.measure()));
    this.#sized.observe(box);
    this.#listen();
  }

  disconnect(): void {
    this.#seen.disconnect();
    this.#sized.disconnect();
    this.#stop.abort();
    this.#letGo();
    this.#visible = false;
  }

  /** On screen, or nearly. */
  get visible(): boolean {
    if (this.#visible !== undefined) return this.#visible;
    const { top, bottom, width } = this.box.getBoundingClientRect();
    return width > 0 && bottom > -NEAR && top < innerHeight + NEAR;
  }

  /** Takes the width it is given, and the height that suits it. */
  measure(): void {
    // Before there is a core nothing is laid out for its sake.
    if (!this.group.shown) return;
    const { clientWidth: width, clientHeight } = this.box;
    // On paper the vectors give the height.
    if (width === 0 || this.box.classList.contains('printed')) return;
    const fit = this.group.guard(() => {
      const { shown } = this.group;
      if (!shown) return undefined;
      return this.presented
        ? { height: clientHeight, zoom: Math.floor(shown.zoom_to_fit(this.view, width, clientHeight) * 20) / 20 }
        : { height: Math.round(shown.height(this.view, width, 1)), zoom: 1 };
    });
    if (!fit || (width === this.#width && fit.height === this.#height && fit.zoom === this.#zoom)) return;
    this.#width = width;
    this.#height = fit.height;
    this.#zoom = fit.zoom;
    if (!this.presented) this.box.style.setProperty('height', `${fit.height}px`);
    this.group.wake();
  }

  /** Draws what changed; true while the ride lasts. */
  paint(now: number): boolean {
    const { shown: explorer } = this.group;
    if (!explorer) return false;
    if (this.#width === 0) this.measure();
    if (this.#width === 0) return false;
    const ride = this.#progress(now);
    const focus = this.#focus(ride);
    const look = this.#look;
    const theme = look && this.group.theme(look)?.theme;
    if (!theme) return false;
    const ratio = Math.min(4, devicePixelRatio || 1);
    const ground = [
      this.group.core?.generation, explorer.params_revision(), this.#width, this.#height, ratio,
      look.key, focus.category, focus.hide_targets,
    ].join();
    const over = [ground, this.#cursor, ride].join();
    const live = [over, explorer.tally_revision(), JOBS[this.view] && explorer.lab_revision()].join();
    const keys = { ground, live, over };
    let painted = false;
    let more = false;
    for (const layer of this.#inTurn) {
      const canvas = this.#canvases.get(layer);
      if (!canvas || this.#drawn.get(layer) === keys[layer]) continue;
      // Where one takes long the others follow, so that nobody's key waits for all of them; the first picture comes whole.
      if (painted && this.painted && late()) {
        more = true;
        break;
      }
      // A system short of memory refuses: words and numbers do without, and the next change asks again.
      if (!canvas.getContext('2d')) continue;
      const width = Math.round(this.#width * ratio);
      const height = Math.round(this.#height * ratio);
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      explorer.draw(this.view, layer, canvas, this.#width, this.#height, ratio, theme, focus);
      this.#drawn.set(layer, keys[layer]);
      this.#last = layer;
      painted = true;
    }
    if (painted && !this.painted) {
      this.painted = true;
      this.told(false);
    }
    return more || this.#ride !== undefined;
  }

  /** The layers, of which the one that was drawn last comes last. */
  get #inTurn(): readonly Layer[] {
    const next = LAYERS.indexOf(this.#last) + 1;
    return [...LAYERS.slice(next), ...LAYERS.slice(0, next)];
  }

  /** The draw goes along the curve once; without motion, its end is shown. */
  ride(): void {
    this.#ridden = undefined;
    if (stillness.matches) this.#ridden = 1;
    else this.#ride = { since: undefined };
    this.group.wake();
  }

  /** Reads again what is under the cross, after the state has changed. */
  read(): void {
    if (this.#cursor) this.#probe(this.#cursor, false);
  }

  get #theme(): Theme | undefined {
    const look = this.#look;
    return look && this.group.theme(look)?.theme;
  }

  /** What the page around gives, in type and lines for a room where this is for one. */
  get #look(): Look | undefined {
    const look = this.around();
    return look && (this.presented ? enlarged(look, this.#zoom) : look);
  }

  #focus(ride?: number): Focus {
    const { category, room } = this.group;
    const focus = { category, cursor: this.#cursor, hide_targets: room.hideTargets, mark_draw: this.presented };
    return ride === undefined ? focus : { ...focus, ride };
  }

  /** Asks the core about the picture as it is now. */
  #ask<T>(question: (explorer: Explorer, width: number, height: number, theme: Theme) => T): T | undefined {
    return this.group.guard(() => {
      const { shown: explorer } = this.group;
      const theme = this.#theme;
      if (!explorer || !theme || this.#width === 0) return undefined;
      return question(explorer, this.#width, this.#height, theme);
    });
  }

  #progress(now: number): number | undefined {
    if (!this.#ride) return this.#ridden;
    this.#ride.since ??= now;
    const share = (now - this.#ride.since) / RIDE_MS;
    if (share < 1) return share;
    this.#ride = undefined;
    return undefined;
  }

  #listen(): void {
    const { signal } = this.#stop;
    const on = <K extends keyof HTMLElementEventMap>(
      type: K,
      listener: (event: HTMLElementEventMap[K]) => void,
      passive = true,
    ): void => this.box.addEventListener(type, listener, { signal, passive });
    if (!this.presented) onPaper(this.group, this.view, this.box, signal);
    onPixelRatio(() => this.group.wake(), signal);
    for (const [layer, canvas] of this.#canvases) {
      // A bitmap that the system took away comes back empty.
      const repaint = (): void => {
        this.#drawn.delete(layer);
        this.group.wake();
      };
      canvas.addEventListener('contextrestored', repaint, { signal });
    }
    on('pointerdown', (event) => this.#down(event));
    on('pointermove', (event) => this.#move(event));
    on('pointerup', (event) => this.#up(event));
    on('pointercancel', (event) => this.#up(event));
    on('lostpointercapture', (event) => this.#up(event));
    on('pointerleave', (event) => event.pointerType === 'mouse' && !this.#grab && this.#leave());
    on('blur', () => this.#byKeys && this.#leave());
    on('keydown', (event) => this.#key(event), false);
    // The page scrolls under a finger, except from a handle.
    on(
      'touchstart',
      (event) => {
        const [touch] = event.touches;
        if (touch && event.touches.length === 1 && this.#grabAt(this.#place(touch))) event.preventDefault();
      },
      false,
    );
  }

  #place(at: { clientX: number; clientY: number }): [number, number] {
    const { left, top } = this.box.getBoundingClientRect();
    return [at.clientX - left, at.clientY - top];
  }

  #grabAt([x, y]: [number, number]): string | undefined {
    // What is frozen cannot be moved.
    if (this.group.room.frozen) return undefined;
    return this.#ask((explorer, width, height, theme) =>
      explorer.probe(this.view, width, height, theme, this.#focus(), x, y).grab,
    );
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || this.#grab) return;
    const at = this.#place(event);
    const grab = this.#grabAt(at);
    if (grab) {
      this.box.setPointerCapture(event.pointerId);
      this.#grab = grab;
      this.#holder = event.pointerId;
      this.group.hold();
      // What is chosen rather than moved takes a press alone.
      if (grab === 'winner') this.#drag(grab, at);
    }
    this.#probe(at, false);
  }

  #move(event: PointerEvent): void {
    if (this.#grab && event.pointerId !== this.#holder) return;
    const at = this.#place(event);
    if (this.#grab) this.#drag(this.#grab, at);
    this.#probe(at, false);
  }

  #up(event: PointerEvent): void {
    if (!this.#grab || event.pointerId !== this.#holder) return;
    this.#letGo();
    if (event.pointerType !== 'mouse') this.#leave();
  }

  /** Lets go of what is held. */
  #letGo(): void {
    if (!this.#grab) return;
    this.#grab = undefined;
    this.group.release();
  }

  #leave(): void {
    this.#cursor = undefined;
    this.#byKeys = false;
    this.text = '';
    this.box.classList.remove('grab');
    this.group.point(undefined);
    this.told(false);
    this.group.wake();
  }

  #drag(grab: string, [x, y]: [number, number]): void {
    if (!this.#theme) return;
    this.group.change((explorer) => {
      const theme = this.#theme;
      return theme && explorer.drag(this.view, grab, this.#width, this.#height, theme, x, y);
    }, true);
  }

  #probe(at: [number, number], byKeys: boolean): void {
    const probe = this.#ask((explorer, width, height, theme) =>
      explorer.probe(this.view, width, height, theme, this.#focus(), at[0], at[1]),
    );
    if (!probe) return;
    this.#cursor = at;
    this.#byKeys = byKeys || this.#byKeys;
    this.text = probe.text;
    this.box.classList.toggle('grab', this.#grab !== undefined || (probe.grab !== undefined && !this.group.room.frozen));
    this.group.point(probe.category);
    this.told(byKeys);
    this.group.wake();
  }

  /** Arrows move the cross; with Shift they move what could be dragged. */
  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === 'Escape' && this.#cursor) {
      event.preventDefault();
      return this.#leave();
    }
    if (!step) return;
    event.preventDefault();
    const from = this.#cursor ?? [this.#width / 2, this.#height / 2];
    const [dx = 0, dy = 0] = step;
    if (!event.shiftKey) return this.#probe(this.#within(from[0] + dx * STRIDE, from[1] + dy * STRIDE), true);
    const grab = this.#handle(dx !== 0);
    if (grab) this.group.change((explorer) => explorer.nudge(this.view, grab, dx, -dy), true);
  }

  #within(x: number, y: number): [number, number] {
    return [Math.min(this.#width - 1, Math.max(0, x)), Math.min(this.#height - 1, Math.max(0, y))];
  }

  /** What Shift and an arrow move: pi, the target of the marked category, or mu (across) and beta (up). */
  #handle(across: boolean): string | undefined {
    const { group } = this;
    const noise = group.state?.noise;
    if (group.room.frozen || group.room.hideTargets) return undefined;
    if (!isMain(this.view)) return HANDLES[this.view];
    if (this.view === 'simplex') return 'probability';
    if (this.view === 'histogram') return `target:${group.category ?? group.selected ?? 0}`;
    if (this.view !== 'noise' || !noise) return undefined;
    return across ? `location:0:${noise.location}:${noise.scale}` : `scale:1:${noise.scale}`;
  }
}
