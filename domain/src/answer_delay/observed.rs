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
        days.sort_unstable();
        let at = |percent: usize| days[(days.len() * percent).div_ceil(100) - 1];
        Some(Observed { answers: days.len(), median: at(50), ninth_decile: at(90) })
    }
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
