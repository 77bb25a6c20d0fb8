type Words = { [key: string]: unknown };

const isWords = (value: unknown): value is Words =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A translation with what it lacks in English, marked; the types and a test see to it that nothing is lacking. */
export function complete<T extends object>(original: T, translation: object): T {
  const own = translation as Words;
  const filled = Object.entries(original).map(([key, value]: [string, unknown]) => {
    const told = own[key];
    if (told === undefined) return [key, marked(value)];
    return [key, isWords(value) && isWords(told) ? complete(value, told) : told];
  });
  return { ...own, ...Object.fromEntries(filled) } as T;
}

function marked(value: unknown): unknown {
  if (typeof value === 'string') return `[en] ${value}`;
  if (typeof value === 'function') return (...args: unknown[]): unknown => marked((value as (...of: unknown[]) => unknown)(...args));
  if (Array.isArray(value)) return value.map(marked);
  if (isWords(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner)]));
  return value;
}
