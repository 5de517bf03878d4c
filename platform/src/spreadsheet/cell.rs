use domain::{amount::Amount, decimal::Decimal};
use jiff::civil::Date;

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Empty,
    /// Stays a text, whatever it looks like.
    Text(String),
    Amount(Amount),
    Count(u32),
    Number(Decimal),
    Date(Date),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Cell::Text(text.into())
    }
}

impl From<Option<Date>> for Cell {
    fn from(date: Option<Date>) -> Self {
        date.map_or(Cell::Empty, Cell::Date)
    }
}

/// Writes cents as a number with two decimals, with an ordinary minus sign: programs read no other.
pub(super) fn decimal(amount: Amount, separator: char) -> String {
    let (sign, cents) = (if amount.cents() < 0 { "-" } else { "" }, amount.cents().unsigned_abs());
    format!("{sign}{}{separator}{:02}", cents / 100, cents % 100)
}
