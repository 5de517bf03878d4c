//! Words of the former dialect that `docs/glossary.md` replaces.

use std::fs;

use crate::sources::{rust_files, workspace};

/// A word that stands in no Rust file, as a whole word, and the term to use.
const REPLACED: &[(&str, &str)] = &[
    ("Partner", "co-owner"),
    ("partner", "co-owner"),
    ("partners", "co-owners"),
    ("errand", "purpose of an authorization request"),
    ("Errand", "purpose of an authorization request"),
    ("journey to", "authorization request"),
    ("way in", "address"),
    ("by itself", "automatically, in the background"),
    ("give up", "dead letter"),
    ("gives up", "dead letter"),
    ("put off", "retry"),
    ("is nobody", "None"),
    ("nobody's", "no owner"),
    ("fresh proof", "re-authentication"),
    ("when_stale", "refresh_if_stale"),
    ("Standing", "stage, state"),
    ("standing", "stage, state"),
    ("Told", "outcome, notice"),
    ("unfinished_form", "parked_form"),
    ("single_sign_on", "oidc_provider"),
    ("fn draw", "generate, render"),
    ("fn tell", "notify"),
    ("The same again", "stable across retries"),
];

#[test]
fn words_of_the_former_dialect_are_gone() {
    let root = workspace();
    let mut found = Vec::new();
    for folder in
        ["domain", "platform", "backend", "app", "frontend", "server", "simulator", "xtask", "bench"]
    {
        for file in rust_files(&root.join(folder)) {
            if file.ends_with("tests/structure/words.rs") {
                continue;
            }
            let text = fs::read_to_string(&file).expect("a readable file");
            for (index, line) in text.lines().enumerate() {
                for (word, term) in REPLACED.iter().filter(|(word, _)| has_word(line, word)) {
                    let file = file.strip_prefix(&root).expect("in the workspace").display();
                    found.push(format!("{file}:{} « {word} »: write {term}", index + 1));
                }
            }
        }
    }
    eprintln!("words that the glossary replaces: {}", found.len());
    assert!(found.is_empty(), "docs/glossary.md has other words for these:\n{}", found.join("\n"));
}

fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| {
        !is_part(line[..at].chars().next_back()) && !is_part(line[at + word.len()..].chars().next())
    })
}

#[test]
fn words_are_found_whole() {
    assert!(has_word("a partner.", "partner"));
    assert!(!has_word("partners", "partner") && !has_word("co_partner", "partner"));
}
