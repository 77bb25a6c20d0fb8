/** 自己验一验：面板上的文字。公式在 www/claims。 */
import type { Strings } from './en.js';

export const claims: Strings['claims'] = {
  title: '自己验一验',
  line: '别光听我们说。让你自己的设备抽上一百万次，拿结果和本页的说法对一对。',
  before: '验的就是上面设定的 logits 和温度。',
  setting: (f, logits, tau, seed, soft) => {
    const what = `logits (${logits.map((l) => l.replace('-inf', '−∞').replace('-', '−')).join(', ')})`;
    return tau === null
      ? `这次验的是 ${what}，τ → 0，种子 ${seed}。到了极限就没有软样本了，凡涉及软样本的各行改取 τ = ${f.short(soft)}。`
      : `这次验的是 ${what}，τ = ${f.short(tau)}，种子 ${seed}。`;
  },
  changed: '上面的设定后来改过，要验新的，请重来。',
  start: '开始',
  stop: '停下',
  goOn: '接着验',
  again: '重来',
  seed: '验证所用的种子',
  progressLabel: '验证已抽的次数',
  progress: (f, n, goal) => `已抽 ${f.count(n)} / ${f.count(goal)} 次`,
  status: (f, n, agree, disagree) => `看到 N = ${f.count(n)}：${agree} 行相符，${disagree === 0 ? '没有不符的' : `${disagree} 行不符`}。`,
  columns: { claim: '说法', expected: '应为', measured: '实测', z: 'z 值', verdict: '结论' },
  states: { waiting: '—', collecting: '还在抽', agrees: '相符', disagrees: '不符', absent: '不适用' },
  exceptions: (f, n) => (n === 0 ? '无一例外' : `${f.count(n)} 个例外`),
  chapter: (n) => `第 ${n} 章`,
  rows: {
    'winners_0.1': 'τ = 0.1 时谁胜出',
    'winners_0.5': 'τ = 0.5 时谁胜出',
    winners_1: 'τ = 1 时谁胜出',
    winners_5: 'τ = 5 时谁胜出',
    rounding: '软样本取整，就是硬样本',
    maximum: '最大值的均值',
    independence: '最大值与谁胜出无关',
    difference: '两个噪声之差的方差',
    noise_mean: '噪声的均值',
    noise_variance: '噪声的方差',
    noise_quantiles: '噪声的四等分',
    soft_mean: '软样本的均值，与数值积分对照',
    density: '密度的总质量为 1（权重 2 : 0.5 : 1，τ = 1）',
    sub_simplex: '只留最可能的两个，仍是 Gumbel-Softmax（GS）',
    log_convex: 'τ = 1/(K − 1) 时对数凸，每两次抽样连一条弦来试',
  },
  absent: {
    sub_simplex: '能胜出的类别至多两个，没有可以去掉的。',
    log_convex: '有 logit 为 −∞，y 总在一个面上，这个密度在那里没有定义。',
  },
  rule: (f, looks, oneIn) =>
    `规矩是这样的：只在 N = ${looks.map((n) => f.count(n)).join('、')} 时各下一次结论，别的时候都不算；要是时时盯着看，总会碰上难看的一刻。所有的行、所有的时刻合在一起用 Holm 方法校正，即便说法句句属实，整个面板出现“不符”的机会也不超过 ${f.count(oneIn)} 分之一。`,
  reading:
    'z 值是实测偏离了几个标准误。一个说法涉及好几个数时，列出的是最不合的那个，所以到 2、到 3 都不稀奇。没有 z 值的，说的是每一次抽样，只要有一个例外就算推翻。',
};
