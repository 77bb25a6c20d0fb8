import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { chapterFoot, chapterRest, isMain } from './chapter_views.js';
import type { AnyView, Snapshot, ViewName } from './core.js';
import type { GumbelSoftmaxElement } from './element.js';
import { button, choice, field } from './fields.js';
import type { Group } from './group.js';
import { symbolLine } from './symbols.js';

interface Shown {
  element: GumbelSoftmaxElement;
  group: Group;
  state: Snapshot;
}

/** The views of an element, each with what belongs to it. */
export function viewFigures(element: GumbelSoftmaxElement, group: Group): TemplateResult | typeof nothing {
  const { viewNames } = element;
  if (viewNames.length === 0) return nothing;
  return html`<div class="views ${viewNames.length > 1 ? 'several' : ''}">
    ${repeat(viewNames, (view) => view, (view) => viewFigure(element, group, view))}
  </div>`;
}

/** A picture with its title, the sentence that says what to look at, a readout and its own knobs. */
function viewFigure(element: GumbelSoftmaxElement, group: Group, view: AnyView): TemplateResult {
  const { words } = element.language;
  const state = group.shownState;
  const shown = state && { element, group, state };
  const picture = element.pictureOf(view);
  const said = picture?.text || (shown && symbolLine(element.language.number, group.symbol, shown.state)) || (shown ? resting(shown, view) : nothing) || '\u00a0';
  const full = element.captions && !element.presented;
  const [first] = element.viewNames;
  // Until the picture is there, what stood between the tags stands in its place, links included.
  const fallback = view === first && !picture?.painted;
  return html`
    <section class="view" role="group" part="view" aria-labelledby="title-${view}">
      <h2 id="title-${view}" part="title" class=${element.captions || element.presented ? nothing : 'unseen'}>${words.views[view].title}</h2>
      ${full ? html`<p class="look" part="caption">${words.views[view].look}</p>` : nothing}
      <div
        class="picture ${view} ${view === 'simplex' && (state?.k ?? group.expected) < 3 ? 'pair' : ''}"
        part="picture"
        role=${fallback && element.childElementCount > 0 ? 'group' : 'img'}
        tabindex="0"
        aria-labelledby="title-${view}"
        aria-describedby="description-${view}"
      >
        ${fallback ? html`<slot></slot>` : nothing}
        <canvas data-layer="ground"></canvas>
        <canvas data-layer="live"></canvas>
        <canvas data-layer="over"></canvas>
      </div>
      <p class="readout ${group.symbol ? 'marked' : ''}" part="readout" aria-hidden="true">${said}</p>
      ${full ? html`<div class="foot" part="notes">${shown ? foot(shown, view) : nothing}</div>` : asked(element, shown, view)}
      <p id="description-${view}" class="unseen">${element.descriptionOf(view)}</p>
      ${view === first ? html`<p class="unseen" role="status">${element.spoken}</p>` : nothing}
    </section>
  `;
}

/** Of what a view has to turn, what the controls name. */
function asked(element: GumbelSoftmaxElement, shown: Shown | undefined, view: AnyView): TemplateResult | typeof nothing {
  if (!isMain(view)) return nothing;
  if (element.presented || !element.has(KNOBS[view])) return nothing;
  return html`<div class="foot">${shown ? knobs[view](shown) : html`<div class="knobs"></div>`}</div>`;
}

const KNOBS: Record<ViewName, string> = { noise: 'noise', draw: 'draw', simplex: 'triple', histogram: 'category' };

/** What the readout says while nothing is pointed at; before the targets are shown, what to guess. */
const resting = (shown: Shown, view: AnyView): string =>
  !isMain(view) ? chapterRest(shown, view) : shown.group.room.hideTargets ? shown.element.language.words.present.guess[view] : atRest[view](shown);

const atRest: Record<ViewName, (shown: Shown) => string> = {
  noise: ({ element, state }) => {
    const { words, number } = element.language;
    const { n, below, above } = state.noise;
    return n > 0 ? words.view.outside(number, below, above, n) : words.view.noDraw;
  },
  draw: ({ element, state }) => {
    const { words, number } = element.language;
    return state.draw
      ? words.view.drawLine(number, state.draw.index + 1, state.names[state.draw.winner] ?? '')
      : words.view.noDraw;
  },
  simplex: ({ element, state }) => {
    const { words } = element.language;
    return state.tau === null ? words.view.atArgmax : words.view.clipped;
  },
  histogram: ({ element, state }) => {
    const { words, number } = element.language;
    return state.chi_square ? words.view.chiSquare(number, state.chi_square) : words.view.tooFew;
  },
};

/** What a view has to turn. */
const knobs: Record<ViewName, (shown: Shown) => TemplateResult | typeof nothing> = {
  noise: ({ element, group }) => {
    const { words } = element.language;
    const knob = (key: string, symbol: string, label: string): TemplateResult =>
      html`<span class="labelled"><span aria-hidden="true"><var>${symbol}</var></span>${field({
        name: key,
        label,
        value: group.get(key),
        commit: (text) => group.set(key, text),
      })}</span>`;
    return html`<div class="knobs">
      ${knob('mu', 'μ', words.controls.location)} ${knob('beta', 'β', words.controls.scale)}
      ${button({ name: 'ride', label: words.controls.ride, press: () => element.pictureOf('noise')?.ride() })}
    </div>`;
  },
  draw: ({ element, group }) =>
    html`<div class="knobs">
      ${button({ name: 'one', label: element.language.words.controls.one, press: () => group.step(1) })}
    </div>`,
  simplex: (shown) => (shown.state.k > 3 ? triple(shown) : nothing),
  histogram: ({ element, group, state }) =>
    html`<div class="knobs">
      ${choice({
        name: 'category',
        label: element.language.words.controls.shownCategory,
        value: String(state.category + 1),
        options: categoryOptions(state),
        choose: (k) => group.set('category', k),
      })}
    </div>`,
};

/** The knobs, and what there is to know. */
const feet: Record<ViewName, (shown: Shown) => TemplateResult> = {
  noise: (shown) => {
    const { words } = shown.element.language;
    return html`${knobs.noise(shown)}<p>${words.view.labelsOnly} ${words.view.threeKnobs}</p>`;
  },
  draw: (shown) => html`${knobs.draw(shown)}<p class="by-hand">${shown.element.language.words.view.sameDraw}</p>`,
  simplex: (shown) => {
    const { words } = shown.element.language;
    const { state } = shown;
    return html`
      ${knobs.simplex(shown)}
      <p>
        ${state.k === 2 ? words.view.interval : nothing}
        ${state.k > 3 ? words.view.anyThree(state.triple.map((i) => state.names[i] ?? '')) : nothing}
        ${state.logits.some((l) => l === -Infinity) ? words.view.edge : nothing}
        <span class="by-hand">${words.view.dragPi}</span>
      </p>
    `;
  },
  histogram: (shown) => {
    const { words } = shown.element.language;
    return html`
      ${knobs.histogram(shown)}
      <p>${words.view.panels} ${shown.state.pinned ? words.view.ghost : nothing} <span class="by-hand">${words.view.dragBar}</span></p>
    `;
  },
};

const foot = (shown: Shown, view: AnyView): TemplateResult | typeof nothing =>
  isMain(view) ? feet[view](shown) : chapterFoot(shown, view);

/** Categories by number, from 1 as in the address. */
const categoryOptions = (state: Snapshot): { value: string; label: string }[] =>
  state.names.map((name, k) => ({ value: String(k + 1), label: name }));

/** Which three of more categories the triangle shows; choosing one that is taken swaps the two. */
function triple({ element, group, state }: Shown): TemplateResult {
  const { words } = element.language;
  const choose = (corner: number, category: number): void => {
    const next = [...state.triple];
    const other = next.indexOf(category);
    if (other >= 0) next[other] = next[corner] ?? 0;
    next[corner] = category;
    group.set('triple', next.map((k) => k + 1).join(','));
  };
  return html`<div class="knobs" role="group" aria-label=${words.controls.triple}>
    <span aria-hidden="true">${words.controls.triple}</span>
    ${state.triple.map((chosen, corner) =>
      choice({
        name: `triple:${corner + 1}`,
        label: words.controls.corner(corner + 1),
        bare: true,
        value: String(chosen + 1),
        options: categoryOptions(state),
        choose: (k) => choose(corner, Number(k) - 1),
      }),
    )}
  </div>`;
}
