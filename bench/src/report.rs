//! The results of a run, as rows of a table.

/// One result and the value it is compared with: a row of the table.
pub struct Figure {
    pub measure: String,
    pub measured: String,
    pub against: String,
    /// Measured value divided by the value it is compared with.
    pub ratio: f64,
    pub goal: Option<Goal>,
}

/// Required ratio (quality.md).
#[derive(Clone, Copy)]
pub enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

impl Goal {
    fn is_met(self, ratio: f64) -> bool {
        match self {
            Goal::AtLeast(least) => ratio >= least,
            Goal::AtMost(most) => ratio <= most,
        }
    }

    fn text(self) -> String {
        match self {
            Goal::AtLeast(least) => format!("≥ {least}"),
            Goal::AtMost(most) => format!("≤ {most}"),
        }
    }
}

pub const HEADINGS: [&str; 8] =
    ["part", "measure", "measured", "against", "ratio", "goal", "met", "date, commit, machine"];
pub type Row = [String; HEADINGS.len()];

/// The rows of a run, in the order of its parts.
pub struct Report {
    pub rows: Vec<Row>,
    /// Date, commit and machine of the run.
    origin: String,
}

impl Report {
    pub fn new(origin: String) -> Self {
        Self { rows: Vec::new(), origin }
    }

    /// Adds the results of a part of the benchmarks.
    pub fn add(&mut self, part: &str, figures: &[Figure]) {
        self.rows.extend(figures.iter().map(|figure| row(part, figure, &self.origin)));
    }

    /// Formats the results as a Markdown table with aligned columns.
    pub fn table(&self) -> String {
        let lines = || std::iter::once(HEADINGS.map(str::to_owned)).chain(self.rows.iter().cloned());
        let widths: [usize; HEADINGS.len()] = std::array::from_fn(|column| {
            lines().map(|line| line[column].chars().count()).max().unwrap_or_default()
        });
        let aligned = |line: Row| {
            let cells = line.iter().zip(widths).map(|(cell, width)| format!(" {cell:<width$} |"));
            format!("|{}\n", cells.collect::<String>())
        };
        let mut text: Vec<String> = lines().map(aligned).collect();
        let rule: String = widths.iter().map(|width| format!("{}|", "-".repeat(width + 2))).collect();
        text.insert(1, format!("|{rule}\n"));
        text.concat()
    }
}

fn row(part: &str, figure: &Figure, origin: &str) -> Row {
    let met = figure.goal.map_or("", |goal| if goal.is_met(figure.ratio) { "yes" } else { "NO" });
    [
        part.to_owned(),
        figure.measure.clone(),
        figure.measured.clone(),
        figure.against.clone(),
        format!("{:.2}", figure.ratio),
        figure.goal.map_or_else(|| "–".to_owned(), Goal::text),
        met.to_owned(),
        origin.to_owned(),
    ]
}

/// Formats a number with spaces between groups of three digits: `12 345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (rank, digit) in digits.chars().enumerate() {
        if rank > 0 && (digits.len() - rank).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// Formats a rate: `12.3/s`, or without decimals from 100 per second.
pub fn rate(per_second: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate is small and positive"
    )]
    let rounded = per_second.round() as u64;
    if per_second < 100.0 { format!("{per_second:.1}/s") } else { format!("{}/s", grouped(rounded)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_compare_the_ratio() {
        assert!(Goal::AtLeast(0.9).is_met(0.9) && !Goal::AtLeast(0.9).is_met(0.89));
        assert!(Goal::AtMost(1.0).is_met(1.0) && !Goal::AtMost(1.0).is_met(1.01));
    }

    #[test]
    fn digits_are_grouped_in_threes() {
        assert_eq!(grouped(1_234_567), "1 234 567");
        assert_eq!((rate(12.34), rate(12_345.6)), ("12.3/s".to_owned(), "12 346/s".to_owned()));
    }

    #[test]
    fn columns_are_aligned() {
        let figure = Figure {
            measure: "a".to_owned(),
            measured: "12".to_owned(),
            against: "é".to_owned(),
            ratio: 2.0,
            goal: Some(Goal::AtLeast(1.0)),
        };
        let mut report = Report::new("today".to_owned());
        report.add("wire", &[figure]);
        let text = report.table();
        let widths: Vec<_> = text.lines().map(|line| line.chars().count()).collect();
        assert_eq!(widths.len(), 3);
        assert!(widths.iter().all(|width| *width == widths[0]), "{text}");
    }
}
