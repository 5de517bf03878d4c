//! What the newtypes share: reading typed text without its spacing, and their common traits.

/// Characters that people type between groups of digits, and that carry no meaning.
pub(crate) fn is_spacing(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// The text without spaces of any width.
pub(crate) fn without_spacing(text: &str) -> String {
    text.chars().filter(|c| !is_spacing(*c)).collect()
}

pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Characters that change how a text reads without being seen: they may hide an extension or reverse a name.
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Does a single-line answer hold anything that cannot be typed on a keyboard?
pub(crate) fn has_forbidden_character(text: &str) -> bool {
    text.chars().any(|c| c.is_control() || is_bidi_control(c))
}

/// Same for several lines, where ends of line and tabulations are expected.
pub(crate) fn has_forbidden_character_in_lines(text: &str) -> bool {
    text.chars().any(|c| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || is_bidi_control(c))
}

/// Groups of `size` characters from the left, separated by a no-break space.
pub(crate) fn grouped(text: &str, size: usize) -> String {
    let mut shown = String::with_capacity(text.len() * 2);
    for (index, c) in text.chars().enumerate() {
        if index > 0 && index % size == 0 {
            shown.push('\u{a0}');
        }
        shown.push(c);
    }
    shown
}

/// Luhn's key: every second digit from the right doubled, digits summed, a multiple of ten.
pub(crate) fn luhn_holds(digits: &str) -> bool {
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

/// The traits of a checked text: shown, compared and serialised as its normal form, built by `parse` only.
macro_rules! checked_text {
    ($name:ident) => {
        impl $name {
            /// The normal form, as stored and compared.
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
    fn luhn() {
        for good in ["732829320", "73282932000074", "0", "18"] {
            assert!(luhn_holds(good), "{good}");
        }
        for bad in ["732829321", "12345678912345", "1"] {
            assert!(!luhn_holds(bad), "{bad}");
        }
    }

    #[test]
    fn groups() {
        assert_eq!(grouped("732829320", 3), "732\u{a0}829\u{a0}320");
        assert_eq!(grouped("", 3), "");
    }

    #[test]
    fn invisible_characters() {
        assert!(has_forbidden_character("a\0b"));
        assert!(has_forbidden_character("a\nb"));
        assert!(has_forbidden_character("fdp\u{202e}exe"));
        assert!(!has_forbidden_character("Chloé d’Îlot"));
        assert!(!has_forbidden_character_in_lines("une\r\n\tdeux"));
        assert!(has_forbidden_character_in_lines("une\u{1b}[31m"));
    }
}
