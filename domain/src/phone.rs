//! Telephone numbers, stored as `+` and digits (E.164).
//!
//! A ten-digit French number gets the country code of its territory: many customs users are in overseas
//! departments, whose numbers do not take +33.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::text::checked_text;
use crate::typed_text::{compact, is_ignored};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// A number that can receive text messages, as far as its format shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mobile(String);

checked_text!(Phone);
checked_text!(Mobile);

/// Prefixes of ten-digit numbers of the overseas departments, and their country codes (ARCEP).
const OVERSEAS: [(&str, &str); 14] = [
    ("0262", "+262"),
    ("0263", "+262"),
    ("0269", "+262"),
    ("0639", "+262"),
    ("0692", "+262"),
    ("0693", "+262"),
    ("0590", "+590"),
    ("0690", "+590"),
    ("0691", "+590"),
    ("0594", "+594"),
    ("0694", "+594"),
    ("0596", "+596"),
    ("0696", "+596"),
    ("0697", "+596"),
];

/// French country codes, whose mobile numbers start with 6 or 7.
const FRENCH_CODES: [&str; 5] = ["+33", "+262", "+590", "+594", "+596"];

impl Phone {
    /// Accepts `01 23 45 67 89`, `+33 1 23 45 67 89`, `0033…` or any international number. Ignores spaces, dots,
    /// dashes, slashes, brackets and a leading `tel:` or `Tél.`.
    ///
    /// Errors: [`Problem::NotAPhone`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        normal_form(text).map(Phone).ok_or(Problem::NotAPhone)
    }
}

impl Phone {
    /// Formats the number for a page: « +33 1 23 45 67 89 »; a foreign one as it is stored.
    pub fn shown(&self) -> String {
        let Some((code, rest)) = FRENCH_CODES
            .iter()
            .find_map(|code| self.0.strip_prefix(code).map(|rest| (code, rest)))
            .filter(|(_, rest)| rest.is_ascii() && rest.len() == 9)
        else {
            return self.0.clone();
        };
        let pairs: Vec<&str> = (0..4).map(|pair| &rest[1 + 2 * pair..3 + 2 * pair]).collect();
        format!("{code}\u{a0}{}\u{a0}{}", &rest[..1], pairs.join("\u{a0}"))
    }
}

impl Mobile {
    /// Like [`Phone::parse`]; French numbers must start with 06 or 07.
    ///
    /// Errors: [`Problem::NotAMobile`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let number = normal_form(text).ok_or(Problem::NotAMobile)?;
        let mobile = FRENCH_CODES
            .iter()
            .find_map(|code| number.strip_prefix(code))
            .is_none_or(|national| national.starts_with(['6', '7']));
        if mobile { Ok(Mobile(number)) } else { Err(Problem::NotAMobile) }
    }

    /// Masks all but the last two digits, to show where a code was sent.
    pub fn masked(&self) -> String {
        let mut masked = String::from("••\u{a0}••\u{a0}••\u{a0}••\u{a0}");
        masked.push_str(&self.0[self.0.len() - 2..]);
        masked
    }
}

fn normal_form(text: &str) -> Option<String> {
    let compact = compact(without_label(text)).replace("(0)", "").replace(['/', '(', ')'], "");
    let international = match compact.strip_prefix('+') {
        Some(digits) => Some(digits),
        None => compact.strip_prefix("00"),
    };
    let number = match international {
        // A French number with both country code and zero is a typing error and would reach another person.
        Some(digits) if digits.starts_with("330") => return None,
        Some(digits) => ["+", digits].concat(),
        None => national(&compact)?,
    };
    let digits = &number[1..];
    let well_formed = (8..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit())
        && FRENCH_CODES.iter().all(|code| number.strip_prefix(code).is_none_or(|rest| rest.len() == 9));
    well_formed.then_some(number)
}

/// Adds the country code to a ten-digit French number.
fn national(compact: &str) -> Option<String> {
    if compact.len() != 10 || !compact.starts_with('0') || !compact.is_ascii() {
        return None;
    }
    let code = OVERSEAS.iter().find(|(start, _)| compact.starts_with(start)).map_or("+33", |(_, code)| code);
    Some([code, &compact[1..]].concat())
}

/// Removes the scheme of a link or the word that precedes a number: `tel:`, `Tél. :`, `Mobile :`.
fn without_label(text: &str) -> &str {
    let text = text.trim_start_matches(is_ignored);
    let number =
        text.trim_start_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, 'é' | 'É' | '\u{301}'));
    let label = text[..text.len() - number.len()]
        .to_ascii_lowercase()
        .replace(['é', 'É'], "e")
        .replace("e\u{301}", "e");
    let known = matches!(
        label.as_str(),
        "tel" | "telephone" | "mobile" | "portable" | "port" | "fixe" | "gsm" | "sms" | "callto"
    );
    if known { number.trim_start_matches(|c| is_ignored(c) || matches!(c, '.' | ':')) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_notations_are_normalised() {
        for (text, normal) in [
            ("01 23 45 67 89", "+33123456789"),
            ("01.23.45.67.89", "+33123456789"),
            ("+33 (0)1 23 45 67 89", "+33123456789"),
            ("0033123456789", "+33123456789"),
            ("0692 12 34 56", "+262692123456"),
            ("0590-12-34-56", "+590590123456"),
            ("+590 690 12 34 56", "+590690123456"),
            ("+32 2 123 45 67", "+3221234567"),
            ("tel:+33612345678", "+33612345678"),
            ("tel:+33-6-12-34-56-78", "+33612345678"),
            ("Tél. : 06 12 34 56 78", "+33612345678"),
            ("te\u{301}l\u{a0}: 06 12 34 56 78", "+33612345678"),
            ("TÉLÉPHONE 06 12 34 56 78", "+33612345678"),
            ("06‑12‑34‑56‑78", "+33612345678"),
            ("06–12–34–56–78", "+33612345678"),
            ("06\u{a0}12\u{202f}34\u{2007}56\u{2009}78", "+33612345678"),
            ("\u{202a}06 12 34 56 78\u{202c}", "+33612345678"),
            ("\u{feff}06\u{200b}12\u{ad}34\u{2060}56 78", "+33612345678"),
            ("+33\u{a0}(0)\u{a0}6 12 34 56 78", "+33612345678"),
            ("+33 ( 0 ) 6 12 34 56 78", "+33612345678"),
            ("(+33) 6/12/34/56/78", "+33612345678"),
        ] {
            assert_eq!(Phone::parse(text).as_ref().map(Phone::as_str), Ok(normal), "{text}");
        }
    }

    #[test]
    fn invalid_numbers_are_refused() {
        for text in [
            "",
            "12",
            "0123456",
            "01234567890",
            "+0123456789",
            "+33 0 1 23 45 67 89",
            "+331234567",
            "allo",
            "01 23 45 67 8é",
            "+1234567890123456",
            "tel:",
            "fax : 01 23 45 67 89",
            "tel:allo",
            "01+23456789",
        ] {
            assert_eq!(Phone::parse(text), Err(Problem::NotAPhone), "{text:?}");
        }
    }

    #[test]
    fn numbers_are_shown_in_pairs() {
        for (text, shown) in [
            ("01 23 45 67 89", "+33\u{a0}1\u{a0}23\u{a0}45\u{a0}67\u{a0}89"),
            ("0596 12 34 56", "+596\u{a0}5\u{a0}96\u{a0}12\u{a0}34\u{a0}56"),
            ("+32 2 123 45 67", "+3221234567"),
        ] {
            assert_eq!(Phone::parse(text).expect("a number").shown(), shown, "{text}");
        }
    }

    #[test]
    fn mobile_numbers_are_recognised() {
        for text in ["06 12 34 56 78", "+33 7 12 34 56 78", "0693 12 34 56", "+32 470 12 34 56"] {
            assert!(Mobile::parse(text).is_ok(), "{text}");
        }
        for text in ["01 23 45 67 89", "0262 12 34 56", "+33 1 23 45 67 89", ""] {
            assert_eq!(Mobile::parse(text), Err(Problem::NotAMobile), "{text}");
        }
        let mobile = Mobile::parse("06 12 34 56 78").expect("a mobile number");
        assert!(mobile.masked().ends_with("78") && !mobile.masked().contains("56"));
    }
}
