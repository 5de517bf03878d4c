//! `links`: addresses of other sites in the configuration.

use anyhow::ensure;
use backend::config::Config;
use clap::Subcommand;
use futures::{StreamExt, stream};
use platform::link_check::{LinkChecker, LinkState, TIMEOUT};
use url::Url;

use super::output;

/// Number of addresses asked at the same time.
const CONCURRENT: usize = 4;

#[derive(Subcommand)]
pub enum Action {
    /// Asks every configured site for its page: prints key, state and address, and fails if people do not reach one.
    Check,
}

/// Runs without the database.
///
/// # Errors
/// If an address does not lead to its page.
pub async fn run(config: &Config, action: &Action) -> anyhow::Result<()> {
    let Action::Check = action;
    let checker = LinkChecker::open(TIMEOUT)?;
    let checked = stream::iter(config.outside_addresses())
        .map(|(key, address)| {
            let checker = checker.clone();
            async move { (key, checker.check(&address).await, address) }
        })
        .buffered(CONCURRENT);
    let checked: Vec<(String, LinkState, Url)> = checked.collect().await;
    let width = checked.iter().map(|(key, ..)| key.len()).max().unwrap_or_default();
    for (key, state, address) in &checked {
        output::print(format_args!("{key:width$}  {address}  {}", words(state)));
    }
    let broken = checked.iter().filter(|(_, state, _)| state.is_broken()).count();
    ensure!(broken == 0, "{broken} of {} addresses do not lead to their page", checked.len());
    Ok(())
}

fn words(state: &LinkState) -> String {
    match state {
        LinkState::Answers => "answers".to_owned(),
        LinkState::Moved(to) => format!("moved to {to}"),
        LinkState::HomePage(to) => format!("BROKEN: leads to the home page {to}"),
        LinkState::Refused(status) => format!("BROKEN: answers {status}"),
        LinkState::Silent(reason) => format!("BROKEN: {reason}"),
    }
}
