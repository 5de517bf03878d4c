//! Files of the rates: for spreadsheet programs, and for other programs.

use domain::{
    currency,
    decimal::Decimal,
    exchange_rate::{MonthlyRate, Quote},
    month::Month,
};
use jiff::civil::Date;
use platform::spreadsheet::{Cell, Column, Sheet};
use quick_xml::escape::escape;
use serde::Serialize;

use super::{History, MonthRates, NationalRate};

/// Format for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    Json,
    Xml,
}

/// A rate, as files name it.
struct Exported<'a> {
    currency: &'a str,
    month: Month,
    source: &'static str,
    rate: Decimal,
    published_on: Option<Date>,
    note: &'a str,
}

const ECB: &str = "bce";
const NATIONAL: &str = "nationale";

impl<'a> Exported<'a> {
    fn quoted(currency: &'a str, month: Month, quote: Quote) -> Self {
        let (rate, published_on) = (quote.rate, Some(quote.day));
        Exported { currency, month, source: ECB, rate, published_on, note: "" }
    }

    fn national(rate: &'a NationalRate) -> Self {
        let NationalRate { currency, month, rate, note, .. } = rate;
        Exported { currency, month: *month, source: NATIONAL, rate: *rate, published_on: None, note }
    }

    fn name(&self) -> &'static str {
        currency::name(self.currency).unwrap_or_default()
    }

    fn json(&self) -> JsonRate<'a> {
        JsonRate {
            devise: self.currency,
            nom: self.name(),
            taux: self.rate.plain(),
            source: self.source,
            publie_le: self.published_on.map(|day| day.to_string()),
            note: self.note,
        }
    }

    fn row(&self) -> Vec<Cell> {
        vec![
            Cell::text(self.month.code()),
            Cell::text(self.currency),
            Cell::text(self.name()),
            Cell::Number(self.rate),
            Cell::from(self.published_on),
            Cell::text(self.source),
            Cell::text(self.note),
        ]
    }
}

fn of_month(rates: &MonthRates) -> Vec<Exported<'_>> {
    let quoted = rates.quoted.iter().filter_map(|one| match one.rate {
        MonthlyRate::Applicable(quote) => Some(Exported::quoted(&one.currency, rates.month, quote)),
        _ => None,
    });
    quoted.chain(rates.national.iter().map(Exported::national)).collect()
}

/// Returns the rates of a month as a sheet.
pub fn sheet_of_month(rates: &MonthRates) -> Sheet {
    sheet(&of_month(rates))
}

/// Returns the rates of a currency as a sheet, the latest month first.
pub fn sheet_of_currency(history: &History) -> Sheet {
    let quoted =
        history.quoted.iter().map(|(month, quote)| Exported::quoted(&history.currency, *month, *quote));
    sheet(&quoted.chain(history.current_national().map(Exported::national)).collect::<Vec<_>>())
}

fn sheet(rates: &[Exported<'_>]) -> Sheet {
    let columns = vec![
        Column::new("Mois", 10),
        Column::new("Devise", 8),
        Column::new("Nom", 32),
        Column::new("Unités pour 1 euro", 18),
        Column::new("Publié le", 12),
        Column::new("Source", 12),
        Column::new("Note", 40),
    ];
    let rows: Vec<Vec<Cell>> = rates.iter().map(Exported::row).collect();
    Sheet { title: "Taux de change", columns, rows: Box::new(rows.into_iter()), remarks: Vec::new() }
}

/// A month in JSON; its keys are stable.
#[derive(Serialize)]
struct JsonMonth<'a> {
    mois: String,
    jour_de_reference: String,
    publie: bool,
    taux: Vec<JsonRate<'a>>,
}

#[derive(Serialize)]
struct JsonRate<'a> {
    devise: &'a str,
    nom: &'static str,
    /// Exact decimal, as a text.
    taux: String,
    source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    publie_le: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
}

/// Writes the rates of a month for programs (`docs/api/portail.json`).
pub fn month_for_programs(rates: &MonthRates, format: Program) -> String {
    let exported = of_month(rates);
    match format {
        Program::Json => json(rates, &exported),
        Program::Xml => xml(rates, &exported),
    }
}

fn json(rates: &MonthRates, exported: &[Exported<'_>]) -> String {
    let month = JsonMonth {
        mois: rates.month.code(),
        jour_de_reference: rates.reference_day.to_string(),
        publie: rates.is_published,
        taux: exported.iter().map(Exported::json).collect(),
    };
    serde_json::to_string(&month).expect("texts are serialisable")
}

fn xml(rates: &MonthRates, exported: &[Exported<'_>]) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<taux-de-change mois=\"{}\" jour-de-reference=\"{}\" publie=\"{}\">\n",
        rates.month.code(),
        rates.reference_day,
        rates.is_published
    );
    for one in exported {
        let published = one.published_on.map(|day| format!(" publie-le=\"{day}\"")).unwrap_or_default();
        xml.push_str(&format!(
            "  <taux devise=\"{}\" nom=\"{}\" source=\"{}\"{published} note=\"{}\">{}</taux>\n",
            escape(one.currency),
            escape(one.name()),
            one.source,
            escape(one.note),
            one.rate.plain()
        ));
    }
    xml.push_str("</taux-de-change>\n");
    xml
}
