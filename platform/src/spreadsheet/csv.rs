//! CSV that Excel opens by a double click where the language is French: UTF-8 with its mark, semicolons, decimal commas,
//! days first, lines ended by CR LF.

use domain::form::{parse_date, parse_month};
use jiff::civil::Date;

use super::{Cell, Column, cell::decimal};

/// Without it, Excel reads the file as Windows-1252.
const BYTE_ORDER_MARK: &str = "\u{feff}";
const END_OF_LINE: &str = "\r\n";

/// Characters at the start of a text that make it a formula, or that programs drop before they look for one.
const FORMULA_STARTS: [char; 9] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＠'];

pub(super) struct Csv {
    text: String,
    remarks: Vec<String>,
}

impl Csv {
    pub fn begin(columns: &[Column], remarks: Vec<String>) -> Self {
        let mut csv = Csv { text: BYTE_ORDER_MARK.to_owned(), remarks };
        let titles: Vec<Cell> = columns.iter().map(|column| Cell::text(column.title)).collect();
        csv.row(&titles);
        csv
    }

    pub fn row(&mut self, row: &[Cell]) {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                self.text.push(';');
            }
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => push_text(&mut self.text, text),
                Cell::Amount(amount) => self.text.push_str(&decimal(*amount, ',')),
                Cell::Count(count) => self.text.push_str(&count.to_string()),
                Cell::Number(number) => self.text.push_str(&number.to_input()),
                Cell::Date(date) => self.text.push_str(&day_first(*date)),
            }
        }
        self.text.push_str(END_OF_LINE);
    }

    pub fn len(&self) -> usize {
        self.text.len()
    }

    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.text).into_bytes()
    }

    pub fn finish(mut self) -> Vec<u8> {
        // An empty line ends the table for programs that find its end themselves.
        self.text.push_str(END_OF_LINE);
        for remark in std::mem::take(&mut self.remarks) {
            self.row(&[Cell::Text(remark)]);
        }
        self.take()
    }
}

fn day_first(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// Appends a text as a field. An apostrophe, with which spreadsheet programs mark a text, precedes one that would become a
/// formula, a number or a date.
fn push_text(csv: &mut String, text: &str) {
    let is_marked = text.starts_with(FORMULA_STARTS) || is_read_as_value(text);
    let is_quoted = text.contains(['"', ';', ',', '\r', '\n', '\t']) || text.trim() != text;
    if is_quoted {
        csv.push('"');
    }
    if is_marked {
        csv.push('\'');
    }
    csv.push_str(&text.replace('"', "\"\""));
    if is_quoted {
        csv.push('"');
    }
}

/// Returns `true` for a text that Excel would convert, losing digits or zeros: « 00010101400017 », « 12/2026 », « mars 2026 ».
fn is_read_as_value(text: &str) -> bool {
    let is_part_of_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || "eE.,:/%€$'-+".contains(c);
    let is_number = text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(is_part_of_number);
    is_number || parse_date(text).is_some() || parse_month(text).is_some()
}

#[cfg(test)]
mod tests {
    use domain::{amount::Amount, decimal::Decimal};
    use jiff::civil::date;

    use super::*;

    fn field(text: &str) -> String {
        let mut csv = String::new();
        push_text(&mut csv, text);
        csv
    }

    #[test]
    fn values_are_written_as_excel_reads_them_in_french() {
        let mut csv = Csv::begin(
            &[Column::new("Objet", 10), Column::new("Montant", 10)],
            vec!["Douane;Urssaf".to_owned()],
        );
        csv.row(&[
            Cell::text("Droits;port"),
            Cell::Amount(Amount::from_cents(-123_405)),
            Cell::Date(date(2026, 3, 1)),
            Cell::Empty,
            Cell::Count(12),
            Cell::Number(Decimal::parse("1.1172").expect("a number")),
        ]);
        let text = String::from_utf8(csv.finish()).expect("UTF-8");
        assert_eq!(
            text,
            "\u{feff}Objet;Montant\r\n\"Droits;port\";-1234,05;01/03/2026;;12;1,1172\r\n\r\n\"Douane;Urssaf\"\r\n"
        );
    }

    #[test]
    fn formulas_are_neutralised() {
        for text in ["=1+1", "+33 1", "-2+3", "@SUM(A1)", "＝1", "\t=1", "\r=1", "\n=1"] {
            assert!(field(text).trim_start_matches('"').starts_with('\''), "{text:?}");
        }
        assert_eq!(
            field("=HYPERLINK(\"https://example.test\";\"ici\")"),
            "\"'=HYPERLINK(\"\"https://example.test\"\";\"\"ici\"\")\""
        );
    }

    #[test]
    fn separators_and_quotes_stay_in_their_field() {
        assert_eq!(field("a;b"), "\"a;b\"");
        assert_eq!(field("a\"b"), "\"a\"\"b\"");
        assert_eq!(field("a\r\nb"), "\"a\r\nb\"");
        assert_eq!(field(" a"), "\" a\"");
        assert_eq!(field("Droits de douane"), "Droits de douane");
    }

    #[test]
    fn texts_that_look_like_values_stay_texts() {
        for text in
            ["00010101400017", "1/2", "12,5", "1E5", "2026-11-30", "mars 2026", "3 nov. 2026", "000 101 014"]
        {
            assert!(field(text).trim_start_matches('"').starts_with('\''), "{text}");
        }
        for text in ["DEMO-DG-0001", "000 101 014 00017 – Siège", "TVA, mars 2026", "Douane", "e"] {
            assert!(!field(text).contains('\''), "{text}");
        }
    }
}
