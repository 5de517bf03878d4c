use serde::{Deserialize, Serialize};

use super::demande::Demande;
use crate::form::{FieldDefinition, FormDefinition, Kind};
use crate::rights::{Action, Actor, Decision, decide};

/// Maximum number of characters of the object of a question.
pub const MAX_OBJET: usize = 120;
/// Maximum number of characters of the message.
pub const MAX_MESSAGE: usize = 4000;

/// One motif of the closed list, as defined by a customs service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Motif {
    /// Stable identifier in kebab case, also used in URLs.
    pub id: String,
    /// Increased with every change of the definition.
    pub version: u32,
    pub theme: Theme,
    pub title: String,
    /// Restricted to holders of *télépayer*; true for two motifs (mission §5).
    #[serde(default)]
    pub confidential: bool,
    pub recipient: RecipientKind,
    /// Introduction: what to know or have at hand before filling in the form.
    pub intro: String,
    /// What the receipt says of silence and appeal; `None` if the motif is not a *demande*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demande: Option<Demande>,
    /// Specific fields of the motif; see [`Motif::full_form`].
    pub form: FormDefinition,
}

/// Theme of a motif, in the order of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    Paiements,
    Garanties,
    Cautionnement,
    Dedouanement,
    ContributionsIndirectes,
    Energie,
    OctroiDeMer,
}

/// Kind of service that answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecipientKind {
    /// Pôle gestion des procédures du bureau de douane: assiette and garanties.
    Pae,
    /// Recette: créances, cautionnement, payments.
    Recette,
}

impl Motif {
    /// Returns the specific fields followed by those of every question: objet, message, téléphone.
    pub fn full_form(&self) -> FormDefinition {
        let mut form = self.form.clone();
        form.fields.extend(common_fields());
        form
    }

    /// Decides whether the actor may use the motif. A denied confidential motif must not be displayed at all.
    pub fn decision(&self, actor: &Actor) -> Decision {
        decide(actor, &Action::UseMotif { confidential: self.confidential })
    }
}

/// Names of the fields that [`Motif::full_form`] adds.
pub(super) const COMMON: [&str; 3] = ["objet", "message", "telephone"];

fn common_fields() -> [FieldDefinition; 3] {
    let [objet, message, telephone] = COMMON;
    [
        FieldDefinition::new(objet, "Objet", Kind::ShortText { max: MAX_OBJET }).hint(
            "Facultatif\u{a0}: quelques mots pour retrouver votre question. Sans objet, elle porte le nom de son motif.",
        ),
        FieldDefinition::new(message, "Message", Kind::LongText { max: MAX_MESSAGE }).mandatory().hint(
            "Décrivez votre situation et ce que vous attendez du service (4\u{202f}000 caractères au plus).",
        ),
        FieldDefinition::new(telephone, "Téléphone de contact", Kind::Phone)
            .hint("Pour que le service puisse vous joindre. Exemple\u{a0}: 01\u{a0}23\u{a0}45\u{a0}67\u{a0}89.")
            .autocomplete("work tel"),
    ]
}

impl Theme {
    pub const ALL: [Theme; 7] = [
        Theme::Paiements,
        Theme::Garanties,
        Theme::Cautionnement,
        Theme::Dedouanement,
        Theme::ContributionsIndirectes,
        Theme::Energie,
        Theme::OctroiDeMer,
    ];

    /// Code used in URLs and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Theme::Paiements => "paiements",
            Theme::Garanties => "garanties",
            Theme::Cautionnement => "cautionnement",
            Theme::Dedouanement => "dedouanement",
            Theme::ContributionsIndirectes => "contributions-indirectes",
            Theme::Energie => "energie",
            Theme::OctroiDeMer => "octroi-de-mer",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Theme::ALL.into_iter().find(|theme| theme.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Theme::Paiements => "Paiements et créances",
            Theme::Garanties => "Garanties",
            Theme::Cautionnement => "Cautionnement",
            Theme::Dedouanement => "Assiette\u{a0}: dédouanement",
            Theme::ContributionsIndirectes => "Assiette\u{a0}: contributions indirectes",
            Theme::Energie => "Assiette\u{a0}: produits énergétiques",
            Theme::OctroiDeMer => "Assiette\u{a0}: octroi de mer",
        }
    }
}

impl RecipientKind {
    pub const ALL: [RecipientKind; 2] = [RecipientKind::Pae, RecipientKind::Recette];

    /// Code used in the database.
    pub const fn code(self) -> &'static str {
        match self {
            RecipientKind::Pae => "pae",
            RecipientKind::Recette => "recette",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        RecipientKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            RecipientKind::Pae => "PAE (pôle gestion des procédures du bureau de douane)",
            RecipientKind::Recette => "Recette interrégionale ou régionale",
        }
    }
}
