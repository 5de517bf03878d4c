//! Forms of articles, for editors.

use jiff::civil::{DateTime, Time};

use super::{ArticleKind, EventTime, Genre};
use crate::{
    calendar::french_time,
    faq_forms,
    form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind, parse_date},
    problem::{FieldProblem, Problem, Problems},
    rich_text,
    rights::Teleservice,
    territory::Territory,
};

/// Maximum length of a text, in characters: the transcript of twenty minutes.
const MAX_BODY: usize = 20_000;

/// The hours at which an event may begin or end, every quarter of an hour.
const FIRST_HOUR: i8 = 6;
const LAST_HOUR: i8 = 22;

/// Everything that a version of an article holds. `is_further`: there is a version before it, which the note corrects.
pub fn text(kind: ArticleKind, is_further: bool) -> FormDefinition {
    let mut fields = common_fields();
    match kind {
        ArticleKind::News => {}
        ArticleKind::Event => fields.extend(event_fields()),
        ArticleKind::Guide => fields.extend(guide_fields()),
    }
    fields.push(keyword_field());
    if is_further {
        fields.push(correction_field());
    }
    FormDefinition::new("article", fields)
}

/// The fields of all kinds, each once.
pub fn all_fields() -> Vec<FieldDefinition> {
    let of_kinds = event_fields().into_iter().chain(guide_fields());
    common_fields().into_iter().chain(of_kinds).chain([keyword_field(), correction_field()]).collect()
}

/// Publication of a version: now, or at a date.
pub fn publication() -> FormDefinition {
    FormDefinition { name: "publier-article".to_owned(), ..faq_forms::publication() }
}

fn common_fields() -> Vec<FieldDefinition> {
    vec![
        FieldDefinition::new("titre", "Titre", Kind::ShortText { max: 150 }).mandatory(),
        FieldDefinition::new("resume", "Résumé", Kind::ShortText { max: 300 })
            .mandatory()
            .hint("Une ou deux phrases, que les listes montrent sous le titre."),
        FieldDefinition::new("texte", "Texte", Kind::LongText { max: MAX_BODY }).mandatory().hint(
            "Une ligne vide sépare les paragraphes. Intertitre\u{a0}: «\u{a0}## Titre\u{a0}», seul sur sa ligne. Liste\u{a0}: \
             «\u{a0}-\u{a0}» ou «\u{a0}1.\u{a0}» au début de chaque ligne. **Mots en gras**, [texte](/page-du-portail) ou \
             [texte](https://autre-site).",
        ),
    ]
}

fn keyword_field() -> FieldDefinition {
    FieldDefinition::new("mots", "Autres mots", Kind::ShortText { max: 500 })
        .hint("Ceux que les personnes emploient, pour les recherches seulement.")
}

fn correction_field() -> FieldDefinition {
    FieldDefinition::new("correction", "Note de correction", Kind::ShortText { max: 300 })
        .hint("Affichée sous le texte avec le jour de sa publication. Vide\u{a0}: simple mise à jour.")
}

fn event_fields() -> Vec<FieldDefinition> {
    let territories =
        Territory::ALL.map(|territory| ChoiceOption::new(territory.code(), territory.label())).to_vec();
    vec![
        FieldDefinition::new("debut_jour", "Premier jour", Kind::Date).mandatory(),
        time_field("debut_heure", "Heure de début"),
        FieldDefinition::new("fin_jour", "Dernier jour", Kind::Date).hint("Vide\u{a0}: le premier jour."),
        time_field("fin_heure", "Heure de fin"),
        FieldDefinition::new("territoire", "Territoire", Kind::Choice { options: territories })
            .mandatory()
            .hint("Fixe le fuseau horaire de l’événement."),
        FieldDefinition::new("lieu", "Lieu", Kind::ShortText { max: 200 })
            .mandatory()
            .hint("Adresse du lieu, ou «\u{a0}En ligne\u{a0}»."),
        FieldDefinition::new("lien", "Adresse pour participer ou s’inscrire", Kind::ShortText { max: 300 })
            .hint("Elle commence par https://."),
        FieldDefinition::new("annule", "L’événement est annulé", Kind::Checkbox),
    ]
}

fn guide_fields() -> Vec<FieldDefinition> {
    let genres = Genre::ALL.map(|genre| ChoiceOption::new(genre.code(), genre.label())).to_vec();
    let teleservices = Teleservice::ALL.map(|one| ChoiceOption::new(one.code(), one.label())).to_vec();
    vec![
        FieldDefinition::new("genre", "Genre", Kind::Choice { options: genres }).mandatory(),
        FieldDefinition::new("teleservice", "Téléservice concerné", Kind::Choice { options: teleservices })
            .hint("Vide\u{a0}: aucun en particulier."),
    ]
}

fn time_field(name: &str, label: &str) -> FieldDefinition {
    let times = (FIRST_HOUR..=LAST_HOUR).flat_map(|hour| [0, 15, 30, 45].map(|minute| (hour, minute)));
    let option = |(hour, minute): (i8, i8)| {
        ChoiceOption::new(format!("{hour:02}:{minute:02}"), french_time(Time::constant(hour, minute, 0, 0)))
    };
    FieldDefinition::new(name, label, Kind::Choice { options: times.map(option).collect() }).mandatory()
}

/// Checks the marks and the address in checked answers, and returns the time of an event; `None` for the other kinds.
///
/// # Errors
/// [`Problem::LastDayBeforeFirst`], [`Problem::EndNotAfterStart`], [`Problem::NotAnHttpsAddress`],
/// [`Problem::IncompleteMark`].
pub fn event_time(kind: ArticleKind, answers: &Answers) -> Result<Option<EventTime>, Problems> {
    let mut problems = Problems::new();
    if rich_text::has_incomplete_mark(answers.text("texte")) {
        problems.push(FieldProblem::new("texte", Problem::IncompleteMark));
    }
    let link = answers.text("lien");
    if !link.is_empty() && !rich_text::is_foreign(link) {
        problems.push(FieldProblem::new("lien", Problem::NotAnHttpsAddress));
    }
    let time = (kind == ArticleKind::Event).then(|| read_time(answers));
    if let Some(Err(problem)) = &time {
        problems.push(problem.clone());
    }
    match problems.is_empty() {
        true => Ok(time.and_then(Result::ok)),
        false => Err(problems),
    }
}

fn read_time(answers: &Answers) -> Result<EventTime, FieldProblem> {
    let time = |name| answers.text(name).parse().unwrap_or(Time::MIN);
    let first = parse_date(answers.text("debut_jour")).unwrap_or_default();
    let last = parse_date(answers.text("fin_jour")).unwrap_or(first);
    let (begins, ends): (DateTime, DateTime) =
        (first.to_datetime(time("debut_heure")), last.to_datetime(time("fin_heure")));
    if last < first {
        return Err(FieldProblem::new("fin_jour", Problem::LastDayBeforeFirst));
    }
    if ends <= begins {
        return Err(FieldProblem::new("fin_heure", Problem::EndNotAfterStart));
    }
    let territory = Territory::from_code(answers.text("territoire")).unwrap_or_default();
    Ok(EventTime { begins, ends, territory })
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;
    use crate::form::checked;

    fn answers(changes: &[(&str, &str)]) -> Answers {
        let mut answers = Answers::from_iter([
            ("titre", "Réunion d’information"),
            ("resume", "Une réunion."),
            ("texte", "## Programme\n\n1. Accueil\n2. Questions"),
            ("debut_jour", "2026-12-01"),
            ("debut_heure", "09:00"),
            ("fin_heure", "12:15"),
            ("territoire", "la-reunion"),
            ("lieu", "Le Port"),
        ]);
        changes.iter().for_each(|(name, value)| answers.set(*name, *value));
        answers
    }

    fn read(changes: &[(&str, &str)]) -> Result<Option<EventTime>, Problems> {
        let kind = ArticleKind::Event;
        event_time(kind, &checked(&text(kind, true), &answers(changes), &())?)
    }

    #[test]
    fn the_time_of_an_event_is_read() {
        let time = read(&[]).expect("valid").expect("a time");
        assert_eq!(time.begins, datetime(2026, 12, 1, 9, 0, 0, 0));
        assert_eq!(time.ends, datetime(2026, 12, 1, 12, 15, 0, 0));
        assert_eq!(time.territory, Territory::LaReunion);
        for (field, value, problem) in [
            ("fin_heure", "09:00", Problem::EndNotAfterStart),
            ("fin_jour", "2026-11-30", Problem::LastDayBeforeFirst),
            ("lien", "http://exemple.fr", Problem::NotAnHttpsAddress),
            ("texte", "Un [lien](ici)", Problem::IncompleteMark),
        ] {
            assert_eq!(read(&[(field, value)]), Err(vec![FieldProblem::new(field, problem)]), "{field}");
        }
        assert!(read(&[("lien", "https://exemple.fr/inscription"), ("fin_jour", "2026-12-03")]).is_ok());
    }

    #[test]
    fn each_kind_has_its_fields_and_all_are_kept() {
        let names = |fields: &[FieldDefinition]| -> Vec<String> {
            fields.iter().map(|field| field.name.clone()).collect()
        };
        let all = names(&all_fields());
        for kind in ArticleKind::ALL {
            let own = names(&text(kind, true).fields);
            assert!(own.iter().all(|name| all.contains(name)), "{kind:?}");
            assert_eq!(own.len(), names(&text(kind, false).fields).len() + 1, "{kind:?}");
            assert_eq!(own.contains(&"genre".to_owned()), kind == ArticleKind::Guide);
            assert_eq!(own.contains(&"lieu".to_owned()), kind == ArticleKind::Event);
        }
    }

    #[test]
    fn news_have_no_time() {
        let news = Answers::from_iter([("titre", "a"), ("resume", "b"), ("texte", "c")]);
        assert_eq!(event_time(ArticleKind::News, &news), Ok(None));
    }
}
