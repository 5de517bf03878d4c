//! The list of addresses is whole: routers are made by `addresses.rs` and by nothing else.

use std::fs;
use std::path::{Path, PathBuf};

/// What adds an address, or a whole router of others' addresses.
const ADDS: [&str; 10] = [
    "Router::new()",
    ".route_service(",
    ".nest(",
    ".nest_service(",
    ".leptos_routes(",
    ".leptos_routes_with_context(",
    ".leptos_routes_with_handler(",
    ".fallback_service(",
    "Router::default()",
    "axum::serve(",
];

#[test]
fn routers_are_made_in_one_place() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for file in files(&source) {
        if file.ends_with("addresses.rs") && file.parent() == Some(&source) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a source file");
        let lines = text.lines().zip(1..).filter(|(line, _)| ADDS.iter().any(|adds| line.contains(adds)));
        found.extend(lines.map(|(line, number)| format!("{}:{number}: {}", file.display(), line.trim())));
    }
    assert!(
        found.is_empty(),
        "an address that is not listed: use `Addressed` (src/addresses.rs)\n{}",
        found.join("\n")
    );
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files
}
