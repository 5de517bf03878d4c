use super::DeclarantStatement;
use crate::{month::Month, path, problem::Problem, rights::Teleservice};

/// Number of months that customs report, with the current one.
pub const KNOWN_MONTHS: u32 = 36;
/// Greatest number of months of a period.
pub const LONGEST_PERIOD: u32 = 24;
/// Number of months of a period of which at most one end is typed.
const USUAL_PERIOD: u32 = 12;

/// Period and téléservice of the statements to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementsFilter {
    /// First month.
    pub from: Month,
    /// Last month.
    pub to: Month,
    /// `None`: all.
    pub teleservice: Option<Teleservice>,
}

impl StatementsFilter {
    /// Names of the parameters of an address.
    pub const FROM: &str = "du";
    pub const TO: &str = "au";
    pub const TELESERVICE: &str = "teleservice";

    /// Labels of the fields of the months.
    pub const FROM_LABEL: &str = "Premier mois";
    pub const TO_LABEL: &str = "Dernier mois";

    /// Selects the twelve months that end with this one, of all téléservices.
    pub fn last_year(current: Month) -> Self {
        Self { from: current.back(USUAL_PERIOD - 1), to: current, teleservice: None }
    }

    /// Reads the parameters of an address. A missing end of the period is eleven months from the other one.
    ///
    /// # Errors
    /// Problems with the names of their fields: `NotAMonth`, `MonthOutOfRange`, `PeriodReversed`, `PeriodTooLong`.
    pub fn read<'a>(
        value: impl Fn(&str) -> Option<&'a str>,
        current: Month,
    ) -> Result<Self, Vec<(&'static str, Problem)>> {
        let known = current.back(KNOWN_MONTHS - 1)..=current;
        let read = |name, label| match value(name).map(str::trim).filter(|text| !text.is_empty()) {
            None => Ok(None),
            Some(text) => match Month::parse(text) {
                None => Err((name, Problem::NotAMonth { label: String::from(label) })),
                Some(month) if known.contains(&month) => Ok(Some(month)),
                Some(_) => Err((name, out_of_range(label, *known.start(), current))),
            },
        };
        let (from, to) = match (read(Self::FROM, Self::FROM_LABEL), read(Self::TO, Self::TO_LABEL)) {
            (Ok(from), Ok(to)) => (from, to),
            (from, to) => return Err([from.err(), to.err()].into_iter().flatten().collect()),
        };
        let (from, to) = match (from, to) {
            (Some(from), Some(to)) => (from, to),
            (Some(from), None) => (from, from.ahead(USUAL_PERIOD - 1).min(current)),
            (None, to) => {
                let to = to.unwrap_or(current);
                (to.back(USUAL_PERIOD - 1).max(*known.start()), to)
            }
        };
        check_period(from, to).map_err(|problem| vec![(Self::TO, problem)])?;
        let teleservice = value(Self::TELESERVICE).and_then(Teleservice::from_code);
        let teleservice = teleservice.filter(|one| one.takes_declarations());
        Ok(Self { from, to, teleservice })
    }

    /// Parameters of an address with this filter.
    pub fn query(&self) -> String {
        let mut query = format!("{}={}&{}={}", Self::FROM, self.from.code(), Self::TO, self.to.code());
        if let Some(teleservice) = self.teleservice {
            query.push_str(&format!("&{}={}", Self::TELESERVICE, path::encode(teleservice.code())));
        }
        query
    }

    /// Returns `true` if the statement is selected.
    pub fn accepts(&self, statement: &DeclarantStatement) -> bool {
        (self.from..=self.to).contains(&statement.month)
            && self.teleservice.is_none_or(|one| one == statement.teleservice)
    }

    /// Months of the period, the latest first.
    pub fn months(&self) -> impl Iterator<Item = Month> + use<> {
        let from = self.from;
        std::iter::successors(Some(self.to), |month| Some(month.previous()))
            .take_while(move |month| *month >= from)
    }

    /// The filter in words, part by part.
    pub fn words(&self) -> Vec<String> {
        let period = if self.from == self.to {
            self.from.to_string()
        } else {
            format!("{} à {}", self.from.with_de(), self.to)
        };
        let teleservice = self.teleservice.map(|one| one.label().to_owned());
        [Some(period), teleservice].into_iter().flatten().collect()
    }
}

fn out_of_range(label: &str, first: Month, last: Month) -> Problem {
    Problem::MonthOutOfRange { label: label.to_owned(), first: first.with_de(), last: last.to_string() }
}

fn check_period(from: Month, to: Month) -> Result<(), Problem> {
    if to < from {
        return Err(Problem::PeriodReversed { label: StatementsFilter::TO_LABEL.to_owned() });
    }
    if to.back(LONGEST_PERIOD - 1) > from {
        return Err(Problem::PeriodTooLong { months: LONGEST_PERIOD });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(code: &str) -> Month {
        Month::parse(code).expect("a month")
    }

    fn read(du: &'static str, au: &'static str) -> Result<String, Vec<(&'static str, Problem)>> {
        let value =
            move |name: &str| [("du", du), ("au", au)].into_iter().find(|one| one.0 == name).map(|one| one.1);
        StatementsFilter::read(value, month("2026-11")).map(|filter| filter.query())
    }

    #[test]
    fn a_period_is_read_as_it_is_typed_and_completed() {
        assert_eq!(read("", ""), Ok("du=2025-12&au=2026-11".to_owned()));
        assert_eq!(read(" mars 2026", "11/2026"), Ok("du=2026-03&au=2026-11".to_owned()));
        assert_eq!(read("03/2025", ""), Ok("du=2025-03&au=2026-02".to_owned()));
        assert_eq!(read("06/2026", ""), Ok("du=2026-06&au=2026-11".to_owned()), "not after this month");
        assert_eq!(
            read("", "02/2024"),
            Ok("du=2023-12&au=2024-02".to_owned()),
            "not before the oldest month"
        );
        assert_eq!(read("12/2023", "11/2025"), Ok("du=2023-12&au=2025-11".to_owned()), "24 months");
    }

    #[test]
    fn each_wrong_month_has_its_problem() {
        let problems = read("hier", "2027-01").expect_err("wrong");
        assert_eq!(problems[0], ("du", Problem::NotAMonth { label: "Premier mois".to_owned() }));
        assert_eq!(
            problems[1].1.to_string(),
            "Choisissez pour «\u{a0}Dernier mois\u{a0}» un mois de décembre 2023 à novembre 2026."
        );
        assert!(matches!(
            &read("11/2023", "").expect_err("too old")[..],
            [("du", Problem::MonthOutOfRange { .. })]
        ));
        assert_eq!(
            read("12/2023", "12/2025").expect_err("25 months"),
            [("au", Problem::PeriodTooLong { months: 24 })]
        );
        assert!(matches!(
            read("05/2026", "04/2026").expect_err("reversed")[..],
            [("au", Problem::PeriodReversed { .. })]
        ));
    }

    #[test]
    fn the_filter_says_what_it_selects() {
        let mut filter = StatementsFilter::last_year(month("2026-11"));
        assert_eq!(filter.words(), ["de décembre 2025 à novembre 2026"]);
        filter.from = filter.to;
        filter.teleservice = Some(Teleservice::DeltaG);
        assert_eq!(
            (filter.words(), filter.months().count()),
            (vec!["novembre 2026".into(), "DELTA-G".into()], 1)
        );
        let read = StatementsFilter::read(
            |name| (name == "teleservice").then_some("TELEPAIEMENT-CB"),
            month("2026-11"),
        );
        assert_eq!(read.map(|filter| filter.teleservice), Ok(None), "takes no declaration");
    }
}
