//! Archives of a company's exchanges: what they contain, for whom, and for how long.

use std::{collections::BTreeMap, time::Duration};

use backend::{
    accounts::{history::Event, sessions::Session},
    archives::Progress,
    id::{ArchiveId, DraftId},
    messaging::{self, ExchangesQueue},
    personal_data,
};
use domain::{archive_form, form::Answers, problem::Problem};
use platform::{
    execute, outbox,
    transparency::{self, Proof},
};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::fixtures::{RECETTE, SIRET, is_not_found, pdf, problems, text};
use crate::{
    accounts::history::events,
    database::{TestEnv, on_each_database},
    personal_data::export::read_archive,
    profile::refusal,
};

fn period(first: &str, last: &str) -> Answers {
    Answers::from_iter([(archive_form::FIRST, first), (archive_form::LAST, last)])
}

pub fn everything() -> Answers {
    period("2020-01-01", "2099-12-31")
}

async fn build_due(env: &TestEnv) -> usize {
    outbox::deliver_due(&ExchangesQueue::new(&env.portal)).await.expect("built")
}

async fn progress(env: &TestEnv, session: &Session) -> Progress {
    messaging::exchanges(&env.portal, session).await.expect("read").expect("an archive").progress
}

pub async fn built(env: &TestEnv, session: &Session, period: &Answers) -> ArchiveId {
    messaging::request_exchanges(&env.portal, session, period).await.expect("requested");
    assert_eq!(build_due(env).await, 1);
    let archive = messaging::exchanges(&env.portal, session).await.expect("read").expect("there");
    assert!(matches!(archive.progress, Progress::Ready { .. }), "{archive:?}");
    archive.id
}

pub async fn entries(env: &TestEnv, session: &Session, id: ArchiveId) -> BTreeMap<String, Vec<u8>> {
    let file = messaging::open_exchanges(&env.portal, session, id).await.expect("opened");
    read_archive(file.content).await
}

fn json(entries: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
    serde_json::from_slice(&entries[name]).expect("JSON")
}

/// Checks that the manifest and the sums name every file with its size and SHA-256.
fn assert_listed(entries: &BTreeMap<String, Vec<u8>>) {
    let manifest = json(entries, "manifeste.json");
    let listed: BTreeMap<&str, &Value> = manifest["fichiers"]
        .as_array()
        .expect("files")
        .iter()
        .map(|file| (file["chemin"].as_str().expect("a path"), file))
        .collect();
    let sums = String::from_utf8(entries["SHA256SUMS"].clone()).expect("text");
    for (name, bytes) in entries.iter().filter(|(name, _)| *name != "SHA256SUMS") {
        let sha256 = hex::encode(Sha256::digest(bytes));
        assert!(sums.contains(&format!("{sha256}  {name}\n")), "{name}");
        if name != "manifeste.json" {
            assert_eq!(listed[name.as_str()]["sha256"], sha256.as_str(), "{name}");
            assert_eq!(listed[name.as_str()]["octets"], bytes.len(), "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn archive_contains_conversations_files_receipts_and_proofs() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let (_, basile) = env.declarant("basile").await;
        let question = env.send_question(&basile).await;
        let agent = env.signed_in_agent("agent", RECETTE).await;
        messaging::take_in_charge(portal, &agent, question).await.expect("taken in charge");
        let reply = text("Réponse <b>du service</b>");
        messaging::reply(portal, &agent, question, DraftId::generate(), &reply).await.expect("answered");
        let confidential = env.send_confidential_question(&alix).await;
        transparency::sign_checkpoint(portal).await.expect("signed");
        let number = async |id| {
            let question = messaging::question(portal, &alix, id).await.expect("a question");
            question.conversation.number
        };
        let (number, confidential) = (number(question).await, number(confidential).await);

        let id = built(&env, &alix, &everything()).await;
        let entries = entries(&env, &alix, id).await;
        assert_listed(&entries);
        let document = json(&entries, &format!("{number}/question.json"));
        assert_eq!(document["etat"], "repondu");
        assert_eq!(document["messages"].as_array().map(Vec::len), Some(2), "{document}");
        let page = String::from_utf8(entries[&format!("{number}/question.html")].clone()).expect("text");
        assert!(page.contains("Réponse &#60;b&#62;du service") && page.contains("lang=\"fr\""), "{page}");
        assert!(!page.contains("<b>du"), "a text of people is text");
        let keys = portal.log_keys.verifying();
        for name in ["preuves/accuse-de-reception", "preuves/002-message"] {
            let recorded = &entries[&format!("{number}/{name}.json")];
            let proof =
                String::from_utf8(entries[&format!("{number}/{name}.tlog-proof")].clone()).expect("text");
            let proof = Proof::parse(&proof).expect("well formed");
            assert!(proof.verify(recorded, &keys).is_ok(), "{name}");
        }
        assert!(entries[&format!("{number}/preuves/accuse-de-reception.pdf")].starts_with(b"%PDF-"));
        let file = entries.iter().find(|(name, _)| name.starts_with(&format!("{confidential}/pieces/")));
        assert_eq!(file.map(|(_, bytes)| bytes.clone()), Some(pdf()));
        let index = String::from_utf8(entries["index.html"].clone()).expect("text");
        assert!(index.contains(&number) && index.contains(&confidential), "{index}");
        let recorded = events(&env, &alix).await;
        assert!(
            recorded.iter().any(|event| matches!(event, Event::ExchangesRequested { .. })),
            "{recorded:?}"
        );
        assert!(
            recorded.iter().any(|event| matches!(event, Event::ExchangesDownloaded { .. })),
            "{recorded:?}"
        );
        env.deliver().await;
        let mail = env.mailbox.last_containing("alix@exemple.fr", "L’archive de vos échanges est prête");
        assert!(!mail.text.contains(&id.to_string()), "{}", mail.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn archive_contains_only_what_the_person_may_read_when_it_is_built_and_downloaded() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (account, alix) = env.accountant("alix").await;
        let (_, basile) = env.declarant("basile").await;
        env.send_question(&alix).await;
        env.send_confidential_question(&alix).await;
        let of_basile = built(&env, &basile, &everything()).await;
        for (name, bytes) in &entries(&env, &basile, of_basile).await {
            assert!(!String::from_utf8_lossy(bytes).contains("Report secret"), "{name}");
        }
        let of_alix = built(&env, &alix, &everything()).await;
        assert!(is_not_found(messaging::open_exchanges(portal, &basile, of_alix).await), "another person's");

        env.grant(account, SIRET, domain::rights::Teleservice::DeltaG, domain::rights::Droit::Lire).await;
        // Requested with the right, built without it.
        messaging::request_exchanges(portal, &alix, &everything()).await.expect("requested");
        env.withdraw_telepayer(account).await;
        assert_eq!(build_due(&env).await, 1);
        let id = messaging::exchanges(portal, &alix).await.expect("read").expect("there").id;
        for (name, bytes) in &entries(&env, &alix, id).await {
            assert!(!String::from_utf8_lossy(bytes).contains("Report secret"), "{name}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawn_right_refuses_the_download() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (account, alix) = env.accountant("alix").await;
        env.send_confidential_question(&alix).await;
        let id = built(&env, &alix, &everything()).await;
        env.grant(account, SIRET, domain::rights::Teleservice::DeltaG, domain::rights::Droit::Lire).await;
        env.withdraw_telepayer(account).await;
        let outcome = messaging::open_exchanges(portal, &alix, id).await.map(|file| file.name);
        assert_eq!(refusal(outcome), Problem::ExportOutdated);
        let outsider = env.outsider("dora").await;
        assert!(is_not_found(messaging::open_exchanges(portal, &outsider, id).await), "another company's");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn period_is_checked_and_selects_the_questions() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        env.send_question(&alix).await;
        let today = env.clock.now().day();
        let reversed = period(&today.to_string(), &today.yesterday().expect("a day").to_string());
        let refused = problems(messaging::request_exchanges(portal, &alix, &reversed).await);
        assert_eq!((refused[0].field.as_str(), &refused[0].problem), ("au", &Problem::LastDayBeforeFirst));
        let refused = problems(messaging::request_exchanges(portal, &alix, &period("hier", "")).await);
        assert_eq!(refused.len(), 2);
        assert_eq!(env.count("archive").await, 0);

        let before = today.yesterday().expect("a day").to_string();
        let id = built(&env, &alix, &period("2020-01-01", &before)).await;
        assert_eq!(json(&entries(&env, &alix, id).await, "manifeste.json")["questions"], 0);
        let id = built(&env, &alix, &period(&today.to_string(), &today.to_string())).await;
        assert_eq!(json(&entries(&env, &alix, id).await, "manifeste.json")["questions"], 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_not_cleared_by_the_scanner_are_listed_only() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        env.send_confidential_question(&alix).await;
        for (scan, reason) in [("infecte", "un virus"), ("en_attente", "son analyse")] {
            execute!(env.portal.db, sqlx::query("UPDATE attachment SET scan = $1").bind(scan)).expect("set");
            let id = built(&env, &alix, &everything()).await;
            let entries = entries(&env, &alix, id).await;
            assert!(!entries.keys().any(|name| name.contains("/pieces/")), "{:?}", entries.keys());
            let manifest = json(&entries, "manifeste.json");
            let absent = manifest["absents"][0]["absent_car"].as_str().expect("a reason");
            assert!(absent.starts_with(reason), "{manifest}");
            assert_eq!(manifest["absents"][0]["sha256"], hex::encode(Sha256::digest(pdf())));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_archive_at_a_time_survives_a_dead_worker_and_goes_after_seven_days() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        env.send_question(&alix).await;
        for _ in 0..3 {
            messaging::request_exchanges(portal, &alix, &everything())
                .await
                .expect("requested, or in progress");
        }
        assert_eq!(env.count("archive").await, 1);
        let lease = env.clock.now() + Duration::from_secs(120);
        execute!(portal.db, sqlx::query("UPDATE archive SET attempts = 1, due_at = $1").bind(lease))
            .expect("left as by a dead worker");
        assert_eq!(build_due(&env).await, 0);
        env.advance(Duration::from_secs(120));
        assert_eq!(build_due(&env).await, 1);
        assert!(matches!(progress(&env, &alix).await, Progress::Ready { .. }));

        messaging::request_exchanges(portal, &alix, &everything()).await.expect("another");
        let outcome = messaging::request_exchanges(portal, &alix, &everything()).await;
        assert!(outcome.is_ok(), "the fifth of the day: {outcome:?}");
        let outcome = messaging::request_exchanges(portal, &alix, &everything()).await;
        assert!(matches!(refusal(outcome), Problem::TooManyRequests { .. }));

        // The store fails as a full disk does: the state says so, then the next attempt succeeds.
        let (folder, aside) = (env.folder().join("files"), env.folder().join("aside"));
        std::fs::rename(&folder, &aside).expect("the store is gone");
        assert_eq!(build_due(&env).await, 1);
        assert!(matches!(progress(&env, &alix).await, Progress::Building { interrupted: true, .. }));
        std::fs::rename(&aside, &folder).expect("the store is back");
        env.advance(Duration::from_secs(60));
        assert_eq!(build_due(&env).await, 1);
        assert!(matches!(progress(&env, &alix).await, Progress::Ready { .. }));

        env.advance(Duration::from_secs(7 * 24 * 3600));
        backend::jobs::run_due(portal).await;
        assert_eq!(env.count("archive").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn archive_goes_with_the_account() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        env.send_question(&alix).await;
        built(&env, &alix, &everything()).await;
        let confirmation = Answers::from_iter([("identifiant", "alix")]);
        personal_data::delete_account(&env.portal, &alix, &confirmation).await.expect("deleted");
        assert_eq!(env.count("archive").await, 0);
    })
    .await;
}
