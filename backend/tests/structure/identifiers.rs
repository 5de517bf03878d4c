//! Identifiers outside `platform` are typed.

use std::fs;

use crate::source_files::{rust_files, workspace};

/// Defines the types.
const DEFINITIONS: &str = "backend/src/id.rs";

#[test]
fn bare_uuids_are_in_platform_only() {
    let root = workspace();
    let mut bare = Vec::new();
    for file in ["domain", "backend", "app", "server"]
        .iter()
        .flat_map(|folder| rust_files(&root.join(folder).join("src")))
    {
        let name = file.strip_prefix(&root).expect("in the workspace").to_string_lossy().replace('\\', "/");
        if name == DEFINITIONS {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a readable file");
        let lines = text.lines().enumerate().filter(|(_, line)| line.contains("Uuid"));
        bare.extend(lines.map(|(index, line)| format!("{name}:{} {}", index + 1, line.trim())));
    }
    eprintln!("bare identifiers outside platform: {}", bare.len());
    assert!(bare.is_empty(), "use the types of {DEFINITIONS}:\n{}", bare.join("\n"));
}
