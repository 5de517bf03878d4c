use domain::{agent_notice::AgentNoticeKind, path, rights::StaffRole};
use jiff::SignedDuration;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx,
    mail::{self, Lifetime},
};

use super::letter::{Concern, WarningLetter};
use crate::{
    Portal,
    directory::answer_delays,
    messaging::{
        agent_notices,
        conversations::{WarnedQuestion, set_next_warning, with_warning_due, work_calendar},
    },
    portal::Signal,
    staff::{self, AddressedColleague},
};

/// Greatest number of questions in one run.
const BATCH: i64 = 100;

/// Stage of a commitment at which the agents are warned, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Near = 80,
    Over = 100,
}

impl Stage {
    const fn notice(self) -> AgentNoticeKind {
        match self {
            Stage::Near => AgentNoticeKind::DelayNear,
            Stage::Over => AgentNoticeKind::DelayOver,
        }
    }
}

/// Mails and records the warnings that are due: that the end is near to the assignee of the question, else to the agents of its service; that it
/// has passed to the head of the service, if it has one. Outside the working hours
/// of the service, they wait until these begin. Returns the number of warnings.
pub async fn warn_of_delays(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let mut warnings = 0;
    for question in with_warning_due(portal, now, BATCH).await? {
        let mut tx = portal.db.begin().await?;
        warnings += u64::from(warn_of(&mut tx, portal, &question, now).await?);
        tx.commit().await?;
    }
    portal.wake_workers();
    Ok(warnings)
}

/// Returns `false` if nobody is warned now.
async fn warn_of(
    tx: &mut Tx,
    portal: &Portal,
    question: &WarnedQuestion,
    now: Moment,
) -> Result<bool, Error> {
    if let Some(opening) = next_opening(tx, question, now).await? {
        set_next_warning(tx, question, Some(opening)).await?;
        return Ok(false);
    }
    let (stage, next) = match question.answer_due_at <= now {
        true => (Stage::Over, None),
        false => (Stage::Near, Some(question.answer_due_at)),
    };
    if !set_next_warning(tx, question, next).await? || !record(tx, question, stage, now).await? {
        return Ok(false);
    }
    tx.notify(Signal::inbox(&question.service));
    for recipient in recipients(tx, question, stage).await? {
        agent_notices::record(tx, now, recipient.colleague.id, question.id, stage.notice(), "").await?;
        let letter = letter(portal, question, &recipient, stage);
        mail::enqueue(tx, now, &recipient.colleague.mail, &letter, Lifetime::Unlimited).await?;
    }
    Ok(true)
}

/// Returns when the service works next; `None` if it works now, or never again.
async fn next_opening(tx: &mut Tx, question: &WarnedQuestion, now: Moment) -> Result<Option<Moment>, Error> {
    let current = answer_delays::settings_tx(tx, &question.service).await?.hours;
    let hours = if current.are_stated() { &current } else { &question.commitment.0.hours };
    let calendar = work_calendar(hours)?;
    if calendar.is_open(now.timestamp()) {
        return Ok(None);
    }
    let soon = calendar.after(now.timestamp(), SignedDuration::from_secs(1));
    Ok(soon.map(Moment::from_timestamp))
}

/// Records the warning. Returns `false` if it was recorded before.
async fn record(tx: &mut Tx, question: &WarnedQuestion, stage: Stage, now: Moment) -> Result<bool, Error> {
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO answer_warning (conversation, waiting_since, stage, warned_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
        )
        .bind(question.id)
        .bind(question.waiting_since)
        .bind(stage as i32)
        .bind(now)
    )?;
    Ok(inserted == 1)
}

/// A person to warn.
struct Recipient {
    colleague: AddressedColleague,
    concern: Concern,
}

/// Returns the head of the service once the end has passed; else the assignee, or the agents of the service.
async fn recipients(tx: &mut Tx, question: &WarnedQuestion, stage: Stage) -> Result<Vec<Recipient>, Error> {
    if stage == Stage::Over
        && let Some(colleague) = staff::addressed_head(tx, &question.service).await?
    {
        return Ok(vec![Recipient { colleague, concern: Concern::Head }]);
    }
    if let Some(assignee) = question.assignee
        && let Some(colleague) = staff::lock_colleague(tx, assignee, &question.service).await?
    {
        return Ok(vec![Recipient { colleague, concern: Concern::Assignee }]);
    }
    let agents = staff::addressed_colleagues_in(tx, &question.service, StaffRole::Agent).await?;
    Ok(agents.into_iter().map(|colleague| Recipient { colleague, concern: Concern::Service }).collect())
}

fn letter(portal: &Portal, question: &WarnedQuestion, recipient: &Recipient, stage: Stage) -> WarningLetter {
    WarningLetter {
        name: recipient.colleague.name.clone(),
        number: question.number.clone(),
        service: question.service_name.clone(),
        due: question.answer_due_at.french_minute(),
        is_over: stage == Stage::Over,
        is_assigned: question.assignee.is_some(),
        concern: recipient.concern,
        link: portal.link(&path::agent_question(question.id)),
    }
}
