//! What a constructor says when it refuses a parameter.

use std::fmt;

/// A parameter that a constructor refused: which one, the value given, and what is allowed.
///
/// ```
/// use gumbel_softmax::distribution::Gumbel;
/// let error = Gumbel::new(0.0, -1.0).unwrap_err();
/// assert_eq!(error.to_string(), "scale is -1, but must be finite and above 0");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParameterError {
    /// Name of the parameter, as in the constructor.
    pub parameter: &'static str,
    /// Position in the parameter, where it is a list.
    pub index: Option<usize>,
    /// The value refused. For a list as a whole, its length.
    pub value: f64,
    /// What is allowed, to follow "must".
    pub allowed: &'static str,
}

impl ParameterError {
    pub(crate) fn new(parameter: &'static str, value: f64, allowed: &'static str) -> Self {
        Self {
            parameter,
            index: None,
            value,
            allowed,
        }
    }

    pub(crate) fn at(
        parameter: &'static str,
        index: usize,
        value: f64,
        allowed: &'static str,
    ) -> Self {
        Self {
            parameter,
            index: Some(index),
            value,
            allowed,
        }
    }
}

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.parameter)?;
        if let Some(index) = self.index {
            write!(f, "[{index}]")?;
        }
        write!(f, " is {}, but must {}", self.value, self.allowed)
    }
}

impl std::error::Error for ParameterError {}

/// `value` if it is finite.
pub(crate) fn finite(parameter: &'static str, value: f64) -> Result<f64, ParameterError> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(ParameterError::new(parameter, value, "be finite"))
    }
}

/// `value` if it is finite and above 0.
pub(crate) fn positive(parameter: &'static str, value: f64) -> Result<f64, ParameterError> {
    if value.is_finite() && value > 0.0 {
        Ok(value)
    } else {
        Err(ParameterError::new(
            parameter,
            value,
            "be finite and above 0",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_parameter_place_and_value() {
        let error = ParameterError::at("logits", 2, f64::NAN, "be finite or -inf");
        assert_eq!(
            error.to_string(),
            "logits[2] is NaN, but must be finite or -inf"
        );
        assert_eq!(
            positive("temperature", 0.0).unwrap_err().parameter,
            "temperature"
        );
        assert!(
            positive("temperature", f64::INFINITY).is_err()
                && positive("temperature", f64::NAN).is_err()
        );
        assert!(finite("location", f64::NEG_INFINITY).is_err() && finite("location", -0.0).is_ok());
    }
}
