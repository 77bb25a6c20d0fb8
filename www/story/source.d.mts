export interface SourceAsk {
  question: string;
  choices: { text: string; right: boolean }[];
  answer: string;
}

/** A chapter as it is written. */
export interface Source {
  id: string;
  title: string;
  state: string;
  sections: { view: string; controls: string; before: string; after: string; ask?: SourceAsk }[];
}

export function chapters(source: string, file?: string): Source[];
export function length(chapter: Source, lang: string): number;
