//! Times on pages: one component shows them, to which scripts add the time of the person's device.

use std::fs;

use crate::source_files::{rust_files, workspace};

#[test]
fn pages_show_times_by_the_component() {
    let component = workspace().join("app/src/ui/time.rs");
    let formats = |text: &str| text.contains(".french_minute()") || text.contains(".french()");
    assert!(formats(&fs::read_to_string(&component).expect("the component")));
    let files = rust_files(&workspace().join("app/src"));
    let others = files.iter().filter(|file| **file != component);
    let found: Vec<_> =
        others.filter(|file| formats(&fs::read_to_string(file).expect("a readable file"))).collect();
    assert!(found.is_empty(), "these pages format a time themselves, instead of <Time at/>: {found:?}");
}
