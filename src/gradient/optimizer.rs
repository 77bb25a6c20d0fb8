//! What a step makes of a gradient.

/// The rule of a step. A step goes down the gradient of a loss and up that of a reward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Optimizer {
    /// `l <- l - rate g`.
    Sgd {
        /// The step size, in nats squared per unit of f.
        rate: f64,
    },
    /// Adam with the usual decays 0.9 and 0.999 and epsilon 1e-8: `l <- l - rate m^/(sqrt(v^) + epsilon)`, m^ and v^ the
    /// running means of g and g^2 without their bias towards 0. Kingma and Ba, arXiv 1412.6980, algorithm 1.
    Adam {
        /// The step size, in nats.
        rate: f64,
    },
}

const DECAYS: (f64, f64) = (0.9, 0.999);
const EPSILON: f64 = 1e-8;

/// What an optimizer keeps from step to step.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Memory {
    mean: Vec<f64>,
    square: Vec<f64>,
    /// `beta^t` of each decay.
    left: (f64, f64),
}

impl Optimizer {
    /// The step size.
    pub fn rate(self) -> f64 {
        match self {
            Optimizer::Sgd { rate } | Optimizer::Adam { rate } => rate,
        }
    }

    pub(super) fn memory(self, categories: usize) -> Memory {
        Memory {
            mean: vec![0.0; categories],
            square: vec![0.0; categories],
            left: (1.0, 1.0),
        }
    }

    /// Moves `logits` against `gradient`.
    pub(super) fn step(self, memory: &mut Memory, gradient: &[f64], logits: &mut [f64]) {
        let rate = match self {
            Optimizer::Sgd { rate } => {
                for (l, g) in logits.iter_mut().zip(gradient) {
                    *l -= rate * g;
                }
                return;
            }
            Optimizer::Adam { rate } => rate,
        };
        memory.left.0 *= DECAYS.0;
        memory.left.1 *= DECAYS.1;
        let moments = memory.mean.iter_mut().zip(&mut memory.square);
        for ((l, g), (m, v)) in logits.iter_mut().zip(gradient).zip(moments) {
            *m = DECAYS.0 * *m + (1.0 - DECAYS.0) * g;
            *v = DECAYS.1 * *v + (1.0 - DECAYS.1) * (g * g);
            let mean = *m / (1.0 - memory.left.0);
            let square = *v / (1.0 - memory.left.1);
            *l -= rate * mean / (libm::sqrt(square) + EPSILON);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_step_of_adam_is_the_rate_in_the_direction_of_the_sign() {
        let adam = Optimizer::Adam { rate: 0.1 };
        let mut logits = [0.0, 1.0, f64::NEG_INFINITY];
        let mut memory = adam.memory(3);
        adam.step(&mut memory, &[3.0, -0.02, 0.0], &mut logits);
        assert!((logits[0] + 0.1).abs() < 1e-8 && (logits[1] - 1.1).abs() < 1e-7);
        assert_eq!(logits[2], f64::NEG_INFINITY);
        // The second, by hand: m = .9 x .3 + .1 x 1 = .37, v = .999 x .009 + .001 = .009991.
        adam.step(&mut memory, &[1.0, 0.0, 0.0], &mut logits);
        let expected = -0.1 - 0.1 * (0.37 / 0.19) / libm::sqrt(0.009_991 / 0.001_999);
        assert!((logits[0] - expected).abs() < 1e-8, "{}", logits[0]);
    }
}
