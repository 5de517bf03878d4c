//! One list of searches, run on both engines: the same results in the same order.

use std::sync::Mutex;

use backend::search::{self, Kind};

use crate::database::on_each_database;

/// A search, and what must be first.
const CASES: [(&str, &str); 16] = [
    ("mot de passe oublié", "mot-de-passe-oublie"),
    ("OUBLIE mot passe", "mot-de-passe-oublie"),
    ("passe de mots oubliés", "mot-de-passe-oublie"),
    ("l'échéancier des douanes", "echeancier-douane"),
    ("echeances douane echeancier", "echeancier-douane"),
    ("octrois de mer", "declaration-octroi-de-mer"),
    ("supression d'un mandat", "supprimer-un-mandat"),
    ("mandats, supprimer", "supprimer-un-mandat"),
    ("taille des fichiers joints", "taille-des-pieces"),
    ("jusqu’à quel montant payer par carte", "carte-plafonds"),
    ("CARTES BANCAIRES : MONTANT MAXIMUM", "carte-plafonds"),
    ("crédits d'enlèvements", "credit-d-enlevement"),
    ("H7", "declaration-h7"),
    ("correspondants des entreprises", "correspondant-entreprise"),
    ("accusé de reception valeur", "valeur-de-l-accuse"),
    ("supprésion de mon compte", "supprimer-mon-compte"),
];

#[tokio::test]
async fn results_and_their_order_are_the_same_on_both_engines() {
    let orders: Mutex<Vec<Vec<Vec<String>>>> = Mutex::default();
    on_each_database(async |env| {
        let mut order = Vec::new();
        for (typed, expected) in CASES {
            let found = search::find(&env.portal, &Kind::ALL, typed).await.expect("a search");
            let references: Vec<String> = found.hits.into_iter().map(|hit| hit.reference).collect();
            assert_eq!(references.first().map(String::as_str), Some(expected), "{}: {typed}", env.engine);
            order.push(references);
        }
        for typed in ["", "  ", "de la", "\"", "' OR 1=1 --", "(*)", "a:b", "NEAR(x y)", &"x".repeat(4000)] {
            search::find(&env.portal, &Kind::ALL, typed).await.expect("a search without operators");
        }
        orders.lock().expect("unlocked").push(order);
    })
    .await;
    let orders = orders.into_inner().expect("unlocked");
    eprintln!("searches: {} cases on {} engines, same order", CASES.len(), orders.len());
    assert!(orders.windows(2).all(|pair| pair[0] == pair[1]), "{orders:?}");
}

#[tokio::test]
async fn beginnings_of_words_are_completed() {
    on_each_database(async |env| {
        let found = search::find(&env.portal, &[Kind::Faq], "habilit").await.expect("a search");
        let found_prefix = search::find(&env.portal, &[Kind::Faq], "authenti").await.expect("a search");
        assert!(!found.hits.is_empty());
        assert!(
            found_prefix.suggestions.iter().any(|word| word.starts_with("authenti")),
            "{:?}",
            found_prefix.suggestions
        );
        assert!(found_prefix.corrected.is_some() && !found_prefix.hits.is_empty());
    })
    .await;
}
