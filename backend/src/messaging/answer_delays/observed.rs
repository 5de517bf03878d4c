use domain::{
    answer_delay::{Observed, WorkingDays, WorkingHours},
    motif::Motif,
    question::Status,
};

use platform::{
    Error,
    db::{Duration, Moment},
    on,
};

use crate::{
    Portal,
    directory::{
        answer_delays::{self, DelaySettings},
        services,
    },
    id::ConversationId,
    messaging::conversations::{delay_of, rounds_of},
};

/// Number of days whose answers are observed.
pub const DAYS_OBSERVED: u64 = 90;

/// Greatest number of questions that are read: the last ones.
const LIMIT: i64 = 500;

/// Greatest number of services whose delays are shown together.
const MAX_SERVICES: usize = 12;

/// Commitment of a service for a motif, and the real delays of its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceDelay {
    pub name: String,
    /// `None`: it promises nothing.
    pub days: Option<WorkingDays>,
    /// `None`: it has not answered often enough.
    pub observed: Option<Observed>,
}

/// Returns the delays of the services to which questions of a motif may be sent, by name; none if they are too many to compare.
pub async fn of_services(portal: &Portal, motif: &Motif) -> Result<Vec<ServiceDelay>, Error> {
    let services = services::of_kind(portal, motif.recipient).await?;
    if services.len() > MAX_SERVICES {
        return Ok(Vec::new());
    }
    let mut settings = answer_delays::all(portal).await?;
    let mut delays = Vec::new();
    for service in services {
        let settings = settings.remove(&service.code).unwrap_or_default();
        delays.push(ServiceDelay {
            name: service.name,
            days: settings.commitment().map(|commitment| commitment.days),
            observed: figures(portal, &motif.id, &service.code, &settings.hours).await?,
        });
    }
    Ok(delays)
}

/// Returns the commitment of a service for a motif, and the real delays of its answers.
pub async fn observed(portal: &Portal, motif: &str, service: &str) -> Result<ServiceDelay, Error> {
    let name = services::by_code(portal, service).await?.name;
    let settings: DelaySettings = answer_delays::settings(portal, service).await?;
    let observed = figures(portal, motif, service, &settings.hours).await?;
    Ok(ServiceDelay { name, days: settings.commitment().map(|commitment| commitment.days), observed })
}

/// Computes the figures from the steps of the questions. Days are those of the service as it works now.
pub(super) async fn figures(
    portal: &Portal,
    motif: &str,
    service: &str,
    hours: &WorkingHours,
) -> Result<Option<Observed>, Error> {
    let now = portal.clock.now();
    let since = now - Duration::from_secs(DAYS_OBSERVED * 24 * 3600);
    let steps = steps(portal, motif, service, since).await?;
    let mut days = Vec::new();
    for steps in steps.chunk_by(|(one, ..), (other, ..)| one == other) {
        let steps = steps.iter().filter_map(|(_, at, status)| Some((*at, Status::from_code(status)?)));
        for round in rounds_of(steps) {
            let is_recent = round.answered_at.is_some_and(|at| Moment::from_timestamp(at) >= since);
            let answered_in = delay_of(hours, None, &round, now)?.answered_in;
            days.extend(answered_in.filter(|_| is_recent).map(|one| one.working_days));
        }
    }
    Ok(Observed::of(days))
}

/// Returns the steps of the questions with an activity since `since`, those of one question together and oldest first.
async fn steps(
    portal: &Portal,
    motif: &str,
    service: &str,
    since: Moment,
) -> Result<Vec<(ConversationId, Moment, String)>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT x.conversation, x.at, x.status
             FROM (SELECT id FROM conversation WHERE service = $1 AND motif = $2 AND activity_at >= $3
                   ORDER BY activity_at DESC LIMIT $4) AS recent
             JOIN conversation_step x ON x.conversation = recent.id
             ORDER BY x.conversation, x.at, x.id",
        )
        .bind(service)
        .bind(motif)
        .bind(since)
        .bind(LIMIT)
        .fetch_all(c)
        .await
    })?)
}
