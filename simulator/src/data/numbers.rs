//! Keys of the numbers in the data.

pub fn siren(number: &str) -> bool {
    number.len() == 9 && luhn(number)
}

pub fn siret(number: &str) -> bool {
    number.len() == 14 && luhn(number)
}

/// ISO 13616: letters count from 10, the whole is 1 modulo 97 once its head is moved to the end.
pub fn iban(number: &str) -> bool {
    if number.len() < 15 || !number.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        return false;
    }
    let (head, tail) = number.split_at(4);
    let digits = tail.chars().chain(head.chars()).filter_map(|c| c.to_digit(36));
    digits.fold(0, |rest, value| (rest * if value < 10 { 10 } else { 100 } + value) % 97) == 1
}

/// The digit that makes the Luhn sum of `digits` and itself a multiple of ten.
pub fn luhn_key(digits: &str) -> u32 {
    (10 - luhn_sum(&format!("{digits}0")) % 10) % 10
}

fn luhn(number: &str) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit()) && luhn_sum(number).is_multiple_of(10)
}

fn luhn_sum(number: &str) -> u32 {
    let digits = number.bytes().rev().map(|byte| u32::from(byte - b'0'));
    digits
        .enumerate()
        .map(|(place, digit)| if place % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { digit })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        assert!(siren("732829320") && !siren("732829321") && !siren("73282932"));
        assert!(siret("73282932000074") && !siret("73282932000075"));
        assert_eq!(luhn_key("73282932"), 0);
        // The example of ISO 13616 for France.
        assert!(iban("FR1420041010050500013M02606") && !iban("FR1520041010050500013M02606"));
        assert!(!iban("FR14"));
    }
}
