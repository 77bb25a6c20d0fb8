import { complete } from './complete.js';
import { en, type Strings } from './en.js';
import { NumberFormat } from './format.js';
import { zh } from './zh.js';

export type { Strings };
export { NumberFormat };

export type Code = 'en' | 'zh';

export interface Language {
  words: Strings;
  number: NumberFormat;
}

const languages: Record<Code, Strings> = { en, zh: complete(en, zh) };

/** What a document in each language says of itself. */
export const TAGS: Record<Code, string> = { en: 'en', zh: 'zh-Hans' };

/** The first of these tags that there are words for. */
export function codeOf(tags: readonly string[]): Code {
  const codes = tags.map((tag) => tag.split('-')[0]?.toLowerCase());
  return codes.find((code): code is Code => code !== undefined && Object.hasOwn(languages, code)) ?? 'en';
}

/** Asked for in every update, and a format of numbers is slow to make. */
const known = new Map<string, Language>();

/** The words of a language; English where there is none. */
export function language(lang = 'en'): Language {
  const code = codeOf([lang]);
  const tag = lang.toLowerCase().startsWith(code) ? lang : code;
  const found = known.get(tag) ?? { words: languages[code], number: new NumberFormat(tag) };
  known.set(tag, found);
  return found;
}
