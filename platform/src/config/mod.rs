//! Configuration: loading from a TOML file and the environment, and the sections of the infrastructure.
//!
//! The environment overrides the file: `PRODOUANE__SECTION__KEY=value`.

mod file;
mod sections;

use std::path::Path;

use anyhow::Context;
use figment::{Figment, providers::Env};
use serde::de::DeserializeOwned;

use file::TomlFile;
pub use sections::{
    DatabaseConfig, EncryptionConfig, EncryptionKey, FilesConfig, LiveConfig, LogKey, MailConfig,
    ScannerConfig, SmsConfig, TimestampConfig, TransparencyConfig,
};

/// Prefix of the environment variables that override the file.
pub const ENVIRONMENT_PREFIX: &str = "PRODOUANE__";

/// Reads the defaults of `T`, then the file if there is one, then the environment.
///
/// # Errors
/// A missing or unreadable file, an unknown key, a value of the wrong type.
pub fn load<T: DeserializeOwned>(file: Option<&Path>) -> anyhow::Result<T> {
    let mut figment = Figment::new();
    if let Some(path) = file {
        figment = figment.merge(TomlFile::read(path)?);
    }
    figment.merge(Env::prefixed(ENVIRONMENT_PREFIX).split("__")).extract().context("invalid configuration")
}

/// Reads a TOML text, without file or environment.
///
/// # Errors
/// Invalid TOML, an unknown key, a value of the wrong type.
pub fn parse<T: DeserializeOwned>(text: &str) -> anyhow::Result<T> {
    Ok(Figment::new().merge(TomlFile::parse(text)?).extract()?)
}
