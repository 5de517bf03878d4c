use domain::limited_count::LimitedCount;

use platform::{Error, on};

use super::view::{InboxView, end_of_day};
use crate::{Portal, accounts::sessions::Session, id::StaffId};

/// Numbers of questions in the views of an agent, without filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxCounts(Vec<(InboxView, LimitedCount)>);

impl InboxCounts {
    pub fn of(&self, view: InboxView) -> LimitedCount {
        self.0.iter().find(|(one, _)| *one == view).map_or(LimitedCount::ZERO, |(_, count)| *count)
    }
}

/// Greatest number of questions that is counted exactly.
pub(super) const LIMIT: u32 = 999;

/// Number of questions of the services of agent `$1` that match, counted up to `$2`.
macro_rules! count {
    ($condition:literal) => {
        concat!(
            "(SELECT COUNT(*) FROM (
                 SELECT 1 FROM staff_service a JOIN conversation c ON c.service = a.service
                 WHERE a.member = $1 AND ",
            $condition,
            " LIMIT $2) AS counted)"
        )
    };
}

// The range leads SQLite to the index of the view.
macro_rules! to_assign {
    () => {
        count!("c.status IN ('transmis', 'pris_en_charge') AND c.assignee IS NULL AND c.pressing_at > 0")
    };
}

/// `$3`: now, `$4`: end of the day.
const COUNTS: &str = concat!(
    "SELECT ",
    to_assign!(),
    ", ",
    count!("c.status IN ('transmis', 'pris_en_charge') AND c.assignee = $1"),
    ", ",
    count!("c.status IN ('transmis', 'pris_en_charge')"),
    ", ",
    count!(
        "c.status IN ('transmis', 'pris_en_charge') AND c.pressing_at >= $3 AND c.pressing_at < $4 AND c.answer_due_at IS NOT NULL"
    ),
    ", ",
    count!(
        "c.status IN ('transmis', 'pris_en_charge') AND c.pressing_at < $3 AND c.answer_due_at IS NOT NULL"
    ),
    ", ",
    count!("c.status = 'precisions'"),
    ", ",
    count!("c.status = 'repondu'"),
    ", ",
    count!("c.status = 'clos'")
);

/// Returns the numbers of questions in the views of an agent, over their services only.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn counts(portal: &Portal, session: &Session) -> Result<InboxCounts, Error> {
    let (agent, now) = (session.agent()?, portal.clock.now());
    let counted: (i64, i64, i64, i64, i64, i64, i64, i64) = on!(portal.db, |c| {
        sqlx::query_as(COUNTS)
            .bind(agent.id)
            .bind(i64::from(LIMIT) + 1)
            .bind(now)
            .bind(end_of_day(now))
            .fetch_one(c)
            .await
    })?;
    let (to_assign, mine, open, due_today, late, awaiting, answered, closed) = counted;
    let counted = [to_assign, mine, open, due_today, late, awaiting, answered, closed];
    // In the order of the views.
    let counts = InboxView::ALL.into_iter().zip(counted.map(|number| LimitedCount::new(number, LIMIT)));
    Ok(InboxCounts(counts.collect()))
}

/// Returns the number of questions without assignee in the services of an agent, which the header of each page shows.
pub async fn to_assign_count(portal: &Portal, agent: StaffId) -> Result<LimitedCount, Error> {
    let counted = on!(portal.db, |c| {
        sqlx::query_scalar(concat!("SELECT ", to_assign!()))
            .bind(agent)
            .bind(i64::from(LIMIT) + 1)
            .fetch_one(c)
            .await
    })?;
    Ok(LimitedCount::new(counted, LIMIT))
}
