//! The table of results printed at the end of a run.

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

const HEADINGS: [&str; 6] = ["measure", "measured", "against", "ratio", "goal", "met"];

impl Figure {
    fn cells(&self) -> [String; 6] {
        let met = self.goal.map_or("", |goal| if goal.is_met(self.ratio) { "yes" } else { "NO" });
        [
            self.measure.clone(),
            self.measured.clone(),
            self.against.clone(),
            format!("{:.2}", self.ratio),
            self.goal.map_or_else(|| "–".to_owned(), Goal::text),
            met.to_owned(),
        ]
    }
}

/// Formats the results as a Markdown table with aligned columns.
pub fn table(figures: &[Figure]) -> String {
    let mut lines = vec![HEADINGS.map(str::to_owned)];
    lines.extend(figures.iter().map(Figure::cells));
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 6] = std::array::from_fn(width);
    let mut text = String::new();
    for (rank, line) in lines.iter().enumerate() {
        text.push('|');
        for (cell, width) in line.iter().zip(widths) {
            text.push_str(&format!(" {cell:<width$} |"));
        }
        text.push('\n');
        if rank == 0 {
            let rule: String = widths.iter().map(|width| format!("{}|", "-".repeat(width + 2))).collect();
            text.push_str(&format!("|{rule}\n"));
        }
    }
    text
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
        let text = table(&[figure]);
        let widths: Vec<_> = text.lines().map(|line| line.chars().count()).collect();
        assert_eq!(widths.len(), 3);
        assert!(widths.iter().all(|width| *width == widths[0]), "{text}");
    }
}
