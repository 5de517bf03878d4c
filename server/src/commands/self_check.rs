//! `self-check`: results of access self-checks, for the assistance.

use backend::{Portal, assistance::self_check};
use clap::Subcommand;

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Shows a self-check of the last 30 days, as the visitor sees it.
    Show {
        /// Reference that the visitor reads on the telephone: 7F3K-9M2T; case, spaces and hyphens are ignored.
        reference: String,
    },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    let Action::Show { reference } = action;
    let found = self_check::find(portal, &reference).await.map_err(output::one_line)?;
    output::print(format_args!("{}\t{}", found.reference.grouped(), found.created_at.french_minute()));
    for finding in found.findings() {
        output::print(format_args!("{}\t{}\t{}", finding.subject, finding.verdict.label(), finding.text));
    }
    Ok(())
}
