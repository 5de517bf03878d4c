//! Limit of the system on open files, connections among them.

use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// Files besides connections: databases, uploads, connections to other servers.
const OTHER_FILES: usize = 512;

/// Raises the limit on open files to the maximum allowed to this process: many systems start programs with 1 024 only.
/// Returns the number of connections that fit, at most `wanted`.
pub fn raise_for(wanted: usize) -> usize {
    let files = match raise() {
        Ok(files) => usize::try_from(files).unwrap_or(usize::MAX),
        Err(error) => {
            tracing::warn!(%error, "failed to raise the limit on open files");
            return wanted;
        }
    };
    let possible = files.saturating_sub(OTHER_FILES).max(1);
    if possible < wanted {
        tracing::warn!(files, possible, wanted, "the limit on open files reduces limits.connections");
    }
    wanted.min(possible)
}

/// Returns the new limit.
fn raise() -> nix::Result<u64> {
    let (_, maximum) = getrlimit(Resource::RLIMIT_NOFILE)?;
    setrlimit(Resource::RLIMIT_NOFILE, maximum, maximum)?;
    Ok(maximum)
}
