//! Helpers of the newtypes: digits, groups, and common trait implementations.

pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Splits the text from the left into groups of `size` characters, separated by no-break spaces.
pub(crate) fn grouped(text: &str, size: usize) -> String {
    let mut groups = String::with_capacity(text.len() * 2);
    for (index, c) in text.chars().enumerate() {
        if index > 0 && index % size == 0 {
            groups.push('\u{a0}');
        }
        groups.push(c);
    }
    groups
}

/// Checks the Luhn formula: doubling every second digit from the right, the digits sum to a multiple of ten.
pub(crate) fn is_luhn_valid(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, byte)| {
            let digit = u32::from(byte - b'0');
            match digit * 2 {
                _ if index % 2 == 0 => digit,
                doubled if doubled > 9 => doubled - 9,
                doubled => doubled,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Implements the traits of a newtype built by `parse` only, displayed and serialised in normal form.
macro_rules! checked_text {
    ($name:ident) => {
        impl $name {
            /// Returns the normal form, as stored and compared.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::problem::Problem;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::problem::Problem;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }
    };
}

pub(crate) use checked_text;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_formula_is_checked() {
        for good in ["732829320", "73282932000074", "0", "18"] {
            assert!(is_luhn_valid(good), "{good}");
        }
        for bad in ["732829321", "12345678912345", "1"] {
            assert!(!is_luhn_valid(bad), "{bad}");
        }
    }

    #[test]
    fn text_is_grouped_from_the_left() {
        assert_eq!(grouped("732829320", 3), "732\u{a0}829\u{a0}320");
        assert_eq!(grouped("", 3), "");
    }
}
