/** The parts of the share dialog, one behind each tab. */
import { html, nothing, type TemplateResult } from 'lit';
import { LANGUAGES, program, programFile } from './code.js';
import { bibtex } from './cite.js';
import { canvasOfView, pngOf, samplesOf, save, summaryOf, svgOf } from './files.js';
import { VIEW_WIDTH } from './figure.js';
import { CONTROLS, frame, tag, VIEWS, webAddress, type Choice } from './links.js';
import { copyField, pick, qrPicture, type Host } from './pieces.js';
import { code } from './qr.js';
import type { Tab } from './state.js';

type Part = (host: Host) => TemplateResult | typeof nothing;

/** At most so many samples are in a file; the core holds to it. */
const MOST_SAMPLES = 100_000;
/** What a frame needs around its picture: title, sentences, controls. */
const FRAME_EXTRA = 300;

function choose(host: Host, choice: Partial<Choice>): void {
  host.shared.choice = { ...host.shared.choice, ...choice };
  host.update();
}

/** Language, theme, and the page that is shared. */
function surroundings(host: Host): TemplateResult {
  const { shared } = host;
  const { share } = shared.language.words;
  const { page, lang, theme } = shared.choice;
  const own = (key: 'lang' | 'theme', names: Record<string, string>): [string, string][] => {
    const choices = shared.group.parameter(key)?.choices ?? ['auto'];
    return choices.map((value) => [value, value === 'auto' ? share.auto[key] : (names[value] ?? value)]);
  };
  const type = (event: Event): void => {
    const address = webAddress((event.target as HTMLInputElement).value);
    shared.badPage = address === undefined;
    choose(host, { page: address ?? page });
  };
  const warning = shared.badPage ? share.pageBad : page.startsWith('file:') ? share.pageFile : '';
  return html`
    ${pick({ name: 'share-lang', label: share.language, value: lang, options: own('lang', share.languages), choose: (to) => choose(host, { lang: to }) })}
    ${pick({ name: 'share-theme', label: share.theme, value: theme, options: own('theme', share.themes), choose: (to) => choose(host, { theme: to }) })}
    <label class="pick"><span>${share.page}</span>
      <input type="text" inputmode="url" name="share-page" autocomplete="off" spellcheck="false" .value=${page} @change=${type}
        aria-describedby="share-page-note" aria-invalid=${String(shared.badPage)} />
    </label>
    <p id="share-page-note" class="note warning" role="status">${warning}</p>
  `;
}

function viewPick(host: Host): TemplateResult {
  const { shared } = host;
  const { words } = shared.language;
  return pick({
    name: 'share-view',
    label: words.share.view,
    value: shared.choice.view,
    options: VIEWS.map((view) => [view, words.views[view].title]),
    choose: (view) => choose(host, { view: view as Choice['view'] }),
  });
}

const link: Part = (host) => {
  const { shared } = host;
  const { words } = shared.language;
  const made = code(shared.link);
  return html`<div class="columns">
    <div>
      ${copyField(host, {
        name: 'link',
        label: words.share.linkLabel,
        text: shared.link,
        rows: 4,
        wrap: true,
        more: html`<p class="note">${words.share.linkHint} <a href=${shared.link} target="_blank" rel="noopener">${words.share.openLink}</a></p>`,
      })}
      <div class="picks">
        ${pick({
          name: 'share-opens',
          label: words.share.opens,
          value: shared.choice.opens,
          options: [['off', words.share.wholePage], ...VIEWS.map((view) => [view, words.share.alone(words.views[view].title)] as const)],
          choose: (opens) => choose(host, { opens: opens as Choice['opens'] }),
        })}
        ${surroundings(host)}
      </div>
    </div>
    <div class="qr-box">
      ${made
        ? html`${qrPicture(made, words.share.qr)}
            <button type="button" name="qr-large" @click=${() => host.fillScreen()}>${words.share.qrLarge}</button>`
        : html`<p class="note">${words.share.qrLong}</p>`}
    </div>
  </div>`;
};

const embed: Part = (host) => {
  const { shared } = host;
  const { share, views, describe } = shared.language.words;
  const { choice, address, state, group } = shared;
  if (!state) return nothing;
  const file = `${shared.fileName}.svg`;
  const toggle = (control: string, on: boolean): void =>
    choose(host, { controls: CONTROLS.filter((name) => (name === control ? on : choice.controls.includes(name))) });
  const download = (): void => {
    const { figure } = shared;
    const text = figure && svgOf(group, choice.view, figure);
    if (text) save(new Blob([text], { type: 'image/svg+xml' }), file);
  };
  const height = Math.round(group.guard(() => group.explorer?.height(choice.view, VIEW_WIDTH, 1)) ?? 0) + FRAME_EXTRA;
  return html`
    <div class="columns">
      <div class="picks">
        ${viewPick(host)}
        <fieldset>
          <legend>${share.controls}</legend>
          ${CONTROLS.map((name) => html`<label><input type="checkbox" name=${`share-${name}`} .checked=${choice.controls.includes(name)}
            @change=${(event: Event) => toggle(name, (event.target as HTMLInputElement).checked)} /> ${share.control[name]}</label>`)}
        </fieldset>
        ${surroundings(host)}
      </div>
      <div class="made">
        ${copyField(host, {
          name: 'tag',
          label: share.tagLabel,
          text: tag(address, choice, { file, alt: describe[choice.view](shared.language.number, state) }),
          rows: 5,
          more: html`<p class="note">${share.tagHint(file)} <button type="button" class="text" name="tag-picture" @click=${download}>${share.tagPicture}</button></p>`,
        })}
        ${copyField(host, {
          name: 'frame',
          label: share.frameLabel,
          text: frame(address, choice, { title: share.frameTitle(views[choice.view].title), height }),
          rows: 4,
          wrap: true,
        })}
        <section aria-label=${share.preview} class="preview">
          <p class="note">${share.previewHint}</p>
          <gumbel-softmax group="share-preview" view=${choice.view} controls=${choice.controls.join(' ')}
            lang=${choice.lang === 'auto' ? nothing : choice.lang} theme=${choice.theme === 'auto' ? nothing : choice.theme}></gumbel-softmax>
        </section>
      </div>
    </div>
  `;
};

const picture: Part = (host) => {
  const { shared } = host;
  const { share } = shared.language.words;
  const { figure, group, choice, fileName } = shared;
  const canvas = figure && canvasOfView(group, choice.view, figure, Math.min(2, devicePixelRatio || 1));
  if (!figure || !canvas) return nothing;
  const ratio = canvas.height / canvas.width;
  const width = VIEW_WIDTH + 48;
  const png = async (): Promise<void> => {
    const blob = await pngOf(group, choice.view, figure, shared.scale);
    if (blob) save(blob, `${fileName}.png`);
  };
  const svg = (): void => {
    const text = svgOf(group, choice.view, figure);
    if (text) save(new Blob([text], { type: 'image/svg+xml' }), `${fileName}.svg`);
  };
  canvas.className = 'proof';
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', figure.description);
  return html`<div class="columns">
    <div class="picks">
      ${viewPick(host)}
      ${pick({
        name: 'share-scale',
        label: share.scale,
        value: String(shared.scale),
        options: [1, 2, 3, 4].map((n) => [String(n), share.scaleOf(n, width * n, Math.round(width * ratio) * n)]),
        choose: (scale) => {
          shared.scale = Number(scale);
          host.update();
        },
      })}
      ${pick({
        name: 'share-theme',
        label: share.theme,
        value: shared.choice.theme,
        options: (group.parameter('theme')?.choices ?? ['auto']).map((value) => [value, value === 'auto' ? share.auto.here : (share.themes[value] ?? value)]),
        choose: (theme) => choose(host, { theme }),
      })}
      <p class="actions">
        <button type="button" name="png" class="primary" @click=${() => void png()}>${share.png}</button>
        <button type="button" name="svg" @click=${svg}>${share.svg}</button>
      </p>
      <p class="note">${share.pictureHint}</p>
    </div>
    <div>${canvas}</div>
  </div>`;
};

const data: Part = (host) => {
  const { shared } = host;
  const { words, number } = shared.language;
  const n = shared.state?.n ?? 0;
  const take = (make: typeof samplesOf, name: string) => async (): Promise<void> => {
    host.say(words.share.writing);
    const file = await make(shared.group, shared.fileLink);
    host.say('');
    if (file) save(file, name);
  };
  return html`<div class="columns even">
    <section>
      <h3>${words.share.samples}</h3>
      <p>${words.share.samplesHint(number, MOST_SAMPLES, n)}</p>
      <button type="button" name="samples" class="primary" @click=${take(samplesOf, 'gumbel-softmax-samples.csv')}>${words.share.samplesButton}</button>
    </section>
    <section>
      <h3>${words.share.summary}</h3>
      <p>${words.share.summaryHint}</p>
      <button type="button" name="summary" class="primary" @click=${take(summaryOf, 'gumbel-softmax-summary.csv')}>${words.share.summaryButton}</button>
    </section>
  </div>`;
};

const programs: Part = (host) => {
  const { shared } = host;
  const { share } = shared.language.words;
  const state = shared.programState;
  if (!state) return nothing;
  const text = program(shared.program, state);
  const file = programFile(shared.program);
  return html`
    <div class="switch" role="group" aria-label=${share.program}>
      ${LANGUAGES.map((name) => html`<button type="button" name=${`program-${name}`} aria-pressed=${String(name === shared.program)} @click=${() => {
        shared.program = name;
        host.update();
      }}>${share.programs[name]}</button>`)}
    </div>
    ${copyField(host, {
      name: 'program',
      label: share.programLabel(share.programs[shared.program]),
      text,
      rows: 22,
      more: html`<p class="actions"><button type="button" name="program-file" @click=${() => save(new Blob([text], { type: 'text/plain' }), file)}>${share.download} ${file}</button></p>`,
    })}
  `;
};

const cite: Part = (host) => {
  const { shared } = host;
  const { share, page } = shared.language.words;
  return copyField(host, { name: 'cite', label: share.citeLabel, text: bibtex(page.title, shared.link, new Date()), rows: 24 });
};

export const parts: Record<Tab, Part> = { link, embed, picture, data, code: programs, cite };
