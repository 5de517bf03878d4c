//! National rates, set by editors for currencies without quotation. Writes `national_rate`.

use domain::{
    currency,
    decimal::Decimal,
    exchange_rate::MonthlyRate,
    exchange_rate_forms,
    form::{Answers, checked},
    month::Month,
    problem::Problem,
    rights::Action,
};
use platform::{Error, db::Moment, execute_tx, on, on_tx};
use sqlx::FromRow;

use super::read;
use crate::{
    Portal,
    accounts::sessions::{Session, StaffMember},
    staff::{self, ActKind, Author, Change},
};

/// Number of months whose rates editors may set: the next one and those before.
const EDITABLE_MONTHS: usize = 13;

/// A national rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NationalRate {
    pub currency: String,
    pub month: Month,
    /// From 1; those above 1 are corrections.
    pub version: i64,
    pub rate: Decimal,
    /// Source of the rate, or reason of the correction.
    pub note: String,
    pub author_name: String,
    pub set_at: Moment,
}

/// A row of `national_rate`.
#[derive(FromRow)]
struct Row {
    currency: String,
    month: String,
    version: i64,
    rate: String,
    note: String,
    author_name: String,
    set_at: Moment,
}

impl TryFrom<Row> for NationalRate {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let Row { currency, month, version, rate, note, author_name, set_at } = row;
        let month = Month::parse(&month)
            .ok_or_else(|| Error::Unexpected(anyhow::anyhow!("{month:?} is no month")))?;
        Ok(NationalRate {
            currency,
            month,
            version,
            rate: read::read_rate(&rate)?,
            note,
            author_name,
            set_at,
        })
    }
}

/// National rates whose version is the last, under the name `n`.
macro_rules! current_rates {
    ($condition:literal) => {
        concat!(
            "SELECT n.currency, n.month, n.version, n.rate, n.note, n.author_name, n.set_at FROM national_rate n
             WHERE n.version = (SELECT MAX(l.version) FROM national_rate l WHERE l.currency = n.currency AND l.month = n.month)",
            $condition
        )
    };
}

/// Returns the months whose rates editors may set, the latest first.
pub fn editable_months(portal: &Portal) -> Vec<Month> {
    read::offered_months(portal).into_iter().take(EDITABLE_MONTHS).collect()
}

/// Returns the current rates of a month, sorted by currency.
pub(super) async fn of_month(portal: &Portal, month: Month) -> Result<Vec<NationalRate>, Error> {
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(current_rates!(" AND n.month = $1 ORDER BY n.currency"))
            .bind(month.code())
            .fetch_all(c)
            .await
    })?;
    rows.into_iter().map(NationalRate::try_from).collect()
}

/// Returns all versions of the rates of a currency from the month `since`: the latest month first, then the latest version.
pub(super) async fn of_currency(
    portal: &Portal,
    code: &str,
    since: Option<Month>,
) -> Result<Vec<NationalRate>, Error> {
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT currency, month, version, rate, note, author_name, set_at FROM national_rate
             WHERE currency = $1 AND month >= $2 ORDER BY month DESC, version DESC",
        )
        .bind(code)
        .bind(since.map(Month::code).unwrap_or_default())
        .fetch_all(c)
        .await
    })?;
    rows.into_iter().map(NationalRate::try_from).collect()
}

/// Returns the current rates of the editable months for editors, the latest month first.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right to edit texts.
pub async fn national_rates(portal: &Portal, session: &Session) -> Result<Vec<NationalRate>, Error> {
    session.staff_allowed(&Action::EditTexts)?;
    let first = editable_months(portal).pop().map(Month::code).unwrap_or_default();
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(current_rates!(" AND n.month >= $1 ORDER BY n.month DESC, n.currency"))
            .bind(first)
            .fetch_all(c)
            .await
    })?;
    rows.into_iter().map(NationalRate::try_from).collect()
}

/// Sets the rate of a currency for a month, or corrects it, and records it in the audit trail. Setting the current rate
/// again changes nothing.
///
/// # Errors
/// As [`national_rates`]; [`Error::Invalid`]: problems of the form; [`Problem::QuotedCurrency`] if the European Central Bank
/// publishes a rate that applies during the month.
pub async fn set_national_rate(portal: &Portal, session: &Session, answers: &Answers) -> Result<(), Error> {
    let editor = session.staff_allowed(&Action::EditTexts)?;
    let codes = currency::all().iter().map(|(code, _)| *code);
    let form = exchange_rate_forms::national_rate(codes, editable_months(portal));
    let answers = checked(&form, answers, &())?;
    let unreadable = || Error::Unexpected(anyhow::anyhow!("checked answers that cannot be read"));
    let month = Month::parse(answers.text("mois")).ok_or_else(unreadable)?;
    let rate = Decimal::parse_typed(answers.text("taux")).ok_or_else(unreadable)?;
    let code = answers.text("devise");
    let quotation = read::month(portal, month).await?.quotation(code);
    if matches!(quotation, Some(MonthlyRate::Applicable(_) | MonthlyRate::NotPublished)) {
        return Err(Error::invalid("devise", Problem::QuotedCurrency));
    }
    write(portal, editor, code, month, rate, answers.text("note")).await
}

async fn write(
    portal: &Portal,
    editor: &StaffMember,
    code: &str,
    month: Month,
    rate: Decimal,
    note: &str,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let before: Option<(i64, String)> = on_tx!(tx, |c| {
        sqlx::query_as(
            "SELECT version, rate FROM national_rate WHERE currency = $1 AND month = $2 ORDER BY version DESC LIMIT 1",
        )
        .bind(code)
        .bind(month.code())
        .fetch_optional(c)
        .await
    })?;
    let (version, before) = before.unwrap_or_default();
    if before == rate.plain() {
        return Ok(tx.rollback().await?);
    }
    let written = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO national_rate (currency, month, version, rate, note, author_name, set_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
        )
        .bind(code)
        .bind(month.code())
        .bind(version + 1)
        .bind(rate.plain())
        .bind(note)
        .bind(&editor.name)
        .bind(now)
    )?;
    if written == 0 {
        // Another editor has written this version since it was read.
        return Err(Error::Busy { retry_after_seconds: 1 });
    }
    let changes: Vec<Change> = Change::of("Taux", &before, &rate.plain()).into_iter().collect();
    let subject = format!("{code} {}", month.code());
    staff::record(&mut tx, now, &Author::Member(editor), ActKind::NationalRateSet, &subject, &changes)
        .await?;
    Ok(tx.commit().await?)
}
