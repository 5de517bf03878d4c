//! Variables in the text of a canned answer.

use super::variable::Variable;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    /// A word between braces, with them: « {objet} ».
    Braced(&'a str),
}

/// Cuts a text into pieces. Braces around anything but one word are text.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut found, mut rest, mut from) = (Vec::new(), text, 0);
    while let Some(at) = rest[from..].find('{').map(|at| from + at) {
        match word_length(&rest[at + 1..]) {
            Some(length) => {
                let end = at + length + 2;
                found.extend([Piece::Text(&rest[..at]), Piece::Braced(&rest[at..end])]);
                (rest, from) = (&rest[end..], 0);
            }
            None => from = at + 1,
        }
    }
    found.push(Piece::Text(rest));
    found
}

/// Returns the length of the word before a closing brace.
fn word_length(text: &str) -> Option<usize> {
    let length = text.find(|c: char| !c.is_alphabetic() && c != '_')?;
    (length > 0 && text[length..].starts_with('}')).then_some(length)
}

fn variable(braced: &str) -> Option<Variable> {
    Variable::from_name(braced.trim_matches(['{', '}']))
}

/// Returns the first variable of a text that does not exist, with its braces.
pub fn unknown_variable(text: &str) -> Option<&str> {
    pieces(text).into_iter().find_map(|piece| match piece {
        Piece::Braced(braced) if variable(braced).is_none() => Some(braced),
        _ => None,
    })
}

/// Replaces the variables of a text by their values, each once: braces of a value stay as they are, and its brackets begin no
/// blank. A variable without value becomes a blank with its label.
pub fn fill(text: &str, value: impl Fn(Variable) -> String) -> String {
    let mut filled = String::with_capacity(text.len() + 100);
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Braced(braced) => match variable(braced) {
                Some(variable) => push_value(&mut filled, variable, &value(variable)),
                None => filled.push_str(braced),
            },
        }
    }
    filled
}

fn push_value(filled: &mut String, variable: Variable, value: &str) {
    if value.trim().is_empty() {
        filled.push_str("[[");
        filled.push_str(variable.label());
        filled.push_str("]]");
        return;
    }
    for c in value.chars() {
        if c == '[' && filled.ends_with('[') {
            filled.push(' ');
        }
        filled.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{blanks::first_blank, variable::example};
    use super::*;

    fn example_of(text: &str) -> String {
        fill(text, |variable| example(variable).to_owned())
    }

    #[test]
    fn variables_are_replaced() {
        let text = "Bonjour,\n{reference}\u{a0}: {objet} ({siren}){service}";
        assert_eq!(
            example_of(text),
            "Bonjour,\nQ-2026-7F3K9M\u{a0}: Demande de délai (123\u{a0}456\u{a0}782)Recette régionale (fictive)"
        );
        for variable in Variable::ALL {
            assert_eq!(example_of(&format!("{{{}}}", variable.name())), example(variable));
            assert_eq!(Variable::from_name(variable.name()), Some(variable));
        }
    }

    #[test]
    fn other_braces_are_text() {
        for text in
            ["", "{", "}", "{}", "{ objet }", "{objet", "objet}", "{a b}", "{{", "{1}", "{objet }", "é{"]
        {
            assert_eq!(example_of(text), text);
            assert_eq!(unknown_variable(text), None, "{text}");
        }
        assert_eq!(example_of("{{objet}}"), "{Demande de délai}");
        assert_eq!(example_of("{a {objet}"), "{a Demande de délai");
    }

    #[test]
    fn unknown_variables_are_named() {
        assert_eq!(unknown_variable("{objet} {client} {autre}"), Some("{client}"));
        assert_eq!(unknown_variable("{Objet}"), Some("{Objet}"));
        assert_eq!(unknown_variable("{échéance}"), Some("{échéance}"));
        assert_eq!(unknown_variable("{objet}{motif}"), None);
    }

    #[test]
    fn values_are_not_read_again() {
        let hostile = |variable| match variable {
            Variable::Subject => "{motif}{{agent}}".to_owned(),
            Variable::Company => "{objet".to_owned(),
            _ => "secret".to_owned(),
        };
        assert_eq!(fill("<{objet}>", hostile), "<{motif}{{agent}}>");
        assert_eq!(
            fill("{entreprise}}", hostile),
            "{objet}",
            "braces of a value and of the text make no variable"
        );
    }

    #[test]
    fn values_begin_no_blank() {
        let hostile = |_| "[[[x]]".to_owned();
        for text in ["{objet}", "[{objet}", "a{objet}b"] {
            assert_eq!(first_blank(&fill(text, hostile)), None, "{text}");
        }
        let bracket = |_| "[".to_owned();
        assert_eq!(first_blank(&fill("{objet}{motif}", bracket)), None);
    }

    #[test]
    fn variable_without_value_is_a_blank() {
        let filled = fill("Réponse avant le {echeance}.", |_| " ".to_owned());
        assert_eq!(first_blank(&filled), Some("[[date de la réponse promise]]"));
    }
}
