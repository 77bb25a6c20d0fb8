/** Which claims the page makes, in the order of the panel, each with the chapter that derives it. */
export const CLAIMS = {
  'winners_0.1': 'temperature',
  'winners_0.5': 'temperature',
  winners_1: 'temperature',
  winners_5: 'temperature',
  rounding: 'temperature',
  maximum: 'proof',
  independence: 'proof',
  difference: 'difference',
  noise_mean: 'inverse',
  noise_variance: 'inverse',
  noise_quantiles: 'inverse',
  soft_mean: 'temperature',
  density: 'density',
  sub_simplex: 'density',
  log_convex: 'density',
} as const;

export type ClaimId = keyof typeof CLAIMS;

export const CLAIM_IDS = Object.keys(CLAIMS) as ClaimId[];
