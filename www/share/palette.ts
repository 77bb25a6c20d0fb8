/** The colours of a picture's own frame: the same values as in `src/view/theme.rs`. */
export interface Ink {
  ground: string;
  text: string;
  muted: string;
  /** Of each category: what fills its mark, and its outline. */
  marks: readonly (readonly [fill: string, edge: string])[];
}

const marks = (text: string, edges: readonly [string, string, string]): Ink['marks'] => {
  const first = [
    ['#0072b2', '#0072b2'],
    ['#d55e00', '#d55e00'],
  ] as const;
  return [
    ...first,
    ['#009e73', '#009e73'],
    ['#cc79a7', '#cc79a7'],
    ['#e69f00', edges[0]],
    ['#56b4e9', edges[1]],
    [text, text],
    ['#f0e442', edges[2]],
    ...first,
  ];
};

export const LIGHT: Ink = {
  ground: '#ffffff',
  text: '#1b1f24',
  muted: '#5b626b',
  marks: marks('#1b1f24', ['#bd8507', '#4a96c2', '#9b9536']),
};

export const DARK: Ink = {
  ground: '#14161a',
  text: '#e9ecf0',
  muted: '#a4acb6',
  marks: marks('#e9ecf0', ['#e69f00', '#56b4e9', '#f0e442']),
};

export const SANS = 'system-ui, sans-serif';
export const SERIF = "'Iowan Old Style', 'Palatino Linotype', Palatino, 'URW Palladio L', P052, Georgia, serif";
