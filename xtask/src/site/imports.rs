//! Short names for the functions that the WebAssembly module imports from its JavaScript. Those of wasm-bindgen end in
//! hashes, in both files: six kilobytes that cannot be compressed.

use std::collections::HashMap;
use std::mem;

use anyhow::{Result, ensure};
use wasm_bindgen_cli_support::Output;

/// Renames the imports in the module. Returns the JavaScript with the same names.
///
/// # Errors
/// If the JavaScript does not define each import exactly once.
pub fn shorten(output: &mut Output) -> Result<String> {
    let renamed: HashMap<String, String> = output
        .wasm_mut()
        .imports
        .iter_mut()
        .enumerate()
        .map(|(rank, import)| (mem::replace(&mut import.name, short(rank)), short(rank)))
        .collect();
    let (text, count) = rename(output.js(), &renamed);
    ensure!(count == renamed.len(), "{} imports, {count} definitions in the JavaScript", renamed.len());
    Ok(text)
}

/// Returns `a` to `z`, `aa`, `ab` …
fn short(rank: usize) -> String {
    let last = char::from(b"abcdefghijklmnopqrstuvwxyz"[rank % 26]);
    let before = if rank < 26 { String::new() } else { short(rank / 26 - 1) };
    format!("{before}{last}")
}

/// Replaces identifiers. Returns the text and the number of replacements.
fn rename(text: &str, names: &HashMap<String, String>) -> (String, usize) {
    let is_part = |character: char| character.is_ascii_alphanumeric() || "_$".contains(character);
    let mut renamed = String::with_capacity(text.len());
    let mut count = 0;
    for piece in text.split_inclusive(|character| !is_part(character)) {
        let end = piece.trim_end_matches(|character| !is_part(character)).len();
        let (identifier, rest) = piece.split_at(end);
        if let Some(name) = names.get(identifier) {
            count += 1;
            renamed.push_str(name);
        } else {
            renamed.push_str(identifier);
        }
        renamed.push_str(rest);
    }
    (renamed, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_differ() {
        assert_eq!([0, 25, 26, 27, 701, 702].map(short), ["a", "z", "aa", "ab", "zz", "aaa"]);
    }

    #[test]
    fn only_whole_identifiers_are_renamed() {
        let names = HashMap::from([("__wbg_get_1".to_owned(), "a".to_owned())]);
        let text = "return {__wbg_get_1: function(é) { return __wbg_get_12(_x__wbg_get_1); }};";
        let (renamed, count) = rename(text, &names);
        assert_eq!(renamed, "return {a: function(é) { return __wbg_get_12(_x__wbg_get_1); }};");
        assert_eq!(count, 1);
    }
}
