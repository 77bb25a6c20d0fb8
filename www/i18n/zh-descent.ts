/** 梯度下降与直通样本的用词。 */
import type { Snapshot } from '../core.js';
import type { descent as Descent, descentDescribe as English, descentViews as Views, passing as Passing } from './en-descent.js';
import type { NumberFormat } from './format.js';

type F = NumberFormat;

const list = (f: F, names: string[], values: number[]): string =>
  names.map((name, k) => `${name} 为 ${f.value(values[k] ?? NaN)}`).join('，');

export const descentViews: typeof Views = {
  passing: {
    title: '亲手走一遍直通',
    look: '上面是一次抽样往前走，下面是 f 的导数往回走。argmax 什么也不放行，导数只好绕道，只当 z 就是 y。',
  },
  descent: {
    title: '下降赛跑',
    look: '同一个起点，同一份噪声。实线是精确的期望损失，带子是各次重复的离散程度；虚线是松弛自以为的损失；降温时另有点线，是同一种估计而温度不降。拖动竖线看每一步。',
  },
};

export const passing: typeof Passing = {
  code: '一行代码',
  lines: { pytorch: 'PyTorch 的写法', jax: 'JAX 的写法' },
  legend: 'hard 是胜者的独热向量，y 是软样本。前向时 z 就是 hard（至多差一次舍入），反向时是 y。',
  copy: '复制',
  copied: '已复制',
  notCopied: '已选中，请按 Ctrl+C 复制',
};

export const descent: typeof Descent = {
  play: '播放',
  pause: '暂停',
  at: '看到第几步（占全程的比例）',
  schedule: '温度',
  schedules: { constant: '不变', linear: '直线下降', exponential: '指数下降' },
  floor: '下限',
  decay: '衰减率 r',
  every: '隔几步一降',
  optimizer: '更新方法',
  optimizers: { sgd: '梯度下降', adam: 'Adam' },
  rate: '步长',
  steps: '步数 T',
  replicates: '重复次数 R',
  cases: '现成的例子',
  baseline: '基线获胜',
  annealed: '退火',
  linear: '松弛获胜',
  exact: '精确梯度',
  notAnnealed: (f, name, tau) => `${name}，τ 一直是 ${f.short(tau)}，不退火`,
  more: '函数与估计量',
  line: (f, t, tau) => `第 ${f.count(t)} 步，τ = ${f.short(tau)}`,
  standing: (f, t, reward) => `第 ${f.count(t)} 步后的期望${reward ? '奖励' : '损失'}，由好到差：`,
  notApplicable: '不适用',
  spread: (f, deviation) => `± ${f.value(deviation)}`,
  diverged: (f, name, count, all) => `${name}：${f.count(all)} 次重复里有 ${f.count(count)} 次发散，停在最后一个有限的状态。步长小一点试试。`,
  notFinite: (f, name, count, all) => `${name}：${f.count(all)} 个估计里有 ${f.count(count)} 个不是有限的数，没有算进去。`,
  floored: (f, step, floor) => `从第 ${f.count(step)} 步起，温度停在下限 ${f.short(floor)}；没有它，τ 还要往下走。`,
};

export const descentDescribe: { [View in keyof typeof English]: (f: F, s: Snapshot, of: (key: string) => string) => string } = {
  passing: (f, s) => {
    const { draw } = s;
    if (!draw) return '还没有抽样。';
    const back = draw.slope && draw.passed
      ? `往回走：f 在 z 处的导数，${list(f, s.names, draw.slope)}；穿过 argmax 就成了 0；绕道送到 logits 的，${list(f, s.names, draw.passed)}。`
      : '奖励只是一张表，没有导数，什么也送不回来。';
    return `往前走：logit 加噪声，${list(f, s.names, draw.perturbed_logits)}；软样本，${list(f, s.names, draw.soft_sample)}；独热向量选中 ${s.names[draw.winner]}，f(z) = ${f.value(draw.value)}。${back}`;
  },
  descent: (f, s, of) =>
    `在 logits 上做梯度下降，起点的 π：${list(f, s.names, s.probs)}；共 ${of('steps')} 步，步长 ${of('rate')}，重复 ${of('replicates')} 次，温度${descent.schedules[of('schedule')] ?? ''}。竖线停在全程的 ${f.value(Number(of('at')) * 100, 0)}%，名次见下面的列表。`,
};
