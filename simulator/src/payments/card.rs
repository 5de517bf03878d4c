//! Check of a card number, which is neither stored nor logged.

/// Outcome of a typed card number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Card {
    /// The bank asks for a code.
    Accepted,
    /// The bank refuses the card at once.
    Refused,
    Invalid,
}

/// A card that the bank refuses.
pub const REFUSED: &str = "4000 0000 0000 0002";
/// A card that the bank accepts.
pub const ACCEPTED: &str = "4970 1000 0000 0006";

/// Checks a typed card number.
pub fn check(typed: &str) -> Card {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if digits.len() != 16 || !digits.bytes().all(|c| c.is_ascii_digit()) || !has_luhn_key(&digits) {
        return Card::Invalid;
    }
    if digits == REFUSED.replace(' ', "") { Card::Refused } else { Card::Accepted }
}

fn has_luhn_key(digits: &str) -> bool {
    let double = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let digits = digits.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
    let sum: u32 = digits.map(|(rank, digit)| if rank % 2 == 1 { double(digit) } else { digit }).sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_numbers_are_checked() {
        for (typed, expected) in [
            (ACCEPTED, Card::Accepted),
            (REFUSED, Card::Refused),
            ("4000000000000002", Card::Refused),
            ("4970 1000 0000 0007", Card::Invalid),
            ("4970", Card::Invalid),
            ("", Card::Invalid),
        ] {
            assert_eq!(check(typed), expected, "{typed}");
        }
    }
}
