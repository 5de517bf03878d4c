use std::fmt;

/// Number of items, counted up to a limit: the cost of counting does not grow with their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitedCount {
    Exact(u32),
    /// There are more than the limit.
    MoreThan(u32),
}

impl LimitedCount {
    pub const ZERO: Self = Self::Exact(0);

    /// `counted`: the number of items, or any number above `limit` if there are more.
    pub fn new(counted: i64, limit: u32) -> Self {
        match u32::try_from(counted) {
            Ok(number) if number <= limit => Self::Exact(number),
            _ => Self::MoreThan(limit),
        }
    }

    /// Formats the number with its noun: « 1 message », « 99+ messages ».
    pub fn with_noun(self, singular: &str, plural: &str) -> String {
        let noun = if matches!(self, Self::Exact(0 | 1)) { singular } else { plural };
        format!("{self}\u{a0}{noun}")
    }
}

/// « 12 », or « 99+ » for any number above a limit of 99.
impl fmt::Display for LimitedCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(number) => write!(f, "{number}"),
            Self::MoreThan(limit) => write!(f, "{limit}+"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LimitedCount;

    #[test]
    fn numbers_above_the_limit_are_not_exact() {
        let texts = [0, 1, 99, 100, i64::MAX].map(|counted| LimitedCount::new(counted, 99).to_string());
        assert_eq!(texts, ["0", "1", "99", "99+", "99+"]);
    }

    #[test]
    fn nouns_agree() {
        let texts = [0, 1, 2, 100].map(|counted| LimitedCount::new(counted, 99).with_noun("lu", "lus"));
        assert_eq!(texts, ["0\u{a0}lu", "1\u{a0}lu", "2\u{a0}lus", "99+\u{a0}lus"]);
    }
}
