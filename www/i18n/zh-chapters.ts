/** 各章的图：标题、看什么、旋钮、文字说明。 */
import type { Snapshot } from '../core.js';
import type { chapterDescribe as English, chapterKnobs as Knobs, chapterViews as Views } from './en-chapters.js';
import type { NumberFormat } from './format.js';
import { descentDescribe, descentViews } from './zh-descent.js';

type F = NumberFormat;

const list = (f: F, names: string[], values: number[]): string =>
  names.map((name, k) => `${name} 为 ${f.value(values[k] ?? NaN)}`).join('，');

export const chapterViews: typeof Views = {
  gradient: { title: '斜率', look: '上面是函数，下面是它的斜率：阶跃处处是平的，只有一跳；软样本和 μ + σε 却能把斜率传下去。' },
  staircase: { title: '阶梯', look: '把概率一层层摞起来：u 横着走，头一个超过它的累加和就是抽到的类别。拖动 u 试试。' },
  inverse: { title: '横着走，再落下', look: '九个等距的 u 横着走到累积分布函数，再落到 g；沿 u 轴看，同一批噪声又是平的。拖动 u 试试。' },
  extremes: { title: 'n 个里最大的', look: 'n 个数里最大者的精确分布，填充的是本页噪声化成的最大值，空心的是极限。下面是两条分布函数之差。' },
  race: { title: '闹钟', look: '每个类别一只闹钟，时间轴取对数：先响的就是这次抽样的胜者。' },
  proof: { title: '面积就是 π', look: '上面是被积函数，下面是它的原函数。拖动前沿，面积涨到所选类别的 π。' },
  maximum: { title: '最大值有多大，是谁的', look: 'K 条形状相同的曲线，叠起来是 Gumbel 密度：在任何高度上都按 π 瓜分。' },
  difference: { title: '两者之差', look: '两个噪声之差、它的分布函数，以及由它得到的 A 的份额。' },
  temperatures: { title: '一份噪声，四个温度', look: '上面是 y 的均值，下面是几个样本，用的都是同一份噪声；最左边是它们的来处。' },
  slide: { title: '滑进角里', look: '冻住一次抽样，沿温度看：曲线从不相交，最大的始终最大。拖动 τ 试试。' },
  simplices: { title: '四个三角形', look: '四个温度下密度的对数，共用一个色标；标记指出哪条边、哪个角是无穷大。' },
  chord: { title: '一条弦', look: '沿一条直路穿过三角形，看 ln p 怎么走，再把两头用直线连起来。把 τ 降到右上角的界限，曲线就沉到弦下面去。' },
  backwards: { title: '已知胜者', look: '先定最大值，不管谁胜出都是同一个分布；其余的低头站在下面。选一个胜者试试。' },
  bias: { title: '软的代价', look: '每个类别的 E[y] − π 随温度的变化，是精确值。拖动 τ 试试。' },
  ...descentViews,
};

export const chapterKnobs: typeof Knobs = {
  uniform: '均匀数 u',
  parent: '取最大的',
  parents: { exponential: '指数变量', normal: '正态变量', uniform: '均匀变量', pareto: 'Pareto 变量' },
  block: '个数 n',
  shape: '形状 ξ',
  fill: '填到哪里',
  category: '所选类别',
  given: '胜者',
  nobody: '照抽样的结果',
  chord: (f, curve, straight) =>
    curve > straight
      ? `在中点，曲线高过弦：ln p = ${f.value(curve)} > ${f.value(straight)}。这里不是对数凸的。`
      : `在中点，曲线低于弦：ln p = ${f.value(curve)} < ${f.value(straight)}。`,
  noChord: '能胜出的类别只有一个，无路可走。',
};

const draw = (f: F, s: Snapshot): string =>
  s.draw ? `logit 加噪声：${list(f, s.names, s.draw.perturbed_logits)}；${s.names[s.draw.winner]} 胜出。` : '还没有抽样。';

export const chapterDescribe: { [View in keyof typeof English]: (f: F, s: Snapshot, of: (key: string) => string) => string } = {
  gradient: (f, s) =>
    `几个函数和它们的斜率：只有一个折角的 ReLU，除一跳外处处平坦的阶跃和 argmax，${s.tau === null ? '' : `温度为 ${f.short(s.tau)} 的`}软样本，以及随 μ 移动的直线。`,
  staircase: (f, s, of) => `π 的累加和，π：${list(f, s.names, s.probs)}。u 为 ${of('u')}。`,
  inverse: (f, s, of) => `噪声的累积分布函数，九个等距的 u 映到 g；手里的 u 为 ${of('u')}。两条轴旁是 ${f.count(s.noise.n)} 个噪声值。`,
  extremes: (f, s, of) =>
    `${of('block')} 个${chapterKnobs.parents[of('parent')] ?? ''}里最大者的分布，已平移和缩放，与极限对照；共 ${f.count(s.noise.n)} 个值，ξ 为 ${of('xi')}。`,
  race: (f, s) => `每个类别一只闹钟，速率是 e 的 logit 次方。${draw(f, s)}`,
  proof: (f, s, of) =>
    `类别 ${s.names[s.category]} 的被积函数，面积填到横轴的 ${of('fill')}；总面积是 ${f.value(s.probs[s.category] ?? NaN)}。`,
  maximum: (f, s) => `最大值的密度，按胜者分成 π 的比例，π：${list(f, s.names, s.probs)}。叠起来是位于 ln Z = ${f.value(s.ln_z)} 的 Gumbel。`,
  difference: (f, s) =>
    `两个噪声之差服从 logistic 分布，图中是它的密度、分布函数和 ${s.names[0]} 的份额。${s.names[0]} 胜过 ${s.names[1]} 的概率是 ${f.value((s.logits[0] ?? 0) - (s.logits[1] ?? 0))} 的 sigmoid。`,
  temperatures: (f, s) => `同一份噪声在温度 0.1、0.5、1、5 下的样本和均值。π：${list(f, s.names, s.probs)}。`,
  slide: (f, s) => `一次抽样的软样本随温度的变化。${draw(f, s)}`,
  simplices: (f, s) => `温度为 2、1、0.5、0.1 时单纯形上的密度。π：${list(f, s.names, s.probs)}。`,
  chord: (f, s) =>
    s.chord
      ? `${s.names[s.chord.category]} 的份额从 0.02 走到 0.5，其余类别平分剩下的，图中是这一路上密度的对数；τ 为 ${f.short(s.tau ?? NaN)}，对数凸的界限是 ${f.short(s.chord.bound)}。${chapterKnobs.chord(f, s.chord.ln_pdf, s.chord.straight)}`
      : '没有密度，也就没有曲线和弦。',
  backwards: (f, s, of) => {
    const given = Number(of('given'));
    return given > 0 ? `已知 ${s.names[given - 1]} 胜出时的噪声：先定最大值，其余在它下面截断。` : `照抽样的结果。${draw(f, s)}`;
  },
  bias: (f, s) =>
    `E[y] − π 随温度的变化${s.tau === null ? '' : `；温度为 ${f.short(s.tau)} 时：${list(f, s.names, s.expected_mean.map((m, k) => m - (s.probs[k] ?? 0)))}`}。`,
  ...descentDescribe,
};
