use super::*;
use crate::form::{ChoiceOption, FieldDefinition, Kind};
use crate::motif::{Catalogue, Motif};
use crate::problem::{Problem, Problems};

fn motif(id: &str) -> Motif {
    Catalogue::shipped().find(id).expect("a motif").clone()
}

/// Reads the form of a new field of this nature.
fn new_field(nature: Nature, changes: &[(&str, &str)]) -> Result<FieldDefinition, Problems> {
    let mut answers = field_answers(&FieldDefinition::new("", "Nouveau champ", nature.kind()));
    if nature == Nature::Choice {
        answers.set("choix", "Oui\nNon");
    }
    changes.iter().for_each(|(name, value)| answers.set(*name, *value));
    read_field(&FieldDefinition::new("", "", nature.kind()), Vec::new(), &answers)
}

fn names(motif: &Motif) -> Vec<&str> {
    motif.form.fields.iter().map(|field| field.name.as_str()).collect()
}

fn only_problem<T: std::fmt::Debug>(result: Result<T, Problems>) -> (String, Problem) {
    let found = result.expect_err("a problem").remove(0);
    (found.field, found.problem)
}

#[test]
fn every_nature_makes_a_field_that_accepts_answers() {
    let mut edited = motif("mandat");
    for nature in Nature::ALL {
        assert_eq!(Nature::from_code(nature.code()), Some(nature));
        assert_eq!(Nature::of(&nature.kind()), Some(nature));
        let field =
            new_field(nature, &[("libelle", nature.label()), ("obligatoire", "oui")]).expect("a field");
        edited = add_field(&edited, field).expect("accepted");
    }
    assert_eq!(edited.validate_whole(), Ok(()));
    assert_eq!(edited.form.fields.len(), motif("mandat").form.fields.len() + Nature::ALL.len());
    assert_eq!(Nature::of(&Kind::Password), None);
}

#[test]
fn names_are_made_of_labels_and_never_taken() {
    let mut edited = motif("mandat");
    for label in ["Date de dépôt", "Date de dépôt", "???", "Objet"] {
        let field = new_field(Nature::Date, &[("libelle", label)]).expect("a field");
        edited = add_field(&edited, field).expect("accepted");
    }
    let expected = ["champ_date_de_depot", "champ_date_de_depot_2", "champ", "champ_objet"];
    assert_eq!(names(&edited)[1..], expected);
    // The inputs of a period have names of their own.
    let field = new_field(Nature::ShortText, &[("libelle", "Mois début")]).expect("a field");
    let edited = add_field(&edited, field).expect("accepted");
    let edited = add_field(&edited, new_field(Nature::Period, &[("libelle", "Mois")]).expect("a field"));
    assert_eq!(names(&edited.expect("accepted")).last(), Some(&"champ_mois_2"));
}

#[test]
fn settings_are_checked_next_to_their_field() {
    for (nature, name, value) in [
        (Nature::ShortText, "longueur", "501"),
        (Nature::LongText, "longueur", "1,5"),
        (Nature::Creance, "nombre", "21"),
        (Nature::Choice, "choix", "Seul"),
        (Nature::Choice, "choix", "a\na"),
        (Nature::Choice, "libelle", ""),
    ] {
        assert_eq!(only_problem(new_field(nature, &[(name, value)])).0, name, "{nature:?} {value}");
    }
    assert_eq!(
        new_field(Nature::LongText, &[("longueur", "250")]).expect("a field").kind,
        Kind::LongText { max: 250 }
    );
}

#[test]
fn options_keep_their_values() {
    let motif = motif("credit-enlevement");
    let demande = motif.form.field("demande").expect("a field");
    let values = |text: &str| -> Vec<String> {
        let mut answers = field_answers(demande);
        answers.set("choix", text);
        let read = read_field(demande, Vec::new(), &answers).expect("a field");
        let Kind::Choice { options } = read.kind else { panic!("a choice") };
        options.into_iter().map(|option| option.value).collect()
    };
    assert_eq!(
        values("Ouvrir un crédit d’enlèvement\nModifier un crédit existant"),
        ["ouverture", "modification"]
    );
    assert_eq!(values("Modifier un crédit existant\nClore un crédit"), ["modification", "clore_un_credit"]);
    assert_eq!(values("Ouvrir un crédit\nModifier un crédit existant"), ["ouverture", "modification"]);
    assert_eq!(values("Ouverture\nModification\nOuverture ?"), ["ouverture", "modification", "ouverture_2"]);
}

#[test]
fn conditions_are_offered_kept_and_protected() {
    let motif = motif("credit-enlevement");
    let credit = motif.form.field("numero_credit").expect("a field");
    let offered = conditions(&motif.form.fields[..1], credit.only_if.as_ref());
    let labels: Vec<&str> = offered.iter().map(|option| option.label.as_str()).collect();
    assert_eq!(
        labels,
        [
            "Votre demande\u{a0}: Ouvrir un crédit d’enlèvement",
            "Votre demande\u{a0}: Modifier un crédit existant"
        ]
    );
    assert_eq!(read_field(credit, offered, &field_answers(credit)).as_ref(), Ok(credit));
    let needed = (String::new(), Problem::MotifFieldNeeded { label: credit.label.clone() });
    assert_eq!(only_problem(remove_field(&motif, "demande")), needed);
    assert_eq!(only_problem(move_field(&motif, "demande", false)), needed);
    assert_eq!(only_problem(move_field(&motif, "numero_credit", true)), needed);
    let without =
        Kind::Choice { options: vec![ChoiceOption::new("ouverture", "Ouvrir"), ChoiceOption::new("x", "X")] };
    let changed = FieldDefinition { kind: without, ..motif.form.fields[0].clone() };
    assert_eq!(only_problem(change_field(&motif, changed)), needed);
    let two = crate::form::Condition {
        field: "demande".to_owned(),
        values: vec!["ouverture".into(), "modification".into()],
    };
    let offered = conditions(&motif.form.fields[..1], Some(&two));
    assert_eq!(offered.len(), 3);
    let field = FieldDefinition { only_if: Some(two), ..credit.clone() };
    assert_eq!(read_field(&field, offered, &field_answers(&field)), Ok(field));
}

#[test]
fn fields_are_moved_and_the_last_one_stays() {
    let original = motif("rejet-telereglement");
    let first = names(&original)[0];
    let moved = move_field(&original, first, false).expect("moved");
    assert_eq!(names(&moved)[1], first);
    assert_eq!(move_field(&moved, first, true).as_ref(), Ok(&original));
    assert_eq!(move_field(&original, first, true).as_ref(), Ok(&original));
    let single = motif("mandat");
    assert_eq!(only_problem(remove_field(&single, "mandat")).1, Problem::MotifLastField);
    let field = new_field(Nature::Date, &[]).expect("a field");
    let mut full = single;
    while full.form.fields.len() < MAX_FIELDS {
        full = add_field(&full, field.clone()).expect("accepted");
    }
    assert_eq!(only_problem(add_field(&full, field)).1, Problem::TooManyMotifFields { max: MAX_FIELDS });
}

#[test]
fn texts_are_read_as_they_are_filled() {
    for motif in Catalogue::shipped().all() {
        assert_eq!(with_texts(motif, &texts_answers(motif)).as_ref(), Ok(motif), "{}", motif.id);
        for field in &motif.form.fields {
            let place = motif.form.fields.iter().position(|one| one == field).expect("its place");
            let offered = conditions(&motif.form.fields[..place], field.only_if.as_ref());
            let read = read_field(field, offered, &field_answers(field));
            assert_eq!(read.as_ref(), Ok(field), "{} {}", motif.id, field.name);
        }
    }
    let motif = motif("mandat");
    let mut answers = texts_answers(&motif);
    answers.set("silence", "acceptation");
    assert_eq!(only_problem(with_texts(&motif, &answers)).0, "juge");
    answers.set("confidentiel", "oui");
    answers.set("juge", "judiciaire");
    let changed = with_texts(&motif, &answers).expect("texts");
    assert!(changed.confidential && changed.demande.is_some());
}

#[test]
fn differences_are_told_in_words() {
    let before = motif("credit-enlevement");
    assert_eq!(differences(&before, &before), []);
    let mut after = remove_field(&before, "numero_credit").expect("removed");
    after.title = "Autre titre".to_owned();
    let montant = after.form.field("montant").expect("a field").clone();
    after = change_field(&after, FieldDefinition { mandatory: false, ..montant }).expect("changed");
    after = move_field(&after, "montant", true).expect("moved");
    after = add_field(&after, new_field(Nature::Date, &[("libelle", "Échéance")]).expect("a field"))
        .expect("added");
    let subjects: Vec<String> = differences(&before, &after).into_iter().map(|one| one.subject).collect();
    assert_eq!(
        subjects,
        [
            "Titre",
            "Champ ajouté\u{a0}: Échéance",
            "Champ retiré\u{a0}: Numéro du crédit",
            "Champ modifié\u{a0}: Montant souhaité",
            "Ordre des champs",
        ]
    );
    let changed = &differences(&before, &after)[3];
    assert_eq!(
        (changed.before.as_str(), changed.after.as_str()),
        ("obligatoire\u{a0}: oui", "obligatoire\u{a0}: non")
    );
    let removed = &differences(&before, &after)[2];
    assert!(
        removed.after.is_empty()
            && removed.before.contains("Votre demande\u{a0}: Modifier un crédit existant")
    );
}

#[test]
fn all_settings_are_kept_when_a_form_is_refused() {
    let kept: Vec<String> = all_field_settings().into_iter().map(|field| field.name).collect();
    for nature in Nature::ALL {
        let form = field(&nature.kind(), vec![ChoiceOption::new("a=b", "a")]);
        assert!(form.fields.iter().all(|field| kept.contains(&field.name)), "{nature:?}");
    }
    assert!(publication().field("note").is_some() && publication().field("jour").is_some());
}
