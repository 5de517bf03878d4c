//! Search of questions, companies and the inbox: the same pairs match on both engines.

use std::time::Duration;

use backend::{
    accounts::sessions::Session,
    companies::{self, RightsFilter, RightsOrder},
    customs::{self, InboxFilter},
    id::{ConversationId, DraftId},
    messaging::{self, Filter},
};
use platform::{execute, on};

use crate::{
    database::{TestEnv, on_each_database},
    growth::copied_questions,
    messaging::fixtures::{RECETTE, SIRET, creance_answers, siren_of, text},
};

const QUESTIONS: &[&str] = &["questions", "inbox"];
const NAMES: &[&str] = &["companies", "rights"];
const EVERYWHERE: &[&str] = &["questions", "inbox", "companies", "rights"];

/// A text, the places that find it, and searches.
const CASES: [(&str, &[&str], &[&str]); 28] = [
    ("Main-d’œuvre du port", EVERYWHERE, &["oeuvres", "ports main", "main d'oeuvre", "œuvre-main", "oeu"]),
    (
        "Œuvre d’art importée",
        EVERYWHERE,
        &["oeuvre", "ŒUVRES", "oeuvre art", "art œuvre", "d'art", "d’art", "dart", "importee", "importées"],
    ),
    ("Œuvre d’art importée", &[], &["ouvre", "oeuvre exportee"]),
    ("Æther et curriculum vitæ", EVERYWHERE, &["aether", "vitae", "VITÆ"]),
    ("Øresund et Łódź", EVERYWHERE, &["oresund", "lodz", "ŁÓDŹ", "Øresund lodz"]),
    ("Straße und Weiß", EVERYWHERE, &["strasse", "weiss", "STRAßE", "weiß strasse"]),
    ("Đakovo, Guðrún Þórsdóttir", EVERYWHERE, &["dakovo", "gudrun", "thorsdottir", "þórs"]),
    ("Avis oﬃciel ﬁnal du ﬂux", EVERYWHERE, &["officiel", "finals", "flux", "ﬁnal"]),
    (
        "Échéancier à revoir",
        EVERYWHERE,
        &["echeancier", "ÉCHÉANCIERS", "e\u{301}che\u{301}ancier", "revoir echeancier", "revoir éché"],
    ),
    ("Échéancier à revoir", EVERYWHERE, &["échéances"]),
    (
        "Porte-monnaie à Saint‑Étienne",
        EVERYWHERE,
        &["porte monnaie", "portemonnaie", "porte‑monnaies", "saint-etienne", "etienne saint"],
    ),
    ("Porte-monnaie à Saint‑Étienne", &[], &["monnaieporte"]),
    ("Portemonnaie perdu", EVERYWHERE, &["porte-monnaie", "porte monnaie"]),
    (
        "Mar\u{ad}chandise re\u{200b}jetée\u{feff}",
        EVERYWHERE,
        &["marchandises", "rejetee", "mar\u{ad}chandise", "re\u{200d}jetée"],
    ),
    (
        "Bordereau\u{a0}n°\u{202f}8041\u{2007}4270",
        EVERYWHERE,
        &["80414270", "8041 4270", "n°8041", "n 8041", "bordereaux 4270", "804142"],
    ),
    ("Bordereau\u{a0}n°\u{202f}8041\u{2007}4270", NAMES, &["0414"]),
    ("Remise de 200 % du montant_net", EVERYWHERE, &["200 %", "200%", "montant_net", "_net", "montant"]),
    ("Remise de 2000 euros", &[], &["98765%"]),
    ("Remise de 2000 euros", QUESTIONS, &["200%"]),
    ("Chemin C:\\Douane", EVERYWHERE, &["\\douane", "c:\\douane", "douane"]),
    ("Ｆｕｌｌ　ｗｉｄｔｈ", EVERYWHERE, &["full width"]),
    ("Ｆｕｌｌ　ｗｉｄｔｈ", NAMES, &["FULLWIDTH"]),
    ("Москва et Ελλάδα", EVERYWHERE, &["Москва", "москва", "ελλαδα", "moskva"]),
    ("Abcdef du nord", EVERYWHERE, &["abc", "nord abcd"]),
    ("Abcdef du nord", &[], &["bce", "abcd sud"]),
    ("Mot de passe perdu", QUESTIONS, &["mdp", "mdp perdu"]),
    (
        "Un deux trois quatre cinq six sept huit",
        EVERYWHERE,
        &["huit un deux quatre trois", "un deux trois quatre cinq six sept huit"],
    ),
    ("Un deux trois quatre cinq six sept huit", &[], &["un deux trois quatre cinq six sept neuf"]),
];

/// Sends a question with this subject.
async fn send(env: &TestEnv, alix: &Session, text: &str) -> ConversationId {
    let draft = env.ready_draft(alix).await;
    let mut answers = creance_answers();
    answers.set("objet", text);
    messaging::save(&env.portal, alix, draft, &answers, None).await.expect("saved");
    messaging::send(&env.portal, alix, draft).await.expect("sent")
}

/// Gives the company this name.
async fn rename(env: &TestEnv, text: &str) {
    let key = companies::search_key(text, &siren_of(SIRET));
    execute!(
        env.portal.db,
        sqlx::query("UPDATE entreprise SET raison_sociale = $1, search_key = $2").bind(text).bind(key)
    )
    .expect("renamed");
}

/// Returns the lists of questions that find one.
async fn lists(
    env: &TestEnv,
    (alix, agent): (&Session, &Session),
    typed: &str,
    question: ConversationId,
) -> Vec<&'static str> {
    let filter = Filter { search: typed.to_owned(), ..Filter::default() };
    let listed = messaging::list(&env.portal, alix, &filter).await.expect("a list").questions;
    let filter = InboxFilter { search: typed.to_owned(), ..InboxFilter::default() };
    let inbox = customs::inbox(&env.portal, agent, &filter, None).await.expect("an inbox");
    let found = [
        listed.iter().any(|one| one.conversation.id == question),
        inbox.questions.iter().any(|one| one.id == question),
    ];
    QUESTIONS.iter().zip(found).filter_map(|(place, found)| found.then_some(*place)).collect()
}

/// Returns the lists of companies that find the only one.
async fn names(env: &TestEnv, alix: &Session, typed: &str) -> Vec<&'static str> {
    let choice = companies::choice(&env.portal, alix, typed, 1).await.expect("a choice").found;
    let rights = RightsFilter { company: typed.to_owned(), ..RightsFilter::default() };
    let rights =
        companies::held_rights(&env.portal, alix, RightsOrder::Company, &rights, 1).await.expect("rights");
    let found = [!choice.is_empty(), rights.matching > 0];
    NAMES.iter().zip(found).filter_map(|(place, found)| found.then_some(*place)).collect()
}

/// Searches for each text in lists of questions, among a few and then among thousands: the first are compared one by one, the
/// others are found by the index.
#[tokio::test(flavor = "multi_thread")]
async fn questions_are_found_alike_on_both_engines() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let mut sent = Vec::new();
        for (text, ..) in CASES {
            sent.push(send(&env, &alix, text).await);
        }
        let mut results = Vec::new();
        for many in [false, true] {
            if many {
                env.advance(Duration::from_secs(2_000));
                surround(&env, &alix).await;
            }
            let (mut pairs, mut wrong) = (0, Vec::new());
            for ((text, places, searches), question) in CASES.iter().zip(&sent) {
                let expected: Vec<&str> =
                    QUESTIONS.iter().filter(|place| places.contains(place)).copied().collect();
                // A third of them among thousands, which takes longer.
                for typed in searches.iter().step_by(if many { 3 } else { 1 }) {
                    pairs += 1;
                    let places = lists(&env, (&alix, &agent), typed, *question).await;
                    if places != expected {
                        wrong.push(format!("{typed:?} in {text:?}, many: {many}: {places:?}"));
                    }
                }
            }
            eprintln!("search on {}: {pairs} pairs, {} wrong", env.engine, wrong.len());
            results.extend(wrong);
        }
        assert!(results.is_empty(), "{}", results.join("\n"));
    })
    .await;
}

/// Sends a question 2 000 seconds after the others, with copies one second apart: half of them older than the others.
async fn surround(env: &TestEnv, alix: &Session) {
    let question = send(env, alix, "Autre sujet").await;
    let sent = messaging::question(&env.portal, alix, question).await.expect("the question");
    copied_questions::copy_question(&env.portal.db, &sent.conversation.number, &siren_of(SIRET), 4_000)
        .await
        .expect("copied");
}

#[tokio::test(flavor = "multi_thread")]
async fn companies_are_found_alike_on_both_engines() {
    on_each_database(async |env| {
        let (_, alix) = env.accountant("alix").await;
        let mut wrong = Vec::new();
        for (text, places, searches) in CASES {
            rename(&env, text).await;
            let expected: Vec<&str> = NAMES.iter().filter(|place| places.contains(place)).copied().collect();
            for typed in searches {
                let places = names(&env, &alix, typed).await;
                if places != expected {
                    wrong.push(format!("{typed:?} in {text:?}: {places:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{} on {}", wrong.join("\n"), env.engine);
    })
    .await;
}

/// Words of the messages find a question, for those who may read it.
#[tokio::test(flavor = "multi_thread")]
async fn readers_find_questions_by_their_messages() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let (_, basile) = env.declarant("basile").await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let question = env.send_confidential_question(&alix).await;
        messaging::take_in_charge(&env.portal, &agent, question).await.expect("taken in charge");
        for many in [false, true] {
            let word = if many { "zibeline" } else { "licorne" };
            messaging::reply(
                &env.portal,
                &agent,
                question,
                DraftId::generate(),
                &text(&format!("Voir la {word}.")),
            )
            .await
            .expect("answered");
            if many {
                env.advance(Duration::from_secs(2_000));
                surround(&env, &alix).await;
            }
            let found = async |session: &Session| {
                let filter = Filter { search: format!("{word}s"), ..Filter::default() };
                let listed = messaging::list(&env.portal, session, &filter).await.expect("a list").questions;
                listed.iter().any(|one| one.conversation.id == question)
            };
            assert!(found(&alix).await, "{word}");
            assert!(!found(&basile).await, "the motif is confidential, on {}", env.engine);
        }
        let suggested: i64 = on!(env.portal.db, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM search_word WHERE folded LIKE '%licorn%'")
                .fetch_one(c)
                .await
        })
        .expect("counted");
        assert_eq!(suggested, 0, "words of questions are never suggested");
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
            let filter = InboxFilter { search: typed.to_owned(), ..InboxFilter::default() };
            let inbox = customs::inbox(&env.portal, &agent, &filter, None).await.expect("an inbox");
            assert_eq!(inbox.questions.iter().map(|one| one.id).collect::<Vec<_>>(), [question], "{typed}");
        }
        let filter = Filter { search: "brumaire".to_owned(), ..Filter::default() };
        let listed = messaging::list(&env.portal, &alix, &filter).await.expect("a list");
        assert!(listed.questions.is_empty(), "operators search in their own company");
    })
    .await;
}
