//! Forms of appointments: the settings of a service, and the booking.

use jiff::civil::{Date, Time, Weekday};

use super::{
    calendar::{Closing, Opening},
    kind::{Channel, KindSettings},
    slots::Slot,
};
use crate::{
    calendar::{french_time, weekday_name},
    form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind, checked, parse_date},
    french::capitalised,
    opening_hours::TimeRange,
    problem::{FieldProblem, Problem, Problems},
    territory::Territory,
};

/// Name of the answer with the slot.
pub const SLOT: &str = "creneau";
/// Name of the answer with the linked question.
pub const LINKED_QUESTION: &str = "question";

/// Maximum length of the subject, in characters.
const MAX_SUBJECT: usize = 200;

/// The hours that a range may begin or end at, every quarter of an hour.
const FIRST_HOUR: i8 = 6;
const LAST_HOUR: i8 = 21;

pub(crate) const WEEKDAYS: [(&str, Weekday); 7] = [
    ("1", Weekday::Monday),
    ("2", Weekday::Tuesday),
    ("3", Weekday::Wednesday),
    ("4", Weekday::Thursday),
    ("5", Weekday::Friday),
    ("6", Weekday::Saturday),
    ("7", Weekday::Sunday),
];

/// Returns the field of a slot. `hour`: names the clock of its times, see [`hour_of`](crate::territory::hour_of).
pub fn slot_field(slots: &[Slot], hour: &str) -> FieldDefinition {
    let options = slots.iter().map(|slot| ChoiceOption::new(slot.value(), slot.label())).collect();
    FieldDefinition::new(SLOT, &format!("Jour et heure ({hour})"), Kind::Choice { options }).mandatory()
}

/// Checks the answers of a form with these slots, and returns the chosen slot with the answers in normal form.
///
/// # Errors
/// Problems of the form; [`Problem::SlotTaken`] if the slot is not free any more.
pub fn checked_slot(
    slots: &[Slot],
    form: &FormDefinition,
    answers: &Answers,
) -> Result<(Slot, Answers), Problems> {
    let taken = |mut problem: FieldProblem| {
        if problem.field == SLOT && matches!(problem.problem, Problem::NotInList { .. }) {
            problem.problem = Problem::SlotTaken;
        }
        problem
    };
    let checked = checked(form, answers, &())
        .map_err(|problems| problems.into_iter().map(taken).collect::<Problems>())?;
    let slot = slots.iter().find(|slot| slot.value() == checked.text(SLOT)).copied();
    Ok((slot.ok_or_else(|| vec![FieldProblem::new(SLOT, Problem::SlotTaken)])?, checked))
}

/// Returns the form with which an operator books. `questions`: identifier and label of those that can be linked.
pub fn booking(
    slots: &[Slot],
    hour: &str,
    channel: Channel,
    questions: &[(String, String)],
) -> FormDefinition {
    let mut fields = vec![slot_field(slots, hour), subject_field()];
    if channel == Channel::Phone {
        fields.push(phone_field());
    }
    if !questions.is_empty() {
        let options = questions.iter().map(|(id, label)| ChoiceOption::new(id, label)).collect();
        let question = FieldDefinition::new(LINKED_QUESTION, "Question concernée", Kind::Choice { options });
        fields.push(question.hint("Si le rendez-vous porte sur une question déjà envoyée au service."));
    }
    FormDefinition::new("rendez-vous", fields)
}

/// Returns the form with which an agent books for an operator.
pub fn booking_for_operator(slots: &[Slot], hour: &str, channel: Channel) -> FormDefinition {
    let mut fields = vec![
        slot_field(slots, hour),
        FieldDefinition::new("siren", "SIREN de l’entreprise", Kind::ShortText { max: 20 }).mandatory(),
        FieldDefinition::new("email", "Adresse de courriel de la personne", Kind::Email)
            .mandatory()
            .hint("Celle de son compte sur le portail. Le rendez-vous lui est confirmé par courriel."),
        subject_field(),
    ];
    if channel == Channel::Phone {
        fields.push(phone_field());
    }
    FormDefinition::new("rendez-vous-usager", fields)
}

fn subject_field() -> FieldDefinition {
    FieldDefinition::new("objet", "Objet du rendez-vous", Kind::ShortText { max: MAX_SUBJECT }).mandatory()
}

fn phone_field() -> FieldDefinition {
    FieldDefinition::new("telephone", "Téléphone à appeler", Kind::Phone).mandatory().autocomplete("tel")
}

/// Returns the form that moves an appointment to one of these slots.
pub fn change(slots: &[Slot], hour: &str) -> FormDefinition {
    FormDefinition::new("deplacer-rendez-vous", vec![slot_field(slots, hour)])
}

/// Returns the form with which a service cancels an appointment.
pub fn cancellation() -> FormDefinition {
    let reason = FieldDefinition::new("raison", "Raison", Kind::ShortText { max: 200 });
    FormDefinition::new("annulation", vec![reason.mandatory().hint("Envoyée à la personne par courriel.")])
}

/// Returns the form of the territory of a service.
pub fn territory() -> FormDefinition {
    let options =
        Territory::ALL.map(|territory| ChoiceOption::new(territory.code(), territory.label())).to_vec();
    let field = FieldDefinition::new("territoire", "Territoire", Kind::Choice { options }).mandatory();
    FormDefinition::new(
        "territoire",
        vec![field.hint("Fixe l’heure des rendez-vous et les jours fériés du service.")],
    )
}

/// Returns the territory of checked answers.
pub fn territory_of(answers: &Answers) -> Territory {
    Territory::from_code(answers.text("territoire")).unwrap_or_default()
}

/// Returns the form that adds an opening range.
pub fn opening() -> FormDefinition {
    let days = WEEKDAYS.map(|(value, day)| ChoiceOption::new(value, capitalised(weekday_name(day)))).to_vec();
    let every = [
        ("1", "Chaque semaine"),
        ("2", "Une semaine sur deux"),
        ("3", "Une semaine sur trois"),
        ("4", "Une semaine sur quatre"),
    ];
    let every = every.map(|(value, label)| ChoiceOption::new(value, label)).to_vec();
    FormDefinition::new(
        "ouverture",
        vec![
            FieldDefinition::new("jour", "Jour de la semaine", Kind::Choice { options: days }).mandatory(),
            time_field("debut", "De"),
            time_field("fin", "À"),
            FieldDefinition::new("semaines", "Répétition", Kind::Choice { options: every }).mandatory(),
            FieldDefinition::new("valable_du", "À partir du", Kind::Date)
                .mandatory()
                .hint("Les semaines sont comptées à partir de celle de ce jour."),
            FieldDefinition::new("valable_au", "Jusqu’au", Kind::Date).hint("Vide\u{a0}: sans fin."),
        ],
    )
}

pub(crate) fn time_field(name: &str, label: &str) -> FieldDefinition {
    let times = (FIRST_HOUR..=LAST_HOUR).flat_map(|hour| [0, 15, 30, 45].map(|minute| (hour, minute)));
    let option = |(hour, minute): (i8, i8)| {
        ChoiceOption::new(format!("{hour:02}:{minute:02}"), french_time(Time::constant(hour, minute, 0, 0)))
    };
    FieldDefinition::new(name, label, Kind::Choice { options: times.map(option).collect() }).mandatory()
}

/// Reads an opening range.
///
/// # Errors
/// Problems of the form; [`Problem::EndNotAfterStart`], [`Problem::LastDayBeforeFirst`].
pub fn read_opening(answers: &Answers) -> Result<Opening, Problems> {
    let answers = checked(&opening(), answers, &())?;
    let time = |name| answers.text(name).parse().unwrap_or(Time::MIN);
    let range = TimeRange { start: time("debut"), end: time("fin") };
    if range.end <= range.start {
        return Err(vec![FieldProblem::new("fin", Problem::EndNotAfterStart)]);
    }
    let day = |name| parse_date(answers.text(name));
    let (from, until) = (day("valable_du").unwrap_or(Date::MIN), day("valable_au"));
    if until.is_some_and(|until| until < from) {
        return Err(vec![FieldProblem::new("valable_au", Problem::LastDayBeforeFirst)]);
    }
    let weekday = WEEKDAYS.iter().find(|(value, _)| *value == answers.text("jour"));
    Ok(Opening {
        weekday: weekday.map_or(Weekday::Monday, |(_, day)| *day),
        range,
        from,
        until,
        every_weeks: answers.text("semaines").parse().unwrap_or(1),
    })
}

/// Returns the form that adds closing days.
pub fn closing() -> FormDefinition {
    FormDefinition::new(
        "fermeture",
        vec![
            FieldDefinition::new("ferme_du", "Premier jour", Kind::Date).mandatory(),
            FieldDefinition::new("ferme_au", "Dernier jour", Kind::Date).hint("Vide\u{a0}: un seul jour."),
        ],
    )
}

/// Reads closing days.
///
/// # Errors
/// Problems of the form; [`Problem::LastDayBeforeFirst`].
pub fn read_closing(answers: &Answers) -> Result<Closing, Problems> {
    let answers = checked(&closing(), answers, &())?;
    let first = parse_date(answers.text("ferme_du")).unwrap_or(Date::MIN);
    let last = parse_date(answers.text("ferme_au")).unwrap_or(first);
    if last < first {
        return Err(vec![FieldProblem::new("ferme_au", Problem::LastDayBeforeFirst)]);
    }
    Ok(Closing { first, last })
}

/// Numbers that a setting of a kind can have, and how they are shown.
struct Numbers {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    values: &'static [u16],
    shown: fn(u16) -> String,
}

const MINUTES: Numbers = Numbers {
    name: "duree",
    label: "Durée",
    hint: "",
    values: &[10, 15, 20, 30, 45, 60, 90, 120, 180],
    shown: minutes,
};
const BUFFER: Numbers = Numbers {
    name: "pause",
    label: "Temps libre après chaque rendez-vous",
    hint: "Pour préparer le suivant.",
    values: &[0, 5, 10, 15, 20, 30, 60],
    shown: minutes,
};
const CAPACITY: Numbers = Numbers {
    name: "capacite",
    label: "Rendez-vous en même temps",
    hint: "Cette nature est proposée tant que le service a moins de rendez-vous à la même heure, toutes natures \
           confondues.",
    values: &[1, 2, 3, 4, 5, 6, 8, 10, 15, 20],
    shown: |number| number.to_string(),
};
const NOTICE: Numbers = Numbers {
    name: "preavis",
    label: "Délai avant le rendez-vous",
    hint: "Temps le plus court entre la réservation et le rendez-vous.",
    values: &[0, 1, 2, 4, 24, 48, 72, 168],
    shown: hours,
};
const WINDOW: Numbers = Numbers {
    name: "fenetre",
    label: "Réservation ouverte pour",
    hint: "",
    values: &[7, 14, 30, 60, 90, 180],
    shown: |days| format!("{days}\u{a0}jours à venir"),
};
const WEEKLY_MAX: Numbers = Numbers {
    name: "maximum",
    label: "Rendez-vous d’une entreprise par semaine, au plus",
    hint: "",
    values: &[1, 2, 3, 5, 10, 20],
    shown: |number| number.to_string(),
};

fn minutes(minutes: u16) -> String {
    match minutes {
        0 => "Aucun".to_owned(),
        minutes => format!("{minutes}\u{a0}minutes"),
    }
}

fn hours(hours: u16) -> String {
    match hours {
        0 => "Aucun".to_owned(),
        1 => "1\u{a0}heure".to_owned(),
        hours => format!("{hours}\u{a0}heures"),
    }
}

impl Numbers {
    fn field(&self) -> FieldDefinition {
        let option = |value: &u16| ChoiceOption::new(value.to_string(), (self.shown)(*value));
        let options = self.values.iter().map(option).collect();
        let field = FieldDefinition::new(self.name, self.label, Kind::Choice { options }).mandatory();
        if self.hint.is_empty() { field } else { field.hint(self.hint) }
    }

    fn read(&self, answers: &Answers) -> u16 {
        answers.text(self.name).parse().unwrap_or(self.values[0])
    }
}

/// Returns the form of a kind of appointment.
pub fn kind() -> FormDefinition {
    let channels = Channel::ALL.map(|channel| ChoiceOption::new(channel.code(), channel.label())).to_vec();
    let with_location = [Channel::Office.code(), Channel::Video.code()];
    FormDefinition::new(
        "nature",
        vec![
            FieldDefinition::new("intitule", "Intitulé", Kind::ShortText { max: 80 })
                .mandatory()
                .hint("Par exemple\u{a0}: Agrément d’entrepositaire."),
            FieldDefinition::new("canal", "Lieu", Kind::Choice { options: channels }).mandatory(),
            FieldDefinition::new(
                "adresse",
                "Adresse du lieu ou de la visioconférence",
                Kind::ShortText { max: 200 },
            )
            .mandatory()
            .only_if("canal", &with_location),
            MINUTES.field(),
            BUFFER.field(),
            CAPACITY.field(),
            NOTICE.field(),
            WINDOW.field(),
            WEEKLY_MAX.field(),
            FieldDefinition::new("proposee", "Proposer aux opérateurs", Kind::Checkbox),
        ],
    )
}

/// Reads the settings of a kind.
///
/// # Errors
/// Problems of the form.
pub fn read_kind(answers: &Answers) -> Result<KindSettings, Problems> {
    let answers = checked(&kind(), answers, &())?;
    let channel = Channel::from_code(answers.text("canal")).unwrap_or(Channel::Phone);
    let location = if channel == Channel::Phone { "" } else { answers.text("adresse") };
    Ok(KindSettings {
        label: answers.text("intitule").to_owned(),
        channel,
        location: location.to_owned(),
        minutes: MINUTES.read(&answers),
        buffer_minutes: BUFFER.read(&answers),
        capacity: CAPACITY.read(&answers),
        notice_hours: NOTICE.read(&answers),
        window_days: WINDOW.read(&answers),
        weekly_max: WEEKLY_MAX.read(&answers),
        offered: !answers.text("proposee").is_empty(),
    })
}

/// Fills the form of a kind.
pub fn kind_answers(settings: &KindSettings) -> Answers {
    let mut answers = Answers::from_iter([
        ("intitule", settings.label.clone()),
        ("canal", settings.channel.code().to_owned()),
        ("adresse", settings.location.clone()),
    ]);
    for (numbers, value) in [
        (&MINUTES, settings.minutes),
        (&BUFFER, settings.buffer_minutes),
        (&CAPACITY, settings.capacity),
        (&NOTICE, settings.notice_hours),
        (&WINDOW, settings.window_days),
        (&WEEKLY_MAX, settings.weekly_max),
    ] {
        answers.set(numbers.name, value.to_string());
    }
    if settings.offered {
        answers.set("proposee", "oui");
    }
    answers
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn opening_answers(fields: &[(&str, &str)]) -> Answers {
        let given = [
            ("jour", "2"),
            ("debut", "09:00"),
            ("fin", "12:15"),
            ("semaines", "2"),
            ("valable_du", "2026-12-01"),
        ];
        let mut answers = Answers::from_iter(given);
        fields.iter().for_each(|(name, value)| answers.set(*name, *value));
        answers
    }

    #[test]
    fn an_opening_range_is_read() {
        let opening = read_opening(&opening_answers(&[])).expect("a range");
        assert_eq!((opening.weekday, opening.every_weeks), (Weekday::Tuesday, 2));
        assert_eq!(opening.range, TimeRange::new((9, 0), (12, 15)));
        assert_eq!((opening.from, opening.until), (date(2026, 12, 1), None));
        for (field, value, problem) in [
            ("fin", "09:00", Problem::EndNotAfterStart),
            ("valable_au", "2026-11-30", Problem::LastDayBeforeFirst),
        ] {
            let problems = read_opening(&opening_answers(&[(field, value)])).expect_err("refused");
            assert_eq!(problems, [FieldProblem::new(field, problem)]);
        }
        let problems =
            read_opening(&opening_answers(&[("debut", "09:07"), ("jour", "8")])).expect_err("refused");
        assert_eq!(problems.len(), 2, "{problems:?}");
    }

    #[test]
    fn closing_days_are_read() {
        let read = |last| read_closing(&Answers::from_iter([("ferme_du", "2026-12-24"), ("ferme_au", last)]));
        let (first, last) = (date(2026, 12, 24), date(2027, 1, 2));
        assert_eq!(read(""), Ok(Closing { first, last: first }));
        assert_eq!(read("2027-01-02"), Ok(Closing { first, last }));
        assert_eq!(read("2026-12-23"), Err(vec![FieldProblem::new("ferme_au", Problem::LastDayBeforeFirst)]));
    }

    #[test]
    fn the_settings_of_a_kind_are_read_back() {
        let settings = KindSettings {
            label: "Agrément".to_owned(),
            channel: Channel::Office,
            location: "1 quai d’essai, Nantes".to_owned(),
            minutes: 45,
            buffer_minutes: 15,
            capacity: 2,
            notice_hours: 24,
            window_days: 30,
            weekly_max: 3,
            offered: true,
        };
        assert_eq!(read_kind(&kind_answers(&settings)), Ok(settings.clone()));
        let phone =
            KindSettings { channel: Channel::Phone, location: String::new(), offered: false, ..settings };
        assert_eq!(read_kind(&kind_answers(&phone)), Ok(phone.clone()));
        let without_place = KindSettings { channel: Channel::Video, ..phone };
        let problems = read_kind(&kind_answers(&without_place)).expect_err("an address is required");
        assert_eq!(problems[0].field, "adresse");
    }

    #[test]
    fn a_slot_that_is_not_free_any_more_is_named_as_such() {
        let form = FormDefinition::new("essai", vec![slot_field(&[], "heure de Paris")]);
        let answers = Answers::from_iter([(SLOT, "2026-12-01T09:00")]);
        assert_eq!(
            checked_slot(&[], &form, &answers),
            Err(vec![FieldProblem::new(SLOT, Problem::SlotTaken)])
        );
    }
}
