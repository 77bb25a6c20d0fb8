/** 演示模式与讲义。 */
import type { Strings } from './en.js';
import type { NumberFormat } from './format.js';

const list = (f: NumberFormat, names: string[], values: number[]): string =>
  names.map((name, k) => `${name} 为 ${f.value(values[k] ?? NaN)}`).join('，');

export const present: Strings['present'] = {
  region: '演示模式',
  enter: '演示',
  tools: '演示用的按键',
  previousView: '图',
  nextView: '图',
  previousPreset: '预设',
  nextPreset: '预设',
  previousViewLabel: '上一幅图',
  nextViewLabel: '下一幅图',
  previousPresetLabel: '上一个预设',
  nextPresetLabel: '下一个预设',
  hide: '遮住目标',
  reveal: '揭晓',
  freeze: '定格',
  thaw: '继续',
  step: '走一步',
  blackout: '黑屏',
  light: '恢复画面',
  fullScreen: '全屏',
  window: '窗口',
  leave: '退出',
  fold: '收起按键',
  unfold: '按键',
  facts: { argmax: 'argmax' },
  frozen: '已定格：抽样和改动在画面后面照常进行',
  opened: (title) => `${title}。演示模式。`,
  view: (title, at, of) => `${title}，第 ${at} 幅，共 ${of} 幅`,
  end: '没有更多的图了',
  preset: (name) => `预设：${name}`,
  presetHidden: (at, of) => `第 ${at} 个预设，共 ${of} 个`,
  hidden: '目标已遮住：先猜一猜',
  revealed: '目标已揭晓',
  thawed: '画面继续：这是现在的状态',
  stepped: (f, index, winner) => `第 ${f.count(index)} 次：${winner} 胜出`,
  steppedHidden: (f, index) => `第 ${f.count(index)} 次`,
  steppedBehind: '在定格的画面后面抽了一次',
  black: '已黑屏，按 B 恢复。',
  lit: '画面已恢复',
  left: '已退出演示模式',
  guess: {
    noise: '先猜一猜：这些值服从哪条曲线？',
    draw: '先猜一猜：谁胜出，胜得有多软？',
    simplex: '先猜一猜：π 在哪里，样本在哪里最密？',
    histogram: '先猜一猜：这些柱子会稳定到多高？',
  },
  describe: {
    noise: (f, s) => `${f.count(s.noise.n)} 个噪声值的直方图。曲线已遮住。`,
    draw: (f, s) =>
      s.draw
        ? `第 ${f.count(s.draw.index + 1)} 次抽样。均匀数 u：${list(f, s.names, s.draw.u)}。` +
          `噪声 g：${list(f, s.names, s.draw.gumbel_noise)}。logit：${list(f, s.names, s.logits)}。结果已遮住。`
        : '还没有抽样。',
    simplex: (f, s) => `共抽 ${f.count(s.shown)} 次，前一千次画成点。密度、π 和软样本的期望已遮住。`,
    histogram: (f, s) =>
      s.hard_n > 0
        ? `共抽 ${f.count(s.hard_n)} 次。胜出的比例：${list(f, s.names, s.counts.map((c) => c / s.hard_n))}。` +
          `软样本的均值：${list(f, s.names, s.mean)}。目标已遮住。`
        : '还没有抽样。目标已遮住。',
  },
  keys: [
    ['P', '单独演示一幅图，或停止演示'],
    ['PgDn PgUp', '下一幅、上一幅（翻页笔的键）'],
    ['] [', '下一个、上一个预设'],
    ['H', '遮住目标，或揭晓'],
    ['F', '定格画面，抽样和改动在后面照常进行'],
    ['D', '走一步：抽一次'],
    ['B .', '黑屏'],
    ['Esc', '停止演示'],
  ],
  keysTitle: '演示模式',
};

export const handout: Strings['handout'] = {
  link: '重新打开这个状态：',
  state: (f, s, hidden) =>
    `${s.k} 个类别。` +
    (s.tau === null ? '取 argmax，即温度趋于 0 的极限。' : `温度 τ = ${f.short(s.tau, 6)}。`) +
    `噪声的位置 μ = ${f.short(s.noise.location)}，尺度 β = ${f.short(s.noise.scale)}。` +
    `种子 ${s.seed}，共抽 ${f.count(s.shown)} 次。` +
    (hidden ? '目标已遮住：先猜一猜。' : ''),
  caption: '用数字表示的状态',
  columns: {
    category: '类别',
    logit: 'logit l',
    target: '目标 π',
    wins: '胜出次数',
    share: '胜出比例',
    mean: 'y 的均值 ± 2 倍标准误',
    expected: '期望 E[y]',
  },
};
