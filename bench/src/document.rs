//! The table of results in `docs/benchmarks.md`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::report::{HEADINGS, Row};

/// The lines around the table in the document.
const START: &str = "<!-- Written by `cargo xtask bench -- --write` -->";
const END: &str = "<!-- End of the table -->";

/// Replaces the rows of the measured parts in a document; rows of other parts stay. `parts`: names of all parts, in the
/// order of the table.
///
/// # Errors
/// If the document cannot be read or written, or has no table.
pub fn update(document: &Path, rows: &[Row], parts: &[String]) -> Result<()> {
    let text = fs::read_to_string(document).with_context(|| document.display().to_string())?;
    let text = replace_rows(&text, rows, parts).with_context(|| document.display().to_string())?;
    Ok(fs::write(document, text)?)
}

fn replace_rows(document: &str, rows: &[Row], parts: &[String]) -> Result<String> {
    let (before, rest) = document.split_once(START).context("no start of the table")?;
    let (table, after) = rest.split_once(END).context("no end of the table")?;
    let is_measured = |part: &str| rows.iter().any(|row| row[0] == part);
    // After the blank line, the headings and the rule.
    let kept = table.lines().filter(|line| line.starts_with('|')).skip(2);
    let kept = kept.filter(|line| !is_measured(part_of(line))).map(str::to_owned);
    let mut lines: Vec<String> = kept.chain(rows.iter().map(line)).collect();
    let rank = |line: &String| parts.iter().position(|part| part == part_of(line));
    // A part that no longer exists cannot be measured again.
    lines.retain(|line| rank(line).is_some());
    lines.sort_by_key(rank);
    let headings = line(&HEADINGS.map(str::to_owned));
    let rule = format!("{}|", "|---".repeat(HEADINGS.len()));
    Ok(format!("{before}{START}\n\n{headings}\n{rule}\n{}\n\n{END}{after}", lines.join("\n")))
}

fn line(row: &Row) -> String {
    format!("| {} |", row.join(" | "))
}

/// Returns the name of the part in the first cell of a line.
fn part_of(line: &str) -> &str {
    line.split('|').nth(1).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row_of(part: &str, measured: &str) -> Row {
        let mut row: Row = Default::default();
        (row[0], row[2]) = (part.to_owned(), measured.to_owned());
        row
    }

    fn parts_and_values(document: &str) -> Vec<(&str, &str)> {
        let lines = document.lines().filter(|line| line.starts_with("| ")).skip(1);
        lines.map(|line| (part_of(line), line.split('|').nth(3).unwrap_or_default().trim())).collect()
    }

    #[test]
    fn only_rows_of_measured_parts_are_replaced() {
        let parts = ["wire", "memory", "sends"].map(str::to_owned);
        let empty = format!("# Title\n\n{START}\n{END}\n\nEnd\n");
        let all = [row_of("wire", "1"), row_of("memory", "2"), row_of("memory", "3"), row_of("sends", "4")];
        let first = replace_rows(&empty, &all, &parts).unwrap();
        assert_eq!(
            parts_and_values(&first),
            [("wire", "1"), ("memory", "2"), ("memory", "3"), ("sends", "4")]
        );
        let second = replace_rows(&first, &[row_of("memory", "5")], &parts).unwrap();
        assert_eq!(parts_and_values(&second), [("wire", "1"), ("memory", "5"), ("sends", "4")]);
        assert!(second.starts_with("# Title\n") && second.ends_with("\n\nEnd\n"));
        assert!(replace_rows("# Title\n", &all, &parts).is_err());
    }
}
