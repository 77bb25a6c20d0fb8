/** A chapter as it is written. */
export interface Source {
  id: string;
  title: string;
  state: string;
  sections: { view: string; controls: string; before: string; after: string }[];
  ask: { question: string; choices: { text: string; right: boolean }[]; answer: string };
}

export function chapters(source: string, file?: string): Source[];
export function length(chapter: Source, lang: string): number;
