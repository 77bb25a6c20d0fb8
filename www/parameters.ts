/** The parameters as attributes and properties of the element: text, which the core alone parses. */

/** The keys of the core's table, in its order. `cargo xtask test --update` writes them. */
export const PARAMETERS = [
  // <parameters>
  'v',
  'probs',
  'logits',
  'tau',
  'seed',
  'n',
  'mu',
  'beta',
  'names',
  'triple',
  'category',
  'speed',
  'pin',
  'lang',
  'theme',
  'present',
  'u',
  'block',
  'xi',
  'fill',
  'given',
  'parent',
  'objective',
  'target',
  'estimators',
  'eta',
  'schedule',
  'floor',
  'decay',
  'every',
  'optimizer',
  'rate',
  'steps',
  'replicates',
  'at',
  'chapter',
  // </parameters>
] as const;

export type ParameterName = (typeof PARAMETERS)[number];

/** These belong to one element, not to its group. */
const OWN: readonly string[] = ['lang', 'theme'];

/** What a property takes: the text of an attribute, a number, or a list of them; null is the default. */
export type Given = string | number | readonly (string | number)[] | null | undefined;

export const isParameter = (name: string): name is ParameterName =>
  (PARAMETERS as readonly string[]).includes(name);

/** Whether the elements of a group have it in common. */
export const isShared = (name: string): boolean => isParameter(name) && !OWN.includes(name);

/** The text of what was given, as an attribute would have it. */
export function textOf(given: Given): string | null {
  if (given === null || given === undefined) return null;
  return typeof given === 'object' ? given.join(',') : String(given);
}

/** In the order of the table: what others depend on comes first. */
export const inOrder = (names: Iterable<string>): ParameterName[] => {
  const wanted = new Set(names);
  return PARAMETERS.filter((name) => wanted.has(name));
};

/** The shared parameters as the text of an address. */
export function addressOf(given: ReadonlyMap<string, string>): string {
  return inOrder(given.keys())
    .filter(isShared)
    .map((name) => `${name}=${encodeURIComponent(given.get(name) ?? '')}`)
    .join('&');
}
