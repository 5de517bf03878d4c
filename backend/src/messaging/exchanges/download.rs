use domain::problem::Problem;
use platform::{Error, files::Content};

use super::kind::Exchanges;
use crate::{
    Portal,
    accounts::{
        history::{self, Event},
        sessions::Session,
    },
    archives,
    id::ArchiveId,
    messaging::access::Access,
};

/// File of an archive, to download.
pub struct ExchangesFile {
    pub name: String,
    pub content: Content,
}

/// Opens the file of an archive of the current company, for the person who requested it. The rights are required again.
///
/// # Errors
/// As [`Access::of`]; [`Error::NotFound`] if the archive is another person's or company's, not ready or expired;
/// [`Error::Invalid`]: [`Problem::ExportOutdated`] if the right to read the confidential questions in it was withdrawn.
pub async fn open_exchanges(
    portal: &Portal,
    session: &Session,
    id: ArchiveId,
) -> Result<ExchangesFile, Error> {
    let access = Access::of(portal, session).await?;
    let found = archives::find::<Exchanges>(portal, access.account, access.siren.as_str()).await?;
    let found = found.filter(|found| found.id == id).ok_or(Error::NotFound)?;
    let key = found.storage_key.as_ref().ok_or(Error::NotFound)?;
    if !found.confidential_sirens.is_empty() && !access.sees_confidential() {
        return Err(Error::invalid("", Problem::ExportOutdated));
    }
    let content = portal.files.open(key).await?;
    let event = Event::ExchangesDownloaded { siren: access.siren.grouped() };
    let mut tx = portal.db.begin().await?;
    history::record_from_session(&mut tx, portal.clock.now(), session, event).await?;
    tx.commit().await?;
    let name = format!("prodouane-echanges-{}-{}.zip", access.siren, found.requested_at.day());
    Ok(ExchangesFile { name, content })
}
