/** The words around the story; its text is in www/story. */
export const story = {
  title: 'How it works',
  line: 'Thirteen short chapters, from “why sample at all?” to what it costs. Each asks for a guess, then shows.',
  contents: 'Contents',
  guessFirst: 'Ask me first',
  guess: 'First a guess',
  right: 'Yes.',
  wrong: 'Not quite.',
  veiled: 'The picture comes after your guess.',
  show: 'Just show it',
  explore: 'Play with it in the explorer',
  copy: 'Copy as TeX',
  copied: 'Copied',
  notCopied: 'Could not be copied',
  untranslated: 'This chapter has not been translated yet.',
  missing: 'The story could not be loaded. Check the connection and reload.',
};
