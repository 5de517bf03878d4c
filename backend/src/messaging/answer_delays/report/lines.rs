use std::collections::BTreeMap;

use domain::answer_delay::Tally;
use jiff::civil::Date;

use crate::directory::services::Service;

/// Questions of a motif received in a week.
#[derive(Clone, Debug)]
pub struct ReportLine {
    /// Its Monday.
    pub week: Date,
    /// Title of the motif.
    pub motif: String,
    pub tally: Tally,
}

/// Delays of a service.
#[derive(Clone, Debug)]
pub struct DelayReport {
    pub service: Service,
    /// By week, then by motif; weeks and motifs without a question are left out.
    pub lines: Vec<ReportLine>,
    /// Mondays of the weeks covered.
    pub weeks: Vec<Date>,
}

impl DelayReport {
    /// Returns the sum of each week covered.
    pub fn by_week(&self) -> Vec<(Date, Tally)> {
        let mut sums: BTreeMap<Date, Tally> =
            self.weeks.iter().map(|week| (*week, Tally::default())).collect();
        for line in &self.lines {
            sums.entry(line.week).or_default().merge(&line.tally);
        }
        sums.into_iter().collect()
    }

    /// Returns the sum of each motif, by title.
    pub fn by_motif(&self) -> Vec<(String, Tally)> {
        let mut sums: BTreeMap<String, Tally> = BTreeMap::new();
        for line in &self.lines {
            sums.entry(line.motif.clone()).or_default().merge(&line.tally);
        }
        sums.into_iter().collect()
    }

    /// Returns the sum of everything.
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        for line in &self.lines {
            total.merge(&line.tally);
        }
        total
    }
}
