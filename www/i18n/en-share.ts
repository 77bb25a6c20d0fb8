/** The words of sharing: the dialog, and what stands in files. */
import type { Snapshot } from '../core.js';
import type { NumberFormat } from './format.js';

type F = NumberFormat;

export const share = {
  title: 'Share',
  close: 'Close',
  tabs: { link: 'Link', embed: 'Embed', picture: 'Picture', data: 'Data', code: 'Code', cite: 'Cite' },
  parts: 'Ways to share',

  linkLabel: 'Link to this state',
  linkHint: 'It reopens exactly this picture, noise included.',
  openLink: 'Open it',
  qr: 'QR code of the link',
  qrLarge: 'Fill the screen',
  qrLong: 'The link is too long for a QR code: shorter names of categories, or letting the pinned setting go, make room.',

  page: 'Address of the page',
  pageBad: 'Not an address of the web (https://…): the one before is used.',
  pageFile: 'This copy is a file on this device. Type the address of one on the web to send a link that others can open.',
  opens: 'Opens with',
  wholePage: 'The whole page',
  alone: (view: string) => `${view} alone, for a room`,
  language: 'Language',
  theme: 'Theme',
  auto: { lang: 'As the place around it', theme: 'As the reader’s system', here: 'As on this page' },
  languages: { en: 'English', zh: '中文' } as Record<string, string>,
  themes: { light: 'Light', dark: 'Dark' } as Record<string, string>,
  view: 'View',
  preview: 'Preview',
  previewHint: 'Preview, live: what you do in it stays in it.',

  controls: 'Controls to show',
  control: {
    tau: 'Temperature', play: 'Play', one: '+1', thousand: '+1,000', n: 'N', k: 'Number of categories', entry: 'Logits or probabilities',
    logits: 'Logits', preset: 'Presets', list: 'List', seed: 'Seed', speed: 'Speed', pin: 'Pin', reset: 'Reset', undo: 'Undo',
  },
  tagLabel: 'The tag, for a page of your own',
  tagHint: (file: string) => `Where scripts are stripped, the picture ${file} shows instead: put it beside the page.`,
  tagPicture: 'Download that picture',
  frameLabel: 'An iframe, where only that is allowed',
  frameTitle: (view: string) => `${view}, Gumbel-Softmax Explorer`,

  copy: 'Copy',
  copied: 'Copied',
  copiedWhat: (what: string) => `Copied: ${what}`,
  selected: 'The browser does not let the page copy. The text is selected: press Ctrl+C, or ⌘C.',
  download: 'Download',

  pictureHint: 'With title, axes and legend; the link is written inside the file.',
  scale: 'Size of the PNG',
  scaleOf: (scale: number, width: number, height: number) => `${scale}× (${width} × ${height} pixels)`,
  png: 'Download PNG',
  svg: 'Download SVG',

  samples: 'Samples',
  samplesHint: (f: F, most: number, n: number) =>
    `A row for each sample: u, noise g, perturbed logits, soft and hard sample of every category. ` +
    (n > most ? `The first ${f.count(most)} of ${f.count(n)}.` : `All ${f.count(n)} of them.`),
  summary: 'Summary',
  summaryHint: 'A row for each category: logit, π, count, frequency, mean of y with its standard error, E[y]; the χ² test in the head.',
  samplesButton: 'Download samples (CSV)',
  summaryButton: 'Download summary (CSV)',

  writing: 'Writing the file…',

  program: 'Language',
  programs: { numpy: 'NumPy', pytorch: 'PyTorch', jax: 'JAX', rust: 'Rust' },
  programLabel: (name: string) => `This state in ${name}`,
  programComments: (f: F, link: string, n: number, drawn: number): string[] => [
    `Gumbel-Softmax: the state of ${link}`,
    'Prints the frequency of each hard sample and the mean of each soft one.',
    'The generator is not the page’s: frequencies agree, single draws do not.',
    ...(drawn === n ? [] : [n === 0 ? `The page has no draws yet; these are ${f.count(drawn)}.` : `The page has ${f.count(n)} draws; these are ${f.count(drawn)}.`]),
  ],

  citeLabel: 'BibTeX of this page and of the two papers',

  setting: (f: F, s: Snapshot) =>
    `logits ${s.logits.map((l) => f.short(l, 6)).join(', ')} · ` +
    `${s.tau === null ? 'argmax, the limit τ → 0' : `τ = ${f.short(s.tau, 6)}`} · seed ${s.seed} · N = ${f.count(s.shown)}`,
  legend: {
    noise: (_: Snapshot) => 'Filled: the noise that was drawn. Curves: density f and distribution function F of Gumbel(μ, β). Marks: one draw, from u across to F and down to x.',
    draw: (_: Snapshot) => 'From above: uniforms u, noise g, logit l (hollow) with the sum l + g, and the soft sample y (filled) beside the hard one (hollow).',
    simplex: (s: Snapshot): string => {
      const lost = (s.k > 3 ? s.triple : s.logits.map((_, k) => k)).some((k) => s.logits[k] === -Infinity);
      const dots = 'Dots: soft samples y, marked by the category that won.';
      if (s.tau === null) return `${dots} At the argmax all of them sit in the corners.`;
      if (s.k === 2) return `${dots} Curve and strip: ln of their density. Dotted: where the winner changes.`;
      return lost
        ? `${dots} Where a category cannot win, the triangle is an edge or a corner.`
        : `${dots} Colour: ln of their density. Light lines: where the winner changes.`;
    },
    histogram: (_: Snapshot) => 'Filled: what was drawn. Outlines, diamonds and curves: what it should be. Grey bands: two standard errors.',
  },
};
