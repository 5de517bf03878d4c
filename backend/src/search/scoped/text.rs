use std::collections::BTreeSet;

use domain::analyser::tokens;

/// Part of a text: a search looks in some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// What its readers wrote.
    Text,
    /// Name and number of the company, which the company itself does not search.
    Company,
}

impl Part {
    /// First letter of its tokens.
    pub(super) fn letter(self) -> char {
        match self {
            Part::Text => 't',
            Part::Company => 'c',
        }
    }
}

/// First letter of the token of a scope.
const SCOPE: char = 'z';

/// Tokens of a text to index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ScopedText(BTreeSet<String>);

impl ScopedText {
    /// Adds a scope, of small letters and digits.
    pub fn scope(&mut self, scope: &str) {
        self.0.insert(scope_token(scope));
    }

    /// Adds words to a part.
    pub fn add(&mut self, part: Part, text: &str) {
        self.0.extend(tokens(text).into_iter().map(|token| format!("{}{token}", part.letter())));
    }

    /// Returns the tokens with a space between them.
    pub(super) fn joined(&self) -> String {
        self.0.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

pub(super) fn scope_token(scope: &str) -> String {
    format!("{SCOPE}{scope}")
}
