use domain::{
    archive_form,
    form::{Answers, checked},
};
use jiff::civil::Date;

use platform::{Error, db::Moment};

use super::kind::Exchanges;
use crate::{
    Portal,
    accounts::sessions::Session,
    archives::{self, Archive, Order},
    messaging::access::Access,
};

/// Requests an archive of the exchanges of the current company, for the period of the form. Replaces a finished one of
/// this company; does nothing while one is being built.
///
/// # Errors
/// As [`Access::of`]; [`Error::Invalid`]: problems of the form, `TooManyRequests`.
pub async fn request_exchanges(portal: &Portal, session: &Session, answers: &Answers) -> Result<(), Error> {
    let access = Access::of(portal, session).await?;
    let answers = checked(&archive_form::exchanges(), answers, &())?;
    let (first, last) = archive_form::days(&answers)?;
    let order = Order {
        account_id: access.account,
        siren: access.siren.to_string(),
        period_start: Some(Moment::start_of(first)),
        period_end: Some(day_after(last)),
    };
    archives::request::<Exchanges>(portal, session, &order).await
}

fn day_after(day: Date) -> Moment {
    Moment::start_of(day.tomorrow().unwrap_or(day))
}

/// Returns the person's archive of the current company, requested or ready.
///
/// # Errors
/// As [`Access::of`].
pub async fn exchanges(portal: &Portal, session: &Session) -> Result<Option<Archive>, Error> {
    let access = Access::of(portal, session).await?;
    let found = archives::find::<Exchanges>(portal, access.account, access.siren.as_str()).await?;
    Ok(found.map(|found| found.archive()))
}
