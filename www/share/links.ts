/** Addresses and markup that reopen the present state elsewhere. Pure: text in, text out. */
import type { ViewName } from '../core.js';

export const VIEWS: readonly ViewName[] = ['noise', 'draw', 'simplex', 'histogram'];

/** The controls an element can have, in the order in which it shows them. */
export const CONTROLS = [
  'tau', 'play', 'one', 'thousand', 'n', 'k', 'entry', 'logits', 'preset', 'list', 'seed', 'speed', 'pin', 'reset', 'undo',
] as const;
export type Control = (typeof CONTROLS)[number];

/** What the reader chooses to share besides the state. */
export interface Choice {
  /** The page that a link opens: a whole address without a query and a fragment. */
  page: string;
  /** The view that the link opens alone, for a room, or the whole page. */
  opens: ViewName | 'off';
  view: ViewName;
  controls: readonly string[];
  lang: string;
  theme: string;
}

/** An address of the web as somebody types it; undefined where it is none. */
export function webAddress(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return undefined;
  }
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  url.search = url.hash = '';
  return url.href;
}

/** The address of a page that is open: of the web or a file. */
export function ownAddress(location: Pick<Location, 'href'>): string {
  const url = new URL(location.href);
  url.search = url.hash = '';
  return url.href;
}

const pairsOf = (address: string): [string, string][] =>
  address
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    });

/** The state of an address under other values; what is undefined goes. Those named come last, in their order. */
export function changed(address: string, values: Record<string, string | undefined>): string {
  const kept = pairsOf(address).filter(([key]) => !(key in values));
  const added = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return [...kept, ...added].map(([key, text]) => `${key}=${text}`).join('&');
}

/** The same state with as many draws as there are now. */
export const atCount = (address: string, n: number): string => address.replace(/(^|&)n=[^&]*/, `$1n=${n}`);

const unless = (text: string, usual: string): string | undefined => (text === usual ? undefined : text);

/** The link: the whole state, to be read by people too. */
export function permalink(address: string, choice: Choice): string {
  const state = changed(address, {
    lang: unless(choice.lang, 'auto'),
    theme: unless(choice.theme, 'auto'),
    present: unless(choice.opens, 'off'),
  });
  return `${choice.page}#${state}`;
}

/** The link to the whole page as it is, which stands in files. */
export const plainLink = (page: string, address: string): string =>
  `${page}#${changed(address, { lang: undefined, theme: undefined, present: undefined })}`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it stands in markup, between tags or in an attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);

const attributes = (pairs: [string, string][]): string =>
  pairs.map(([name, text]) => ` ${name}="${escaped(text)}"`).join('');

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The element with the state as its attributes. Where scripts are stripped, its content shows: a linked picture. */
export function tag(address: string, choice: Choice, picture: { file: string; alt: string }): string {
  const state = pairsOf(changed(address, { v: undefined, lang: undefined, theme: undefined, present: undefined }));
  const own: [string, string][] = [
    ['view', choice.view],
    ...state.map(([key, text]): [string, string] => [key, decoded(text)]),
    ...(choice.controls.length > 0 ? [['controls', choice.controls.join(' ')] as [string, string]] : []),
    ...(choice.lang === 'auto' ? [] : [['lang', choice.lang] as [string, string]]),
    ...(choice.theme === 'auto' ? [] : [['theme', choice.theme] as [string, string]]),
  ];
  const script = /^https?:/.test(choice.page) ? new URL('gumbel-softmax.js', choice.page).href : 'gumbel-softmax.js';
  // No empty line: in Markdown one would end the markup.
  return [
    `<script${attributes([['type', 'module'], ['src', script]])}></script>`,
    `<gumbel-softmax${attributes(own)}>`,
    `  <a${attributes([['href', permalink(address, { ...choice, opens: 'off' })]])}><img${attributes([
      ['src', picture.file],
      ['alt', picture.alt],
    ])}></a>`,
    '</gumbel-softmax>',
  ].join('\n');
}

/** The page with one view and the chosen controls, in a frame of its own. */
export function frame(address: string, choice: Choice, shown: { title: string; height: number }): string {
  const query = new URLSearchParams([['view', choice.view], ['controls', choice.controls.join(' ')]]);
  const link = permalink(address, { ...choice, opens: 'off' });
  const src = link.replace('#', `?${query}#`);
  return `<iframe${attributes([
    ['src', src],
    ['title', shown.title],
    ['width', '100%'],
    ['height', String(shown.height)],
    ['frameborder', '0'],
    ['loading', 'lazy'],
  ])}></iframe>`;
}
