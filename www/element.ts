import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { CHAPTER_VIEWS, isMain, JOBS, MAIN_VIEWS } from './chapter_views.js';
import type { AnyView, Job, Snapshot } from './core.js';
import { controlStrip } from './controls.js';
import { Group } from './group.js';
import { act, actionOf, offered, placeOf } from './keys.js';
import type { Lab, Of } from './i18n/en-lab.js';
import type { NumberFormat } from './i18n/format.js';
import { language, type Language } from './i18n/index.js';
import { languageAround, watchLanguage } from './language.js';
import type { GroupEvent } from './lifetime.js';
import { loadCore } from './load.js';
import { dress, type Look } from './look.js';
import { contrast, dark, stillness } from './media.js';
import type { Member } from './members.js';
import { messages } from './messages.js';
import { Picture } from './picture.js';
import { ScriptedElement } from './scripted_element.js';
import { StateEvents } from './state_events.js';
import { categoryColours } from './styles/colours.js';
import { controlStyles } from './styles/controls.js';
import { elementStyles } from './styles/element.js';
import { presentedStyles } from './styles/presented.js';
import { printStyles } from './styles/print.js';
import { viewStyles } from './styles/views.js';
import { lookOf, probes } from './surroundings.js';
import { viewFigures } from './views.js';

export const VIEWS: readonly AnyView[] = [...MAIN_VIEWS, ...CHAPTER_VIEWS];

/** The text alternatives; some tell what was measured. */
type Describe = Record<AnyView, (f: NumberFormat, s: Snapshot, of: Of, from?: Lab) => string>;

/** `<gumbel-softmax view="simplex" controls="tau play" group="main">`: views, controls, or both. */
export class GumbelSoftmaxElement extends ScriptedElement implements Member {
  static override styles = [elementStyles, viewStyles, categoryColours, controlStyles, presentedStyles, printStyles];

  static override properties = {
    view: { type: String },
    controls: { type: String },
    group: { type: String },
    autoplay: { type: Boolean },
    captions: { type: Boolean },
    presented: { type: Boolean },
    entry: { state: true },
    folded: { state: true },
    spoken: { state: true },
  };

  declare view: string;
  declare controls: string;
  declare group: string;
  /** Whether it starts to play by itself. */
  declare autoplay: boolean;
  /** Whether each view has its title, what to look at, and notes. */
  declare captions: boolean;
  /** Whether the view fills the box it is given, in type for a room. */
  declare presented: boolean;
  /** Whether weights are entered as logits or as probabilities. */
  declare entry: 'logits' | 'probs';
  /** In a narrow place, whether the further controls are put away. */
  declare folded: boolean;
  /** What the cross says, for those who hear the page. */
  declare spoken: string;

  shared: Group | undefined;
  readonly #pictures = new Map<AnyView, Picture>();
  readonly #events = new StateEvents(this);
  readonly #descriptions = new Map<AnyView, string>();
  #describedHidden = false;
  #tauBefore = '1';
  #look: Look | undefined;
  #lookTheme = '';
  #unwatch: (() => void) | undefined;
  readonly #onLook = (): void => this.#looksElse();

  constructor() {
    super();
    this.view = '';
    this.controls = '';
    this.group = '';
    this.autoplay = false;
    this.captions = false;
    this.presented = false;
    this.entry = 'logits';
    this.folded = true;
    this.spoken = '';
    for (const type of ['pointerdown', 'keydown', 'input']) this.addEventListener(type, () => this.shared?.act(this));
    this.addEventListener('keydown', (event) => this.#key(event));
  }

  get language(): Language {
    const chosen = this.shared?.explorer ? this.shared.get('lang') : 'auto';
    const own = this.own('lang');
    return language(own || (chosen === 'auto' || chosen === '' ? languageAround(this) : chosen) || 'en');
  }

  /** The views that are asked for; the simplex where nothing is. */
  get viewNames(): readonly AnyView[] {
    if (!this.hasAttribute('view') && this.view === '' && this.controls.trim() === '') return ['simplex'];
    const asked = this.view.toLowerCase().split(/[\s,]+/);
    return VIEWS.filter((view) => asked.includes(view)).sort((a, b) => asked.indexOf(a) - asked.indexOf(b));
  }

  get seen(): Look | undefined {
    return this.#look;
  }

  pictureOf(view: AnyView): Picture | undefined {
    return this.#pictures.get(view);
  }

  /** The chosen controls by name; `all` stands for every one. */
  has(control: string): boolean {
    const names = this.controls.split(/[\s,]+/);
    return names.includes('all') || names.includes(control);
  }

  /** Into the limit of temperature 0, and back to the temperature before. */
  toggleArgmax(): void {
    const { shared } = this;
    const tau = shared?.state?.tau;
    if (tau === null) shared?.set('tau', this.#tauBefore);
    else {
      this.#tauBefore = shared?.get('tau') ?? '1';
      shared?.set('tau', 'argmax');
    }
  }

  get speaks(): boolean {
    return this.has('notices');
  }

  get pictures(): boolean {
    return this.viewNames.length > 0;
  }

  get visible(): boolean {
    return [...this.#pictures.values()].some((picture) => picture.visible);
  }

  get allPainted(): boolean {
    return this.#pictures.size === this.viewNames.length && [...this.#pictures.values()].every(({ painted, visible }) => painted || !visible);
  }

  /** Whether the reader's system asks for less motion. */
  get still(): boolean {
    return stillness.matches;
  }

  get jobs(): Job[] {
    return [...this.#pictures].flatMap(([view, picture]) => (picture.visible ? (JOBS[view] ?? []) : []));
  }

  /** The text alternative of a picture; it follows the state when that is at rest. */
  descriptionOf(view: AnyView): string {
    const { shared } = this;
    const state = shared?.shownState;
    const hidden = shared?.room.hideTargets ?? false;
    if (hidden !== this.#describedHidden) this.#descriptions.clear();
    this.#describedHidden = hidden;
    if (state && (shared?.resting || !this.#descriptions.has(view))) {
      const { words, number } = this.language;
      const of = (key: string): string => shared?.get(key) ?? '';
      const told = shared?.guard(() =>
        hidden && isMain(view) ? words.present.describe[view](number, state) : (words.describe as Describe)[view](number, state, of, shared.lab),
      );
      if (told !== undefined) this.#descriptions.set(view, told);
    }
    return this.#descriptions.get(view) ?? '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const query of [dark, contrast]) query.addEventListener('change', this.#onLook);
    // The ratio of device pixels changes with the zoom, and so does the size of the window.
    addEventListener('resize', this.#onLook);
    this.#unwatch = watchLanguage(() => this.requestUpdate());
    this.#join();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const query of [dark, contrast]) query.removeEventListener('change', this.#onLook);
    removeEventListener('resize', this.#onLook);
    this.#unwatch?.();
    this.#events.stop();
    this.#part();
  }

  paint(now: number): boolean {
    let more = false;
    for (const picture of this.#pictures.values()) if (picture.visible) more = picture.paint(now) || more;
    return more;
  }

  refresh(): void {
    this.requestUpdate();
  }

  told(event: GroupEvent): void {
    if (!this.shared) return;
    if (event === 'load' || event === 'failure') this.opened();
    if (event === 'load' && this.autoplay && !this.shared.flow.playing && !this.shared.pausedByReader) this.autoplays();
    if (event === 'reader' && this.shared.actor === this) this.#events.changed(this.shared);
  }

  /** Of a page's pictures the first comes first. */
  protected override scheduleUpdate(): void | Promise<unknown> {
    const turn = this.hasUpdated ? undefined : this.shared?.turn(this);
    return turn ? turn.then(() => super.scheduleUpdate()) : super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.isConnected || !this.hasUpdated) return;
    if (changed.has('autoplay') && this.autoplay) this.autoplays();
    if (!changed.has('group') && !changed.has('view') && !changed.has('presented')) return;
    this.#part();
    this.#join();
  }

  protected override updated(): void {
    const { shared } = this;
    if (!shared) return;
    this.#show(shared);
    for (const picture of this.#pictures.values()) picture.measure();
    this.#events.note(shared);
    this.#warn(shared);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { shared } = this;
    if (!shared) return nothing;
    // Without a core there is nothing but the reason and what the page has for such a case.
    const shown = shared.failure === undefined || shared.state !== undefined;
    return html`
      ${probes()}
      <div class="all" lang=${this.language.number.lang}>
        ${shown && this.controls.trim() !== '' ? controlStrip(this, shared) : nothing}
        ${shown ? viewFigures(this, shared) : html`<slot></slot>`}
        ${this.speaks || (shared.failure && shared.speaker === this) ? messages(this, shared) : nothing}
      </div>
    `;
  }

  #join(): void {
    const former = this.shared;
    const shared = Group.of(this.group, former);
    const again = shared === former && (shared.explorer !== undefined || shared.left !== undefined);
    this.shared = shared;
    if (shared !== former) this.#forget();
    shared.join(this);
    if (again) this.passOn();
    else this.forgo();
    void shared.start(() => this.asked, loadCore, stillness.matches);
    if (shared.explorer) this.told('load');
    this.requestUpdate();
  }

  #part(): void {
    for (const picture of this.#pictures.values()) picture.disconnect();
    this.#pictures.clear();
    this.#look = undefined;
    this.shared?.leave(this);
  }

  /** What was told of another group. */
  #forget(): void {
    this.#descriptions.clear();
    this.#events.forget();
  }

  /** A picture in each box that has none yet. */
  #show(shared: Group): void {
    if (shared.failure || !this.isConnected) return;
    for (const view of this.viewNames) {
      const box = this.renderRoot.querySelector<HTMLElement>(`.picture.${view}`);
      if (!box || this.#pictures.has(view)) continue;
      const tell = (spoken: boolean): void => this.#tell(spoken, view);
      this.#pictures.set(view, new Picture(shared, view, box, () => this.#lookNow(), this.presented, tell));
    }
    const probe = this.renderRoot.querySelector<HTMLElement>('.probes');
    if (probe) probe.ontransitionend = this.#onLook;
    this.#lookNow();
  }

  #lookNow(): Look | undefined {
    const { core } = this.shared ?? {};
    const box = this.renderRoot.querySelector('.probes');
    const all = this.renderRoot.querySelector<HTMLElement>('.all');
    if (!core || !box || !all || !this.shared) return this.#look;
    const theme = this.own('theme') || this.shared.get('theme');
    if (this.#look && this.#lookTheme === theme) return this.#look;
    const { shared } = this;
    const look = shared.guard(() => {
      const found = lookOf(core, this, box, theme);
      const colours = found && shared.theme(found)?.colours;
      if (colours) dress(core, all, found, colours);
      return colours && found;
    });
    if (!look) return this.#look;
    this.#lookTheme = theme;
    return (this.#look = look);
  }

  #looksElse(): void {
    this.#look = undefined;
    this.#lookNow();
    this.shared?.wake();
  }

  #tell(spoken: boolean, view: AnyView): void {
    if (spoken) this.spoken = this.pictureOf(view)?.text ?? '';
    this.requestUpdate();
  }

  /** Single keys, while the focus is in here and where the page does not take them itself. */
  #key(event: KeyboardEvent): void {
    const { shared } = this;
    if (!shared || shared.pageKeys) return;
    const action = actionOf(event, placeOf(event));
    if (action && offered(action, (control) => this.has(control)) && act(shared, action)) event.preventDefault();
  }

  /** Where no element has a place for notices, the author of the page finds them in the console. */
  #warn(shared: Group): void {
    if (shared.speaker !== this || this.speaks) return;
    const { words } = this.language;
    for (const notice of shared.notices.takeUnlogged()) {
      console.warn(`<gumbel-softmax> ${notice.key}: ${words.notices.sentence(notice.code, notice)}`);
    }
  }
}
