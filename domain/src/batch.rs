//! Batches: one act of an agent on several questions.

use crate::form::{ChoiceOption, FieldDefinition, FormDefinition, Kind};

/// Maximum number of questions of a batch.
pub const MAX_QUESTIONS: usize = 50;

/// Name of the chosen questions in addresses and forms: short, because an address has up to fifty.
pub const CHOSEN: &str = "q";

/// Maximum number of characters of the reason of a transfer.
const MAX_REASON: usize = 1000;

/// What a batch does with each question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchAct {
    Take,
    Assign,
    Transfer,
    Answer,
    Close,
}

impl BatchAct {
    pub const ALL: [BatchAct; 5] =
        [BatchAct::Take, BatchAct::Assign, BatchAct::Transfer, BatchAct::Answer, BatchAct::Close];

    /// Code used in forms and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            BatchAct::Take => "prendre",
            BatchAct::Assign => "attribuer",
            BatchAct::Transfer => "transmettre",
            BatchAct::Answer => "repondre",
            BatchAct::Close => "clore",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        BatchAct::ALL.into_iter().find(|one| one.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            BatchAct::Take => "Me les attribuer",
            BatchAct::Assign => "Les attribuer à un collègue",
            BatchAct::Transfer => "Les transmettre à un autre service",
            BatchAct::Answer => "Y répondre avec une réponse préparée",
            BatchAct::Close => "Les clore",
        }
    }
}

/// Lists of the form of a batch.
#[derive(Clone, Debug, Default)]
pub struct BatchLists {
    pub colleagues: Vec<ChoiceOption>,
    pub services: Vec<ChoiceOption>,
    pub canned_answers: Vec<ChoiceOption>,
}

/// Returns the form of a batch. An act whose list is empty is not offered.
pub fn form(lists: BatchLists) -> FormDefinition {
    let is_offered = |act: &BatchAct| match act {
        BatchAct::Assign => !lists.colleagues.is_empty(),
        BatchAct::Transfer => !lists.services.is_empty(),
        BatchAct::Answer => !lists.canned_answers.is_empty(),
        BatchAct::Take | BatchAct::Close => true,
    };
    let acts = BatchAct::ALL.into_iter().filter(is_offered);
    let acts = acts.map(|act| ChoiceOption::new(act.code(), act.label())).collect();
    let of = |act: BatchAct, name: &str, label: &str, kind: Kind| {
        FieldDefinition::new(name, label, kind).mandatory().only_if("acte", &[act.code()])
    };
    let reason = Kind::LongText { max: MAX_REASON };
    let fields = vec![
        FieldDefinition::new("acte", "Que faire de ces questions\u{a0}?", Kind::Choice { options: acts })
            .mandatory(),
        of(BatchAct::Assign, "agent", "Collègue", Kind::Choice { options: lists.colleagues }),
        of(BatchAct::Transfer, "service", "Nouveau service", Kind::Choice { options: lists.services }),
        of(BatchAct::Transfer, "raison", "Raison", reason)
            .hint("Lue par les agents du nouveau service, jamais par l’opérateur."),
        of(BatchAct::Answer, "modele", "Réponse préparée", Kind::Choice { options: lists.canned_answers })
            .hint("Seules celles sans passage à compléter sont proposées."),
    ];
    FormDefinition::new("preparer-lot", fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Answers, check};

    #[test]
    fn acts_without_a_list_are_not_offered() {
        for act in BatchAct::ALL {
            assert_eq!(BatchAct::from_code(act.code()), Some(act));
        }
        let empty = form(BatchLists::default());
        let problems = |form: &FormDefinition, act: BatchAct| {
            check(form, &Answers::from_iter([("acte", act.code())]), &())
                .into_iter()
                .map(|one| one.field)
                .collect::<Vec<_>>()
        };
        assert!(problems(&empty, BatchAct::Close).is_empty());
        assert_eq!(problems(&empty, BatchAct::Answer)[0], "acte");
        let lists =
            BatchLists { services: vec![ChoiceOption::new("RR-1", "Recette")], ..BatchLists::default() };
        assert_eq!(problems(&form(lists), BatchAct::Transfer), ["service", "raison"]);
    }
}
