//! Check digits of SIREN, SIRET, IBAN and MRN.

/// Returns `true` if the SIREN is valid.
pub fn is_valid_siren(number: &str) -> bool {
    number.len() == 9 && luhn(number)
}

/// Returns `true` if the SIRET is valid.
pub fn is_valid_siret(number: &str) -> bool {
    number.len() == 14 && luhn(number)
}

/// Returns `true` if the IBAN is valid (ISO 13616): with the first four characters moved to the end and letters
/// replaced by numbers from 10, the remainder modulo 97 is 1.
pub fn is_valid_iban(number: &str) -> bool {
    if number.len() < 15 || !number.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        return false;
    }
    let (head, tail) = number.split_at(4);
    let digits = tail.chars().chain(head.chars()).filter_map(|c| c.to_digit(36));
    digits.fold(0, |rest, value| (rest * if value < 10 { 10 } else { 100 } + value) % 97) == 1
}

/// Returns `true` if the MRN is valid: 18 characters, the last of which is the check digit of ISO 6346. The values of the
/// letters leave out the multiples of 11.
pub fn is_valid_mrn(number: &str) -> bool {
    if number.len() != 18 || !number.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        return false;
    }
    let (body, check) = number.split_at(17);
    let values =
        body.chars().filter_map(|c| c.to_digit(36)).map(|value| value + value.saturating_sub(1) / 10);
    let sum: u32 = values.enumerate().map(|(position, value)| value << position).sum();
    check == (sum % 11 % 10).to_string()
}

/// Returns the Luhn check digit of `digits`.
pub fn luhn_check_digit(digits: &str) -> u32 {
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
    fn check_digits_are_verified() {
        assert!(is_valid_siren("732829320") && !is_valid_siren("732829321") && !is_valid_siren("73282932"));
        assert!(is_valid_siret("73282932000074") && !is_valid_siret("73282932000075"));
        assert_eq!(luhn_check_digit("73282932"), 0);
        // Example of ISO 13616 for France.
        assert!(
            is_valid_iban("FR1420041010050500013M02606") && !is_valid_iban("FR1520041010050500013M02606")
        );
        assert!(!is_valid_iban("FR14"));
        assert!(is_valid_mrn("10NL5663962BE1E825") && is_valid_mrn("06DE586600006143E1"));
        assert!(!is_valid_mrn("10NL5663962BE1E824") && !is_valid_mrn("10NL5663962BE1E8"));
    }
}
