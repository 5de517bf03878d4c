use std::{
    fs::{self, File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::Context;
use sqlx::sqlite::SqliteConnectOptions;

use crate::config::DatabaseConfig;

/// Keeps other servers off a SQLite file, which serves one process: jobs, notifications and caches suppose that. Lasts
/// until it is dropped or the process ends, however it ends. Commands take no lock: they may run beside a server.
#[derive(Debug)]
pub struct ServeLock {
    _file: Option<File>,
}

impl ServeLock {
    /// Locks the file `….lock` beside the SQLite file. Several servers may share PostgreSQL, and an in-memory database
    /// belongs to one process anyway: no lock.
    ///
    /// # Errors
    /// If another server holds the lock, or the file cannot be created.
    pub fn acquire(config: &DatabaseConfig) -> anyhow::Result<ServeLock> {
        let Some(database) = sqlite_file(config)? else { return Ok(ServeLock { _file: None }) };
        let path = lock_path(&database)?;
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .with_context(|| format!("cannot open the lock file {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(ServeLock { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => anyhow::bail!(
                "another server uses the database {} (lock file {}): stop it first, or use PostgreSQL to run several",
                database.display(),
                path.display()
            ),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("cannot lock the file {}", path.display()))
            }
        }
    }
}

fn sqlite_file(config: &DatabaseConfig) -> anyhow::Result<Option<PathBuf>> {
    let url = &config.url;
    if !url.starts_with("sqlite:") || url.contains(":memory:") || url.contains("mode=memory") {
        return Ok(None);
    }
    let options = SqliteConnectOptions::from_str(url).context("database.url")?;
    Ok(Some(options.get_filename().to_owned()))
}

/// Path of the lock file. Links are followed, so that two paths of one database have one lock.
fn lock_path(database: &Path) -> anyhow::Result<PathBuf> {
    let folder = database.parent().filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| format!("cannot create the folder {}", folder.display()))?;
    let resolved = match fs::canonicalize(database) {
        Ok(existing) => existing,
        // Created by this server.
        Err(_) => {
            let folder = fs::canonicalize(folder).with_context(|| format!("{}", folder.display()))?;
            folder.join(database.file_name().context("database.url names no file")?)
        }
    };
    let mut path = resolved.into_os_string();
    path.push(".lock");
    Ok(path.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(url: &str) -> DatabaseConfig {
        DatabaseConfig { url: url.to_owned(), ..DatabaseConfig::default() }
    }

    #[test]
    fn lock_is_held_by_one_server_at_a_time_whatever_path_it_uses() {
        let folder = std::env::temp_dir().join(format!("prodouane-{}", uuid::Uuid::now_v7()));
        let direct = config(&format!("sqlite:{}", folder.join("portal.db").display()));
        let first = ServeLock::acquire(&direct).expect("the lock");
        fs::write(folder.join("portal.db"), "").expect("a file");
        std::os::unix::fs::symlink(folder.join("portal.db"), folder.join("link.db")).expect("a link");
        let through_link = config(&format!("sqlite://{}?mode=rwc", folder.join("link.db").display()));
        for other in [&direct, &through_link] {
            let refused = ServeLock::acquire(other).expect_err("held").to_string();
            assert!(refused.contains("another server") && refused.contains("portal.db"), "{refused}");
        }
        drop(first);
        ServeLock::acquire(&through_link).expect("free again");
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn shared_and_private_databases_need_no_lock() {
        for url in ["postgres://localhost/prodouane", "sqlite::memory:", "sqlite:file:x?mode=memory"] {
            assert!(ServeLock::acquire(&config(url)).expect("no lock")._file.is_none(), "{url}");
        }
    }
}
