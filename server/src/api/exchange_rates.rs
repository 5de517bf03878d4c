//! Files of the exchange rates, at stable addresses: read by programs, without session or cookie.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use backend::{
    Portal,
    exchange_rates::{self, Program},
};
use domain::month::Month;
use platform::{
    Error,
    spreadsheet::{self, Format, Sheet},
};

use super::publications::ATOM_TYPE;
use crate::{cached_file, error_page};

/// `GET /taux-de-change.atom`
pub async fn feed(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    match exchange_rates::feed(&portal).await {
        Ok(feed) => cached_file::send(&headers, ATOM_TYPE, feed.into_bytes()),
        Err(error) => error_page::from_error(error),
    }
}

/// `GET /taux-de-change/mois/{mois}/taux.csv`
pub async fn month_csv(portal: State<Portal>, month: Path<String>, headers: HeaderMap) -> Response {
    match read_month(portal, month).await.and_then(|rates| csv(exchange_rates::sheet_of_month(&rates))) {
        Ok(file) => cached_file::send(&headers, Format::Csv.media_type(), file),
        Err(error) => error_page::from_error(error),
    }
}

/// `GET /taux-de-change/mois/{mois}/taux.json`
pub async fn month_json(portal: State<Portal>, month: Path<String>, headers: HeaderMap) -> Response {
    month_for_programs(portal, month, &headers, Program::Json, "application/json").await
}

/// `GET /taux-de-change/mois/{mois}/taux.xml`
pub async fn month_xml(portal: State<Portal>, month: Path<String>, headers: HeaderMap) -> Response {
    month_for_programs(portal, month, &headers, Program::Xml, "application/xml").await
}

/// `GET /taux-de-change/devise/{devise}/taux.csv`: all months.
pub async fn currency_csv(
    State(portal): State<Portal>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Response {
    let history = exchange_rates::history(&portal, &code, None).await;
    match history.and_then(|history| csv(exchange_rates::sheet_of_currency(&history))) {
        Ok(file) => cached_file::send(&headers, Format::Csv.media_type(), file),
        Err(error) => error_page::from_error(error),
    }
}

async fn month_for_programs(
    portal: State<Portal>,
    month: Path<String>,
    headers: &HeaderMap,
    format: Program,
    media_type: &'static str,
) -> Response {
    match read_month(portal, month).await {
        Ok(rates) => cached_file::send(
            headers,
            media_type,
            exchange_rates::month_for_programs(&rates, format).into_bytes(),
        ),
        Err(error) => error_page::from_error(error),
    }
}

async fn read_month(
    State(portal): State<Portal>,
    Path(code): Path<String>,
) -> Result<exchange_rates::MonthRates, Error> {
    let offered = exchange_rates::offered_months(&portal);
    let month: Month = offered.into_iter().find(|month| month.code() == code).ok_or(Error::NotFound)?;
    exchange_rates::month(&portal, month).await
}

fn csv(sheet: Sheet) -> Result<Vec<u8>, Error> {
    let mut file = Vec::new();
    for piece in spreadsheet::write(sheet, Format::Csv)? {
        file.extend(piece?);
    }
    Ok(file)
}
