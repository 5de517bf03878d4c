//! Servers that the portal is compared to: this program, with a subcommand.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};
use domain::path;

use crate::baselines::{layout, plain_site};
use crate::client::Browser;
use crate::environment::Environment;
use crate::process::Program;

/// A running baseline server.
pub(super) struct Baseline {
    pub(super) program: Program,
    pub(super) address: std::net::SocketAddr,
}

impl Baseline {
    /// Starts a plain axum route that returns this page from memory.
    pub(super) fn static_page(environment: &Environment, page: &str) -> Result<Self> {
        let file = environment.folder.path().join("page.html");
        fs::write(&file, page)?;
        Self::start(environment, "static-page", &file)
    }

    /// Starts the dashboard by axum and askama; `page`: the portal's.
    pub(super) fn askama_page(environment: &Environment, page: &str) -> Result<Self> {
        let file = environment.folder.path().join("layout.json");
        fs::write(&file, serde_json::to_string(&layout::extract(page)?)?)?;
        Self::start(environment, "askama-page", &file)
    }

    /// Starts the baseline for browsers, with pages taken from the portal.
    pub(super) async fn without_scripts(environment: &Environment, person: &mut Browser) -> Result<Self> {
        let mut visitor = Browser::at(environment.portal_address);
        let plain = |page: String| plain_site::without_scripts(&page);
        let parts = plain_site::Parts {
            layout: layout::extract(&plain(person.page(path::DASHBOARD).await?))?,
            opinion: plain(visitor.page(path::OPINION).await?),
            thanks: plain(visitor.page(path::OPINION_SENT).await?),
            site: environment.installation.site.clone(),
        };
        let file = environment.folder.path().join("plain-site.json");
        fs::write(&file, serde_json::to_string(&parts)?)?;
        Self::start(environment, "plain-site", &file)
    }

    /// Starts this program with the baseline's subcommand, on the server core.
    fn start(environment: &Environment, subcommand: &'static str, file: &Path) -> Result<Self> {
        let program = std::env::current_exe()?;
        let mut command = environment.configured(environment.installation.cores.server_command(&program));
        command.arg(subcommand).arg(file).stdout(Stdio::piped());
        let mut program = Program::start(subcommand, &mut command)?;
        let line = program.first_line()?;
        let address = line.parse().with_context(|| format!("{subcommand} printed: {line}"))?;
        Ok(Self { program, address })
    }
}
