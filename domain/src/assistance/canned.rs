//! Canned answers of the advisers: texts to start from, whose blanks « [[…]] » must be filled.

use super::kind::CaseKind;

/// A canned answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canned {
    /// Kind of the cases that it answers.
    kind: CaseKind,
    pub code: &'static str,
    pub title: &'static str,
    pub text: &'static str,
}

const CANNED: [Canned; 6] = [
    Canned {
        kind: CaseKind::Technical,
        code: "code-non-recu",
        title: "Le code n’arrive pas",
        text: "Bonjour,\n\nLe code est envoyé à l’adresse de votre compte. Vérifiez le dossier des courriers indésirables et \
               que votre messagerie accepte [[adresse d’expédition]]. Un nouveau code remplace le précédent.\n\n\
               [[prénom du conseiller]], assistance du portail",
    },
    Canned {
        kind: CaseKind::Technical,
        code: "habilitation",
        title: "Une habilitation manque",
        text: "Bonjour,\n\nLe portail affiche les droits que l’administration a accordés. Le droit [[droit manquant]] se \
               demande à [[personne qui l’accorde]]. Il s’affiche dès qu’il est accordé.\n\n[[prénom du conseiller]], \
               assistance du portail",
    },
    Canned {
        kind: CaseKind::Technical,
        code: "service-des-douanes",
        title: "La question relève d’un service des douanes",
        text: "Bonjour,\n\nVotre question porte sur [[sujet]], qui relève d’un service des douanes. Vous pouvez la lui poser \
               par la messagerie sécurisée, une fois connecté.\n\n[[prénom du conseiller]], assistance du portail",
    },
    Canned {
        kind: CaseKind::Technical,
        code: "precision",
        title: "Demander une précision",
        text: "Bonjour,\n\nPour vous répondre, j’ai besoin de savoir\u{a0}: [[précision demandée]].\n\n\
               [[prénom du conseiller]], assistance du portail",
    },
    Canned {
        kind: CaseKind::Regulation,
        code: "precision-reglementation",
        title: "Demander une précision",
        text: "Bonjour,\n\nPour vous répondre, nous avons besoin de savoir\u{a0}: [[précision demandée]].\n\n\
               [[prénom du conseiller]], Infos Douane Service",
    },
    Canned {
        kind: CaseKind::Regulation,
        code: "texte-applicable",
        title: "Citer le texte applicable",
        text: "Bonjour,\n\nVotre question relève de [[texte et article]]. Il prévoit que [[règle]]. Dans votre cas, \
               [[conséquence]].\n\n[[prénom du conseiller]], Infos Douane Service",
    },
];

/// Returns the canned answers to cases of this kind.
pub fn canned_of(kind: CaseKind) -> impl Iterator<Item = &'static Canned> {
    CANNED.iter().filter(move |one| one.kind == kind)
}

/// Returns the canned answer with this code.
pub fn canned(code: &str) -> Option<&'static Canned> {
    CANNED.iter().find(|one| one.code == code)
}
