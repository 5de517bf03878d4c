//! Search of questions, companies and the inbox: the same pairs match on both engines.

use backend::{
    accounts::sessions::Session,
    companies::{self, RightsFilter, RightsOrder},
    customs::{self, InboxPart},
    messaging::{self, Filter},
};
use domain::search::{fold, key};
use platform::execute;

use crate::{
    database::{TestEnv, on_each_database},
    messaging::fixtures::{RECETTE, SIRET, creance_answers, siren_of},
};

/// A text, and what finds it.
const FOUND: [(&str, &[&str]); 16] = [
    (
        "Œuvre d’art importée",
        &["oeuvre", "ŒUVRE", "oeuvre art", "art œuvre", "d'art", "d’art", "dart", "importee"],
    ),
    ("Æther et curriculum vitæ", &["aether", "vitae", "VITÆ"]),
    ("Øresund et Łódź", &["oresund", "lodz", "ŁÓDŹ", "Øresund lodz"]),
    ("Straße und Weiß", &["strasse", "weiss", "STRAßE", "weiß strasse"]),
    ("Đakovo, Guðrún Þórsdóttir", &["dakovo", "gudrun", "thorsdottir", "þórs"]),
    ("Avis oﬃciel ﬁnal du ﬂux", &["officiel", "final", "flux", "ﬁnal"]),
    ("Échéancier à revoir", &["echeancier", "ÉCHÉANCIER", "e\u{301}che\u{301}ancier", "revoir echeancier"]),
    (
        "Porte-monnaie à Saint‑Étienne",
        &["porte monnaie", "portemonnaie", "porte‑monnaie", "saint-etienne", "etienne saint"],
    ),
    ("Portemonnaie perdu", &["porte-monnaie", "porte monnaie"]),
    ("Cré\u{ad}ance re\u{200b}jetée\u{feff}", &["creance", "rejetee", "cré\u{ad}ance", "re\u{200d}jetée"]),
    ("Facture\u{a0}n°\u{202f}12\u{2007}345", &["12345", "12 345", "n°12", "n 12", "facture 345"]),
    ("Remise de 100 % du montant_net", &["100 %", "100%", "%", "montant_net", "_net", "montant"]),
    ("Chemin C:\\Douane", &["\\douane", "c:\\douane", "douane"]),
    ("Ｆｕｌｌ　ｗｉｄｔｈ", &["full width", "FULLWIDTH"]),
    ("Москва et Ελλάδα", &["Москва", "москва", "ελλαδα", "moskva"]),
    (
        "Un deux trois quatre cinq six sept huit",
        &["huit un deux quatre trois", "un deux trois quatre cinq six sept huit"],
    ),
];

/// A text, and what does not find it.
const NOT_FOUND: [(&str, &[&str]); 5] = [
    ("Œuvre d’art importée", &["ouvre", "oeuvre exportee"]),
    ("Remise de 1000 euros", &["100%", "100_", "%", "_", "\\", "1%0"]),
    ("Porte-monnaie", &["porte monnaies", "monnaieporte"]),
    ("Échéancier à revoir", &["echeance"]),
    ("Un deux trois quatre cinq six sept huit", &["un deux trois quatre cinq six sept neuf"]),
];

/// Sends a question with this subject, and gives the company this name.
async fn publish(env: &TestEnv, alix: &Session, text: &str) {
    let draft = env.ready_draft(alix).await;
    let mut answers = creance_answers();
    answers.set("objet", text);
    messaging::save(&env.portal, alix, draft, &answers, None).await.expect("saved");
    messaging::send(&env.portal, alix, draft).await.expect("sent");
    let key = format!("{} {}", key(text), siren_of(SIRET).as_str());
    execute!(
        env.portal.db,
        sqlx::query("UPDATE entreprise SET raison_sociale = $1, search_key = $2").bind(text).bind(key)
    )
    .expect("renamed");
}

/// Searches everywhere; returns the places that found the text.
async fn places(
    env: &TestEnv,
    alix: &Session,
    agent: &Session,
    typed: &str,
    text: &str,
) -> Vec<&'static str> {
    let portal = &env.portal;
    let filter = Filter { search: typed.to_owned(), ..Filter::default() };
    let listed = messaging::list(portal, alix, &filter).await.expect("a list").questions;
    let inbox =
        customs::inbox(portal, agent, InboxPart::ToTakeInCharge, typed, None).await.expect("an inbox");
    let choice = companies::choice(portal, alix, typed, 1).await.expect("a choice").found;
    let rights = RightsFilter { company: typed.to_owned(), ..RightsFilter::default() };
    let rights =
        companies::held_rights(portal, alix, RightsOrder::Company, &rights, 1).await.expect("rights");
    // The subject is stored without its invisible marks.
    let is_subject = |subject: &str| fold(subject) == fold(text);
    let mut places = Vec::new();
    for (place, found) in [
        ("questions", listed.iter().any(|one| is_subject(&one.conversation.subject))),
        ("inbox", inbox.questions.iter().any(|one| is_subject(&one.subject))),
        ("companies", !choice.is_empty()),
        ("rights", rights.matching > 0),
    ] {
        if found {
            places.push(place);
        }
    }
    places
}

#[tokio::test(flavor = "multi_thread")]
async fn search_folds_alike_everywhere_and_on_both_engines() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let (mut pairs, mut wrong) = (0, Vec::new());
        let everywhere = ["questions", "inbox", "companies", "rights"].as_slice();
        for (table, expected) in [(FOUND.as_slice(), everywhere), (NOT_FOUND.as_slice(), &[])] {
            for (text, searches) in table {
                publish(&env, &alix, text).await;
                for typed in *searches {
                    pairs += 1;
                    let places = places(&env, &alix, &agent, typed, text).await;
                    if places != expected {
                        wrong.push(format!("{typed:?} in {text:?}: {places:?}"));
                    }
                }
            }
        }
        eprintln!("search on {}: {pairs} pairs, {} wrong", env.engine, wrong.len());
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_find_questions_by_company() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let question = env.send_question(&alix).await;
        let siren = siren_of(SIRET);
        for typed in ["négoce brumaire", siren.as_str(), &siren.grouped(), "brumaire créance"] {
            let part = InboxPart::ToTakeInCharge;
            let inbox = customs::inbox(&env.portal, &agent, part, typed, None).await.expect("an inbox");
            assert_eq!(inbox.questions.iter().map(|one| one.id).collect::<Vec<_>>(), [question], "{typed}");
        }
        let filter = Filter { search: "brumaire".to_owned(), ..Filter::default() };
        let listed = messaging::list(&env.portal, &alix, &filter).await.expect("a list");
        assert!(listed.questions.is_empty(), "operators search in their own company");
    })
    .await;
}
