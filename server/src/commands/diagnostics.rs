//! `diagnostics`: what people's access self-checks found, for the assistance.

use backend::{Portal, diagnostics};
use clap::Subcommand;

#[derive(Subcommand)]
pub enum Action {
    /// Shows a self-check of the last 30 days, exactly as the person sees it.
    Show {
        /// As read on the telephone: 7F3K-9M2T; case, spaces and hyphens are without importance.
        reference: String,
    },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    let Action::Show { reference } = action;
    let found = diagnostics::find(portal, &reference).await.map_err(super::told)?;
    super::say(format_args!("{}\t{}", found.reference.grouped(), found.made_at.french_minute()));
    for finding in found.findings() {
        super::say(format_args!("{}\t{}\t{}", finding.subject, finding.verdict.label(), finding.text));
    }
    Ok(())
}
