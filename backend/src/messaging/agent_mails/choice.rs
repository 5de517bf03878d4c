use domain::{
    agent_mails::{self, MailChoice},
    form::{Answers, checked},
};
use platform::{Error, db::Tx, execute, on, on_tx};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::StaffId,
    staff::{self, AddressedColleague},
};

/// Stored choice: `instant`, hour of the digest.
type Row = (bool, Option<i32>);

const OF_MEMBER: &str = "SELECT instant, digest_hour FROM agent_mail_choice WHERE member = $1";

fn from_row(row: Option<Row>) -> MailChoice {
    match row {
        Some((instant, hour)) => {
            MailChoice { instant, digest_hour: hour.and_then(|hour| i8::try_from(hour).ok()) }
        }
        None => MailChoice::default(),
    }
}

/// Returns which mails the signed-in agent receives.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is no agent.
pub async fn mail_choice(portal: &Portal, session: &Session) -> Result<MailChoice, Error> {
    let member = session.agent()?.id;
    Ok(from_row(on!(portal.db, |c| sqlx::query_as(OF_MEMBER).bind(member).fetch_optional(c).await)?))
}

/// Returns the agent to mail at once about a question of the service, if they still answer for it and chose to receive such mails.
pub(in crate::messaging) async fn instant_recipient(
    tx: &mut Tx,
    member: StaffId,
    service: &str,
) -> Result<Option<AddressedColleague>, Error> {
    let choice = from_row(on_tx!(tx, |c| sqlx::query_as(OF_MEMBER).bind(member).fetch_optional(c).await)?);
    if choice.instant { staff::lock_colleague(tx, member, service).await } else { Ok(None) }
}

/// Changes which mails the signed-in agent receives.
///
/// # Errors
/// As [`mail_choice`]; [`Error::Invalid`]: problems of the form.
pub async fn choose_mails(portal: &Portal, session: &Session, answers: &Answers) -> Result<(), Error> {
    let member = session.agent()?.id;
    let answers = checked(&agent_mails::form(), answers, &())?;
    let choice = agent_mails::read(&answers);
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO agent_mail_choice (member, instant, digest_hour) VALUES ($1, $2, $3)
             ON CONFLICT (member) DO UPDATE SET instant = excluded.instant, digest_hour = excluded.digest_hour",
        )
        .bind(member)
        .bind(choice.instant)
        .bind(choice.digest_hour.map(i32::from))
    )?;
    Ok(())
}
