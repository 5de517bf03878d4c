//! Files with real data, too large for the repository.

use std::path::PathBuf;

/// Returns the path of a file in the folder `PRODOUANE_SHARED_DATA`, or next to the repository. `None` if it is absent.
pub fn file(name: &str) -> Option<PathBuf> {
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = std::env::var_os("PRODOUANE_SHARED_DATA").map_or(default, PathBuf::from);
    Some(folder.join(name)).filter(|path| path.is_file())
}
