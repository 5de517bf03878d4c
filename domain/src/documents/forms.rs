//! Forms of document managers.

use super::{
    circle::{Circle, CircleKind},
    validity::Validity,
};
use crate::{
    form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind, checked, parse_date},
    problem::{FieldProblem, Problem, Problems},
    rights::Teleservice,
    siren::Siren,
};

/// Maximum length of a title, in characters.
const MAX_TITLE: usize = 160;
/// Maximum length of the note of a version, in characters.
const MAX_NOTE: usize = 1000;

/// A folder as its form describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderSettings {
    pub title: String,
    /// Code of the service whose managers keep it.
    pub service: String,
    pub circle: Circle,
}

/// Settings of a document, without its versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentSettings {
    pub title: String,
    pub validity: Validity,
    /// Readers are asked to acknowledge each version.
    pub asks_acknowledgement: bool,
}

fn options(pairs: &[(String, String)]) -> Kind {
    Kind::Choice { options: pairs.iter().map(|(code, label)| ChoiceOption::new(code, label)).collect() }
}

/// Returns the form of a new folder. `own`: code and name of the services of the manager; `all`: of those whose agents can be
/// readers.
pub fn folder(own: &[(String, String)], all: &[(String, String)]) -> FormDefinition {
    let kinds = CircleKind::ALL.map(|kind| ChoiceOption::new(kind.code(), kind.label())).to_vec();
    let teleservices: Vec<_> = Teleservice::with_single_sign_on()
        .map(|one| (one.code().to_owned(), one.label().to_owned()))
        .collect();
    let of = CircleKind::code;
    let fields = vec![
        title_field("Nom du dossier"),
        FieldDefinition::new("responsable", "Service qui partage", options(own))
            .mandatory()
            .hint("Affiché aux lecteurs. Les gestionnaires de ce service tiennent le dossier."),
        FieldDefinition::new("lecteurs", "Lecteurs", Kind::Choice { options: kinds })
            .mandatory()
            .hint("Ils ne changent plus ensuite\u{a0}: pour d’autres lecteurs, créez un autre dossier."),
        FieldDefinition::new("siren", "SIREN de l’entreprise", Kind::ShortText { max: 20 })
            .mandatory()
            .only_if("lecteurs", &[of(CircleKind::Company)]),
        FieldDefinition::new("teleservice", "Téléservice", options(&teleservices))
            .mandatory()
            .only_if("lecteurs", &[of(CircleKind::Teleservice)]),
        FieldDefinition::new("service", "Service des agents", options(all))
            .mandatory()
            .only_if("lecteurs", &[of(CircleKind::Service)]),
    ];
    FormDefinition::new("dossier-documentaire", fields)
}

fn title_field(label: &str) -> FieldDefinition {
    FieldDefinition::new("titre", label, Kind::ShortText { max: MAX_TITLE })
        .mandatory()
        .hint("Affiché aux lecteurs.")
}

/// Reads a new folder; the arguments are those of [`folder`].
///
/// # Errors
/// Problems of the form; of the SIREN.
pub fn read_folder(
    own: &[(String, String)],
    all: &[(String, String)],
    answers: &Answers,
) -> Result<FolderSettings, Problems> {
    let answers = checked(&folder(own, all), answers, &())?;
    let text = |name: &str| answers.text(name).to_owned();
    let not_in_list =
        |field: &str| vec![FieldProblem::new(field, Problem::NotInList { label: field.to_owned() })];
    let kind = CircleKind::ALL.into_iter().find(|kind| kind.code() == answers.text("lecteurs"));
    let circle = match kind.ok_or_else(|| not_in_list("lecteurs"))? {
        CircleKind::Company => Circle::Company(
            Siren::parse(answers.text("siren"))
                .map_err(|problem| vec![FieldProblem::new("siren", problem)])?,
        ),
        CircleKind::Teleservice => Teleservice::from_code(answers.text("teleservice"))
            .map(Circle::Teleservice)
            .ok_or_else(|| not_in_list("teleservice"))?,
        CircleKind::Service => Circle::Service(text("service")),
    };
    Ok(FolderSettings { title: text("titre"), service: text("responsable"), circle })
}

/// Returns the form of a document.
pub fn document() -> FormDefinition {
    let fields = vec![
        title_field("Titre"),
        FieldDefinition::new("valable_du", "Visible à partir du", Kind::Date)
            .hint("Vide\u{a0}: dès sa publication."),
        FieldDefinition::new("valable_au", "Visible jusqu’au", Kind::Date)
            .hint("Vide\u{a0}: sans fin. Un courriel vous prévient 30 et 7\u{a0}jours avant."),
        FieldDefinition::new(
            "accuse",
            "Demander aux lecteurs de confirmer qu’ils ont pris connaissance de chaque version",
            Kind::Checkbox,
        ),
    ];
    FormDefinition::new("document", fields)
}

/// Fills the form of a document.
pub fn document_answers(settings: &DocumentSettings) -> Answers {
    let mut answers = Answers::from_iter([("titre", settings.title.as_str())]);
    let days = [("valable_du", settings.validity.from), ("valable_au", settings.validity.until)];
    for (name, day) in days.into_iter().filter_map(|(name, day)| Some((name, day?))) {
        answers.set(name, day.to_string());
    }
    if settings.asks_acknowledgement {
        answers.set("accuse", "oui");
    }
    answers
}

/// Reads a document.
///
/// # Errors
/// Problems of the form; [`Problem::LastDayBeforeFirst`].
pub fn read_document(answers: &Answers) -> Result<DocumentSettings, Problems> {
    let answers = checked(&document(), answers, &())?;
    let day = |name| parse_date(answers.text(name));
    let validity = Validity { from: day("valable_du"), until: day("valable_au") };
    if let (Some(from), Some(until)) = (validity.from, validity.until)
        && until < from
    {
        return Err(vec![FieldProblem::new("valable_au", Problem::LastDayBeforeFirst)]);
    }
    Ok(DocumentSettings {
        title: answers.text("titre").to_owned(),
        validity,
        asks_acknowledgement: !answers.text("accuse").is_empty(),
    })
}

/// Returns the form that publishes a version.
pub fn version() -> FormDefinition {
    let note = FieldDefinition::new("note", "Ce qui change", Kind::LongText { max: MAX_NOTE });
    FormDefinition::new(
        "version-document",
        vec![note.mandatory().hint("Affiché aux lecteurs, par exemple «\u{a0}Première version\u{a0}».")],
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn services() -> Vec<(String, String)> {
        vec![("PAE-1".to_owned(), "PAE d’essai".to_owned())]
    }

    fn read(pairs: &[(&str, &str)]) -> Result<FolderSettings, Problems> {
        let mut answers = Answers::from_iter([("titre", "Barèmes"), ("responsable", "PAE-1")]);
        for (name, value) in pairs {
            answers.set(*name, *value);
        }
        read_folder(&services(), &services(), &answers)
    }

    #[test]
    fn a_folder_has_one_circle() {
        let company = read(&[("lecteurs", "entreprise"), ("siren", "732 829 320"), ("teleservice", "CIEL")]);
        assert_eq!(company.expect("a folder").circle.code(), "entreprise:732829320");
        let teleservice = read(&[("lecteurs", "teleservice"), ("teleservice", "CIEL")]);
        assert_eq!(teleservice.expect("a folder").circle.code(), "teleservice:CIEL");
        let service = read(&[("lecteurs", "service"), ("service", "PAE-1")]);
        assert_eq!(service.expect("a folder").circle.code(), "service:PAE-1");
    }

    #[test]
    fn the_field_of_the_circle_is_mandatory() {
        for (kind, field) in [("entreprise", "siren"), ("teleservice", "teleservice"), ("service", "service")]
        {
            let problems = read(&[("lecteurs", kind)]).expect_err("refused");
            assert_eq!(problems.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), [field]);
        }
        let problems = read(&[("lecteurs", "entreprise"), ("siren", "732829321")]).expect_err("refused");
        assert_eq!(problems[0].problem, Problem::WrongSirenCheckDigit);
        assert!(read(&[("lecteurs", "teleservice"), ("teleservice", "DSN")]).is_err());
    }

    #[test]
    fn a_document_is_read_back() {
        let settings = DocumentSettings {
            title: "Barème".to_owned(),
            validity: Validity { from: Some(date(2026, 1, 1)), until: Some(date(2026, 12, 31)) },
            asks_acknowledgement: true,
        };
        assert_eq!(read_document(&document_answers(&settings)), Ok(settings.clone()));
        let reversed = Validity { until: Some(date(2025, 12, 31)), ..settings.validity };
        let answers = document_answers(&DocumentSettings { validity: reversed, ..settings });
        let problems = read_document(&answers).expect_err("refused");
        assert_eq!(problems[0].problem, Problem::LastDayBeforeFirst);
    }
}
