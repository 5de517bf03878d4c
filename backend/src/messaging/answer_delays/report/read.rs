use std::collections::HashMap;

use domain::{
    answer_delay::{Commitment, weeks},
    problem::Problem,
    rights::Action,
};
use jiff::{Span, civil::Date, tz::TimeZone};
use sqlx::types::Json;

use platform::{Error, db::Moment, on};

use super::{
    count::{Count, Counted, StepRow},
    lines::DelayReport,
    query::ReportScope,
};
use crate::{
    Portal,
    accounts::sessions::Session,
    directory::{
        answer_delays,
        services::{self, Service},
    },
    id::ConversationId,
    messaging::conversations::work_calendar,
};

/// Greatest number of questions of a report.
const MAX_QUESTIONS: i64 = 20_000;

/// Returns the services whose delays the member of the staff may see, by name.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right to see any.
pub async fn reported_services(portal: &Portal, session: &Session) -> Result<Vec<Service>, Error> {
    session.staff_allowed(&Action::SeeDelayReports)?;
    let all = services::list(portal).await?;
    let may_see =
        |one: &Service| session.staff_allowed(&Action::SeeDelayReport { service: &one.code }).is_ok();
    Ok(all.into_iter().filter(may_see).collect())
}

/// Returns the report of a service.
///
/// # Errors
/// [`Error::NotFound`] if the member may not see it; [`Error::Invalid`] on `du`: [`Problem::ReportTooLong`].
pub async fn delay_report(
    portal: &Portal,
    session: &Session,
    scope: &ReportScope,
) -> Result<DelayReport, Error> {
    session.staff_allowed(&Action::SeeDelayReport { service: &scope.service })?;
    let service = services::by_code(portal, &scope.service).await?;
    let hours = answer_delays::settings(portal, &scope.service).await?.hours;
    let zone = work_calendar(&hours)?.zone;
    let weeks = weeks(scope.first, scope.last);
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else {
        return Ok(DelayReport { service, lines: Vec::new(), weeks });
    };
    let bounds = [start(*first, &zone)?, start(after(*last), &zone)?];
    let questions = questions(portal, scope, bounds).await?;
    let steps = steps(portal, scope, bounds).await?;
    let count = Count { questions, hours, zone, bounds, now: portal.clock.now() };
    let counting = tokio::task::spawn_blocking(move || count.lines(&steps));
    let lines = counting.await.map_err(|error| Error::Unexpected(error.into()))??;
    Ok(DelayReport { service, lines, weeks })
}

fn after(week: Date) -> Date {
    week.checked_add(Span::new().days(7)).unwrap_or(week)
}

/// Returns the first instant of a day in the zone of the service.
fn start(day: Date, zone: &TimeZone) -> Result<Moment, Error> {
    let zoned = day.to_zoned(zone.clone()).map_err(|error| Error::Unexpected(error.into()))?;
    Ok(Moment::from_timestamp(zoned.timestamp()))
}

/// Identifier, title of the motif, commitment.
type QuestionRow = (ConversationId, String, Option<Json<Commitment>>);

/// Returns the questions with an activity since the start of the period, asked before its end.
async fn questions(
    portal: &Portal,
    scope: &ReportScope,
    [from, to]: [Moment; 2],
) -> Result<HashMap<ConversationId, Counted>, Error> {
    let motif = scope.motif.as_deref().unwrap_or_default();
    let rows: Vec<QuestionRow> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, motif_title, commitment FROM conversation
             WHERE service = $1 AND activity_at >= $2 AND asked_at < $3 AND (motif = $4 OR $4 = '')
             ORDER BY activity_at LIMIT $5",
        )
        .bind(&scope.service)
        .bind(from)
        .bind(to)
        .bind(motif)
        .bind(MAX_QUESTIONS + 1)
        .fetch_all(c)
        .await
    })?;
    if i64::try_from(rows.len()).unwrap_or(i64::MAX) > MAX_QUESTIONS {
        return Err(Error::invalid("du", Problem::ReportTooLong { max: MAX_QUESTIONS }));
    }
    let counted = |(id, motif_title, commitment): QuestionRow| {
        (id, Counted { motif_title, commitment: commitment.map(|Json(commitment)| commitment) })
    };
    Ok(rows.into_iter().map(counted).collect())
}

/// Returns the steps of the questions, those of one question together and oldest first.
async fn steps(portal: &Portal, scope: &ReportScope, [from, to]: [Moment; 2]) -> Result<Vec<StepRow>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT x.conversation, x.at, x.status
             FROM (SELECT id FROM conversation
                   WHERE service = $1 AND activity_at >= $2 AND asked_at < $3 AND (motif = $4 OR $4 = '')) AS active
             JOIN conversation_step x ON x.conversation = active.id
             ORDER BY x.conversation, x.at, x.id",
        )
        .bind(&scope.service)
        .bind(from)
        .bind(to)
        .bind(scope.motif.as_deref().unwrap_or_default())
        .fetch_all(c)
        .await
    })?)
}
