/** Presenter mode: one view of the page's group before a room. The state says which; this shows it. */
import { render } from 'lit';
import type { ViewName } from '../core.js';
import type { Group } from '../group.js';
import { language, type Language } from '../i18n/index.js';
import type { Member } from '../members.js';
import { neighbour, ORDER, type StageAction } from './keys.js';
import { Presets } from './presets.js';
import { stage } from './stage.js';

const isView = (name: string): name is ViewName => (ORDER as readonly string[]).includes(name);

export class Presenter implements Member {
  readonly visible = false;
  readonly speaks = false;

  readonly presets: Presets;
  /** Whether the row of keys is put away. */
  folded = innerHeight < 480;
  black = false;
  /** What has just happened. */
  said = '';
  /** What of it is also written on the screen. */
  note = '';

  #view: ViewName | undefined;
  #last: ViewName = 'noise';
  #place: HTMLElement | undefined;
  #before: HTMLElement | null = null;
  #full = false;

  constructor(readonly group: Group) {
    this.presets = new Presets(group);
    group.join(this);
    document.addEventListener('fullscreenchange', () => this.#screenChanged());
  }

  /** True while a view stands before a room. */
  get showing(): boolean {
    return this.#view !== undefined;
  }

  get full(): boolean {
    return document.fullscreenElement !== null && document.fullscreenElement !== undefined;
  }

  get language(): Language {
    return language(document.documentElement.lang);
  }

  paint(): boolean {
    return false;
  }

  /** The state has changed, perhaps the view that it presents. */
  refresh(): void {
    const named = this.group.explorer ? this.group.get('present') : 'off';
    const view = isView(named) ? named : undefined;
    if (view !== this.#view) {
      const before = this.#view;
      this.#view = view;
      if (view) this.#last = view;
      if (view && !before) this.#open(view);
      else if (!view) this.#close();
    }
    this.#render();
  }

  act(action: StageAction): void {
    const { group } = this;
    const { words, number } = this.language;
    const view = this.#view;
    switch (action.do) {
      case 'present':
        this.#show(this.#near());
        return this.fullScreen(true);
      case 'leave':
        return this.#show(undefined);
      case 'view': {
        if (!view) return;
        const next = neighbour(view, action.by);
        if (next === view) return this.#say(words.present.end);
        // The title says it on the screen.
        this.#say(words.present.view(words.views[next].title, ORDER.indexOf(next) + 1, ORDER.length), '');
        return this.#show(next);
      }
      case 'preset': {
        this.presets.turn(action.by);
        const { list, present } = this.presets;
        const id = list[present]?.id ?? '';
        return this.#say(
          group.room.hideTargets
            ? words.present.presetHidden(present + 1, list.length)
            : words.present.preset(words.presets[id] ?? id),
        );
      }
      case 'targets':
        group.room.hideTargets = !group.room.hideTargets;
        return this.#again(group.room.hideTargets ? words.present.hidden : words.present.revealed);
      case 'freeze':
        if (group.room.frozen) group.guard(() => group.room.thaw());
        else group.guard(() => group.core && group.explorer && group.room.freeze(group.core, group.explorer));
        return this.#again(group.room.frozen ? words.present.frozen : words.present.thawed);
      case 'step': {
        group.step(1);
        const draw = group.state?.draw;
        if (!draw) return;
        const index = draw.index + 1;
        const winner = group.state?.names[draw.winner] ?? '';
        return this.#say(
          group.room.frozen
            ? words.present.steppedBehind
            : group.room.hideTargets
              ? words.present.steppedHidden(number, index)
              : words.present.stepped(number, index, winner),
        );
      }
      case 'blackout':
        this.black = !this.black;
        return this.#say(this.black ? words.present.black : words.present.lit);
    }
  }

  /** Fills the screen where that is allowed; everything works without. */
  fullScreen(wanted: boolean): void {
    const root = document.documentElement;
    if (wanted && root.requestFullscreen) {
      root.requestFullscreen({ navigationUI: 'hide' }).then(
        () => (this.#full = true),
        () => undefined,
      );
    } else if (!wanted && this.full) {
      void document.exitFullscreen().catch(() => undefined);
    }
  }

  fold(folded: boolean): void {
    this.folded = folded;
    this.#render();
  }

  /** Whom the state is shown to is in the link, but it is no change of the state: undo passes it over. */
  #show(view: ViewName | undefined): void {
    const { group } = this;
    group.guard(() => {
      const { explorer, flow } = group;
      if (!explorer) return;
      if (!flow.filling) explorer.set('n', String(explorer.n()));
      explorer.set('present', view ?? 'off');
    });
    group.refresh();
    group.wake();
    group.dispatchEvent(new Event('rest'));
  }

  /** The view that has the focus, else the one shown last. */
  #near(): ViewName {
    const view = document.activeElement?.getAttribute('view') ?? '';
    return isView(view) ? view : this.#last;
  }

  #open(view: ViewName): void {
    const { words } = this.language;
    this.#before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    if (!this.#place) {
      this.#place = document.createElement('section');
      this.#place.className = 'presenter';
      this.#place.tabIndex = -1;
      document.body.append(this.#place);
    }
    this.#place.setAttribute('aria-label', words.present.region);
    document.documentElement.classList.add('presenting');
    this.said = '';
    this.#render();
    this.#place.focus({ preventScroll: true });
    this.#say(words.present.opened(words.views[view].title), '');
  }

  #close(): void {
    const { group } = this;
    document.documentElement.classList.remove('presenting');
    this.black = false;
    this.said = '';
    this.note = '';
    group.room.hideTargets = false;
    group.guard(() => group.room.thaw());
    this.#full = false;
    this.fullScreen(false);
    this.#before?.focus({ preventScroll: true });
    this.#before = null;
    group.refresh();
    group.wake();
  }

  /** The browser's own way out of the full screen leaves presenter mode too. */
  #screenChanged(): void {
    if (this.#full && !this.full && this.showing) {
      this.#full = false;
      this.#show(undefined);
    } else this.#render();
  }

  #again(said: string): void {
    this.#say(said);
    this.group.refresh();
    this.group.wake();
  }

  #say(said: string, note = said): void {
    this.said = said;
    this.note = note;
    this.#render();
  }

  #render(): void {
    if (this.#place) render(stage(this, this.#view), this.#place);
  }
}
