/** 梯度实验室：各种估计量把斜率估成了什么。 */
import type { Snapshot } from '../core.js';
import { nearest, type lab as Words, type Lab, type labDescribe as English, type labViews as Views, type Of } from './en-lab.js';
import type { NumberFormat } from './format.js';

type F = NumberFormat;

const list = (f: F, names: string[], values: number[]): string =>
  names.map((name, k) => `${name} 为 ${f.value(values[k] ?? NaN)}`).join('，');

export const labViews: typeof Views = {
  arrows: { title: '箭头', look: '从 π 出发，空心箭头是精确的梯度。每个点是用一次抽样得到的估计，实心标记是它们的均值，灰色是一倍标准差。拖动 π 试试。' },
  tradeoff: { title: '偏差与方差', look: '在每个温度下，均值偏离梯度多远，单次估计又散得多开。两条轴都取对数。拖动 τ 试试。' },
};

export const lab: typeof Words = {
  objective: '函数 f',
  objectives: { squared: '|z − t|²，损失', linear: 'c · z，奖励', toy: '(b − t)²，只有两类', table: '一张奖励表' },
  target: 'f 里的数，用逗号隔开',
  estimators: '估计量',
  names: {
    reinforce: 'REINFORCE',
    baseline: '减去滑动均值（R − c）',
    loo: '减去其余抽样的均值（R − LOO）',
    gs: 'Gumbel-Softmax（GS）',
    stgs: '直通 Gumbel-Softmax（ST-GS）',
    st: '直通（ST）',
    rebar: 'REBAR',
  },
  eta: 'REBAR 的权重 η',
  progress: '温度扫描的进度',
  stop: '停止',
  goOn: '继续',
  down: '箭头指向下坡：损失要往下降。',
  up: '箭头指向上坡：奖励要往上升。',
  swept: (f, rows, places) => `${f.count(places)} 个温度，每个温度抽 ${f.count(rows)} 次。`,
  signs: '每格 400 个点。▴ 后面是落在格外的点数，∞ 后面是溢出的估计数，∅ 表示不适用。',
  notSwept: '还没有测量。',
  noSlope: (names) => `不适用：${names}。表格只在角上有值，角与角之间没有斜率。`,
  noLimit: (names) => `τ → 0 时不适用：${names}。`,
  notFinite: (f, name, count, all) => `${name}：溢出，${f.count(all)} 个里有 ${f.count(count)} 个不是有限数。`,
};

export const labDescribe: { [View in keyof typeof English]: (f: F, s: Snapshot, of: Of, from?: Lab) => string } = {
  arrows: (f, s, of, from) => {
    const { gradient, estimators } = from?.estimates() ?? { gradient: [], estimators: [] };
    const each = estimators.map(({ word, moments }) =>
      moments
        ? `${lab.names[word] ?? word}：均值 ${list(f, s.names, moments.mean)}，偏离 ${f.value(moments.bias)}，方差 ${f.value(moments.variance)}。`
        : `${lab.names[word] ?? word}：不适用。`,
    );
    return `f 是${lab.objectives[of('objective')] ?? '一个函数'}，其期望的梯度：${list(f, s.names, gradient)}。${each.join('')}`;
  },
  tradeoff: (f, s, _, from) => {
    const sweep = from?.sweep();
    if (!sweep || sweep.rows === 0) return `偏差和方差随温度的变化。${lab.notSwept}`;
    const near = nearest(sweep.temperatures, s.tau);
    const each = sweep.estimators.map(({ word, moments }) => {
      const at = moments[near];
      return at
        ? `${lab.names[word] ?? word}：偏差 ${f.value(at.bias)}，方差 ${f.value(at.variance)}。`
        : `${lab.names[word] ?? word}：不适用。`;
    });
    return `偏差和方差随温度的变化；温度为 ${f.short(sweep.temperatures[near] ?? NaN)} 时：${each.join('')}`;
  },
};
