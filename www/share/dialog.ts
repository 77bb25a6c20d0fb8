import { html, nothing, render } from 'lit';
import { Group } from '../group.js';
import { loadCore } from '../load.js';
import { atCount, changed } from './links.js';
import { parts } from './parts.js';
import { qrPicture, type Host } from './pieces.js';
import { code } from './qr.js';
import { Shared, TABS, type Tab } from './state.js';

/** How long a button says that it copied. */
const COPIED_MS = 2500;
/** The preview shows at most these draws, so that it is there at once. */
const PREVIEW_DRAWS = 20_000;

/** The dialog behind the Share button. */
export class ShareDialog implements Host {
  copied = '';
  #shared: Shared | undefined;
  #said = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #previewed = '';
  readonly #dialog = document.createElement('dialog');
  readonly #screen = document.createElement('dialog');

  constructor(private readonly group: Group) {
    this.#dialog.className = 'share';
    this.#dialog.setAttribute('aria-labelledby', 'share-title');
    this.#screen.className = 'share-screen';
    document.body.append(this.#dialog, this.#screen);
    // A click beside a dialog, on its backdrop, closes it too.
    this.#dialog.addEventListener('click', (event) => event.target === this.#dialog && this.#dialog.close());
    this.#screen.addEventListener('click', () => this.#screen.close());
    this.#screen.addEventListener('close', () => render(nothing, this.#screen));
    // What is not seen is not there: the preview rests.
    this.#dialog.addEventListener('close', () => render(nothing, this.#dialog));
  }

  get shared(): Shared {
    return (this.#shared ??= new Shared(this.group));
  }

  get isOpen(): boolean {
    return this.#dialog.open;
  }

  open(): void {
    if (this.#dialog.open || !this.group.state) return;
    // The state that is shared stands still.
    if (this.group.flow.playing) this.group.pause();
    const { tab, program, scale } = this.#shared ?? {};
    this.#shared = undefined;
    Object.assign(this.shared, { ...(tab && { tab }), ...(program && { program }), ...(scale && { scale }) });
    this.#said = this.copied = this.#previewed = '';
    this.update();
    this.#dialog.showModal();
    this.#dialog.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
  }

  update(): void {
    if (this.shared.tab === 'embed') this.#preview();
    this.#render();
  }

  say(text: string): void {
    this.#said = text;
    if (this.isOpen) this.#render();
  }

  showCopied(name: string): void {
    this.copied = name;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.copied = this.#said = '';
      if (this.#dialog.open) this.#render();
    }, COPIED_MS);
  }

  fillScreen(): void {
    const made = code(this.shared.link);
    if (!made) return;
    const { share } = this.shared.language.words;
    this.#screen.setAttribute('aria-label', share.qr);
    render(
      html`${qrPicture(made, share.qr)}
        <p>${this.shared.link}</p>
        <form method="dialog"><button>${share.close}</button></form>`,
      this.#screen,
    );
    this.#screen.showModal();
  }

  /** Puts the state into the group of the preview, before its element asks for one of its own. */
  #preview(): void {
    const { state, address } = this.shared;
    const plain = changed(address, { lang: undefined, theme: undefined, present: undefined });
    const small = atCount(plain, Math.min(state?.n ?? 0, PREVIEW_DRAWS));
    if (small === this.#previewed) return;
    this.#previewed = small;
    const preview = Group.of('share-preview');
    if (preview.explorer) preview.load(small);
    else void preview.start(small, loadCore, true);
  }

  #choose(tab: Tab): void {
    this.shared.tab = tab;
    this.#said = '';
    this.update();
  }

  #turn(event: KeyboardEvent): void {
    const at = TABS.indexOf(this.shared.tab);
    const last = TABS.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    const tab = to === undefined ? undefined : TABS[to];
    if (!tab) return;
    event.preventDefault();
    this.#choose(tab);
    this.#dialog.querySelector<HTMLElement>(`#share-tab-${tab}`)?.focus();
  }

  #render(): void {
    const { shared } = this;
    const { share } = shared.language.words;
    const { tab } = shared;
    render(
      html`
        <div class="share-head">
          <h2 id="share-title">${share.title}</h2>
          <form method="dialog"><button class="round" aria-label=${share.close}>×</button></form>
          <div role="tablist" aria-label=${share.parts} @keydown=${(event: KeyboardEvent) => this.#turn(event)}>
            ${TABS.map((name) => html`<button type="button" role="tab" id=${`share-tab-${name}`} aria-controls="share-panel"
              aria-selected=${String(name === tab)} tabindex=${name === tab ? 0 : -1} @click=${() => this.#choose(name)}>${share.tabs[name]}</button>`)}
          </div>
        </div>
        <div role="tabpanel" id="share-panel" class=${tab} aria-labelledby=${`share-tab-${tab}`}>
          ${parts[tab](this)}
        </div>
        <p class="said" role="status">${this.#said}</p>
      `,
      this.#dialog,
    );
  }
}
