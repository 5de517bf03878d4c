//! `outbox`: mails that could not be delivered.

use backend::{Portal, health, mail};
use clap::Subcommand;
use uuid::Uuid;

#[derive(Subcommand)]
pub enum Action {
    /// Counts the waiting mails and lists those given up.
    List,
    /// Tries a given-up mail again.
    Retry { id: Uuid },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    match action {
        Action::List => {
            let (waiting, dead) = health::outbox_counts(portal).await.map_err(super::told)?;
            super::say(format_args!("{} waiting, {dead} given up", waiting - dead));
            for mail in mail::dead_letters(portal).await.map_err(super::told)? {
                super::say(format_args!(
                    "{}\t{}\t{}\t{} attempts\t{}",
                    mail.id,
                    mail.kind,
                    mail.recipient,
                    mail.attempts,
                    mail.last_error.as_deref().unwrap_or("")
                ));
            }
        }
        Action::Retry { id } => mail::retry(portal, id).await.map_err(super::told)?,
    }
    Ok(())
}
