//! A history of exchange rates in the format of the European Central Bank. Its rates are made up.

use std::fmt::Write;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::state::Simulator;

/// Years of the history.
const YEARS: i16 = 6;

/// Code, mean rate in hundred-thousandths, and amplitude of its swing in per cent.
const CURRENCIES: [(&str, i64, i64); 8] = [
    ("USD", 112_000, 6),
    ("JPY", 15_500_000, 12),
    ("GBP", 85_500, 4),
    ("CHF", 96_000, 5),
    ("CNY", 770_000, 5),
    ("NOK", 1_130_000, 7),
    ("PLN", 445_000, 4),
    ("RUB", 8_000_000, 9),
];

/// Last day of the rouble, as in reality.
const LAST_ROUBLE: Date = jiff::civil::date(2022, 3, 1);

pub fn router() -> Router<Arc<Simulator>> {
    Router::new().route("/bce/eurofxref-hist.csv", get(history))
}

async fn history(State(simulator): State<Arc<Simulator>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/csv")], file(simulator.clock.today()))
}

/// The rates of all working days until `today`, the latest first.
fn file(today: Date) -> String {
    let mut file = "Date,".to_owned();
    for (code, ..) in CURRENCIES {
        file.push_str(code);
        file.push(',');
    }
    let first = today.saturating_sub(i32::from(YEARS).years());
    let days = std::iter::successors(Some(today), |day| day.yesterday().ok()).take_while(|day| *day >= first);
    for day in days.filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)) {
        write!(file, "\n{day},").expect("memory");
        for (index, (code, mean, swing)) in CURRENCIES.into_iter().enumerate() {
            if code == "RUB" && day > LAST_ROUBLE {
                file.push_str("N/A,");
            } else {
                let rate = rate(day, mean, swing, index);
                write!(file, "{}.{:05},", rate / 100_000, rate % 100_000).expect("memory");
            }
        }
    }
    file.push('\n');
    file
}

/// A rate that swings around its mean.
fn rate(day: Date, mean: i64, swing: i64, index: usize) -> i64 {
    let number = f64::from(day.year()) * 365.25 + f64::from(day.day_of_year());
    let period = 300.0 + 70.0 * index as f64;
    let wave = (number / period * std::f64::consts::TAU).sin() + 0.2 * (number / 9.0).sin();
    mean + (mean as f64 * swing as f64 / 100.0 * wave) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn history_has_the_working_days_and_the_end_of_the_rouble() {
        let file = file(date(2026, 11, 29));
        let lines: Vec<&str> = file.lines().collect();
        assert_eq!(lines[0], "Date,USD,JPY,GBP,CHF,CNY,NOK,PLN,RUB,");
        // The 29th is a Sunday.
        assert!(lines[1].starts_with("2026-11-27,") && lines[1].ends_with("N/A,"), "{}", lines[1]);
        assert!(lines.iter().any(|line| line.starts_with("2022-03-01,") && !line.contains("N/A")));
        assert!(lines.len() > 1_500, "{}", lines.len());
    }
}
