//! Rates of a month, of a currency, and conversions: public.

use domain::{
    amount::Amount,
    currency,
    decimal::Decimal,
    exchange_rate::{MonthlyRate, Quote, monthly_rate, monthly_rates, reference_day, to_euros},
    exchange_rate_forms,
    form::{Answers, checked, parse_date},
    month::Month,
    problem::Problem,
};
use jiff::civil::Date;
use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use super::national::{self, NationalRate};
use crate::Portal;

/// First month with rates: the European Central Bank publishes them since January 1999.
const FIRST_MONTH: Date = jiff::civil::date(1999, 2, 1);

/// Rate of one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyRate {
    pub currency: String,
    pub rate: MonthlyRate,
}

/// Rates of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthRates {
    pub month: Month,
    pub reference_day: Date,
    /// The rates of the European Central Bank for the month are known.
    pub is_published: bool,
    /// Sorted by currency.
    pub quoted: Vec<CurrencyRate>,
    /// National rates of other currencies, sorted by currency.
    pub national: Vec<NationalRate>,
    /// Corrections of rates of the month by the European Central Bank.
    pub corrections: Vec<Correction>,
}

impl MonthRates {
    /// Returns the state of the quotation of a currency; `None` if the European Central Bank never quoted it.
    pub fn quotation(&self, currency: &str) -> Option<MonthlyRate> {
        self.quoted.iter().find(|one| one.currency == currency).map(|one| one.rate)
    }

    /// Returns the rate of a currency that applies during the month, with the day of its publication by the European
    /// Central Bank; `None` instead of the day for a national rate.
    pub fn applicable(&self, currency: &str) -> Option<(Decimal, Option<Date>)> {
        match self.quotation(currency) {
            Some(MonthlyRate::Applicable(quote)) => Some((quote.rate, Some(quote.day))),
            _ => {
                let national = self.national.iter().find(|one| one.currency == currency)?;
                Some((national.rate, None))
            }
        }
    }
}

/// A rate that the European Central Bank has changed after its publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub currency: String,
    pub day: Date,
    pub before: Decimal,
    pub after: Decimal,
    pub found_at: Moment,
}

/// A converted amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    pub currency: String,
    pub amount: Decimal,
    pub date: Date,
    pub month: Month,
    pub rate: Decimal,
    /// Day of publication by the European Central Bank; `None` for a national rate.
    pub published_on: Option<Date>,
    pub euros: Amount,
}

/// Rates of one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub currency: String,
    /// Months with a rate of the European Central Bank, the latest first.
    pub quoted: Vec<(Month, Quote)>,
    /// The last rate, if the currency is no longer quoted.
    pub suspended: Option<Quote>,
    /// The latest month first; former versions follow the current one.
    pub national: Vec<NationalRate>,
}

impl History {
    /// Returns the national rates without their former versions.
    pub fn current_national(&self) -> impl Iterator<Item = &NationalRate> {
        self.national.chunk_by(|one, other| one.month == other.month).map(|versions| &versions[0])
    }
}

/// A row of `ecb_rate`.
#[derive(FromRow)]
struct QuoteRow {
    currency: String,
    day: String,
    rate: String,
}

impl QuoteRow {
    fn quote(&self) -> Result<Quote, Error> {
        Ok(Quote { day: read_day(&self.day)?, rate: read_rate(&self.rate)? })
    }
}

fn read_day(text: &str) -> Result<Date, Error> {
    text.parse().map_err(|error| Error::Unexpected(anyhow::Error::new(error)))
}

pub(super) fn read_rate(text: &str) -> Result<Decimal, Error> {
    Decimal::parse(text).ok_or_else(|| Error::Unexpected(anyhow::anyhow!("{text:?} is no rate")))
}

/// Returns the last day for which rates are known.
pub(super) async fn published_until(portal: &Portal) -> Result<Option<Date>, Error> {
    let day: Option<String> =
        on!(portal.db, |c| sqlx::query_scalar("SELECT MAX(day) FROM ecb_rate").fetch_one(c).await)?;
    day.as_deref().map(read_day).transpose()
}

/// Returns the months that have rates, or will have some next, the latest first.
pub fn offered_months(portal: &Portal) -> Vec<Month> {
    let last = Month::of(portal.clock.now().day()).next();
    let months = std::iter::successors(Some(last), |month| Some(month.previous()));
    months.take_while(|month| month.first_day() >= FIRST_MONTH).collect()
}

/// Returns the rates of a month.
///
/// # Errors
/// [`Error::Busy`].
pub async fn month(portal: &Portal, month: Month) -> Result<MonthRates, Error> {
    let day = reference_day(month);
    let until = published_until(portal).await?;
    let quoted: Result<Vec<CurrencyRate>, Error> = last_quotes(portal, day)
        .await?
        .iter()
        .map(|row| {
            let rate = monthly_rate(month, Some(row.quote()?), until);
            Ok(CurrencyRate { currency: row.currency.clone(), rate })
        })
        .collect();
    let quoted = quoted?;
    let days: Vec<Date> = quoted.iter().filter_map(|one| published_day(one.rate)).collect();
    let corrections = match (days.iter().min(), days.iter().max()) {
        (Some(first), Some(last)) => corrections(portal, *first, *last).await?,
        _ => Vec::new(),
    };
    Ok(MonthRates {
        month,
        reference_day: day,
        is_published: until.is_some_and(|until| until >= day),
        quoted,
        national: national::of_month(portal, month).await?,
        corrections,
    })
}

fn published_day(rate: MonthlyRate) -> Option<Date> {
    match rate {
        MonthlyRate::Applicable(quote) => Some(quote.day),
        _ => None,
    }
}

/// Returns the last rate of each currency until a day, sorted by currency.
async fn last_quotes(portal: &Portal, until: Date) -> Result<Vec<QuoteRow>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT r.currency, r.day, r.rate FROM ecb_currency c JOIN ecb_rate r ON r.currency = c.code
             AND r.day = (SELECT MAX(l.day) FROM ecb_rate l WHERE l.currency = c.code AND l.day <= $1)
             ORDER BY r.currency",
        )
        .bind(until.to_string())
        .fetch_all(c)
        .await
    })?)
}

async fn corrections(portal: &Portal, first: Date, last: Date) -> Result<Vec<Correction>, Error> {
    let rows: Vec<(String, String, String, String, Moment)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT currency, day, before, after, found_at FROM ecb_correction WHERE day BETWEEN $1 AND $2
             ORDER BY found_at DESC, currency",
        )
        .bind(first.to_string())
        .bind(last.to_string())
        .fetch_all(c)
        .await
    })?;
    rows.into_iter()
        .map(|(currency, day, before, after, found_at)| {
            let (before, after) = (read_rate(&before)?, read_rate(&after)?);
            Ok(Correction { currency, day: read_day(&day)?, before, after, found_at })
        })
        .collect()
}

/// Returns the codes of the currencies that have rates, sorted.
///
/// # Errors
/// [`Error::Busy`].
pub async fn currencies(portal: &Portal) -> Result<Vec<String>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT code FROM ecb_currency UNION SELECT currency FROM national_rate ORDER BY 1",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Returns the rates of a currency from the month `since`; from the first one without it.
///
/// # Errors
/// [`Error::NotFound`] for a currency without rates.
pub async fn history(portal: &Portal, code: &str, since: Option<Month>) -> Result<History, Error> {
    if !currencies(portal).await?.iter().any(|known| known == code) {
        return Err(Error::NotFound);
    }
    let until = published_until(portal).await?;
    let quotes = quotes(portal, code, since).await?;
    let national = national::of_currency(portal, code, since).await?;
    let first = since.or_else(|| quotes.first().map(|first| Month::of(first.day).next()));
    let rates = match (first, until) {
        (Some(first), Some(last)) => monthly_rates(first, Month::of(last).next(), &quotes, until),
        _ => Vec::new(),
    };
    let suspended = rates.iter().rev().map(|(_, rate)| *rate).find(|rate| *rate != MonthlyRate::NotPublished);
    let suspended = match suspended {
        Some(MonthlyRate::Suspended { last }) => Some(last),
        _ => None,
    };
    let applicable = |(month, rate)| match rate {
        MonthlyRate::Applicable(quote) => Some((month, quote)),
        _ => None,
    };
    let quoted = rates.into_iter().rev().filter_map(applicable).collect();
    Ok(History { currency: code.to_owned(), quoted, suspended, national })
}

/// Returns the rates of a currency that months from `since` may use, sorted by day.
async fn quotes(portal: &Portal, code: &str, since: Option<Month>) -> Result<Vec<Quote>, Error> {
    let from = since.map(|month| reference_day(month).to_string()).unwrap_or_default();
    let rows: Vec<QuoteRow> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT currency, day, rate FROM ecb_rate WHERE currency = $1
             AND day >= COALESCE((SELECT MAX(day) FROM ecb_rate WHERE currency = $1 AND day <= $2), $2) ORDER BY day",
        )
        .bind(code)
        .bind(&from)
        .fetch_all(c)
        .await
    })?;
    rows.iter().map(QuoteRow::quote).collect()
}

/// Converts an amount of the form [`exchange_rate_forms::conversion`].
///
/// # Errors
/// [`Error::Invalid`]: problems of the form; [`Problem::RateNotPublished`] and [`Problem::NoRate`] without a rate that applies.
pub async fn convert(portal: &Portal, answers: &Answers) -> Result<Conversion, Error> {
    let known = currencies(portal).await?;
    let form = exchange_rate_forms::conversion(known.iter().map(String::as_str));
    let answers = checked(&form, answers, &())?;
    let code = answers.text("devise").to_owned();
    let (Some(date), Some(amount)) =
        (parse_date(answers.text("date")), Decimal::parse_typed(answers.text("montant")))
    else {
        return Err(Error::Unexpected(anyhow::anyhow!("checked answers that cannot be read")));
    };
    let rates = month(portal, Month::of(date)).await?;
    let Some((rate, published_on)) = rates.applicable(&code) else {
        return Err(without_rate(&rates, &code));
    };
    let euros = to_euros(amount, rate)
        .ok_or_else(|| Error::invalid("montant", Problem::AmountTooLarge { label: "Montant".to_owned() }))?;
    Ok(Conversion { currency: code, amount, date, month: rates.month, rate, published_on, euros })
}

fn without_rate(rates: &MonthRates, code: &str) -> Error {
    if !rates.is_published {
        return Error::invalid("date", Problem::RateNotPublished);
    }
    let currency = currency::name(code).unwrap_or(code).to_owned();
    Error::invalid("devise", Problem::NoRate { currency })
}
