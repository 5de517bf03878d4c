//! Short names for the functions that the WebAssembly module and its JavaScript have of each other. Those of wasm-bindgen
//! end in hashes, in both files: six kilobytes that cannot be compressed.

use std::collections::{HashMap, HashSet};
use std::mem;

use anyhow::{Result, ensure};
use walrus::Module;
use wasm_bindgen_cli_support::Output;

/// Renames the imports and the exports of the module, and removes exports that the JavaScript never reads. Returns the
/// JavaScript with the same names.
///
/// # Errors
/// If the JavaScript does not define each import exactly once.
pub fn shorten(output: &mut Output) -> Result<String> {
    let text = shorten_imports(output)?;
    Ok(shorten_exports(output.wasm_mut(), &text))
}

fn shorten_imports(output: &mut Output) -> Result<String> {
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

/// Of the exports, only those of wasm-bindgen: the JavaScript exports the others under their own names.
fn shorten_exports(module: &mut Module, text: &str) -> String {
    let internal: Vec<_> =
        module.exports.iter().filter(|export| is_internal(&export.name)).map(|export| export.id()).collect();
    let names: HashMap<String, String> = internal
        .iter()
        .enumerate()
        .map(|(rank, id)| (module.exports.get(*id).name.clone(), short(rank)))
        .collect();
    let (text, read) = rename_members(text, &names);
    for id in internal {
        let export = module.exports.get_mut(id);
        match names.get(&export.name).filter(|_| read.contains(&export.name)) {
            Some(short) => export.name.clone_from(short),
            None => module.exports.delete(id),
        }
    }
    text
}

fn is_internal(export: &str) -> bool {
    ["__", "wasm_bindgen__", "_WASM_SPLIT"].iter().any(|start| export.starts_with(start))
}

/// Returns `a` to `z`, `aa`, `ab` …
fn short(rank: usize) -> String {
    let last = char::from(b"abcdefghijklmnopqrstuvwxyz"[rank % 26]);
    let before = if rank < 26 { String::new() } else { short(rank / 26 - 1) };
    format!("{before}{last}")
}

/// Replaces identifiers. Returns the text and the number of replacements.
fn rename(text: &str, names: &HashMap<String, String>) -> (String, usize) {
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

/// Replaces members of the module: `wasm.<name>`. Returns the text, and the names that it has.
fn rename_members(text: &str, names: &HashMap<String, String>) -> (String, HashSet<String>) {
    const MODULE: &str = "wasm.";
    let mut pieces = text.split(MODULE);
    let mut renamed = pieces.next().unwrap_or_default().to_owned();
    let mut read = HashSet::new();
    for piece in pieces {
        let (member, rest) = piece.split_at(piece.find(|c| !is_part(c)).unwrap_or(piece.len()));
        read.insert(member.to_owned());
        renamed.extend([MODULE, names.get(member).map_or(member, String::as_str), rest]);
    }
    (renamed, read)
}

/// Returns `true` for the characters of an identifier.
fn is_part(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_$".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_members_of_the_module_are_renamed() {
        let names = HashMap::from([("__free".to_owned(), "a".to_owned())]);
        let (renamed, read) = rename_members("wasm.__free(__free); wasm.__free2(wasm.memory)", &names);
        assert_eq!(renamed, "wasm.a(__free); wasm.__free2(wasm.memory)");
        assert_eq!(read, ["__free", "__free2", "memory"].map(str::to_owned).into());
    }

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
