//! The temperature against the step.

use crate::distribution::ParameterError;

/// No schedule goes below this temperature: where it would, it is floored, and [`Scheduled::floored`] says so. At 0 the
/// relaxation has no gradient at all.
pub const LEAST_TEMPERATURE: f64 = 0.01;

/// How the temperature goes with the step t of T. Temperatures and rates have no unit.
///
/// ```
/// use gumbel_softmax::gradient::{LEAST_TEMPERATURE, Schedule};
/// let linear = Schedule::Linear { start: 1.0, floor: 0.0 };
/// assert_eq!(linear.at(50, 100).temperature, 0.5);
/// let end = linear.at(100, 100);
/// assert!(end.floored && end.temperature == LEAST_TEMPERATURE);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Schedule {
    /// The same throughout: `[M]` of the laws finds 2/3 best without annealing.
    Constant {
        /// tau.
        temperature: f64,
    },
    /// `max(floor, tau_0 (1 - t/T))`.
    Linear {
        /// tau_0.
        start: f64,
        /// The floor; raised to [`LEAST_TEMPERATURE`].
        floor: f64,
    },
    /// `max(floor, tau_0 exp(-r t'))`, t' the last multiple of `every` up to t: `[J]` section 4, with tau_0 = 1.
    Exponential {
        /// tau_0.
        start: f64,
        /// r, per step.
        rate: f64,
        /// The temperature changes every so many steps; 0 counts as 1.
        every: usize,
        /// The floor; raised to [`LEAST_TEMPERATURE`].
        floor: f64,
    },
}

/// The temperature of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scheduled {
    /// tau, never below [`LEAST_TEMPERATURE`].
    pub temperature: f64,
    /// Whether the formula without its floor asked for less.
    pub floored: bool,
}

impl Schedule {
    /// The temperature of step t, from 0, of `steps`.
    pub fn at(&self, t: usize, steps: usize) -> Scheduled {
        let (wanted, floor) = match *self {
            Schedule::Constant { temperature } => (temperature, LEAST_TEMPERATURE),
            Schedule::Linear { start, floor } => {
                let gone = t.min(steps) as f64 / steps.max(1) as f64;
                (start * (1.0 - gone), floor)
            }
            Schedule::Exponential {
                start,
                rate,
                every,
                floor,
            } => {
                let t = t - t % every.max(1);
                (start * libm::exp(-rate * t as f64), floor)
            }
        };
        let floor = floor.max(LEAST_TEMPERATURE);
        Scheduled {
            temperature: wanted.max(floor),
            floored: wanted < floor,
        }
    }

    /// Its first temperature, for ever: what annealing is compared with.
    pub fn not_annealed(&self) -> Schedule {
        Schedule::Constant {
            temperature: self.at(0, 1).temperature,
        }
    }

    /// The first of the steps `0..steps` at which the floor holds.
    pub fn first_floored(&self, steps: usize) -> Option<usize> {
        (0..steps).find(|t| self.at(*t, steps).floored)
    }

    /// Whether its numbers make sense.
    ///
    /// # Errors
    /// Names the parameter and the value: temperatures must be finite and above 0, a rate and a floor finite and not below 0.
    pub fn check(&self) -> Result<(), ParameterError> {
        let positive = |name, v: f64| {
            if v.is_finite() && v > 0.0 {
                Ok(())
            } else {
                Err(ParameterError::new(name, v, "be finite and above 0"))
            }
        };
        let not_negative = |name, v: f64| {
            if v.is_finite() && v >= 0.0 {
                Ok(())
            } else {
                Err(ParameterError::new(name, v, "be finite and at least 0"))
            }
        };
        match *self {
            Schedule::Constant { temperature } => positive("temperature", temperature),
            Schedule::Linear { start, floor } => {
                positive("start", start).and(not_negative("floor", floor))
            }
            Schedule::Exponential {
                start, rate, floor, ..
            } => positive("start", start)
                .and(not_negative("rate", rate))
                .and(not_negative("floor", floor)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_meets_its_floor_and_says_so() {
        let schedule = Schedule::Linear {
            start: 2.0,
            floor: 0.5,
        };
        assert_eq!(schedule.at(0, 100).temperature, 2.0);
        assert_eq!(
            schedule.at(75, 100),
            Scheduled {
                temperature: 0.5,
                floored: false
            }
        );
        assert_eq!(
            schedule.at(76, 100),
            Scheduled {
                temperature: 0.5,
                floored: true
            }
        );
        assert_eq!(schedule.first_floored(100), Some(76));
        assert_eq!(schedule.at(1000, 100).temperature, 0.5);
        // A floor of 0 would be reached at the end only, and is raised.
        let to_zero = Schedule::Linear {
            start: 1.0,
            floor: 0.0,
        };
        assert_eq!(to_zero.at(1000, 1000).temperature, LEAST_TEMPERATURE);
        assert_eq!(to_zero.first_floored(1000), Some(991));
    }

    #[test]
    fn exponential_changes_every_so_many_steps() {
        let schedule = Schedule::Exponential {
            start: 1.0,
            rate: 1e-3,
            every: 500,
            floor: 0.5,
        };
        assert_eq!(schedule.at(499, 2000).temperature, 1.0);
        let at_500 = schedule.at(500, 2000).temperature;
        assert!((at_500 - 0.606_530_659_712_633_4).abs() < 1e-15);
        assert_eq!(schedule.at(999, 2000).temperature, at_500);
        assert_eq!(
            schedule.at(1000, 2000),
            Scheduled {
                temperature: 0.5,
                floored: true
            }
        );
        assert_eq!(schedule.first_floored(2000), Some(1000));
    }

    #[test]
    fn not_annealed_it_stays_where_it_starts() {
        let schedule = |start, floor| Schedule::Linear { start, floor };
        for (annealed, temperature) in [
            (schedule(2.0, 0.5), 2.0),
            // A floor above the start holds from the start.
            (schedule(2.0, 5.0), 5.0),
            (Schedule::Constant { temperature: 0.7 }, 0.7),
        ] {
            let constant = annealed.not_annealed();
            assert_eq!(constant, Schedule::Constant { temperature });
            for t in [0, 50, 100] {
                assert_eq!(constant.at(t, 100).temperature, temperature);
            }
        }
    }

    #[test]
    fn a_constant_below_the_least_is_floored() {
        let schedule = Schedule::Constant { temperature: 1e-9 };
        assert_eq!(
            schedule.at(3, 10),
            Scheduled {
                temperature: LEAST_TEMPERATURE,
                floored: true
            }
        );
        assert!(
            Schedule::Constant { temperature: 0.7 }
                .first_floored(10)
                .is_none()
        );
        assert!(Schedule::Constant { temperature: 0.0 }.check().is_err());
        assert!(
            Schedule::Linear {
                start: 1.0,
                floor: f64::NAN
            }
            .check()
            .is_err()
        );
    }
}
