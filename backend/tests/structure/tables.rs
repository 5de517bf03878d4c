//! Each table is written by one module.

use std::collections::BTreeMap;

use crate::sources::Crate;

/// Words of SQL that write, before the name of the table.
const WRITES: [&str; 3] = ["INSERT INTO ", "UPDATE ", "DELETE FROM "];

#[test]
fn each_table_is_written_by_one_module() {
    let mut writers: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for folder in ["platform", "backend"] {
        for (module, source) in &Crate::read(folder).files {
            for (line, table) in written_tables(&source.text) {
                let owner =
                    format!("{folder}::{}", module.iter().take(2).cloned().collect::<Vec<_>>().join("::"));
                let place = format!("{folder}/src/{}:{line}", source.path);
                writers.entry(table).or_default().entry(owner).or_default().push(place);
            }
        }
    }
    let shared: Vec<String> = writers
        .iter()
        .filter(|(_, owners)| owners.len() > 1)
        .map(|(table, owners)| format!("{table}: {owners:?}"))
        .collect();
    eprintln!("tables: {}, written by more than one module: {}", writers.len(), shared.len());
    assert!(writers.len() > 50, "the SQL is no longer found");
    assert!(shared.is_empty(), "these tables have several writers:\n{}", shared.join("\n"));
}

/// Tables named after a writing verb, with the line.
fn written_tables(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for verb in WRITES {
            for (at, _) in line.match_indices(verb) {
                let rest = &line[at + verb.len()..];
                let table: String =
                    rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                if !table.is_empty() && table != "set" {
                    found.push((index + 1, table));
                }
            }
        }
    }
    found
}
