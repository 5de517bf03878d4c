//! Words that the last section of `docs/glossary.md` replaces.

use std::fs;

use crate::{
    source_files::{rust_files, workspace},
    sources::crate_folders,
};

#[test]
fn replaced_words_are_gone() {
    let root = workspace();
    let glossary = fs::read_to_string(root.join("docs/glossary.md")).expect("the glossary");
    let replaced = replaced_words(&glossary);
    assert_eq!(replaced.len(), 20, "the table of the glossary is no longer found");
    let mut found = Vec::new();
    for file in crate_folders().iter().flat_map(|folder| rust_files(&root.join(folder))) {
        let text = fs::read_to_string(&file).expect("a readable file");
        for (index, line) in text.lines().enumerate() {
            for (word, term) in replaced.iter().filter(|(word, _)| has_word(line, word)) {
                let file = file.strip_prefix(&root).expect("in the workspace").display();
                found.push(format!("{file}:{}: write {term}, not {word}", index + 1));
            }
        }
    }
    eprintln!("words that the glossary replaces: {}", found.len());
    assert!(found.is_empty(), "docs/glossary.md has other words for these:\n{}", found.join("\n"));
}

/// Rows of the table: the word and the term to write.
fn replaced_words(glossary: &str) -> Vec<(String, String)> {
    let (_, section) = glossary.split_once("## Replaced words").expect("the section");
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    rows.map(|(word, term)| (word.to_lowercase(), term.trim_end_matches(" |").to_owned())).collect()
}

/// Returns `true` if the line contains the whole word, in any case.
fn has_word(line: &str, word: &str) -> bool {
    let line = line.to_lowercase();
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| {
        !is_part(line[..at].chars().next_back()) && !is_part(line[at + word.len()..].chars().next())
    })
}

#[test]
fn words_are_found_whole() {
    let word = "part".to_owned() + "ner";
    assert!(has_word(&format!("A {word}."), &word) && has_word(&word.to_uppercase(), &word));
    assert!(!has_word(&format!("{word}s"), &word) && !has_word(&format!("co_{word}"), &word));
}
