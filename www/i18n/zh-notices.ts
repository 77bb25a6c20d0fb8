/** 给出的值不能照用时怎么说，按内核给的代码。 */
import type { Said } from './en-notices.js';
import type { Strings } from './en.js';

const sentences: Record<string, (said: Said) => string> = {
  not_a_number: ({ given, used }) =>
    given.trim() === '' ? `是空的，改用 ${used}。` : `“${given}”不是数，改用 ${used}。`,
  not_an_integer: ({ given, used }) => `“${given}”不是整数，改用 ${used}。`,
  below_range: ({ given, used }) => `${given} 太小，改用 ${used}。`,
  above_range: ({ given, used }) => `${given} 太大，改用 ${used}。`,
  infinite: ({ given, used }) => `“${given}”是无穷大，改用 ${used}。`,
  normalised: ({ given, used }) => `${given} 按 ${used} 理解。`,
  unknown_key: () => '不是本页的参数，已略去。',
  repeated_key: ({ used }) => `给了不止一次，取第一次的 ${used}。`,
  too_many_categories: ({ given, used }) => `${given} 个类别太多，只用 ${used} 个。`,
  too_few_categories: ({ given, used }) => `${given} 个类别太少，用 ${used} 个。`,
  no_finite_logit: ({ used }) => `这样就没有类别能胜出了，改用 ${used}。`,
  too_long: ({ used }) => `太长，已截短（${used}）。`,
  name_too_long: ({ used }) => `名称太长，改用“${used}”。`,
  bad_escape: ({ given }) => `含有不成文字的百分号转义，按“${given}”读取。`,
  zero_temperature: ({ used }) => `0 不是温度，而是极限：要这个极限请选 argmax。现在用 ${used}。`,
  unknown_version: ({ given }) => `版本“${given}”本页不认识，只能尽量读取。`,
  bad_categories: ({ given, used }) => `“${given}”不是三个不同的类别，改用 ${used}。`,
  unknown_choice: ({ given, used }) => `没有“${given}”这个选项，改用 ${used}。`,
  needs_two_categories: ({ used }) => `这个问题只有两个类别，这里却不是；改用 ${used}。`,
  unreadable: ({ given }) => `“${given}”读不懂，已略去。`,
};

export const notices: Strings['notices'] = {
  sentence: (code, said) => {
    const sentence = sentences[code];
    return sentence ? sentence(said) : `“${said.given}”不能照用，改用${said.used ? ` ${said.used}` : '默认值'}。`;
  },
  others: (count) => `另有 ${count} 条。`,
};
