/** The story as the build makes it from Markdown: HTML of our own, formulas as MathML. */
export interface Section {
  view: string;
  controls: string;
  /** In a narrow window the picture stands between the two. */
  before: string;
  after: string;
  /** What its picture waits for; without one it comes with the picture above it. */
  ask?: Ask;
}

export interface Ask {
  question: string;
  choices: { html: string; right: boolean }[];
  answer: string;
}

export interface Chapter {
  /** The language that it is in: English where there is no translation. */
  lang: string;
  id: string;
  title: string;
  /** What its views show when it opens. */
  state: string;
  sections: Section[];
}
