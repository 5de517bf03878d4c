//! Opens the agenda of a service from the command line.

use domain::{
    appointments::{Channel, KindSettings, Opening, opening_words},
    opening_hours::TimeRange,
    territory::Territory,
};
use jiff::civil::{Date, Weekday};
use platform::Error;

use super::{
    agenda_store::{create_if_missing, insert_opening},
    kinds,
    settings::Changing,
};
use crate::{
    Portal,
    directory::services,
    id::AppointmentKindId,
    staff::{Author, Change},
};

/// An agenda to open.
#[derive(Clone, Debug)]
pub struct NewAgenda {
    pub territory: Territory,
    pub openings: Vec<Opening>,
    pub kind: KindSettings,
}

impl NewAgenda {
    /// Hours from Monday to Friday, from `today`, with one kind of half an hour: at an address, or else by telephone.
    pub fn of_weekdays(
        territory: Territory,
        hours: &[TimeRange],
        label: &str,
        location: Option<&str>,
        today: Date,
    ) -> Self {
        let opening = |weekday, range| Opening { weekday, range, from: today, until: None, every_weeks: 1 };
        let days = Weekday::Monday.cycle_forward().take(5);
        let openings = days.flat_map(|day| hours.iter().map(move |range| opening(day, *range))).collect();
        let kind = KindSettings {
            label: label.to_owned(),
            channel: if location.is_some() { Channel::Office } else { Channel::Phone },
            location: location.unwrap_or_default().to_owned(),
            minutes: 30,
            buffer_minutes: 0,
            capacity: 1,
            notice_hours: 24,
            window_days: 30,
            weekly_max: 2,
            offered: true,
        };
        NewAgenda { territory, openings, kind }
    }
}

/// Opens the agenda of a service. Does nothing if the service has one: its agents change it in the browser.
///
/// # Errors
/// [`Error::NotFound`] for an unknown service.
pub async fn open_agenda(portal: &Portal, service: &str, agenda: &NewAgenda) -> Result<(), Error> {
    services::by_code(portal, service).await?;
    let mut change = Changing::begin(portal, Author::CommandLine, service).await?;
    if !create_if_missing(&mut change.tx, service, agenda.territory).await? {
        return Ok(());
    }
    let mut changes: Vec<Change> =
        Change::of("Territoire", "", agenda.territory.label()).into_iter().collect();
    for opening in &agenda.openings {
        if insert_opening(&mut change.tx, service, opening).await? {
            changes.extend(Change::of("Ouverture", "", &opening_words(opening)));
        }
    }
    kinds::insert(&mut change.tx, service, AppointmentKindId::generate(), &agenda.kind).await?;
    changes.extend(kinds::changes(None, &agenda.kind));
    change.end(changes).await
}
