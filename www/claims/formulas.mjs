// The claims as mathematics. The words beside them are in www/i18n.

import { formula } from '../story/formula.mjs';

const winners = (tau) => String.raw`P(\arg\max\nolimits_k y_k = i) = \pi_i, \; \tau = ${tau}`;

const TEX = {
  'winners_0.1': winners('0.1'),
  'winners_0.5': winners('0.5'),
  winners_1: winners('1'),
  winners_5: winners('5'),
  rounding: String.raw`\arg\max\nolimits_k y_k = \arg\max\nolimits_k (l_k + g_k)`,
  maximum: String.raw`\mathrm{E}[\max\nolimits_k (l_k + g_k)] = \ln Z + \gamma`,
  independence: String.raw`P(m > m_{1/2} \mid i) = 1/2, \; m = \max\nolimits_k (l_k + g_k)`,
  difference: String.raw`\mathrm{Var}(g_1 - g_2) = \pi^2/3`,
  noise_mean: String.raw`\mathrm{E}[g] = \gamma`,
  noise_variance: String.raw`\mathrm{Var}(g) = \pi^2/6`,
  noise_quantiles: String.raw`P\bigl(n/4 \le F(g) < (n + 1)/4\bigr) = 1/4`,
  soft_mean: String.raw`\mathrm{E}[y_i] = \textstyle\int y_i \, p(y) \,\mathrm{d}y`,
  density: String.raw`\textstyle\int p(y) \,\mathrm{d}y = 1`,
  sub_simplex: String.raw`(y_i, y_j)/(y_i + y_j) \sim \mathrm{GS}(l_i, l_j; \tau)`,
  log_convex: String.raw`\ln p\bigl(\tfrac{a + b}{2}\bigr) \le \tfrac12 \ln p(a) + \tfrac12 \ln p(b)`,
};

/** MathML of each claim, by its id. */
export const claimFormulas = () => Object.fromEntries(Object.entries(TEX).map(([id, tex]) => [id, formula(tex)]));

/** An esbuild plugin: `formulas:claims` is their MathML. */
export const formulasPlugin = {
  name: 'formulas',
  setup(build) {
    build.onResolve({ filter: /^formulas:claims$/ }, ({ path }) => ({ path, namespace: 'formulas' }));
    build.onLoad({ filter: /.*/, namespace: 'formulas' }, () => ({ contents: JSON.stringify(claimFormulas()), loader: 'json' }));
  },
};
