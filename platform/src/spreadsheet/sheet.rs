use super::Cell;

/// Rows, computed when they are written.
pub type Rows = Box<dyn Iterator<Item = Vec<Cell>> + Send>;

/// A table to write: a row of titles, the rows, and remarks about them.
pub struct Sheet {
    /// Name of the tab of a workbook.
    pub title: &'static str,
    pub columns: Vec<Column>,
    pub rows: Rows,
    /// Written after the rows of a CSV file, and in a second tab of a workbook.
    pub remarks: Vec<String>,
}

/// A column: its title, and its width in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub title: &'static str,
    pub width: u8,
}

impl Column {
    pub const fn new(title: &'static str, width: u8) -> Self {
        Self { title, width }
    }
}

/// Format of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
}

impl Format {
    /// Extension of the file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}
