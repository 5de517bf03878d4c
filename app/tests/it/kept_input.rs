//! Input that is stored when a form is refused: that of declared fields only, of bounded length.

use app::forms::kept_fields;
use domain::{form::FormDefinition, motif::Catalogue, path};
use leptos::server_fn::axum::server_fn_paths;

#[test]
fn every_form_declares_the_fields_that_are_stored() {
    let motifs = Catalogue::shipped();
    let forms: Vec<&str> = server_fn_paths().filter_map(|(path, _)| path.strip_prefix(path::FORMS)).collect();
    assert!(forms.len() > 60, "{forms:?}");
    for form in forms {
        assert!(kept_fields(&motifs, form).is_some(), "{form} is not in the table of app::forms::kept");
    }
    for unknown in ["", "inconnu", "connexion /page", "avis\u{a0}"] {
        assert!(kept_fields(&motifs, unknown).is_none(), "{unknown:?}");
    }
}

#[test]
fn names_of_fields_are_unique_and_the_longest_input_is_bounded() {
    let motifs = Catalogue::shipped();
    for (_, form) in server_fn_paths().filter_map(|(path, _)| path.split_once(path::FORMS)) {
        let fields = kept_fields(&motifs, form).expect("a form");
        let mut names: Vec<String> = fields.iter().flat_map(|field| field.input_names()).collect();
        let sent = names.iter().flat_map(|name| {
            let values = std::iter::repeat_n("x".repeat(250_000), 5);
            values.map(move |value| (name.clone(), value))
        });
        let kept = FormDefinition::new(form, fields).redisplayed_answers(&sent.collect());
        let characters: usize = kept.iter().flat_map(|(_, values)| values).map(String::len).sum();
        let max = match form {
            "brouillon" => 120_000,
            "creer-lettre" | "modifier-lettre" => 45_000,
            "creer-article" | "modifier-article" => 90_000,
            "creer-reponse-preparee" | "modifier-reponse-preparee" => 22_000,
            _ => 20_000,
        };
        assert!(characters <= max, "{form}: {characters}");
        names.sort();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "{form}: {names:?}");
    }
}
