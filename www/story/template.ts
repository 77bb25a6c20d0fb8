/** How the story stands on the page. Its HTML comes from the build; nothing that a reader types gets in. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { groupName } from './formulas.js';
import { questionOf } from './guesses.js';
import type { Story } from './story.js';
import type { Ask, Chapter, Section } from './types.js';

const told = (markup: string): ReturnType<typeof unsafeHTML> => unsafeHTML(markup);

export function storyTemplate(story: Story): TemplateResult {
  const { words } = story.language;
  const { chapters, guesses } = story;
  const setFirst = (event: Event): void => {
    guesses.first = (event.target as HTMLInputElement).checked;
    story.refresh();
  };
  return html`
    <div class="opening">
      <h2 id="story-title">${words.story.title}</h2>
      <p>${words.story.line}</p>
      ${story.missing ? html`<p role="alert">${words.story.missing}</p>` : nothing}
      <nav aria-label=${words.story.contents}>
        <ol start="0">
          ${repeat(chapters, ({ id }) => id, ({ id, title, lang }) => html`<li>
            <a href=${story.href(id)} lang=${lang} data-told @click=${(event: MouseEvent) => follow(story, id, event)}>${told(title)}</a>
          </li>`)}
        </ol>
      </nav>
      ${chapters.length > 0
        ? html`<label class="first"><input type="checkbox" name="guess-first" .checked=${guesses.first} @change=${setFirst} /> ${words.story.guessFirst}</label>`
        : nothing}
    </div>
    ${repeat(drawn(story), ({ id }) => id, (chapter, at) => article(story, chapter, at))}
    <p class="said" role="status">${story.said}</p>
  `;
}

/** The chapters as far as they stand on the page. */
function drawn({ chapters, drawn }: Story): Chapter[] {
  let left = drawn;
  return chapters.flatMap((chapter) => {
    const sections = chapter.sections.slice(0, Math.max(0, left));
    left -= sections.length;
    return sections.length > 0 ? [{ ...chapter, sections }] : [];
  });
}

/** A plain click goes there on this page; anything else is the browser's. */
function follow(story: Story, id: string, event: MouseEvent): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  story.open(id);
}

function article(story: Story, chapter: Chapter, at: number): TemplateResult {
  const { words } = story.language;
  const { id, title, lang, sections } = chapter;
  const foreign = lang !== document.documentElement.lang.split('-')[0];
  return html`<article class="chapter ${at === 0 ? 'earliest' : ''}" id="chapter-${id}" data-chapter=${id} aria-labelledby="title-${id}">
    <h3 id="title-${id}" tabindex="-1" lang=${lang} data-told><span class="number">${at}</span> ${told(title)}</h3>
    ${foreign ? html`<p class="untranslated">${words.story.untranslated}</p>` : nothing}
    ${sections.map((section, i) => step(story, chapter, section, i))}
  </article>`;
}

function step(story: Story, chapter: Chapter, section: Section, i: number): TemplateResult {
  const { lang } = chapter;
  return html`<div class="step">
    <div class="text">
      <div lang=${lang} data-told>${told(section.before)}</div>
      ${section.ask ? question(story, chapter, section.ask, questionOf(chapter, i)) : nothing}
    </div>
    <div class="stage">${stage(story, chapter, section, i)}</div>
    ${section.after ? html`<div class="text rest" lang=${lang} data-told>${told(section.after)}</div>` : nothing}
  </div>`;
}

function question(story: Story, { lang }: Chapter, ask: Ask, id: string): TemplateResult {
  const { words } = story.language;
  const chosen = story.guesses.chosen(id);
  const open = story.guesses.open(id);
  const right = chosen !== undefined && ask.choices[chosen]?.right;
  return html`<div class="ask" role="group" aria-labelledby="ask-${id}">
    <p id="ask-${id}"><span class="guess">${words.story.guess}</span> <span lang=${lang} data-told>${told(ask.question)}</span></p>
    <div class="choices">
      ${ask.choices.map((choice, i) => html`<button
        type="button"
        name="choice"
        class=${open && choice.right ? 'right' : ''}
        aria-pressed=${String(chosen === i)}
        lang=${lang}
        data-told
        @click=${() => story.choose(id, i)}
      >${told(choice.html)}</button>`)}
    </div>
    <div class="answer" aria-live="polite">
      ${open
        ? html`${chosen === undefined ? nothing : html`<p class="verdict ${right ? 'right' : ''}">${right ? words.story.right : words.story.wrong}</p>`}
            <div lang=${lang} data-told>${told(ask.answer)}</div>`
        : nothing}
    </div>
  </div>`;
}

function stage(story: Story, chapter: Chapter, section: Section, i: number): TemplateResult {
  const { words } = story.language;
  const { id } = chapter;
  const last = i === chapter.sections.length - 1;
  const waited = questionOf(chapter, i);
  if (!story.guesses.open(waited)) {
    return html`<div class="veil">
      ${section.ask
        ? html`<p>${words.story.veiled}</p>
            <button type="button" name="show" @click=${() => story.show(waited)}>${words.story.show}</button>`
        : nothing}
    </div>`;
  }
  if (!story.live(chapter, i)) return html`<div class="veil"></div>`;
  return html`
    <gumbel-softmax group=${groupName(id)} view=${section.view} controls=${section.controls} captions></gumbel-softmax>
    ${last
      ? html`<button type="button" name="explore" @click=${() => story.explore(id)}>${words.story.explore}</button>`
      : nothing}
  `;
}
