use jiff::civil::Date;
use sqlx::FromRow;

use platform::{Error, db::Moment, mail::Letter};

use super::ArchiveWriter;
use crate::{Portal, accounts::history::Event, id::AccountId};

/// A kind of archive: what it contains, and the letter that says that it is ready.
pub trait ArchiveKind: Send + Sync + Sized + 'static {
    /// Code in the column `kind`.
    const CODE: &'static str;
    /// SQL condition that selects the rows of this kind.
    const ROWS: &'static str;
    type Letter: Letter + Send + Sync;

    /// Event of a request, in the history of the account.
    fn requested(order: &Order) -> Event;

    /// Writes the content, with what the person may read now. Returns the SIRENs of the confidential questions in it,
    /// each once: the right to read them is required again at each download.
    ///
    /// # Errors
    /// [`Error::NotFound`] or [`Error::Refused`] if the archive must not be built any more.
    fn write(
        portal: &Portal,
        order: &Order,
        archive: &mut ArchiveWriter,
    ) -> impl Future<Output = Result<Vec<String>, Error>> + Send;

    /// `until`: end of the time during which the archive can be downloaded.
    fn letter(portal: &Portal, order: &Order, first_name: String, until: Moment) -> Self::Letter;
}

/// What a person requested.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Order {
    pub account_id: AccountId,
    /// Empty for an archive that is not about one company.
    pub siren: String,
    /// Beginning of the period; `None` for an archive without period.
    pub period_start: Option<Moment>,
    /// End of the period, which it does not include.
    pub period_end: Option<Moment>,
}

impl Order {
    /// Returns the first and the last day of the period.
    pub fn days(&self) -> Option<(Date, Date)> {
        let last = self.period_end?.day().yesterday().ok()?;
        Some((self.period_start?.day(), last))
    }
}
