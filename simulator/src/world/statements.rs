//! États déclarants: monthly totals of a company, computed from its number so that they stay the same.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Figures;

/// Number of months, with the current one.
const MONTHS: i32 = 36;
/// One month in this many has no operation, on average.
const IDLE: u64 = 7;

/// What a company declared on a téléservice in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// First day of the month.
    pub month: Date,
    pub teleservice: String,
    pub operations: u32,
    /// Duties and taxes, in cents.
    pub amount: i64,
}

/// Returns the statements of the téléservices that the company uses, the latest month first. Months without operation
/// are left out; declarations filed in the simulator count in their month.
pub fn statements(siren: &str, figures: &Figures, today: Date) -> Vec<Statement> {
    let months = (0..MONTHS).map(|back| today.first_of_month().saturating_sub(back.months()));
    let lines = months.flat_map(|month| {
        figures.declarations.iter().map(move |line| statement(siren, figures, &line.teleservice, month))
    });
    lines.filter(|one| one.operations > 0).collect()
}

fn statement(siren: &str, figures: &Figures, teleservice: &str, month: Date) -> Statement {
    let seed = hash(&format!("{siren} {teleservice} {}", month.strftime("%Y-%m")));
    let usual = if seed.is_multiple_of(IDLE) { 0 } else { 1 + seed / IDLE % most(teleservice) };
    let mut operations = u32::try_from(usual).unwrap_or_default();
    let mut amount = usual.cast_signed() * (40_000 + (seed / 1_009 % 900_000).cast_signed());
    for filed in figures.filed.iter().filter(|one| one.teleservice == teleservice) {
        let paris = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
        if filed.filed_at.to_zoned(paris).date().first_of_month() == month {
            operations += 1;
            amount += filed.amount;
        }
    }
    Statement { month, teleservice: teleservice.to_owned(), operations, amount }
}

/// Most operations of a month: customs clearance is daily, the others are declared once or a few times a month.
fn most(teleservice: &str) -> u64 {
    if teleservice.starts_with("DELTA") { 60 } else { 4 }
}

/// FNV-1a hash: unlike a random number, it is the same in every run, and similar texts have unrelated hashes.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::world::Declaration;

    fn figures(teleservices: &[&str]) -> Figures {
        let line = |code: &&str| Declaration { teleservice: (*code).to_owned(), in_progress: 0, next: None };
        Figures { declarations: teleservices.iter().map(line).collect(), ..Figures::default() }
    }

    #[test]
    fn statements_differ_by_company_and_stay_the_same() {
        let (figures, today) = (figures(&["DELTA-G", "CIEL"]), date(2026, 11, 30));
        let of = |siren| statements(siren, &figures, today);
        assert_eq!(of("000101014"), of("000101014"));
        assert_ne!(of("000101014"), of("000202028"));
        let later: Vec<_> = statements("000101014", &figures, date(2026, 12, 1));
        assert!(
            of("000101014").iter().filter(|one| one.month > date(2024, 1, 1)).all(|one| later.contains(one))
        );
    }

    #[test]
    fn some_months_have_no_operation() {
        let all = statements("000101014", &figures(&["DELTA-G"]), date(2026, 11, 30));
        assert!((20..36).contains(&all.len()), "{}", all.len());
        assert!(all.iter().all(|one| one.operations > 0 && one.amount > 0 && one.month.day() == 1));
        assert!(all.iter().all(|one| one.month >= date(2023, 12, 1)), "36 months");
    }
}
