//! Forms of the mailing list Infos Douane (mission §2.1).

use crate::form::{FieldDefinition, FormDefinition, Kind};

/// Maximum length of the subject of a letter, in characters.
const MAX_SUBJECT: usize = 120;
/// Maximum length of the text of a letter, in characters.
const MAX_TEXT: usize = 10_000;

/// Subscription of a visitor.
pub fn subscription() -> FormDefinition {
    let email = FieldDefinition::new("email", "Adresse de courriel", Kind::Email)
        .mandatory()
        .hint("Un lien y sera envoyé pour confirmer votre abonnement. Exemple\u{a0}: nom@entreprise.fr.")
        .autocomplete("email");
    FormDefinition::new("abonner-infos-douane", vec![email])
}

/// A letter, for editors.
pub fn letter() -> FormDefinition {
    let fields = vec![
        FieldDefinition::new("objet", "Objet", Kind::ShortText { max: MAX_SUBJECT }).mandatory(),
        FieldDefinition::new("texte", "Texte", Kind::LongText { max: MAX_TEXT }).mandatory().hint(
            "Une ligne vide sépare deux paragraphes. Les lignes d’une liste commencent par «\u{a0}-\u{a0}». Gras\u{a0}: \
             **mots**. Lien\u{a0}: [texte](https://exemple.fr).",
        ),
    ];
    FormDefinition::new("lettre", fields)
}
