//! Files of a case: attached by its person and by advisers, through the engine of the messaging.

use domain::rights::Action;
use platform::{Error, db::Duration, throttle};

use super::{
    access::{self, Access},
    store,
};
use crate::{
    Portal,
    accounts::sessions::Session,
    id::{AttachmentId, CaseId},
    messaging::{self, CaseWriter, Download, Target},
};

/// Files of visitors of one network within an hour.
const PER_NETWORK: i64 = 60;
const HOUR: Duration = Duration::from_secs(3600);

/// Side from which a case is opened.
#[derive(Clone, Copy, Debug)]
pub enum Side<'a> {
    Person(Access<'a>),
    Adviser(&'a Session, CaseId),
}

/// Returns where the files of this side are added: to its next message.
///
/// # Errors
/// As [`access::read`] and [`case_of_adviser`](super::case_of_adviser).
pub async fn files_target(portal: &Portal, side: &Side<'_>) -> Result<Target, Error> {
    match side {
        Side::Person(access) => {
            let case = access::find(portal, access).await?;
            Ok(Target::Case(case.id, CaseWriter::Person(case.account_id)))
        }
        Side::Adviser(session, id) => {
            let adviser = session.staff_allowed(&Action::AnswerCases)?.id;
            store::require_confirmed(portal, *id).await?;
            Ok(Target::Case(*id, CaseWriter::Adviser(adviser)))
        }
    }
}

/// Like [`files_target`], before a file is received: counts the files of visitors of one network.
///
/// # Errors
/// Also [`Error::Invalid`]: `TooManyRequests`.
pub async fn begin_file(portal: &Portal, side: &Side<'_>) -> Result<Target, Error> {
    let target = files_target(portal, side).await?;
    if let (Side::Person(access), Target::Case(_, CaseWriter::Person(None))) = (side, target) {
        let bucket = format!("fichiers:{}", throttle::network(access.client.address));
        throttle::allow_work(portal, &bucket, PER_NETWORK, HOUR).await?;
    }
    Ok(target)
}

/// Removes a file from the next message of this side. Idempotent.
///
/// # Errors
/// As [`files_target`].
pub async fn remove_file(portal: &Portal, side: &Side<'_>, file: AttachmentId) -> Result<(), Error> {
    let target = files_target(portal, side).await?;
    messaging::discard_unsent(portal, target, file).await
}

/// Opens a file that was sent, or that this side has added to its next message.
///
/// # Errors
/// As [`files_target`]; [`Error::NotFound`] for another file; [`Error::Invalid`] if the scanner has not cleared it.
pub async fn open_file(portal: &Portal, side: &Side<'_>, file: AttachmentId) -> Result<Download, Error> {
    match files_target(portal, side).await? {
        Target::Case(case, writer) => messaging::open_case_file(portal, case, writer.adviser(), file).await,
        Target::Draft(_) | Target::Document(_) => Err(Error::NotFound),
    }
}
