//! Due dates of a company as a calendar: the créances to pay, and the payment schedules of the DGFiP and the Urssaf.

use std::{collections::HashMap, sync::Arc};

use domain::{
    amount::Amount,
    co_owner::CoOwner,
    path,
    payments::{CreanceState, PaymentsFilter},
    rights::{Action, Decision, Denial},
    siren::Siren,
};
use jiff::civil::Date;
use platform::{
    Error,
    calendar::{Calendar, Event, When},
    co_owners::{Creance, Echeance, FigureKind},
    db::{Duration, Moment},
    throttle::{self, Attempt},
};
use sha2::{Digest, Sha256};

use super::{
    remarks,
    selection::{into_echeances, selected, shares},
};
use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{
        self, CompanyView,
        figures::{self, Block, Share, decide, narrow_block},
        subscriptions,
    },
};

/// A calendar, its events, and the name of its file.
pub struct DueDates {
    pub name: String,
    pub calendar: Calendar,
    pub events: Box<dyn Iterator<Item = Event> + Send>,
}

/// Returns the due dates of the current company that the person may see.
///
/// # Errors
/// As [`export_payments`](super::export_payments).
pub async fn due_dates(portal: &Portal, session: &Session) -> Result<DueDates, Error> {
    of_view(portal, companies::company_view(portal, session).await?).await
}

/// Readings of one subscription within [`WINDOW`]: a few devices, every few minutes.
const READINGS: i64 = 60;
const WINDOW: Duration = Duration::from_secs(3600);

/// Reason why a calendar is not given at the address of a subscription.
#[derive(Debug)]
pub enum FeedRefusal {
    TooOften {
        retry_after: Duration,
    },
    /// [`Error::NotFound`] for an unknown token, and without the right, as if the address did not exist.
    Failed(Error),
}

impl From<Error> for FeedRefusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(_) => FeedRefusal::Failed(Error::NotFound),
            error => FeedRefusal::Failed(error),
        }
    }
}

/// Like [`due_dates`], at the address of a subscription, with the rights that its owner has now.
///
/// # Errors
/// See [`FeedRefusal`].
pub async fn subscribed_due_dates(portal: &Portal, token: &str) -> Result<DueDates, FeedRefusal> {
    let (account, siren) = subscriptions::open(portal, token).await?;
    let bucket = format!("calendar:{account}:{siren}");
    if let Attempt::Refused { retry_after } = throttle::attempt(portal, &bucket, READINGS, WINDOW).await? {
        return Err(FeedRefusal::TooOften { retry_after });
    }
    let view = companies::company_view_of(portal, account, &siren).await?;
    Ok(of_view(portal, view).await?)
}

/// Checks that the person may see due dates of the current company.
///
/// # Errors
/// [`Error::NotFound`] without a right on the company, else the denial.
pub async fn may_see_due_dates(portal: &Portal, session: &Session) -> Result<(), Error> {
    let view = companies::company_view(portal, session).await?;
    require_payments(portal, &view).map_err(Error::Refused)
}

fn require_payments(portal: &Portal, view: &CompanyView) -> Result<(), Denial> {
    let by_co_owner = portal.co_owners.offered().filter(|one| one.has_payments()).map(Action::SeePayments);
    let mut denied = Ok(());
    for action in by_co_owner.chain([Action::SeeCardCreances]) {
        match decide(view, action) {
            Decision::Allowed => return Ok(()),
            Decision::Denied(denial) => denied = denied.and(Err(denial)),
        }
    }
    denied
}

async fn of_view(portal: &Portal, view: CompanyView) -> Result<DueDates, Error> {
    require_payments(portal, &view).map_err(Error::Refused)?;
    let co_owners: Vec<CoOwner> = portal.co_owners.offered().filter(|one| one.has_payments()).collect();
    let mut wanted: Vec<_> = co_owners.iter().map(|one| (*one, FigureKind::CreancesEnCours)).collect();
    let scheduled = co_owners.iter().filter(|one| one.has_schedule());
    wanted.extend(scheduled.map(|one| (*one, FigureKind::Echeancier)));
    let mut blocks = figures::get(portal, &view, &wanted).await?;
    let all = PaymentsFilter::default();
    let creances = shares(&co_owners, |one| selected(&mut blocks, &all, one));
    let schedules =
        shares(&co_owners, |one| narrow_block(blocks.take(one, FigureKind::Echeancier), into_echeances));
    remarks::require_some(&creances)?;
    let (name, siren) = (view.raison_sociale(), view.siren());
    let description: Vec<String> = std::iter::once(remarks::head(&view, "échéances", portal.clock.now()))
        .chain(remarks::sources(&creances))
        .collect();
    Ok(DueDates {
        name: format!("echeances-{siren}.ics"),
        calendar: Calendar { name: format!("Échéances – {name}"), description: description.join("\n") },
        events: events(Writer::new(portal, &view), creances, schedules),
    })
}

/// A day on which something is due.
struct Due {
    co_owner: CoOwner,
    /// Identifies it among those of the company at this co-owner.
    key: String,
    day: Date,
    title: String,
    /// `None` until the declaration is made.
    amount: Option<Amount>,
    details: String,
    received_at: Moment,
}

fn events(
    writer: Writer,
    creances: Vec<Share<Vec<Arc<Creance>>>>,
    schedules: Vec<Share<Vec<Echeance>>>,
) -> Box<dyn Iterator<Item = Event> + Send> {
    let creances = shown(creances).filter(|(.., creance)| is_due(creance));
    let dues = creances.map(creance_due).chain(shown(schedules).map(schedule_due));
    Box::new(dues.scan(writer, |writer, due| Some(writer.event(due))))
}

/// The figures that are shown, each with its co-owner and the time of its answer.
fn shown<T>(shares: Vec<Share<Vec<T>>>) -> impl Iterator<Item = (CoOwner, Moment, T)> {
    let dated = shares.into_iter().filter_map(|share| match share.block {
        Block::Shown(dated) => Some((share.co_owner, dated)),
        _ => None,
    });
    dated.flat_map(|(co_owner, dated)| {
        let received_at = dated.received_at;
        dated.value.into_iter().map(move |one| (co_owner, received_at, one))
    })
}

fn is_due(creance: &Creance) -> bool {
    creance.state != CreanceState::Paye && creance.remaining > Amount::ZERO
}

fn creance_due((co_owner, received_at, creance): (CoOwner, Moment, Arc<Creance>)) -> Due {
    Due {
        co_owner,
        key: format!("creance {}", creance.reference),
        day: creance.due,
        title: creance.libelle.clone(),
        amount: Some(creance.remaining),
        details: format!("Référence {}. {}.", creance.reference, creance.state.label()),
        received_at,
    }
}

fn schedule_due((co_owner, received_at, one): (CoOwner, Moment, Echeance)) -> Due {
    Due {
        co_owner,
        key: format!("echeance {} {}", one.date, one.libelle),
        day: one.date,
        title: one.libelle,
        amount: one.amount,
        details: "Échéancier.".to_owned(),
        received_at,
    }
}

/// Writes events with identifiers that stay the same in every version of the calendar.
struct Writer {
    company: String,
    siren: Siren,
    /// Host of the portal.
    host: String,
    url: String,
    /// Number of events with the same identifier so far.
    seen: HashMap<String, u32>,
}

impl Writer {
    fn new(portal: &Portal, view: &CompanyView) -> Self {
        let base = &portal.config.base_url;
        Writer {
            company: format!("{} (SIREN\u{a0}{})", view.raison_sociale(), view.siren().grouped()),
            siren: view.siren().clone(),
            host: base.host_str().unwrap_or("prodouane").to_owned(),
            url: base.join(path::DASHBOARD).unwrap_or_else(|_| base.clone()).into(),
            seen: HashMap::new(),
        }
    }

    fn event(&mut self, due: Due) -> Event {
        let (label, site) = (due.co_owner.label(), due.co_owner.site());
        let amount = due.amount.map_or_else(|| "à déclarer".to_owned(), |amount| amount.to_string());
        let received = due.received_at.french_minute();
        Event {
            uid: self.uid(due.co_owner, &due.key),
            sequence: 0,
            stamp: due.received_at,
            when: When::Day(due.day),
            summary: format!("{label}\u{a0}: {} – {amount}", due.title),
            description: format!("{}\n{}\nChiffres de {site} du {received}.", self.company, due.details),
            location: String::new(),
            url: self.url.clone(),
            status: None,
            invitation: None,
        }
    }

    fn uid(&mut self, co_owner: CoOwner, key: &str) -> String {
        let hash = Sha256::digest(format!("{} {} {key}", co_owner.code(), self.siren));
        let name = hex::encode(&hash[..16]);
        let rank = self.seen.entry(name.clone()).and_modify(|rank| *rank += 1).or_default();
        match *rank {
            0 => format!("{name}@{}", self.host),
            rank => format!("{name}-{rank}@{}", self.host),
        }
    }
}
