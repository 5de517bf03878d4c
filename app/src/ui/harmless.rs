//! Texts that a shared view shows: everything else is masked in the person's browser (`docs/adr/0048`).

use std::borrow::Cow;

/// Returns the value of `data-visible` for an element with this text, and the text. The value is set if the text is part of
/// the program, and so says nothing about a person. Texts that are put together at run time are not marked.
pub fn harmless(text: Cow<'static, str>) -> (Option<&'static str>, String) {
    (matches!(text, Cow::Borrowed(_)).then_some(""), text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_texts_of_the_program_are_marked() {
        assert_eq!(harmless("Mes paiements".into()).0, Some(""));
        assert_eq!(harmless(format!("Paiement de {}", "Camille").into()).0, None);
        assert_eq!(harmless("Camille".to_owned().into()).0, None);
    }
}
