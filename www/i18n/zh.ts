/** 中文读者看到的每一个字。类型要求一个不缺。 */
import type { Strings } from './en.js';
import { chapterDescribe, chapterKnobs as chapters, chapterViews } from './zh-chapters.js';
import { claims } from './zh-claims.js';
import { descent, passing } from './zh-descent.js';
import { describe as mainDescribe } from './zh-describe.js';
import { lab, labDescribe, labViews } from './zh-lab.js';
import { notices } from './zh-notices.js';
import { handout, present } from './zh-present.js';
import { share } from './zh-share.js';
import { story } from './zh-story.js';

const views: Strings['views'] = {
  noise: {
    title: '噪声',
    look: '从均匀数 u 横着走到累积分布函数，再竖着落到 g：u 越接近 1，一小步就换来越大的噪声，所以右尾很长。',
  },
  draw: {
    title: '一次抽样',
    look: '给每个 logit 加上噪声，和最大的胜出；温度只决定把胜者说得多软。',
  },
  simplex: {
    title: '概率单纯形',
    look: '每个点是一个软样本 y：τ 越低，点越往角上跑，可每个类别胜出的比例始终是 π。',
  },
  histogram: {
    title: '直方图',
    look: '不论什么温度，胜出的次数都稳定到 π；y 的均值却稳定到别处，那段差距是偏差，不是噪声。',
  },
  ...chapterViews,
  ...labViews,
};

const controls: Strings['controls'] = {
  strip: '控件',
  fold: 'logits、预设、种子',
  temperature: '温度',
  temperatureValue: '温度 τ，键入数值',
  argmax: 'argmax',
  argmaxHint: '极限 τ → 0：每个样本都在角上',
  atArgmax: 'argmax，温度趋于 0 的极限',
  play: '播放',
  pause: '暂停',
  one: '抽一次',
  plusOne: '+1',
  plusOneLabel: '+1：抽一次',
  thousand: '+1,000',
  thousandLabel: '+1,000：抽一千次',
  reset: '清零',
  speed: '速度',
  perSecond: (speed) => `每秒 ${speed} 次`,
  draws: (f, n) => `N = ${f.count(n)}`,
  drawsOf: (f, shown, n) => `${f.count(shown)} / ${f.count(n)}`,
  progress: '已完成的抽样',
  stop: '停止',
  seed: '种子',
  newNoise: '换一批噪声',
  preset: '预设',
  choosePreset: '请选择…',
  pin: '留影',
  pinHint: '把现在的目标和计数留作影子，好作比较',
  undo: '撤销',
  categories: '类别数',
  fewer: '少一个类别',
  more: '多一个类别',
  entry: '输入方式',
  logits: 'logits',
  probabilities: '概率',
  category: (name) => `类别 ${name}`,
  nameOf: (name) => `类别 ${name} 的名称`,
  logitOf: (name) => `${name} 的 logit`,
  logitTyped: (name) => `${name} 的 logit，键入数值`,
  probOf: (name) => `${name} 的概率`,
  probTyped: (name) => `${name} 的概率，键入数值`,
  list: '列表',
  all: (symbol) => `全部 ${symbol}，用逗号隔开`,
  dismiss: '知道了',
  dismissAll: '全部知道了',
  notices: '提示',
  location: '位置 μ',
  scale: '尺度 β',
  ride: '沿曲线走一遍',
  triple: '三个角',
  corner: (i) => `第 ${i} 个角`,
  shownCategory: '软样本的类别',
};

const presets: Strings['presets'] = {
  notes: '三个 logit：2, 1, 0.1',
  rising: '递增：0.5, 1.5, 2.5',
  concrete: 'Concrete 论文，图 2',
  gentle: '平缓：π = 0.5, 0.3, 0.2',
  peaked: '尖锐：π = 0.1, 0.7, 0.2',
  uniform: '均匀，此时没有偏差',
  practice: '实际用法：τ = 2/3，四个类别',
  binary: '两个类别',
  seven: '七个类别',
};

const view: Strings['view'] = {
  threeKnobs:
    '有三个旋钮常被弄混：τ 让样本变软；β 放大噪声；语言模型里除 logits 的那个温度两者都不是，它改变的是 π 本身。',
  labelsOnly: 'μ 和 β 只是给横轴换刻度，x = μ + βg；后面用的都是 g。',
  clipped: '颜色表示 ln p(y)，两端截断：在边上，p 可以是无穷大，也可以是零。',
  interval: '只有两个类别时，单纯形是一条线段。',
  anyThree: (names) =>
    `所有类别中的 ${names.join('、')}：只留这三个再归一化，y 仍服从 Gumbel-Softmax，logits 和 τ 都不变。所以这个三角形是精确的。`,
  edge: 'logit 为 −∞ 的类别永远不会胜出，三角形只剩一条边。',
  atArgmax: '取 argmax 时每个样本都落在角上，没有密度可言。',
  panels: '依次是胜出的比例、y 的均值、某一类别的 y。实心的是抽出来的，空心框、菱形和曲线是应有的值，灰带是两倍标准误。',
  dragPi: '拖动 π，logits 会跟着变。',
  dragBar: '拖动目标 π，logits 会跟着变。',
  ghost: '虚线是留影。',
  chiSquare: (f, test) =>
    `χ² = ${f.value(test.statistic, 2)}，自由度 ${test.degrees_of_freedom}，${f.pValue(test.p)}。看的次数多了，二十次里总有一次碰巧 p < 0.05。`,
  tooFew: '抽样还太少，做不了 χ² 检验。',
  outside: (f, below, above, n) =>
    `共 ${f.count(n)} 个 g，其中 ${f.count(below + above)} 个落在坐标轴之外（左边 ${f.count(below)} 个，右边 ${f.count(above)} 个）。`,
  sameDraw: '暂停时 u 不变：拨动 τ 或某个 logit，看同一次抽样怎么变。',
  noDraw: '还没有抽样。',
  drawLine: (f, index, winner) => `第 ${f.count(index)} 次：${winner} 胜出。`,
};

const page: Strings['page'] = {
  title: 'Gumbel-Softmax 探索器',
  line: '加上 Gumbel 噪声，取最大的一个，就是从 softmax 抽了一次样；把它变软，它就能学习。',
  description: '一次一次地抽样，看懂 Gumbel-max 技巧和它的松弛 Gumbel-Softmax。',
  language: '语言',
  help: '按键与帮助',
  share: '分享',
  present: '演示',
  presentHint: '单独演示一幅图（P）',
  helpTitle: '按键',
  close: '关闭',
  singleKeys: '启用这些单键',
  keysElsewhere: '焦点在图里时，方向键移动十字读数；按住 Shift 则移动 π、目标，或 μ 和 β。焦点在某一章里时，按键作用于那一章的图。',
  foot: '一切都在本机上计算，什么也不外传。',
  keys: [
    ['空格', '播放或暂停'],
    ['D', '抽一次'],
    ['T', '抽一千次'],
    ['R', '清零'],
    ['N', '换一批噪声'],
    ['← →', '温度'],
    ['1 … 9, 0', '选中一个类别'],
    ['↑ ↓', '选中类别的 logit'],
    ['G', '留影，作比较'],
    ['Z', '撤销'],
    ['S', '分享'],
    ['J K', '下一章，上一章'],
    ['?', '这张表'],
    ['Esc', '关闭，或取消选中'],
  ],
};

const failures: Strings['failures'] = {
  webassembly: '本页需要带 SIMD 的 WebAssembly：Chrome 91、Firefox 113、Safari 16.4 或更新的版本。',
  file: '直接当文件打开时，本页载入不了内核：请运行“cargo xtask serve”，再打开它给出的网址。',
  network: '本页的内核没能载入。请检查网络，再刷新一次。',
  unusable: '内核收到了，却没能启动：可能是传输中损坏，也可能是内存不够。请关掉一些别的页面，再刷新一次。',
  panic: '内核出了错，图已经停住。',
  reload: '重新载入这个状态',
};

const describe: Strings['describe'] = { ...mainDescribe, ...chapterDescribe, ...labDescribe };

export const zh: Strings = {
  views, controls, presets, view, page, failures, notices, describe, present, handout, share, story, chapters, claims, lab, descent, passing,
};
