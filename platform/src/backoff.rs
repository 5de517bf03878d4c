//! Delays between attempts.

use std::time::Duration;

/// Doubles `first` after each attempt, up to `longest`. `attempts`: attempts made so far.
pub(crate) fn exponential(first: Duration, longest: Duration, attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(16);
    first.saturating_mul(1 << doublings).min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_longest() {
        let [first, longest] = [60, 3600].map(Duration::from_secs);
        for (attempts, seconds) in
            [(0, 60), (1, 60), (2, 120), (3, 240), (6, 1920), (7, 3600), (i32::MAX, 3600)]
        {
            assert_eq!(exponential(first, longest, attempts).as_secs(), seconds, "{attempts} attempts");
        }
    }
}
