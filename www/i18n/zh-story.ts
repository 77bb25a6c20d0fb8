import type { Strings } from './en.js';

export const story: Strings['story'] = {
  title: '来龙去脉',
  line: '十三个短章，从“为什么要抽样”讲到“代价是什么”。每章先请你猜一猜，再给你看。',
  contents: '目录',
  guessFirst: '先让我猜',
  guess: '先猜一猜',
  right: '对。',
  wrong: '不对。',
  veiled: '猜过之后再看图。',
  show: '直接看图',
  explore: '拿到上面的探索器里玩',
  copy: '复制为 TeX',
  copied: '已复制',
  notCopied: '没能复制',
  untranslated: '这一章还没有译成中文。',
  missing: '正文没能载入。请检查网络，再刷新一次。',
};
