//! The form of what a motif says besides its fields.

use crate::{
    form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind, checked},
    french::with_no_break_spaces,
    motif::{Court, Demande, Motif, RecipientKind, Silence, Theme, definition::MAX_OBJET},
    problem::Problems,
};

/// Maximum number of characters of an introduction.
const MAX_INTRO: usize = 1000;

/// Value of `silence` for a motif that asks for no decision.
const NO_DEMANDE: &str = "aucun";

const SILENCES: [(Silence, &str, &str); 4] = [
    (Silence::Acceptance, "acceptation", "Le silence vaut acceptation (article L.\u{a0}231-1 du CRPA)"),
    (
        Silence::FinancialRejection,
        "rejet-financier",
        "Le silence vaut rejet\u{a0}: demande à caractère financier (article L.\u{a0}231-4, 3°)",
    ),
    (
        Silence::RejectionWithoutProcedure,
        "rejet-sans-procedure",
        "Le silence vaut rejet\u{a0}: aucun texte ne prévoit la procédure (article L.\u{a0}231-4, 2°)",
    ),
    (Silence::NotFixed, "non-fixe", "Aucun texte connu ne fixe l’effet du silence"),
];

const COURTS: [(Court, &str, &str); 2] = [
    (Court::Judicial, "judiciaire", "Tribunal judiciaire"),
    (Court::Administrative, "administratif", "Tribunal administratif"),
];

/// Title, introduction, theme, recipient, confidentiality, and what the receipt says.
pub fn texts() -> FormDefinition {
    let themes = Theme::ALL.map(|theme| ChoiceOption::new(theme.code(), theme.label())).to_vec();
    let recipients = RecipientKind::ALL.map(|kind| ChoiceOption::new(kind.code(), kind.label())).to_vec();
    let mut fields = vec![
        FieldDefinition::new("titre", "Titre", Kind::ShortText { max: MAX_OBJET })
            .mandatory()
            .hint("Il tient lieu d’objet aux questions qui n’en ont pas."),
        FieldDefinition::new("introduction", "Introduction", Kind::LongText { max: MAX_INTRO })
            .hint("Ce qu’il faut savoir ou avoir sous la main avant de remplir le formulaire."),
        FieldDefinition::new("theme", "Thème", Kind::Choice { options: themes }).mandatory(),
        FieldDefinition::new("destinataire", "Service destinataire", Kind::Choice { options: recipients })
            .mandatory(),
        FieldDefinition::new("confidentiel", "Motif confidentiel", Kind::Checkbox).hint(
            "Réservé aux personnes qui peuvent télépayer. Vaut pour les questions à venir\u{a0}: celles qui sont \
             envoyées ne changent pas.",
        ),
    ];
    fields.extend(receipt_fields());
    FormDefinition::new("textes-motif", fields)
}

fn receipt_fields() -> [FieldDefinition; 2] {
    let none = ChoiceOption::new(NO_DEMANDE, "Ce n’est pas une demande de décision");
    let silences = SILENCES.map(|(_, code, label)| ChoiceOption::new(code, label));
    let silences = [none].into_iter().chain(silences).collect();
    let courts = COURTS.map(|(_, code, label)| ChoiceOption::new(code, label)).to_vec();
    let codes = SILENCES.map(|(_, code, _)| code);
    [
        FieldDefinition::new(
            "silence",
            "Effet du silence de l’administration",
            Kind::Choice { options: silences },
        )
        .mandatory()
        .hint("L’accusé de réception le dit, avec sa date."),
        FieldDefinition::new("juge", "Juge d’un rejet", Kind::Choice { options: courts })
            .mandatory()
            .only_if("silence", &codes),
    ]
}

/// Fills the form with a motif.
pub fn texts_answers(motif: &Motif) -> Answers {
    let silence = motif.demande.and_then(|demande| {
        SILENCES.iter().find(|(silence, ..)| *silence == demande.silence).map(|(_, code, _)| *code)
    });
    let mut answers = Answers::from_iter([
        ("titre", motif.title.as_str()),
        ("introduction", &motif.intro),
        ("theme", motif.theme.code()),
        ("destinataire", motif.recipient.code()),
        ("silence", silence.unwrap_or(NO_DEMANDE)),
    ]);
    if motif.confidential {
        answers.set("confidentiel", "oui");
    }
    let court = motif.demande.map(|demande| demande.court);
    if let Some((_, code, _)) = COURTS.iter().find(|(one, ..)| Some(*one) == court) {
        answers.set("juge", *code);
    }
    answers
}

/// Returns the motif with the texts of the form.
///
/// # Errors
/// The problems of the form.
pub fn with_texts(motif: &Motif, answers: &Answers) -> Result<Motif, Problems> {
    let answers = checked(&texts(), answers, &())?;
    Ok(Motif {
        title: with_no_break_spaces(answers.text("titre")),
        intro: with_no_break_spaces(answers.text("introduction")),
        theme: Theme::from_code(answers.text("theme")).unwrap_or(motif.theme),
        recipient: RecipientKind::from_code(answers.text("destinataire")).unwrap_or(motif.recipient),
        confidential: !answers.text("confidentiel").is_empty(),
        demande: demande(&answers),
        ..motif.clone()
    })
}

fn demande(answers: &Answers) -> Option<Demande> {
    let (silence, ..) = SILENCES.into_iter().find(|(_, code, _)| *code == answers.text("silence"))?;
    let (court, ..) = COURTS.into_iter().find(|(_, code, _)| *code == answers.text("juge"))?;
    Some(Demande { silence, court })
}

/// Returns the effect of silence in words, for lists of changes.
pub(super) fn silence_words(demande: Option<Demande>) -> String {
    let words = |demande: Demande| {
        let silence =
            SILENCES.iter().find(|(one, ..)| *one == demande.silence).map_or("", |(.., label)| *label);
        let court = COURTS.iter().find(|(one, ..)| *one == demande.court).map_or("", |(.., label)| *label);
        format!("{silence}. {court}")
    };
    demande.map_or_else(|| "Ce n’est pas une demande de décision".to_owned(), words)
}
