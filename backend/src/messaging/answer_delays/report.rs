//! Report of the delays of a service, by week and by motif, computed from the steps of its questions.

use std::collections::{BTreeMap, HashMap};

use domain::{
    answer_delay::{Commitment, Tally, WorkingHours, start_of, week_of, weeks},
    form::parse_date,
    path,
    problem::Problem,
    question::Status,
    rights::Action,
};
use jiff::{Span, civil::Date, tz::TimeZone};
use sqlx::types::Json;

use platform::{
    Error,
    db::Moment,
    on,
    spreadsheet::{Cell, Column, Sheet},
};

use crate::{
    Portal,
    accounts::sessions::Session,
    directory::{
        answer_delays,
        services::{self, Service},
    },
    id::ConversationId,
    messaging::conversations::{delay_of, rounds_of, work_calendar},
};

/// Greatest number of questions of a report.
const MAX_QUESTIONS: i64 = 20_000;

/// Number of weeks that a report covers if no period is asked for.
const USUAL_WEEKS: i64 = 12;

/// Parameters of the address of a report, as typed.
#[derive(Clone, Debug, Default)]
pub struct ReportQuery {
    service: String,
    motif: String,
    pub first: String,
    pub last: String,
}

impl ReportQuery {
    /// Reads the parameters `service`, `motif`, `du` and `au`.
    pub fn read<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Self {
        let text = |name: &str| value(name).unwrap_or_default().to_owned();
        ReportQuery { service: text("service"), motif: text("motif"), first: text("du"), last: text("au") }
    }

    /// Returns what the report covers: by default, the first of the services and the last [`USUAL_WEEKS`]. `None` if there are no
    /// services.
    pub fn scope(&self, services: &[Service], today: Date) -> Option<ReportScope> {
        let service = match self.service.as_str() {
            "" => services.first()?.code.clone(),
            code => code.to_owned(),
        };
        let last = parse_date(&self.last).unwrap_or(today);
        let usual = Span::new().weeks(USUAL_WEEKS - 1);
        let first = parse_date(&self.first).unwrap_or_else(|| last.checked_sub(usual).unwrap_or(last));
        let motif = Some(self.motif.clone()).filter(|motif| !motif.is_empty());
        Some(ReportScope { service, motif, first, last })
    }
}

/// What a report covers.
#[derive(Clone, Debug)]
pub struct ReportScope {
    /// Code of the service.
    pub service: String,
    /// Identifier of a motif; `None`: all.
    pub motif: Option<String>,
    /// First and last day; their weeks are whole.
    pub first: Date,
    pub last: Date,
}

impl ReportScope {
    /// Returns the address of the same report at `path`.
    pub fn address(&self, path: &str) -> String {
        let ReportScope { service, motif, first, last } = self;
        let motif = path::encode(motif.as_deref().unwrap_or_default());
        format!("{path}?service={}&motif={motif}&du={first}&au={last}", path::encode(service))
    }
}

/// Questions of a motif received in a week.
#[derive(Clone, Debug)]
pub struct ReportLine {
    /// Its Monday.
    pub week: Date,
    /// Title of the motif.
    pub motif: String,
    pub tally: Tally,
}

/// Delays of a service.
#[derive(Clone, Debug)]
pub struct DelayReport {
    pub service: Service,
    /// By week, then by motif; weeks and motifs without a question are left out.
    pub lines: Vec<ReportLine>,
    /// Mondays of the weeks covered.
    pub weeks: Vec<Date>,
}

impl DelayReport {
    /// Returns the sum of each week covered.
    pub fn by_week(&self) -> Vec<(Date, Tally)> {
        let mut sums: BTreeMap<Date, Tally> =
            self.weeks.iter().map(|week| (*week, Tally::default())).collect();
        for line in &self.lines {
            sums.entry(line.week).or_default().merge(&line.tally);
        }
        sums.into_iter().collect()
    }

    /// Returns the sum of each motif, by title.
    pub fn by_motif(&self) -> Vec<(String, Tally)> {
        let mut sums: BTreeMap<String, Tally> = BTreeMap::new();
        for line in &self.lines {
            sums.entry(line.motif.clone()).or_default().merge(&line.tally);
        }
        sums.into_iter().collect()
    }

    /// Returns the sum of everything.
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        for line in &self.lines {
            total.merge(&line.tally);
        }
        total
    }
}

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
    let steps = steps(portal, &scope.service, bounds).await?;
    let count = Count { questions, hours, zone, bounds, now: portal.clock.now() };
    let counting = tokio::task::spawn_blocking(move || count.lines(&steps));
    let lines = counting.await.map_err(|error| Error::Unexpected(error.into()))??;
    Ok(DelayReport { service, lines, weeks })
}

/// Returns the report as a table of all lines.
///
/// # Errors
/// As [`delay_report`].
pub async fn export_delay_report(
    portal: &Portal,
    session: &Session,
    scope: &ReportScope,
) -> Result<Sheet, Error> {
    let report = delay_report(portal, session, scope).await?;
    let name = report.service.name;
    let rows = report.lines.into_iter().map(move |line| row(&name, line));
    let columns = vec![
        Column::new("Service", 40),
        Column::new("Semaine du", 12),
        Column::new("Motif", 60),
        Column::new("Reçues", 10),
        Column::new("Répondues", 10),
        Column::new("En attente", 10),
        Column::new("Délai médian (jours ouvrés)", 14),
        Column::new("Neuf réponses sur dix en (jours ouvrés)", 14),
        Column::new("Engagements échus", 14),
        Column::new("Engagements tenus", 14),
    ];
    Ok(Sheet { title: "Délais", columns, rows: Box::new(rows), remarks: Vec::new() })
}

fn row(service: &str, line: ReportLine) -> Vec<Cell> {
    let ReportLine { week, motif, tally } = line;
    let number = Cell::Count;
    let figure = |figure: Option<u32>| figure.map_or(Cell::Empty, Cell::Count);
    vec![
        Cell::text(service.to_owned()),
        Cell::Date(week),
        Cell::text(motif),
        number(tally.received),
        number(tally.answered),
        number(tally.open),
        figure(tally.median()),
        figure(tally.ninth_decile()),
        number(tally.decided),
        number(tally.kept),
    ]
}

fn after(week: Date) -> Date {
    week.checked_add(Span::new().days(7)).unwrap_or(week)
}

/// Returns the first instant of a day in the zone of the service.
fn start(day: Date, zone: &TimeZone) -> Result<Moment, Error> {
    let zoned = day.to_zoned(zone.clone()).map_err(|error| Error::Unexpected(error.into()))?;
    Ok(Moment::from_timestamp(zoned.timestamp()))
}

/// A question whose rounds are counted.
struct Counted {
    motif_title: String,
    commitment: Option<Commitment>,
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

/// A dated status of a question.
type StepRow = (ConversationId, Moment, String);

/// Returns the steps of the questions of all motifs, those of one question together and oldest first.
async fn steps(portal: &Portal, service: &str, [from, to]: [Moment; 2]) -> Result<Vec<StepRow>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT x.conversation, x.at, x.status
             FROM (SELECT id FROM conversation WHERE service = $1 AND activity_at >= $2 AND asked_at < $3) AS active
             JOIN conversation_step x ON x.conversation = active.id
             ORDER BY x.conversation, x.at, x.id",
        )
        .bind(service)
        .bind(from)
        .bind(to)
        .fetch_all(c)
        .await
    })?)
}

/// What the rounds of the questions are counted with.
struct Count {
    questions: HashMap<ConversationId, Counted>,
    /// Present working hours of the service, for questions without a commitment.
    hours: WorkingHours,
    zone: TimeZone,
    bounds: [Moment; 2],
    now: Moment,
}

impl Count {
    /// Counts the rounds that began in the period.
    fn lines(&self, steps: &[StepRow]) -> Result<Vec<ReportLine>, Error> {
        let mut sums: BTreeMap<(Date, &str), Tally> = BTreeMap::new();
        for steps in steps.chunk_by(|(one, ..), (other, ..)| one == other) {
            // Of another motif, or sent since the questions were read.
            let Some(question) = steps.first().and_then(|(id, ..)| self.questions.get(id)) else { continue };
            let steps = steps.iter().filter_map(|(_, at, status)| Some((*at, Status::from_code(status)?)));
            for round in rounds_of(steps) {
                let Some(began) = start_of(&round) else { continue };
                if !self.is_in_period(Moment::from_timestamp(began)) {
                    continue;
                }
                let (hours, days) = match &question.commitment {
                    Some(Commitment { days, hours }) => (hours, Some(*days)),
                    None => (&self.hours, None),
                };
                let delay = delay_of(hours, days, &round, self.now)?;
                let week = week_of(self.zone.to_datetime(began).date());
                sums.entry((week, &question.motif_title)).or_default().add(&round, &delay);
            }
        }
        let line = |((week, motif), tally): ((Date, &str), Tally)| ReportLine {
            week,
            motif: motif.to_owned(),
            tally,
        };
        Ok(sums.into_iter().map(line).collect())
    }

    fn is_in_period(&self, at: Moment) -> bool {
        at >= self.bounds[0] && at < self.bounds[1]
    }
}
