//! One style of modules: a module with several files is a folder with `mod.rs`.

use crate::{
    source_files::{rust_files, workspace},
    sources::crate_folders,
};

#[test]
fn no_file_has_the_name_of_a_folder_beside_it() {
    let root = workspace();
    let both: Vec<String> = crate_folders()
        .iter()
        .flat_map(|folder| rust_files(&root.join(folder)))
        .filter(|file| file.with_extension("").is_dir())
        .map(|file| file.strip_prefix(&root).expect("in the workspace").display().to_string())
        .collect();
    assert!(both.is_empty(), "move these into their folder as mod.rs:\n{}", both.join("\n"));
}
