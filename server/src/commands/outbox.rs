//! `outbox`: outgoing mails and dead letters.

use backend::{Portal, health};
use clap::Subcommand;
use platform::{id::MailId, mail};

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Prints the number of queued mails and the dead letters.
    List,
    /// Retries a dead letter.
    Retry { id: MailId },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    match action {
        Action::List => {
            let (total, dead) = health::outbox_counts(portal).await.map_err(output::one_line)?;
            output::print(format_args!("{} queued, {dead} dead letters", total - dead));
            for mail in mail::dead_letters(portal).await.map_err(output::one_line)? {
                output::print(format_args!(
                    "{}\t{}\t{}\t{} attempts\t{}",
                    mail.id,
                    mail.kind,
                    mail.recipient,
                    mail.attempts,
                    mail.last_error.as_deref().unwrap_or("")
                ));
            }
        }
        Action::Retry { id } => mail::retry(portal, id).await.map_err(output::one_line)?,
    }
    Ok(())
}
