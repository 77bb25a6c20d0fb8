/** What is said about a value that could not be taken as given, by the core's code for it. */
export interface Said {
  given: string;
  used: string;
}

type Sentence = (said: Said) => string;

const sentences: Record<string, Sentence> = {
  not_a_number: ({ given, used }) =>
    given.trim() === '' ? `is empty; ${used} is used.` : `“${given}” is not a number; ${used} is used.`,
  not_an_integer: ({ given, used }) => `“${given}” is not a whole number; ${used} is used.`,
  below_range: ({ given, used }) => `${given} is below the range; ${used} is used.`,
  above_range: ({ given, used }) => `${given} is above the range; ${used} is used.`,
  infinite: ({ given, used }) => `“${given}” is infinite; ${used} is used.`,
  normalised: ({ given, used }) => `${given} is read as ${used}.`,
  unknown_key: () => 'is not a parameter of this page and is left out.',
  repeated_key: ({ used }) => `is given more than once; the first, ${used}, is used.`,
  too_many_categories: ({ given, used }) => `${given} is more than there can be here; ${used} are used.`,
  too_few_categories: ({ given, used }) => `${given} is too few categories; ${used} are used.`,
  no_finite_logit: ({ used }) => `would leave no category that can win; ${used} is used.`,
  too_long: ({ used }) => `is too long and has been cut (${used}).`,
  name_too_long: ({ used }) => `is too long a name; “${used}” is used.`,
  bad_escape: ({ given }) => `has a percent escape that is no text; read as “${given}”.`,
  zero_temperature: ({ used }) => `0 is not a temperature but a limit: choose argmax for it; ${used} is used.`,
  unknown_version: ({ given }) => `“${given}” is a version that this page does not know; read as well as it can be.`,
  bad_categories: ({ given, used }) => `“${given}” does not name three different categories; ${used} are used.`,
  unknown_choice: ({ given, used }) => `“${given}” is none of the choices; ${used} is used.`,
  needs_two_categories: ({ used }) => `is a problem of two categories, and there are others here; ${used} is used.`,
  unreadable: ({ given }) => `“${given}” cannot be read and is left out.`,
};

export const notices = {
  sentence: (code: string, said: Said): string => {
    const sentence = sentences[code];
    return sentence ? sentence(said) : `“${said.given}” could not be used as it is; ${said.used || 'the default'} is used.`;
  },
  others: (count: number) => (count === 1 ? 'and one more.' : `and ${count} more.`),
};
