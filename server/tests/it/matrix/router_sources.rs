//! The list of routes is complete: only `route_registry.rs` builds routers.

use std::fs;
use std::path::{Path, PathBuf};

/// Calls that add a route or a router.
const ROUTER_CALLS: [&str; 10] = [
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
fn only_the_route_registry_builds_routers() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for file in files(&source) {
        if file.ends_with("route_registry.rs") && file.parent() == Some(&source) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a source file");
        let lines =
            text.lines().zip(1..).filter(|(line, _)| ROUTER_CALLS.iter().any(|call| line.contains(call)));
        found.extend(lines.map(|(line, number)| format!("{}:{number}: {}", file.display(), line.trim())));
    }
    assert!(
        found.is_empty(),
        "a route that is not listed: use `RouteRegistry` (src/route_registry.rs)\n{}",
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
