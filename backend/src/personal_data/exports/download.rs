//! Download of a copy of personal data.

use domain::{problem::Problem, rights::Action, siren::Siren};

use platform::{Error, files::Content};

use super::kind::DataCopy;
use crate::{
    Portal,
    accounts::{
        history::{self, Event},
        sessions::Session,
    },
    archives, companies,
    id::{AccountId, ArchiveId},
    messaging,
};

/// File of a copy, to download.
pub struct ExportFile {
    pub name: String,
    pub content: Content,
}

/// Opens the file of a copy for its owner. Rights on the confidential questions in it are checked again.
///
/// # Errors
/// [`Error::NotFound`] if the copy is another person's, not ready or expired; [`Error::Invalid`]:
/// [`Problem::ReauthenticationRequired`], or [`Problem::ExportOutdated`] if a right on confidential questions was
/// withdrawn since.
pub async fn open_export(portal: &Portal, session: &Session, id: ArchiveId) -> Result<ExportFile, Error> {
    let account = session.usager()?.account;
    let found = archives::find::<DataCopy>(portal, account, "").await?;
    let found = found.filter(|found| found.id == id).ok_or(Error::NotFound)?;
    let key = found.storage_key.as_ref().ok_or(Error::NotFound)?;
    let now = portal.clock.now();
    session.recently_authenticated_usager(now)?;
    require_confidential(portal, account, &found.confidential_sirens).await?;
    let content = portal.files.open(key).await?;
    let mut tx = portal.db.begin().await?;
    history::record_from_session(&mut tx, now, session, Event::DataDownloaded).await?;
    tx.commit().await?;
    Ok(ExportFile { name: format!("prodouane-mes-donnees-{}.zip", found.requested_at.day()), content })
}

async fn require_confidential(portal: &Portal, account: AccountId, sirens: &str) -> Result<(), Error> {
    let action = Action::UseMotif { confidential: true };
    for siren in sirens.split_whitespace().filter_map(|siren| Siren::parse(siren).ok()) {
        let held = companies::habilitations(portal, account, Some(&siren)).await?;
        if !messaging::is_allowed(&held, &siren, &action) {
            return Err(Error::invalid("", Problem::ExportOutdated));
        }
    }
    Ok(())
}
