//! Forms of the commitment of a service and of its working hours.

use jiff::civil::{Date, Weekday};

use super::{
    commitment::WorkingDays,
    hours::{ExceptionalClosing, WorkingHours},
};
use crate::{
    appointments::{WEEKDAYS, territory_of, time_field},
    calendar::weekday_name,
    form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind, checked, parse_date},
    french::capitalised,
    opening_hours::TimeRange,
    problem::{FieldProblem, Problem, Problems},
    territory::Territory,
};

/// Value of the choice without a commitment.
const NONE: &str = "aucun";

/// The commitments that the form offers, in working days.
const OFFERED: [u8; 15] = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 45, 60];

/// Returns the form of the commitment and the territory of a service.
pub fn commitment() -> FormDefinition {
    let none = ChoiceOption::new(NONE, "Aucun engagement");
    let offered = OFFERED.into_iter().filter_map(WorkingDays::new);
    let days = offered.map(|days| ChoiceOption::new(days.get().to_string(), days.words()));
    let options = std::iter::once(none).chain(days).collect();
    let territories =
        Territory::ALL.map(|territory| ChoiceOption::new(territory.code(), territory.label())).to_vec();
    FormDefinition::new(
        "engagement-service",
        vec![
            FieldDefinition::new("engagement", "Répondre au plus tard sous", Kind::Choice { options })
                .mandatory()
                .hint(
                    "Fixé avec sa date quand une question est envoyée. Sans engagement, rien n’est promis.",
                ),
            FieldDefinition::new("territoire", "Territoire", Kind::Choice { options: territories })
                .mandatory()
                .hint("Fixe l’heure et les jours fériés du service."),
        ],
    )
}

/// Reads the commitment and the territory of a service.
///
/// # Errors
/// Problems of the form.
pub fn read_commitment(answers: &Answers) -> Result<(Option<WorkingDays>, Territory), Problems> {
    let answers = checked(&commitment(), answers, &())?;
    let days = answers.text("engagement").parse().ok().and_then(WorkingDays::new);
    Ok((days, territory_of(&answers)))
}

/// Fills the form of the commitment.
pub fn commitment_answers(days: Option<WorkingDays>, hours: &WorkingHours) -> Answers {
    let days = days.map_or(NONE.to_owned(), |days| days.get().to_string());
    Answers::from_iter([("engagement", days), ("territoire", hours.territory.code().to_owned())])
}

/// Returns the form that adds a weekly range to some days.
pub fn hours() -> FormDefinition {
    let day = |(value, day): (&str, Weekday)| {
        FieldDefinition::new(&day_field(value), &capitalised(weekday_name(day)), Kind::Checkbox)
    };
    let mut fields: Vec<FieldDefinition> = WEEKDAYS.into_iter().map(day).collect();
    fields.extend([time_field("debut", "De"), time_field("fin", "À")]);
    FormDefinition::new("ajouter-horaires", fields)
}

fn day_field(value: &str) -> String {
    format!("jour_{value}")
}

/// Reads the days and the range to add.
///
/// # Errors
/// Problems of the form; [`Problem::NoWeekday`], [`Problem::EndNotAfterStart`].
pub fn read_hours(answers: &Answers) -> Result<(Vec<Weekday>, TimeRange), Problems> {
    let answers = checked(&hours(), answers, &())?;
    let is_ticked = |value: &str| !answers.text(&day_field(value)).is_empty();
    let days: Vec<Weekday> =
        WEEKDAYS.into_iter().filter(|(value, _)| is_ticked(value)).map(|(_, day)| day).collect();
    if days.is_empty() {
        return Err(vec![FieldProblem::new(day_field("1"), Problem::NoWeekday)]);
    }
    match (answers.text("debut").parse(), answers.text("fin").parse()) {
        (Ok(start), Ok(end)) if start < end => Ok((days, TimeRange { start, end })),
        _ => Err(vec![FieldProblem::new("fin", Problem::EndNotAfterStart)]),
    }
}

/// Returns the form that adds an exceptional closing.
pub fn exceptional_closing() -> FormDefinition {
    FormDefinition::new(
        "fermer-service",
        vec![
            FieldDefinition::new("ferme_du", "Premier jour", Kind::Date).mandatory(),
            FieldDefinition::new("ferme_au", "Dernier jour", Kind::Date).hint("Vide\u{a0}: un seul jour."),
            FieldDefinition::new("motif_fermeture", "Raison", Kind::ShortText { max: 120 })
                .mandatory()
                .hint("Par exemple\u{a0}: déménagement du bureau."),
        ],
    )
}

/// Reads an exceptional closing.
///
/// # Errors
/// Problems of the form; [`Problem::LastDayBeforeFirst`].
pub fn read_exceptional_closing(answers: &Answers) -> Result<ExceptionalClosing, Problems> {
    let answers = checked(&exceptional_closing(), answers, &())?;
    let first = parse_date(answers.text("ferme_du")).unwrap_or(Date::MIN);
    let last = parse_date(answers.text("ferme_au")).unwrap_or(first);
    if last < first {
        return Err(vec![FieldProblem::new("ferme_au", Problem::LastDayBeforeFirst)]);
    }
    Ok(ExceptionalClosing { first, last, reason: answers.text("motif_fermeture").to_owned() })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_commitment_is_read_back() {
        let hours = WorkingHours { territory: Territory::LaReunion, ..WorkingHours::default() };
        for days in [None, WorkingDays::new(1), WorkingDays::new(30)] {
            let read = read_commitment(&commitment_answers(days, &hours));
            assert_eq!(read, Ok((days, Territory::LaReunion)));
        }
        let unknown = Answers::from_iter([("engagement", "11"), ("territoire", "metropole")]);
        assert_eq!(read_commitment(&unknown).expect_err("not offered")[0].field, "engagement");
    }

    #[test]
    fn a_range_is_read_for_the_ticked_days() {
        let given = |end| {
            let days = [("jour_1", "oui"), ("jour_5", "oui")];
            Answers::from_iter(days.into_iter().chain([("debut", "09:00"), ("fin", end)]))
        };
        let days = vec![Weekday::Monday, Weekday::Friday];
        assert_eq!(read_hours(&given("12:00")), Ok((days, TimeRange::new((9, 0), (12, 0)))));
        assert_eq!(
            read_hours(&given("09:00")),
            Err(vec![FieldProblem::new("fin", Problem::EndNotAfterStart)])
        );
        let no_day = Answers::from_iter([("debut", "09:00"), ("fin", "12:00")]);
        assert_eq!(read_hours(&no_day), Err(vec![FieldProblem::new("jour_1", Problem::NoWeekday)]));
    }

    #[test]
    fn a_closing_needs_a_reason() {
        let given = |last, reason| {
            Answers::from_iter([("ferme_du", "2026-12-24"), ("ferme_au", last), ("motif_fermeture", reason)])
        };
        let closing = read_exceptional_closing(&given("", "inventaire")).expect("a closing");
        let (day, reason) = (date(2026, 12, 24), "inventaire".to_owned());
        assert_eq!(closing, ExceptionalClosing { first: day, last: day, reason });
        assert_eq!(
            read_exceptional_closing(&given("", "")).expect_err("no reason")[0].field,
            "motif_fermeture"
        );
        let reversed = read_exceptional_closing(&given("2026-12-23", "inventaire"));
        assert_eq!(reversed, Err(vec![FieldProblem::new("ferme_au", Problem::LastDayBeforeFirst)]));
    }
}
