//! New months and corrections as a feed, for other programs.

use domain::{currency, exchange_rate::MonthlyRate, french::capitalised, path};
use platform::{Error, db::Moment};

use super::{
    national::NationalRate,
    read::{Correction, MonthRates, month, offered_months},
};
use crate::{
    Portal,
    atom::{self, Entry, Feed},
};

/// Number of months in the feed.
const MONTHS: usize = 6;

/// Returns the last months whose rates are published, and the corrections of their rates, the latest first. The feed changes
/// only with them.
///
/// # Errors
/// [`Error::Busy`].
pub async fn feed(portal: &Portal) -> Result<String, Error> {
    let mut entries = Vec::new();
    for one in offered_months(portal).into_iter().take(MONTHS) {
        let rates = month(portal, one).await?;
        let corrections: Vec<&Correction> =
            rates.corrections.iter().filter(|found| applies(&rates, found)).collect();
        if rates.is_published {
            entries.push(published(portal, &rates, &corrections));
        }
        entries.extend(corrections.into_iter().map(|found| corrected(portal, &rates, found)));
        let national = rates.national.iter().filter(|rate| rate.version > 1);
        entries.extend(national.map(|rate| corrected_nationally(portal, &rates, rate)));
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.updated));
    let updated = entries.first().map_or(Moment::from_micros(0), |entry| entry.updated);
    Ok(atom::write(&Feed {
        title: "Taux de change pour la valeur en douane",
        address: portal.link(path::EXCHANGE_RATES_FEED),
        page: portal.link(path::EXCHANGE_RATES),
        updated,
        entries,
    }))
}

/// Returns `true` if the corrected rate is the one of the month.
fn applies(rates: &MonthRates, correction: &Correction) -> bool {
    let quotation = rates.quotation(&correction.currency);
    matches!(quotation, Some(MonthlyRate::Applicable(quote)) if quote.day == correction.day)
}

/// The rates of a month, published on its reference day.
fn published(portal: &Portal, rates: &MonthRates, corrections: &[&Correction]) -> Entry {
    let at = Moment::start_of(rates.reference_day);
    let updated = corrections.iter().map(|found| found.found_at).fold(at, Moment::max);
    let main = currency::MAIN.into_iter().filter_map(|code| Some((code, rates.applicable(code)?.0)));
    let main: Vec<String> = main.map(|(code, rate)| format!("{rate} {code}")).collect();
    let summary = format!("Pour 1\u{a0}€\u{a0}: {}.", main.join(", "));
    let title = format!("Taux {}", rates.month.with_de());
    Entry { updated, ..entry(portal, rates, "", title, at, summary) }
}

fn corrected(portal: &Portal, rates: &MonthRates, correction: &Correction) -> Entry {
    let Correction { currency, before, after, found_at, .. } = correction;
    let id = format!("#{currency}-{}", found_at.micros());
    let summary =
        format!("{after} remplace {before}, pour 1\u{a0}€. Correction de la Banque centrale européenne.");
    entry(portal, rates, &id, correction_title(currency, rates), *found_at, summary)
}

fn corrected_nationally(portal: &Portal, rates: &MonthRates, rate: &NationalRate) -> Entry {
    let id = format!("#{}-{}", rate.currency, rate.version);
    let summary = format!("{} pour 1\u{a0}€. {}", rate.rate, rate.note);
    entry(portal, rates, &id, correction_title(&rate.currency, rates), rate.set_at, summary)
}

fn correction_title(code: &str, rates: &MonthRates) -> String {
    let name = capitalised(currency::name(code).unwrap_or(code));
    format!("{name}\u{a0}: taux {} corrigé", rates.month.with_de())
}

/// `anchor`: tells the entries of a month apart.
fn entry(
    portal: &Portal,
    rates: &MonthRates,
    anchor: &str,
    title: String,
    at: Moment,
    summary: String,
) -> Entry {
    let page = portal.link(&path::exchange_rates_of(rates.month.code()));
    Entry {
        id: format!("{page}{anchor}"),
        title,
        page,
        published: at,
        updated: at,
        summary,
        content: String::new(),
    }
}
