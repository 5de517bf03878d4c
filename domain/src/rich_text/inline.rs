//! Marks inside a line.

use crate::path;

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Bold(String),
    Link { label: String, address: String },
}

impl Inline {
    pub fn text(&self) -> &str {
        match self {
            Inline::Text(text) | Inline::Bold(text) | Inline::Link { label: text, .. } => text,
        }
    }
}

/// Reads the marks of a line. A mark that is not complete, or a link to a refused address, is text.
pub fn inlines(line: &str) -> Vec<Inline> {
    let (mut found, mut text, mut rest) = (Vec::new(), String::new(), line);
    while let Some(first) = rest.chars().next() {
        match link(rest).or_else(|| bold(rest)) {
            Some((inline, after)) => {
                push_text(&mut found, &mut text);
                found.push(inline);
                rest = after;
            }
            None => {
                text.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    push_text(&mut found, &mut text);
    found
}

fn push_text(found: &mut Vec<Inline>, text: &mut String) {
    if !text.is_empty() {
        found.push(Inline::Text(std::mem::take(text)));
    }
}

/// Reads « [label](address) ».
fn link(rest: &str) -> Option<(Inline, &str)> {
    let (label, after) = rest.strip_prefix('[')?.split_once("](")?;
    let (address, after) = after.split_once(')')?;
    let is_allowed = path::local(address).is_some() || is_foreign(address);
    let is_plain = !label.is_empty() && !label.contains(['[', ']']);
    (is_allowed && is_plain)
        .then(|| (Inline::Link { label: label.to_owned(), address: address.to_owned() }, after))
}

/// Reads « **words** ».
fn bold(rest: &str) -> Option<(Inline, &str)> {
    let (words, after) = rest.strip_prefix("**")?.split_once("**")?;
    (!words.trim().is_empty()).then(|| (Inline::Bold(words.to_owned()), after))
}

/// Returns `true` for an address of another site by HTTPS.
pub fn is_foreign(address: &str) -> bool {
    address.strip_prefix("https://").is_some_and(|rest| {
        !rest.is_empty()
            && !address.contains(|c: char| c.is_whitespace() || c.is_control() || "\"'<>\\".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_portal_or_to_https() {
        for (address, allowed) in [
            ("/aide", true),
            ("https://www.douane.gouv.fr/", true),
            ("http://www.douane.gouv.fr/", false),
            ("javascript:alert(1)", false),
            ("//evil.example", false),
            ("https://a b", false),
            ("https://a\"b", false),
            ("/form/avis", false),
        ] {
            let found = inlines(&format!("Voir [ici]({address})."));
            let is_link = found.iter().any(|inline| matches!(inline, Inline::Link { .. }));
            assert_eq!(is_link, allowed, "{address}");
        }
    }

    #[test]
    fn incomplete_marks_are_text() {
        for line in ["[a](", "[a]", "**a", "****", "[](/aide)", "<b>a</b>", "a ** b"] {
            assert_eq!(inlines(line), [Inline::Text(line.to_owned())], "{line}");
        }
        assert_eq!(
            inlines("a **b** c"),
            [Inline::Text("a ".to_owned()), Inline::Bold("b".to_owned()), Inline::Text(" c".to_owned())]
        );
    }
}
