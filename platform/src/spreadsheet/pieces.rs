//! Writes a sheet piece by piece.

use std::io;

use super::{Cell, Format, Rows, Sheet, csv::Csv, xlsx::Xlsx};

/// Size of a piece in bytes, reached before it is returned.
const PIECE: usize = 32 * 1024;

/// Number of rows after which a piece is returned at the latest: compressed rows are short, and each takes time.
const ROWS: usize = 500;

/// The bytes of a file, in pieces. The rows of a piece are computed when it is asked for.
pub struct Pieces {
    /// `None` once the file is complete, or failed.
    writer: Option<Writer>,
    rows: Rows,
}

enum Writer {
    Csv(Csv),
    Xlsx(Box<Xlsx>),
}

/// Writes a sheet as a file.
///
/// # Errors
/// Never in practice: nothing is written outside memory.
pub fn write(sheet: Sheet, format: Format) -> io::Result<Pieces> {
    let Sheet { title, columns, rows, remarks } = sheet;
    let writer = match format {
        Format::Csv => Writer::Csv(Csv::begin(&columns, remarks)),
        Format::Xlsx => Writer::Xlsx(Box::new(Xlsx::begin(title, &columns, &remarks)?)),
    };
    Ok(Pieces { writer: Some(writer), rows })
}

impl Writer {
    fn row(&mut self, row: &[Cell]) -> io::Result<()> {
        match self {
            Writer::Csv(csv) => {
                csv.row(row);
                Ok(())
            }
            Writer::Xlsx(xlsx) => xlsx.row(row),
        }
    }

    /// Number of bytes that were not taken yet.
    fn len(&self) -> usize {
        match self {
            Writer::Csv(csv) => csv.len(),
            Writer::Xlsx(xlsx) => xlsx.len(),
        }
    }

    fn take(&mut self) -> Vec<u8> {
        match self {
            Writer::Csv(csv) => csv.take(),
            Writer::Xlsx(xlsx) => xlsx.take(),
        }
    }

    /// Completes the file and returns its last bytes.
    fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Writer::Csv(csv) => Ok(csv.finish()),
            Writer::Xlsx(xlsx) => xlsx.finish(),
        }
    }
}

impl Pieces {
    fn next_piece(&mut self, mut writer: Writer) -> io::Result<Vec<u8>> {
        for _ in 0..ROWS {
            let Some(row) = self.rows.next() else { return writer.finish() };
            writer.row(&row)?;
            if writer.len() >= PIECE {
                break;
            }
        }
        let piece = writer.take();
        self.writer = Some(writer);
        Ok(piece)
    }
}

impl Iterator for Pieces {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let writer = self.writer.take()?;
        Some(self.next_piece(writer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spreadsheet::Column;

    fn sheet(rows: usize) -> Sheet {
        let row = |number: usize| vec![Cell::text(format!("DEMO-{number:06}")), Cell::Count(1)];
        Sheet {
            title: "Essai",
            columns: vec![Column::new("Référence", 12), Column::new("Nombre", 8)],
            rows: Box::new((0..rows).map(row)),
            remarks: vec!["Une remarque.".to_owned()],
        }
    }

    #[test]
    fn a_hundred_thousand_rows_are_written_in_bounded_pieces() {
        for format in [Format::Csv, Format::Xlsx] {
            let (mut pieces, mut longest) = (0, 0);
            for piece in write(sheet(100_000), format).expect("a file") {
                pieces += 1;
                longest = longest.max(piece.expect("a piece").len());
            }
            assert!(pieces >= 40, "{format:?}: {pieces}");
            assert!(longest <= 4 * PIECE, "{format:?}: {longest}");
        }
    }

    #[test]
    fn a_file_without_rows_is_complete() {
        for format in [Format::Csv, Format::Xlsx] {
            let bytes: Vec<u8> =
                write(sheet(0), format).expect("a file").flat_map(|piece| piece.expect("a piece")).collect();
            assert!(bytes.len() > 30, "{format:?}");
        }
    }
}
