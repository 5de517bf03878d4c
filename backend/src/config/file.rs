use std::path::{Path, PathBuf};

use anyhow::Context;
use figment::{
    Metadata, Profile, Provider,
    providers::Serialized,
    value::{Dict, Map},
};

/// The configuration file, as a source that errors name.
pub struct TomlFile {
    path: Option<PathBuf>,
    content: toml::Table,
}

impl TomlFile {
    /// # Errors
    /// No such file, no right to read it, no TOML.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let name = || format!("the configuration file {}", path.display());
        let text = std::fs::read_to_string(path).with_context(name)?;
        let file = Self::parse(&text).with_context(name)?;
        Ok(TomlFile { path: Some(path.to_owned()), ..file })
    }

    /// # Errors
    /// No TOML: where, and why.
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
