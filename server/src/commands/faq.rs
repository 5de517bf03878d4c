//! `faq`: what editors of the frequent questions need to know.

use backend::{Portal, search};
use clap::Subcommand;

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Lists the searches and questions of the last 90 days that no text answered, the most frequent first.
    Unanswered,
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    let Action::Unanswered = action;
    for miss in search::misses(portal).await.map_err(output::one_line)? {
        output::print(format_args!("{}\t{}\t{}", miss.times, miss.last_at.french_day(), miss.words));
    }
    Ok(())
}
