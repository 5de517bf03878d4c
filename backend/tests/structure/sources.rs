//! Rust files of a crate and their modules.

use std::{collections::BTreeMap, fs};

use crate::source_files::{rust_files, workspace};

/// Path of a module from the crate's root: `["accounts", "sessions"]`, empty for `lib.rs`.
pub type Module = Vec<String>;

/// One file of a crate.
pub struct Source {
    /// Relative to the crate's `src`, with `/`.
    pub path: String,
    pub text: String,
    pub syntax: syn::File,
}

/// The library crate of one folder.
pub struct Crate {
    /// Files by module. Inline modules belong to their file.
    pub files: BTreeMap<Module, Source>,
}

impl Crate {
    /// Reads `<workspace>/<folder>/src`.
    pub fn read(folder: &str) -> Self {
        let root = workspace().join(folder).join("src");
        let mut files = BTreeMap::new();
        for file in rust_files(&root) {
            let path = file.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&file).expect("a readable file");
            let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
            files.insert(module_of(&path), Source { path, text, syntax });
        }
        Crate { files }
    }
}

/// Folders of the workspace's crates.
pub fn crate_folders() -> Vec<String> {
    let manifest = fs::read_to_string(workspace().join("Cargo.toml")).expect("the workspace's manifest");
    let line = manifest.lines().find(|line| line.starts_with("members = ")).expect("the members");
    line.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

fn module_of(path: &str) -> Module {
    let mut segments: Module = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(segments.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        segments.pop();
    }
    segments
}
