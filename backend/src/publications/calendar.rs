//! Events as calendars, which other programs read.

use domain::article::ArticleKind;
use platform::{
    Error,
    calendar::{self, Calendar, Event, Status, When},
};

use super::{
    lists::calendar_events,
    read::{Summary, article},
};
use crate::Portal;

/// Returns the public calendar: the events of the last year, and those to come.
pub async fn calendar(portal: &Portal) -> Result<String, Error> {
    let events = calendar_events(portal).await?;
    let calendar = Calendar {
        name: "Agenda de la douane pour les entreprises".to_owned(),
        description: "Événements publiés par le portail Prodouane".to_owned(),
    };
    let events: Vec<Event> = events.iter().filter_map(|summary| event(portal, summary)).collect();
    Ok(calendar::write(&calendar, events.into_iter()).collect())
}

/// Returns the file of one event, archived or not.
///
/// # Errors
/// [`Error::NotFound`] if none is published at this identifier.
pub async fn event_file(portal: &Portal, id: &str) -> Result<String, Error> {
    let found = article(portal, ArticleKind::Event, id).await?;
    let event = event(portal, &found.summary).ok_or(Error::NotFound)?;
    Ok(calendar::write_one(&event))
}

/// The event of an article. Its sequence grows with each version that people read.
fn event(portal: &Portal, summary: &Summary) -> Option<Event> {
    let Summary { id, head, .. } = summary;
    let (from, to) = head.starts_at.zip(head.ends_at)?;
    let domain = portal.config.base_url.host_str().unwrap_or_default();
    let link = if head.link.is_empty() { String::new() } else { format!("\n{}", head.link) };
    let words = head.time().map(|time| time.words()).unwrap_or_default();
    Some(Event {
        uid: format!("evenement-{id}@{domain}"),
        sequence: i32::try_from(summary.number - 1).unwrap_or(i32::MAX),
        stamp: summary.published_at,
        when: When::Period { from, to },
        summary: head.title.clone(),
        description: format!("{}\n{words}{link}", head.summary),
        location: head.place.clone(),
        url: portal.link(&summary.path()),
        status: Some(if head.cancelled { Status::Cancelled } else { Status::Confirmed }),
        invitation: None,
    })
}
