//! Workbooks of Office Open XML (ECMA-376), with what the portal needs: texts, numbers, dates, a row of titles that stays
//! in place, widths, and a second tab for the remarks.
//!
//! Texts are written inline, since a table of shared ones would have to be held in memory. Formulas are never written.

use std::io::{self, Write};

use jiff::civil::{Date, date};
use zip::{
    CompressionMethod, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

use super::{Cell, Column, cell::decimal, xml};
use crate::PendingBytes;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// Formats of cells: positions in `cellXfs` of `styles.xml`.
const TITLE: u8 = 1;
const AMOUNT: u8 = 2;
const DAY: u8 = 3;
const COUNT: u8 = 4;
const REMARK: u8 = 5;

/// Name and width of the tab of the remarks.
const REMARKS: &str = "À lire";
const REMARKS_WIDTH: u8 = 110;

/// Parts of every workbook, except the tabs.
const PARTS: [(&str, &str); 4] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
    ),
    // Formats 164 and 165 are written out: the built-in ones change with the language of the program.
    (
        "xl/styles.xml",
        r##"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.00\ &quot;€&quot;"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"##,
    ),
];

/// A workbook whose first tab is being written.
pub(super) struct Xlsx {
    zip: ZipWriter<StreamWriter<PendingBytes>>,
    pending: PendingBytes,
    /// Number of rows written.
    rows: u32,
}

impl Xlsx {
    pub fn begin(title: &str, columns: &[Column], remarks: &[String]) -> io::Result<Self> {
        let pending = PendingBytes::default();
        let mut xlsx = Xlsx { zip: ZipWriter::new_stream(pending.clone()), pending, rows: 0 };
        for (name, content) in PARTS {
            xlsx.part(name, content)?;
        }
        xlsx.part("xl/workbook.xml", &workbook(title))?;
        xlsx.part("xl/worksheets/sheet2.xml", &remarks_tab(remarks))?;
        xlsx.part("xl/worksheets/sheet1.xml", &start_of_tab(columns))?;
        let titles: Vec<Cell> = columns.iter().map(|column| Cell::text(column.title)).collect();
        xlsx.write_row(&titles, Some(TITLE))?;
        Ok(xlsx)
    }

    pub fn row(&mut self, row: &[Cell]) -> io::Result<()> {
        self.write_row(row, None)
    }

    pub fn len(&self) -> usize {
        self.pending.count()
    }

    pub fn take(&mut self) -> Vec<u8> {
        self.pending.take()
    }

    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        self.zip.write_all(b"</sheetData></worksheet>")?;
        self.zip.finish()?;
        Ok(self.pending.take())
    }

    /// Starts a part and writes its beginning, or the whole.
    fn part(&mut self, name: &str, content: &str) -> io::Result<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.zip.start_file(name, options)?;
        self.zip.write_all(HEAD.as_bytes())?;
        self.zip.write_all(content.as_bytes())
    }

    fn write_row(&mut self, row: &[Cell], format: Option<u8>) -> io::Result<()> {
        self.rows += 1;
        let mut xml = String::new();
        push_row(&mut xml, self.rows, row, format);
        self.zip.write_all(xml.as_bytes())
    }
}

fn workbook(title: &str) -> String {
    let mut xml = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name=""#
    );
    xml::push_text(&mut xml, title);
    xml.push_str(r#"" sheetId="1" r:id="rId1"/><sheet name=""#);
    xml::push_text(&mut xml, REMARKS);
    xml.push_str(r#"" sheetId="2" r:id="rId2"/></sheets></workbook>"#);
    xml
}

/// Beginning of a tab, up to its first row, with the first row staying in place.
fn start_of_tab(columns: &[Column]) -> String {
    let mut xml = format!(
        r#"<worksheet xmlns="{MAIN}"><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>"#
    );
    push_columns(&mut xml, columns.iter().map(|column| column.width));
    xml.push_str("<sheetData>");
    xml
}

fn remarks_tab(remarks: &[String]) -> String {
    let mut xml = format!(r#"<worksheet xmlns="{MAIN}">"#);
    push_columns(&mut xml, [REMARKS_WIDTH]);
    xml.push_str("<sheetData>");
    for (number, remark) in (1..).zip(remarks) {
        push_row(&mut xml, number, &[Cell::text(remark)], Some(REMARK));
    }
    xml.push_str("</sheetData></worksheet>");
    xml
}

fn push_columns(xml: &mut String, widths: impl IntoIterator<Item = u8>) {
    xml.push_str("<cols>");
    for (number, width) in (1..).zip(widths) {
        xml.push_str(&format!(r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"/>"#));
    }
    xml.push_str("</cols>");
}

/// Appends a row. `format`: that of its texts.
fn push_row(xml: &mut String, number: u32, row: &[Cell], format: Option<u8>) {
    xml.push_str(&format!(r#"<row r="{number}">"#));
    for (column, cell) in ('A'..='Z').zip(row) {
        let place = format!("{column}{number}");
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => push_text(xml, &place, text, format.unwrap_or_default()),
            Cell::Amount(amount) => push_number(xml, &place, AMOUNT, decimal(*amount, '.')),
            Cell::Count(count) => push_number(xml, &place, COUNT, count.to_string()),
            Cell::Number(number) => push_number(xml, &place, 0, number.plain()),
            Cell::Date(day) => match serial(*day) {
                Some(serial) => push_number(xml, &place, DAY, serial.to_string()),
                None => push_text(xml, &place, &day.to_string(), 0),
            },
        }
    }
    xml.push_str("</row>");
}

fn push_number(xml: &mut String, place: &str, format: u8, value: String) {
    xml.push_str(&format!(r#"<c r="{place}" s="{format}"><v>{value}</v></c>"#));
}

fn push_text(xml: &mut String, place: &str, text: &str, format: u8) {
    xml.push_str(&format!(r#"<c r="{place}" s="{format}" t="inlineStr"><is><t xml:space="preserve">"#));
    xml::push_text(xml, text);
    xml.push_str("</t></is></c>");
}

/// Number of a day in a workbook: days since 30 December 1899. `None` before March 1900, where programs count a day that
/// did not exist.
fn serial(day: Date) -> Option<i32> {
    const EPOCH: Date = date(1899, 12, 30);
    (day >= date(1900, 3, 1)).then(|| EPOCH.until(day).map(|span| span.get_days()).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_like_in_excel() {
        for (day, number) in [
            (date(1900, 2, 28), None),
            (date(1900, 3, 1), Some(61)),
            (date(2026, 11, 30), Some(46_356)),
            (date(9999, 12, 31), Some(2_958_465)),
        ] {
            assert_eq!(serial(day), number, "{day}");
        }
    }
}
