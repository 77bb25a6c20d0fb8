// What our core is measured against. Each makes soft samples (or winners, or the density) for the same logits and
// temperature into memory of its own, which is used again every 4,096 samples.

export const SAMPLES = 4096;

/** A plain loop: Math.random, Math.log, Math.exp. */
export class PlainLoop {
  constructor(logits, tau) {
    this.logits = Float64Array.from(logits);
    this.tau = tau;
    this.out = new Float32Array(SAMPLES * logits.length);
    this.counts = new Float64Array(logits.length);
  }

  /** Soft samples, so many times 4,096; the sum of y_1 of the last. */
  soft(times) {
    const { logits, tau, out } = this;
    const k = logits.length;
    const y = new Float64Array(k);
    for (let t = 0; t < times; t++) {
      for (let i = 0; i < SAMPLES; i++) {
        let largest = -Infinity;
        for (let j = 0; j < k; j++) {
          y[j] = (logits[j] - Math.log(-Math.log(Math.random()))) / tau;
          if (y[j] > largest) largest = y[j];
        }
        let sum = 0;
        for (let j = 0; j < k; j++) {
          y[j] = Math.exp(y[j] - largest);
          sum += y[j];
        }
        for (let j = 0; j < k; j++) out[i * k + j] = y[j] / sum;
      }
    }
    let sum = 0;
    for (let i = 0; i < SAMPLES; i++) sum += out[i * k];
    return sum;
  }

  /** Winners, so many times 4,096; the counts so far. */
  hard(times) {
    const { logits, counts } = this;
    const k = logits.length;
    for (let i = 0; i < times * SAMPLES; i++) {
      let largest = -Infinity;
      let winner = 0;
      for (let j = 0; j < k; j++) {
        const value = logits[j] - Math.log(-Math.log(Math.random()));
        if (value > largest) {
          largest = value;
          winner = j;
        }
      }
      counts[winner]++;
    }
    return Array.from(counts);
  }
}

/** TensorFlow.js with its wasm backend, in batches of its own liking: larger ones cost it less a sample. */
export class TensorFlow {
  constructor(tf, logits, tau) {
    this.tf = tf;
    this.logits = tf.tensor1d(logits);
    this.tau = tau;
    this.shape = [SAMPLES * 16, logits.length];
    this.k = logits.length;
  }

  /** As above, in batches of 65,536. */
  soft(times) {
    const { tf, logits, tau, shape, k } = this;
    let data;
    for (let t = 0; t < times; t += 16) {
      data = tf.tidy(() => {
        const noise = tf.neg(tf.log(tf.neg(tf.log(tf.randomUniform(shape, 1e-7, 1)))));
        return tf.softmax(tf.div(tf.add(logits, noise), tau)).dataSync();
      });
    }
    let sum = 0;
    for (let i = 0; i < SAMPLES; i++) sum += data[i * k];
    return sum;
  }
}

/** The density of three logits on a triangle, with Math.pow, in colours: four bytes a pixel; the red of the pixel in the middle. */
export function densityByPow(logits, tau, width, height, palette) {
  const alpha = logits.map(Math.exp);
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    const y3 = 1 - (row + 0.5) / height;
    for (let column = 0; column < width; column++) {
      const y2 = (column + 0.5) / width - y3 / 2;
      const y1 = 1 - y2 - y3;
      if (!(y1 > 0 && y2 > 0 && y3 > 0)) continue;
      const y = [y1, y2, y3];
      let top = 2 * tau * tau;
      let sum = 0;
      for (let k = 0; k < 3; k++) {
        top *= alpha[k] * Math.pow(y[k], -tau - 1);
        sum += alpha[k] * Math.pow(y[k], -tau);
      }
      const level = Math.max(0, Math.min(255, Math.floor(((Math.log(top / Math.pow(sum, 3)) + 6) / 12) * 255 + 0.5)));
      const at = (row * width + column) * 4;
      rgba[at] = palette[level * 3];
      rgba[at + 1] = palette[level * 3 + 1];
      rgba[at + 2] = palette[level * 3 + 2];
      rgba[at + 3] = 255;
    }
  }
  return rgba[rgba.length / 2 + width * 2];
}

/**
 * The Gumbel-Softmax estimator of the gradient of |z - t|^2, plainly: for each temperature so many estimates; the mean of
 * those at the last. `shared`: the noise of an estimate serves all temperatures, as in our sweep, else each draws its own.
 */
export function gradientLoop(logits, target, temperatures, rows, shared) {
  const k = logits.length;
  const perturbed = new Float64Array(k);
  const y = new Float64Array(k);
  const slope = new Float64Array(k);
  const means = temperatures.map(() => new Float64Array(k));
  const squares = temperatures.map(() => new Float64Array(k));
  const draw = () => {
    for (let j = 0; j < k; j++) perturbed[j] = logits[j] - Math.log(-Math.log(Math.random()));
  };
  const estimate = (t) => {
    const tau = temperatures[t];
    let largest = -Infinity;
    for (let j = 0; j < k; j++) if (perturbed[j] > largest) largest = perturbed[j];
    let sum = 0;
    for (let j = 0; j < k; j++) {
      y[j] = Math.exp((perturbed[j] - largest) / tau);
      sum += y[j];
    }
    let inner = 0;
    for (let j = 0; j < k; j++) {
      y[j] /= sum;
      slope[j] = 2 * (y[j] - target[j]);
      inner += y[j] * slope[j];
    }
    for (let j = 0; j < k; j++) {
      const g = (y[j] * (slope[j] - inner)) / tau;
      means[t][j] += g;
      squares[t][j] += g * g;
    }
  };
  if (shared) {
    for (let row = 0; row < rows; row++) {
      draw();
      for (let t = 0; t < temperatures.length; t++) estimate(t);
    }
  } else {
    for (let t = 0; t < temperatures.length; t++) {
      for (let row = 0; row < rows; row++) {
        draw();
        estimate(t);
      }
    }
  }
  return Array.from(means[means.length - 1], (sum) => sum / rows);
}
