/** 图的文字说明：看不见图的读者需要知道的事。 */
import type { ViewName } from '../core.js';
import type { Strings } from './en.js';
import type { NumberFormat } from './format.js';

type F = NumberFormat;

const list = (f: F, names: string[], values: number[]): string =>
  names.map((name, k) => `${name} 为 ${f.value(values[k] ?? NaN)}`).join('，');

const temperature = (f: F, tau: number | null): string =>
  tau === null ? '取 argmax 时' : `温度为 ${f.short(tau)} 时`;

export const describe: Pick<Strings['describe'], ViewName> = {
  noise: (f, s) =>
    `位置 ${f.short(s.noise.location)}、尺度 ${f.short(s.noise.scale)} 的 Gumbel 噪声的密度和累积分布函数：` +
    `众数 ${f.value(s.noise.mode)}，中位数 ${f.value(s.noise.median)}，均值 ${f.value(s.noise.mean)}。` +
    (s.noise.n > 0 ? `密度曲线下是 ${f.count(s.noise.n)} 个噪声值的直方图。` : '还没有抽取任何值。') +
    (s.draw ? `当前这次抽样的 g：${list(f, s.names, s.draw.gumbel_noise)}。` : ''),

  draw: (f, s) =>
    s.draw
      ? `第 ${f.count(s.draw.index + 1)} 次抽样。均匀数 u：${list(f, s.names, s.draw.u)}。` +
        `噪声 g：${list(f, s.names, s.draw.gumbel_noise)}。` +
        `logit 加噪声：${list(f, s.names, s.draw.perturbed_logits)}。` +
        `${temperature(f, s.tau)}，软样本 y：${list(f, s.names, s.draw.soft_sample)}；` +
        `${s.names[s.draw.winner]} 胜出。`
      : '还没有抽样。',

  simplex: (f, s) => {
    const corners = s.k > 3 ? s.triple.map((i) => s.names[i] ?? '') : s.names;
    return (
      `${s.k === 2 ? '一条线段' : '一个三角形'}，顶点是 ${corners.join('、')}，上面是软样本的密度和样本点。` +
      `${temperature(f, s.tau)}，π：${list(f, s.names, s.probs)}；` +
      `软样本的期望：${list(f, s.names, s.expected_mean)}。` +
      `共抽 ${f.count(s.shown)} 次，前一千次画成点。`
    );
  },

  histogram: (f, s) =>
    s.hard_n > 0
      ? `共抽 ${f.count(s.hard_n)} 次。胜出的比例：${list(f, s.names, s.counts.map((c) => c / s.hard_n))}；` +
        `目标 π：${list(f, s.names, s.probs)}。软样本的均值：${list(f, s.names, s.mean)}；` +
        `期望：${list(f, s.names, s.expected_mean)}。` +
        (s.chi_square ? `卡方检验：${f.pValue(s.chi_square.p)}。` : '')
      : `还没有抽样。目标 π：${list(f, s.names, s.probs)}。`,
};
