/** Citations in BibTeX: of the page in its present state, and of the two papers that it shows. */

/** Text between braces, with what TeX would take for itself escaped. */
const braced = (text: string): string =>
  `{${text.replace(/[\\{}#$%&_^~]/g, (letter) => TEX[letter] ?? `\\${letter}`)}}`;

const TEX: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
};

/** As `\url` takes it: everything but what would end its group. */
const url = (link: string): string =>
  `\\url{${link.replace(/[{}\\\s]/g, (letter) => encodeURIComponent(letter))}}`;

const PAPERS = `@inproceedings{jang2017categorical,
  title     = {Categorical Reparameterization with {Gumbel-Softmax}},
  author    = {Jang, Eric and Gu, Shixiang and Poole, Ben},
  booktitle = {International Conference on Learning Representations},
  year      = {2017},
  eprint    = {1611.01144},
  archivePrefix = {arXiv}
}

@inproceedings{maddison2017concrete,
  title     = {The {Concrete} Distribution: A Continuous Relaxation of Discrete Random Variables},
  author    = {Maddison, Chris J. and Mnih, Andriy and Teh, Yee Whye},
  booktitle = {International Conference on Learning Representations},
  year      = {2017},
  eprint    = {1611.00712},
  archivePrefix = {arXiv}
}`;

/** `day`: when the page was seen. */
export function bibtex(title: string, link: string, day: Date): string {
  const date = day.toISOString().slice(0, 10);
  return `@misc{gumbelsoftmaxexplorer,
  title        = {${braced(title)}},
  howpublished = {${url(link)}},
  year         = {${date.slice(0, 4)}},
  note         = {Accessed ${date}}
}

${PAPERS}`;
}
