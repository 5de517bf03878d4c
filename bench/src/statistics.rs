//! Statistics of measured values.

/// Returns the median, or 0 if there are no values.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let values = sorted(values);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        length if length.is_multiple_of(2) => f64::midpoint(values[middle - 1], values[middle]),
        _ => values[middle],
    }
}

/// Returns the value that `percent` of the values do not exceed, or 0 if there are no values.
pub fn percentile(values: impl IntoIterator<Item = f64>, percent: usize) -> f64 {
    let values = sorted(values);
    let rank = (values.len() * percent).div_ceil(100).max(1);
    values.get(rank - 1).copied().unwrap_or_default()
}

fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these values are exact")]
mod tests {
    use super::*;

    #[test]
    fn median_is_robust_against_outliers() {
        assert_eq!(median([]), 0.0);
        assert_eq!(median([3.0, 1.0, 900.0]), 3.0);
        assert_eq!(median([4.0, 1.0, 2.0, 900.0]), 3.0);
    }

    #[test]
    fn percentile_is_a_measured_value() {
        assert_eq!(percentile([], 95), 0.0);
        assert_eq!(percentile((1..=100).map(f64::from), 95), 95.0);
        assert_eq!(percentile([2.0, 1.0], 99), 2.0);
    }
}
