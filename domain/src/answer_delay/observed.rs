/// Number of answers below which no figure is given.
pub const MIN_ANSWERS: usize = 5;

/// How long answers really took, in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observed {
    /// Number of answers.
    pub answers: usize,
    /// Half of the answers took this long or less.
    pub median: u32,
    /// Nine answers of ten took this long or less.
    pub ninth_decile: u32,
}

impl Observed {
    /// Returns the figures of these answers; `None` if they are fewer than [`MIN_ANSWERS`].
    pub fn of(mut days: Vec<u32>) -> Option<Self> {
        if days.len() < MIN_ANSWERS {
            return None;
        }
        let (median, ninth_decile) = (quantile(&mut days, 50)?, quantile(&mut days, 90)?);
        Some(Observed { answers: days.len(), median, ninth_decile })
    }
}

/// Returns the value that `percent` of the values do not exceed, of the nearest rank; sorts them. `None` if there are none.
pub(super) fn quantile(values: &mut [u32], percent: usize) -> Option<u32> {
    values.sort_unstable();
    let rank = (values.len() * percent).div_ceil(100);
    values.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_the_nearest_rank() {
        assert_eq!(Observed::of(vec![1, 2, 3, 4]), None);
        assert_eq!(
            Observed::of(vec![9, 0, 3, 1, 2]),
            Some(Observed { answers: 5, median: 2, ninth_decile: 9 })
        );
        let ten = (1..=10).rev().collect();
        assert_eq!(Observed::of(ten), Some(Observed { answers: 10, median: 5, ninth_decile: 9 }));
        assert_eq!(Observed::of(vec![7; 40]), Some(Observed { answers: 40, median: 7, ninth_decile: 7 }));
    }
}
