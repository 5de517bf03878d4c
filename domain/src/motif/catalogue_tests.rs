use super::catalogue::SHIPPED;
use super::{Catalogue, CatalogueError, Court, Motif, RecipientKind, Silence, Theme, sample_answers};
use crate::co_owner::CoOwner;
use crate::form::{Answers, FormDefinition, Kind, check, missing_files};
use crate::rights::{Actor, Droit, Habilitation, Place, Teleservice};
use crate::siren::Siren;
use crate::siret::Siret;

#[test]
fn the_catalogue_is_complete() {
    let catalogue = Catalogue::shipped();
    assert_eq!(catalogue.all().len(), 23);
    assert_eq!(catalogue.themes(), Theme::ALL);
    let confidential: Vec<&str> =
        catalogue.all().iter().filter(|motif| motif.confidential).map(|motif| motif.id.as_str()).collect();
    assert_eq!(confidential, ["echeancier", "rejet-telereglement"]);
    for theme in Theme::ALL {
        assert_eq!(Theme::from_code(theme.code()), Some(theme));
    }
}

#[test]
fn recipient_depends_on_the_theme() {
    for motif in Catalogue::shipped().all() {
        let recette = matches!(motif.theme, Theme::Paiements | Theme::Cautionnement);
        let expected = if recette { RecipientKind::Recette } else { RecipientKind::Pae };
        assert_eq!(motif.recipient, expected, "{}", motif.id);
    }
}

/// Receipt of each motif (CRPA R112-11-1): whether it is a *demande*, what silence means, who decides on a rejection.
const RECEIPTS: [(&str, Option<(Silence, Court)>); 23] = {
    use {Court::*, Silence::*};
    [
        ("attestation", Some((RejectionWithoutProcedure, Judicial))),
        ("caution-depot", Some((NotFixed, Judicial))),
        ("caution-mainlevee", Some((NotFixed, Judicial))),
        ("ci-agrement", Some((NotFixed, Administrative))),
        ("ci-declaration", None),
        ("credit-enlevement", Some((NotFixed, Judicial))),
        ("dedouanement-classement", None),
        ("dedouanement-rectification", Some((NotFixed, Judicial))),
        ("dedouanement-remise", Some((FinancialRejection, Judicial))),
        ("echeancier", Some((FinancialRejection, Judicial))),
        ("energie-declaration", None),
        ("energie-remboursement", Some((FinancialRejection, Judicial))),
        ("garantie-consommation", None),
        ("garantie-levee", Some((NotFixed, Judicial))),
        ("garantie-mise-en-place", Some((NotFixed, Judicial))),
        ("garantie-montant", Some((NotFixed, Judicial))),
        ("mandat", None),
        ("octroi-declaration", None),
        ("octroi-exoneration", None),
        ("paiement-non-impute", None),
        ("precision-creance", None),
        ("rejet-telereglement", None),
        ("remboursement", Some((FinancialRejection, Judicial))),
    ]
};

#[test]
fn receipts_say_what_silence_means_for_each_motif() {
    let catalogue = Catalogue::shipped();
    assert_eq!(catalogue.all().len(), RECEIPTS.len());
    for (id, expected) in RECEIPTS {
        let motif = catalogue.find(id).expect("a motif");
        assert_eq!(motif.demande.map(|demande| (demande.silence, demande.court)), expected, "{id}");
        // A title that asks for something is a demande, one that asks a question is none.
        assert!(!motif.title.starts_with("Demander") || motif.demande.is_some(), "{id}");
        let received = jiff::civil::date(2026, 11, 29);
        for mention in motif.demande.into_iter().flat_map(|demande| demande.mentions(received)) {
            assert!(mention.ends_with('.') && mention.len() > 80, "{id}: {mention}");
        }
    }
}

#[test]
fn every_form_ends_with_the_common_fields() {
    for motif in Catalogue::shipped().all() {
        let form = motif.full_form();
        let names: Vec<&str> = form.fields.iter().map(|field| field.name.as_str()).collect();
        assert!(names.ends_with(&["objet", "message", "telephone"]), "{}", motif.id);
    }
}

#[test]
fn every_form_accepts_valid_answers_and_reports_missing_ones() {
    for motif in Catalogue::shipped().all() {
        let form = motif.full_form();
        assert_eq!(motif.validate_whole(), Ok(()), "{}", motif.id);
        assert_eq!(check(&form, &sample_answers(&form), &()), [], "{}", motif.id);
        let always_mandatory = form.fields.iter().filter(|field| field.mandatory && field.only_if.is_none());
        let expected: Vec<&str> = always_mandatory
            .filter(|field| field.kind != Kind::File)
            .map(|field| field.name.as_str())
            .collect();
        let empty = check(&form, &Answers::default(), &());
        let missing: Vec<&str> = empty.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(missing, expected, "{}", motif.id);
    }
}

#[test]
fn mandatory_files_are_reported_until_present() {
    let catalogue = Catalogue::shipped();
    for (id, slots) in [
        ("echeancier", &["piece_justificative"][..]),
        ("paiement-non-impute", &["preuve"]),
        ("remboursement", &["rib"]),
        ("caution-depot", &["acte"]),
        ("mandat", &[]),
    ] {
        let form = catalogue.find(id).expect("a motif").full_form();
        let missing = missing_files::<&str>(&form, &Answers::default(), &[]);
        let fields: Vec<&str> = missing.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, slots, "{id}");
        assert!(missing_files(&form, &Answers::default(), slots).is_empty());
    }
}

#[test]
fn credit_number_is_required_only_to_modify_a_removal_credit() {
    let form = Catalogue::shipped().find("credit-enlevement").expect("a motif").full_form();
    let invalid_fields = |demande: &str| {
        let answers =
            Answers::from_iter([("demande", demande), ("objet", "x"), ("message", "x"), ("montant", "1")]);
        check(&form, &answers, &()).into_iter().map(|problem| problem.field).collect::<Vec<_>>()
    };
    assert_eq!(invalid_fields("ouverture"), ["siret"]);
    assert_eq!(invalid_fields("modification"), ["numero_credit", "siret"]);
}

fn habilitation(teleservice: Teleservice, droit: Droit) -> Habilitation {
    let place = Place::Siret(Siret::parse("73282932000074").expect("a SIRET"));
    Habilitation { co_owner: CoOwner::Dgddi, teleservice, droit, place }
}

#[test]
fn confidential_motifs_are_hidden_without_telepayer() {
    let catalogue = Catalogue::shipped();
    let siren = Siren::parse("732829320").expect("a SIREN");
    let count = |habilitations: &[Habilitation]| {
        let actor = Actor::Usager { habilitations, siren: Some(&siren) };
        let tree = catalogue.tree(&actor).iter().map(|(_, motifs)| motifs.len()).sum::<usize>();
        assert_eq!(tree, catalogue.visible_to(&actor).len());
        tree
    };
    assert_eq!(count(&[]), 21);
    assert_eq!(count(&[habilitation(Teleservice::DeltaG, Droit::Lire)]), 21);
    assert_eq!(count(&[habilitation(Teleservice::TelepaiementSepa, Droit::Telepayer)]), 23);
}

fn definition(change: impl Fn(&mut String)) -> Result<Catalogue, CatalogueError> {
    let mut text = r#"
id = "essai"
version = 1
theme = "garanties"
title = "Essai"
recipient = "pae"
intro = ""
[form]
name = "motif-essai"
[[form.fields]]
name = "choix"
label = "Choix"
kind = { type = "choice", options = [{ value = "a", label = "A" }, { value = "b", label = "B" }] }
[[form.fields]]
name = "suite"
label = "Suite"
kind = { type = "amount" }
only_if = { field = "choix", values = ["a"] }
"#
    .to_owned();
    change(&mut text);
    Catalogue::read([text.as_str()])
}

#[test]
fn invalid_definitions_are_refused() {
    assert!(definition(|_| ()).is_ok());
    for (from, to) in [
        ("\"motif-essai\"", "\"autre\""),
        ("\"essai\"", "\"Essai !\""),
        ("version = 1", "version = 0"),
        ("\"Essai\"", "\"\""),
        ("\"garanties\"", "\"autre\""),
        ("\"suite\"", "\"choix\""),
        ("\"suite\"", "\"objet\""),
        ("\"Suite\"", "\" \""),
        ("\"b\"", "\"a\""),
        ("\"b\"", "\"b|c\""),
        ("\"amount\"", "\"new_password\""),
        ("\"amount\"", "\"unknown\""),
        ("\"amount\"", "\"short_text\", max = 3, extra = 1"),
        ("[\"a\"]", "[\"c\"]"),
        ("[\"a\"]", "[]"),
        ("field = \"choix\"", "field = \"ailleurs\""),
        ("intro = \"\"", "unknown = 1"),
    ] {
        assert!(definition(|text| *text = text.replace(from, to)).is_err(), "{from} → {to}");
    }
    let twice = Catalogue::read([SHIPPED[0], SHIPPED[0]]);
    assert!(matches!(twice, Err(CatalogueError::Duplicate { id }) if id == "echeancier"));
}

#[test]
fn published_motifs_replace_shipped_ones_in_their_place() {
    let shipped = Catalogue::shipped();
    let order = |catalogue: &Catalogue| -> Vec<String> {
        catalogue.all().iter().map(|motif| motif.id.clone()).collect()
    };
    let mandat = shipped.find("mandat").expect("a motif").clone();
    let next = Motif { version: mandat.version + 1, title: "Autre titre".to_owned(), ..mandat.clone() };
    let new = Motif { id: "nouveau".to_owned(), ..mandat.clone() };
    let new = Motif { form: FormDefinition { name: "motif-nouveau".to_owned(), ..new.form.clone() }, ..new };
    let catalogue = shipped.clone().with(vec![next.clone(), new]).expect("valid");
    assert_eq!(catalogue.find("mandat"), Some(&next));
    assert_eq!(catalogue.all().len(), shipped.all().len() + 1);
    let without_new: Vec<String> = order(&catalogue).into_iter().filter(|id| id != "nouveau").collect();
    assert_eq!(without_new, order(&shipped));
    let invalid = shipped.with(vec![Motif { version: 0, ..mandat }]);
    assert!(matches!(invalid, Err(CatalogueError::Invalid { id, .. }) if id == "mandat"));
}

/// A question is stored with its definition, which must serialise without loss.
#[test]
fn serialised_definitions_parse_back() {
    for motif in Catalogue::shipped().all() {
        let text = toml::to_string(motif).expect("a definition");
        let read: Motif = toml::from_str(&text).expect("a motif");
        assert_eq!(read, *motif);
        let form: FormDefinition = read.form;
        assert!(!form.fields.is_empty());
    }
}
