use super::{DeclarantStatement, StatementsFilter};
use crate::{amount::Amount, month::Month, rights::Teleservice};

/// Number of operations, and the duties and taxes due on them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub operations: u32,
    pub amount: Amount,
}

impl Totals {
    /// Adds other totals; sums beyond the largest numbers, which only wrong data can reach, stay at them.
    fn add(&mut self, other: Totals) {
        self.operations = self.operations.saturating_add(other.operations);
        self.amount = Amount::from_cents(self.amount.cents().saturating_add(other.amount.cents()));
    }

    fn of<'a>(statements: impl IntoIterator<Item = &'a DeclarantStatement>) -> Self {
        let mut totals = Totals::default();
        for statement in statements {
            totals.add(statement.totals);
        }
        totals
    }
}

/// Statements of a month, one for each téléservice with operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthStatements {
    pub month: Month,
    pub statements: Vec<DeclarantStatement>,
    pub totals: Totals,
}

/// Statements of a period, with their sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Each month of the period, the latest first, also those without operation.
    pub months: Vec<MonthStatements>,
    /// Sums of the téléservices with operations.
    pub teleservices: Vec<(Teleservice, Totals)>,
    pub totals: Totals,
}

impl Summary {
    /// Sums the statements that the filter selects. Several for one month and téléservice are added up.
    pub fn new(statements: &[DeclarantStatement], filter: &StatementsFilter) -> Self {
        let selected: Vec<_> = statements.iter().filter(|one| filter.accepts(one)).copied().collect();
        let months = filter.months().map(|month| month_statements(&selected, month)).collect();
        let teleservices = Teleservice::of_declarations()
            .map(|teleservice| {
                (teleservice, Totals::of(selected.iter().filter(|one| one.teleservice == teleservice)))
            })
            .filter(|(_, totals)| *totals != Totals::default())
            .collect();
        Summary { months, teleservices, totals: Totals::of(&selected) }
    }

    /// Returns `true` without any operation in the period.
    pub fn is_empty(&self) -> bool {
        self.teleservices.is_empty()
    }
}

fn month_statements(selected: &[DeclarantStatement], month: Month) -> MonthStatements {
    let statements: Vec<_> = Teleservice::of_declarations()
        .map(|teleservice| {
            let of_line = |one: &&DeclarantStatement| one.month == month && one.teleservice == teleservice;
            let totals = Totals::of(selected.iter().filter(of_line));
            DeclarantStatement { month, teleservice, totals }
        })
        .filter(|one| one.totals != Totals::default())
        .collect();
    let totals = Totals::of(&statements);
    MonthStatements { month, statements, totals }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(month: &str, teleservice: Teleservice, operations: u32, cents: i64) -> DeclarantStatement {
        let month = Month::parse(month).expect("a month");
        DeclarantStatement {
            month,
            teleservice,
            totals: Totals { operations, amount: Amount::from_cents(cents) },
        }
    }

    #[test]
    fn statements_are_summed_by_month_and_by_teleservice() {
        let all = [
            statement("2026-09", Teleservice::DeltaG, 2, 200),
            statement("2026-11", Teleservice::Ciel, 1, 50),
            statement("2026-11", Teleservice::DeltaG, 3, 300),
            statement("2026-11", Teleservice::DeltaG, 1, 25),
            statement("2026-08", Teleservice::DeltaG, 9, 900),
        ];
        let month = |code| Month::parse(code).expect("a month");
        let filter = StatementsFilter { from: month("2026-09"), to: month("2026-11"), teleservice: None };
        let summary = Summary::new(&all, &filter);
        let counts: Vec<_> =
            summary.months.iter().map(|one| (one.month.code(), one.totals.operations)).collect();
        assert_eq!(counts, [("2026-11".into(), 5), ("2026-10".into(), 0), ("2026-09".into(), 2)]);
        assert_eq!(summary.months[0].statements.len(), 2, "two of one téléservice are one line");
        let sums: Vec<_> =
            summary.teleservices.iter().map(|(one, totals)| (*one, totals.amount.cents())).collect();
        assert_eq!(sums, [(Teleservice::DeltaG, 525), (Teleservice::Ciel, 50)]);
        assert_eq!((summary.totals.operations, summary.totals.amount.cents()), (7, 575));
        let ciel = StatementsFilter { teleservice: Some(Teleservice::Ciel), ..filter };
        assert_eq!(Summary::new(&all, &ciel).totals.operations, 1);
        assert!(Summary::new(&all[4..], &filter).is_empty());
    }
}
