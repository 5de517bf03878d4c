/// A variable of a canned answer: the question gives its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable {
    Company,
    Siren,
    /// Number of the question.
    Reference,
    Subject,
    Motif,
    /// End of the commitment of the service.
    Due,
    Service,
    /// The agent who answers, as the operator sees them.
    Agent,
}

impl Variable {
    pub const ALL: [Variable; 8] = [
        Variable::Company,
        Variable::Siren,
        Variable::Reference,
        Variable::Subject,
        Variable::Motif,
        Variable::Due,
        Variable::Service,
        Variable::Agent,
    ];

    /// Name between braces.
    pub const fn name(self) -> &'static str {
        match self {
            Variable::Company => "entreprise",
            Variable::Siren => "siren",
            Variable::Reference => "reference",
            Variable::Subject => "objet",
            Variable::Motif => "motif",
            Variable::Due => "echeance",
            Variable::Service => "service",
            Variable::Agent => "agent",
        }
    }

    /// What it stands for. Also the label of the blank that replaces it without a value.
    pub const fn label(self) -> &'static str {
        match self {
            Variable::Company => "nom de l’entreprise",
            Variable::Siren => "numéro SIREN",
            Variable::Reference => "numéro de la question",
            Variable::Subject => "objet de la question",
            Variable::Motif => "motif de la question",
            Variable::Due => "date de la réponse promise",
            Variable::Service => "nom du service",
            Variable::Agent => "votre nom",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Variable::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// Returns the value in the question of the example that shows a canned answer to its author.
pub const fn example(variable: Variable) -> &'static str {
    match variable {
        Variable::Company => "Société Exemple (fictive)",
        Variable::Siren => "123\u{a0}456\u{a0}782",
        Variable::Reference => "Q-2026-7F3K9M",
        Variable::Subject => "Demande de délai",
        Variable::Motif => "Demander une précision sur une créance",
        Variable::Due => "15 décembre 2026",
        Variable::Service => "Recette régionale (fictive)",
        Variable::Agent => "Camille Fictif",
    }
}
