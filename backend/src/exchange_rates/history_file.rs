//! The history of rates, as the European Central Bank publishes it: a CSV file, or a ZIP archive with one.

use std::io::{Cursor, Read};

use anyhow::{Context, bail, ensure};
use domain::{decimal::Decimal, exchange_rate::Quote};
use jiff::civil::Date;

/// Maximum size in bytes of the unpacked file; the history since 1999 has 2 million.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Reads the rates of a file, sorted by day; those marked « N/A » are left out.
///
/// # Errors
/// The line that is not readable, and why.
pub fn read(file: &[u8]) -> anyhow::Result<Vec<(String, Quote)>> {
    let text = if file.starts_with(b"PK") { unpack(file)? } else { file.to_vec() };
    let text = String::from_utf8(text).context("not in UTF-8")?;
    let mut lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let (header, _) = lines.next().context("empty file")?;
    let currencies = header_currencies(header)?;
    let mut quotes = Vec::new();
    for (line, number) in lines {
        read_line(line, &currencies, &mut quotes).with_context(|| format!("line {number}"))?;
    }
    quotes.sort_by_key(|(_, quote)| quote.day);
    Ok(quotes)
}

fn unpack(file: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).context("not a readable archive")?;
    ensure!(archive.len() == 1, "the archive has {} files instead of one", archive.len());
    let mut unpacked = Vec::new();
    archive.by_index(0)?.take(MAX_BYTES + 1).read_to_end(&mut unpacked).context("damaged archive")?;
    ensure!(unpacked.len() as u64 <= MAX_BYTES, "more than {MAX_BYTES} bytes");
    Ok(unpacked)
}

/// Reads the codes of the columns. Lines end with a comma, and so with an empty column.
fn header_currencies(header: &str) -> anyhow::Result<Vec<String>> {
    let mut columns = header.trim_start_matches('\u{feff}').split(',').map(str::trim);
    ensure!(columns.next() == Some("Date"), "the first column is not « Date »");
    let codes: Vec<String> = columns.filter(|code| !code.is_empty()).map(str::to_owned).collect();
    let is_code = |code: &String| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    match codes.iter().find(|code| !is_code(code)) {
        Some(other) => bail!("« {other} » is no currency"),
        None if codes.is_empty() => bail!("no currency"),
        None => Ok(codes),
    }
}

fn read_line(line: &str, currencies: &[String], quotes: &mut Vec<(String, Quote)>) -> anyhow::Result<()> {
    let mut columns = line.split(',').map(str::trim);
    let day = read_day(columns.next().unwrap_or_default())?;
    let rates: Vec<&str> = columns.collect();
    ensure!(rates.len() >= currencies.len(), "{} rates for {} currencies", rates.len(), currencies.len());
    for (currency, rate) in currencies.iter().zip(rates).filter(|(_, rate)| !matches!(*rate, "N/A" | "")) {
        let rate = Decimal::parse(rate).filter(|rate| !rate.is_zero());
        let rate = rate.with_context(|| format!("the rate of {currency} is not readable"))?;
        quotes.push((currency.clone(), Quote { day, rate }));
    }
    Ok(())
}

/// Reads `2026-10-30`, or « 30 October 2026 » of the file of one day.
fn read_day(text: &str) -> anyhow::Result<Date> {
    let day = text.parse().or_else(|_| Date::strptime("%d %B %Y", text)).ok();
    day.with_context(|| format!("« {text} » is no date"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn shown(file: &str) -> Vec<String> {
        let quotes = read(file.as_bytes()).expect("readable");
        quotes.iter().map(|(code, quote)| format!("{code} {} {}", quote.day, quote.rate.plain())).collect()
    }

    #[test]
    fn history_is_read_by_day() {
        let file = "Date,USD,BGN,\n2026-10-30,1.1172,N/A,\n2026-10-29,1.1200,1.9558,\n\n";
        assert_eq!(shown(file), ["USD 2026-10-29 1.12", "BGN 2026-10-29 1.9558", "USD 2026-10-30 1.1172"]);
    }

    #[test]
    fn file_of_one_day_is_read() {
        let file = "Date, USD, JPY, \r\n30 October 2026, 1.1172, 175.68, \r\n";
        assert_eq!(shown(file), ["USD 2026-10-30 1.1172", "JPY 2026-10-30 175.68"]);
        assert_eq!(read_day("2 March 2026").expect("a day"), date(2026, 3, 2));
    }

    #[test]
    fn damaged_files_are_refused_with_the_line() {
        for (file, reason) in [
            ("", "empty file"),
            ("<html></html>", "the first column"),
            ("Date,\n2026-10-30,\n", "no currency"),
            ("Date,usd,\n", "« usd » is no currency"),
            ("Date,USD,\n2026-10-30,1.1\nlundi,1.2,\n", "line 3: « lundi » is no date"),
            ("Date,USD,\n2026-10-30,-1.1,\n", "line 2: the rate of USD"),
            ("Date,USD,\n2026-10-30,0,\n", "line 2: the rate of USD"),
            ("Date,USD,JPY\n2026-10-30,1.1\n", "line 2: 1 rates for 2 currencies"),
            ("PK\u{3}\u{4}", "not a readable archive"),
        ] {
            let error = format!("{:#}", read(file.as_bytes()).expect_err("refused"));
            assert!(error.contains(reason), "{file:?}: {error}");
        }
    }
}
