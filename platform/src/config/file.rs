use std::path::{Path, PathBuf};

use anyhow::Context;
use figment::{
    Metadata, Profile, Provider,
    providers::Serialized,
    value::{Dict, Map},
};

/// Configuration file, as a source that error messages name.
pub struct TomlFile {
    path: Option<PathBuf>,
    content: toml::Table,
}

impl TomlFile {
    /// Reads a file.
    ///
    /// # Errors
    /// Missing or unreadable file, invalid TOML.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let name = || format!("the configuration file {}", path.display());
        let text = std::fs::read_to_string(path).with_context(name)?;
        let file = Self::parse(&text).with_context(name)?;
        Ok(TomlFile { path: Some(path.to_owned()), ..file })
    }

    /// Parses a text.
    ///
    /// # Errors
    /// Invalid TOML, with position and reason.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        Ok(TomlFile { path: None, content: toml::from_str(text)? })
    }
}

impl Provider for TomlFile {
    fn metadata(&self) -> Metadata {
        match &self.path {
            Some(path) => Metadata::from("the configuration file", path.as_path()),
            None => Metadata::named("a configuration"),
        }
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Serialized::defaults(&self.content).data()
    }
}
