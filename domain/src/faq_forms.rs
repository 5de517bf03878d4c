//! Forms of the frequent questions, for editors.

use crate::form::{ChoiceOption, FieldDefinition, FormDefinition, Kind};

/// Maximum number of characters of an answer.
pub const MAX_ANSWER: usize = 3000;

/// Value of `quand` for a publication at a date.
pub const AT_A_DATE: &str = "date";

/// Everything that a version holds. `themes`: code and title of each.
pub fn entry<'a>(themes: impl IntoIterator<Item = (&'a str, &'a str)>) -> FormDefinition {
    let themes = themes.into_iter().map(|(code, title)| ChoiceOption::new(code, title)).collect();
    let fields = vec![
        FieldDefinition::new("question", "Question", Kind::ShortText { max: 200 })
            .mandatory()
            .hint("Telle que la poserait une personne."),
        FieldDefinition::new("reponse", "Réponse", Kind::LongText { max: MAX_ANSWER }).mandatory().hint(
            "Une ligne vide sépare les paragraphes. Un tiret au début d’une ligne en fait un élément de liste. \
             **Mots en gras**, [texte](/page-du-portail) ou [texte](https://autre-site).",
        ),
        FieldDefinition::new("theme", "Thème", Kind::Choice { options: themes }).mandatory(),
        FieldDefinition::new("mots", "Autres mots", Kind::ShortText { max: 500 })
            .hint("Ceux que les personnes emploient, pour les recherches seulement."),
        FieldDefinition::new("liens", "Voir aussi", Kind::ShortText { max: 300 })
            .hint("Identifiants d’autres questions fréquentes, séparés par des espaces."),
        FieldDefinition::new("responsable", "Service responsable du texte", Kind::ShortText { max: 120 })
            .mandatory()
            .hint("Affiché sous la réponse."),
        FieldDefinition::new("relecture", "À relire avant le", Kind::Date).mandatory(),
    ];
    FormDefinition::new("question-frequente", fields)
}

/// Publication of a version.
pub fn publication() -> FormDefinition {
    let options =
        vec![ChoiceOption::new("maintenant", "Maintenant"), ChoiceOption::new(AT_A_DATE, "À une date")];
    let fields = vec![
        FieldDefinition::new("quand", "Publier", Kind::Choice { options }).mandatory(),
        FieldDefinition::new("jour", "Jour de publication", Kind::Date)
            .mandatory()
            .hint("Le texte paraît ce jour-là à 0\u{a0}h, heure de Paris.")
            .only_if("quand", &[AT_A_DATE]),
    ];
    FormDefinition::new("publier-question-frequente", fields)
}
