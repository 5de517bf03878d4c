//! Spaces of the staff: the pages that each role opens.

use backend::accounts::sessions::StaffMember;
use domain::{
    path,
    rights::{Action, decide},
};

/// An entry of the staff's navigation and home page.
#[derive(Clone, Copy, Debug)]
pub struct Space {
    pub label: &'static str,
    pub href: &'static str,
    /// What the space is for.
    pub text: &'static str,
    right: Action<'static>,
}

/// All spaces, in the order of the navigation.
const SPACES: [Space; 16] = [
    Space {
        label: "Boîte de réception",
        href: path::AGENT_INBOX,
        text: "Lire les questions envoyées à vos services et y répondre.",
        right: Action::AnswerQuestions,
    },
    Space {
        label: "Notifications",
        href: path::AGENT_NOTICES,
        text: "Voir ce qui vous concerne dans les questions de vos services\u{a0}: mentions, attributions, délais.",
        right: Action::AnswerQuestions,
    },
    Space {
        label: "Rendez-vous",
        href: path::AGENT_APPOINTMENTS,
        text: "Voir les rendez-vous de vos services, en donner, et régler leurs agendas.",
        right: Action::AnswerQuestions,
    },
    Space {
        label: "Documents",
        href: path::AGENT_DOCUMENTS,
        text: "Lire les documents partagés avec vos services.",
        right: Action::AnswerQuestions,
    },
    Space {
        label: "Statistiques",
        href: path::DELAY_REPORT,
        text: "Suivre les délais de réponse d’un service, par semaine et par motif.",
        right: Action::SeeDelayReports,
    },
    Space {
        label: "Partage de documents",
        href: path::MANAGED_FOLDERS,
        text: "Partager des documents avec des entreprises, les opérateurs d’un téléservice ou un service.",
        right: Action::ShareDocuments,
    },
    Space {
        label: "Dossiers",
        href: path::CASES,
        text: "Lire les dossiers de l’assistance et y répondre.",
        right: Action::AnswerCases,
    },
    Space {
        label: "Réglementation",
        href: path::REGULATION_CASES,
        text: "Lire les demandes faites à Infos Douane Service et y répondre dans le délai promis.",
        right: Action::AnswerCases,
    },
    Space {
        label: "Appels",
        href: path::PHONE_CALLS,
        text: "Voir les appels à passer aujourd’hui et en noter le résultat.",
        right: Action::AnswerCases,
    },
    Space {
        label: "Vue partagée",
        href: path::SHARED_VIEWS,
        text: "Suivre, masquées, les pages d’une personne au téléphone.",
        right: Action::AnswerCases,
    },
    Space {
        label: "Questions fréquentes",
        href: path::EDITED_FAQ,
        text: "Rédiger les réponses, les publier, et lire les recherches restées sans réponse.",
        right: Action::EditTexts,
    },
    Space {
        label: "Publications",
        href: path::EDITED_ARTICLES,
        text: "Rédiger les actualités, l’agenda et la documentation, les publier, les corriger et les archiver.",
        right: Action::EditTexts,
    },
    Space {
        label: "Avis",
        href: path::OPINIONS,
        text: "Lire les avis des visiteurs sur le site, par page et par mois.",
        right: Action::ReadOpinions,
    },
    Space {
        label: "Lettres",
        href: path::STAFF_LETTERS,
        text: "Rédiger les lettres Infos Douane et les envoyer aux abonnés.",
        right: Action::EditTexts,
    },
    Space {
        label: "Taux de change",
        href: path::NATIONAL_RATES,
        text: "Fixer le taux mensuel des devises sans cotation.",
        right: Action::EditTexts,
    },
    Space {
        label: "Administration",
        href: path::ADMINISTRATION,
        text: "Gérer l’équipe du portail et les services, et lire le journal de ces changements.",
        right: Action::SeeAdministration,
    },
];

/// Returns the spaces that the member may open.
pub fn spaces(member: &StaffMember) -> impl Iterator<Item = &'static Space> {
    SPACES.iter().filter(|space| decide(&member.actor(), &space.right).is_allowed())
}

/// Returns the home page of the member: their only space, or the list of their spaces. Agents begin with their inbox, where most of
/// their work is.
pub fn home(member: &StaffMember) -> &'static str {
    let others = [path::AGENT_NOTICES, path::AGENT_APPOINTMENTS, path::AGENT_DOCUMENTS, path::DELAY_REPORT];
    let mut spaces = spaces(member).filter(|space| !others.contains(&space.href));
    match (spaces.next(), spaces.next()) {
        (Some(only), None) => only.href,
        _ => path::STAFF_HOME,
    }
}
