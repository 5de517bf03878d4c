//! `outbox`: outgoing mails and dead letters.

use backend::Portal;
use clap::Subcommand;
use platform::{
    id::MailId,
    mail::{self, DeadMail},
};

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Prints the numbers of queued, dead and expired mails, then one line for each that gets no further attempt: refused by
    /// the mail server for good, exhausted (attempts), or expired (its code, link or date had ended).
    List,
    /// Retries a dead letter, unless what it carries has ended.
    Retry { id: MailId },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    match action {
        Action::List => list(portal).await.map_err(output::one_line),
        Action::Retry { id } => mail::retry(portal, id).await.map_err(output::one_line),
    }
}

async fn list(portal: &Portal) -> Result<(), platform::Error> {
    let mail::Counts { queued, dead, refused, expired } = mail::counts(portal).await?;
    output::print(format_args!(
        "{queued} queued, {dead} dead letters ({refused} refused), {expired} expired"
    ));
    for mail in mail::dead_letters(portal).await? {
        output::print(line(&mail));
    }
    Ok(())
}

fn line(mail: &DeadMail) -> String {
    // An answer of the mail server may have several lines.
    let error = mail.last_error.as_deref().unwrap_or("").lines().collect::<Vec<_>>().join(" ");
    format!(
        "{}\t{}\t{}\t{}\t{} attempts\t{error}",
        mail.id, mail.kind, mail.recipient, mail.dead_reason, mail.attempts
    )
}
