use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
    time::Duration,
};

use backend::{
    Error,
    history::Event,
    messaging,
    personal_data::{self, Progress},
    session::Session,
};
use domain::problem::Problem;
use futures::TryStreamExt;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    database::{House, on_each_database},
    history::events,
    messaging::people::{RECETTE, png, text},
    profile::refusal,
};

async fn ready(house: &House, session: &Session) -> Uuid {
    personal_data::ask_export(&house.portal, session).await.expect("asked");
    assert_eq!(personal_data::build_due(&house.portal).await.expect("built"), 1);
    let export = personal_data::export(&house.portal, session).await.expect("read").expect("there");
    assert!(matches!(export.progress, Progress::Ready { .. }), "{export:?}");
    export.id
}

/// The entries of an archive.
async fn entries(house: &House, session: &Session, id: Uuid) -> BTreeMap<String, Vec<u8>> {
    let file = personal_data::open_export(&house.portal, session, id).await.expect("opened");
    let pieces: Vec<_> = file.content.stream.try_collect().await.expect("read");
    let mut archive = zip::ZipArchive::new(Cursor::new(pieces.concat())).expect("an archive");
    let names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let mut entries = BTreeMap::new();
    for name in names {
        let mut bytes = Vec::new();
        archive.by_name(&name).expect("an entry").read_to_end(&mut bytes).expect("its bytes");
        entries.insert(name, bytes);
    }
    entries
}

fn json(entries: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
    serde_json::from_slice(&entries[name]).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_holds_what_the_person_sent_and_nothing_of_others() {
    on_each_database(async |house| {
        house.services().await;
        let (_, alix) = house.accountant("alix").await;
        let (_, basile) = house.accountant("basile").await;
        let question = house.asked(&alix).await;
        let agent = house.agent("agent", RECETTE).await;
        messaging::take_in_charge(&house.portal, &agent, question).await.expect("taken");
        messaging::reply(&house.portal, &agent, question, Uuid::now_v7(), &text("Réponse-du-service"))
            .await
            .expect("answered");
        messaging::reply(&house.portal, &basile, question, Uuid::now_v7(), &text("Suite-du-collègue"))
            .await
            .expect("followed up");
        let draft = house.ready_draft(&alix).await;
        house.upload(&alix, draft, "", "été.png", &png()).await.expect("a file");
        house.asked_confidential(&alix).await;

        let id = ready(&house, &alix).await;
        let entries = entries(&house, &alix, id).await;
        let account = json(&entries, "compte.json");
        assert_eq!(account["adresse_mel"], "alix@exemple.fr");
        let written = json(&entries, "messagerie.json");
        assert_eq!(written["messages"].as_array().map(Vec::len), Some(2), "{written}");
        assert_eq!(written["brouillons"].as_array().map(Vec::len), Some(1), "{written}");
        assert_eq!(json(&entries, "rattachements.json")["habilitations"].as_array().map(Vec::len), Some(1));
        assert!(json(&entries, "historique.json").as_array().is_some_and(|lines| !lines.is_empty()));
        let image = entries.iter().find(|(name, _)| name.ends_with("-été.png")).expect("the draft's file");
        assert_eq!(*image.1, png());
        assert!(entries.keys().any(|name| name.ends_with("-prévision.pdf")), "{:?}", entries.keys());
        for (name, bytes) in &entries {
            let text = String::from_utf8_lossy(bytes);
            for foreign in ["Réponse-du-service", "Suite-du-collègue", "argon2", "password", "basile"] {
                assert!(!text.contains(foreign), "{foreign} in {name}");
            }
        }
        let seen = events(&house, &alix).await;
        assert!(seen.contains(&Event::DataAsked) && seen.contains(&Event::DataDownloaded), "{seen:?}");
        house.deliver().await;
        let mail = house.mailbox.last_saying("alix@exemple.fr", "La copie de vos données est prête");
        assert!(!mail.text.contains(&id.to_string()), "{}", mail.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn confidential_questions_follow_the_right() {
    on_each_database(async |house| {
        house.services().await;
        let (account, alix) = house.accountant("alix").await;
        house.asked_confidential(&alix).await;
        let before = ready(&house, &alix).await;
        house.withdraw_telepayer(account).await;
        house
            .give(
                account,
                crate::messaging::people::SIRET,
                domain::rights::Teleservice::DeltaG,
                domain::rights::Droit::Lire,
            )
            .await;
        let outcome = personal_data::open_export(&house.portal, &alix, before).await.map(|file| file.name);
        assert!(matches!(refusal(outcome), Problem::Stated { .. }), "made while the right was held");
        let after = ready(&house, &alix).await;
        let entries = entries(&house, &alix, after).await;
        for (name, bytes) in &entries {
            assert!(!String::from_utf8_lossy(bytes).contains("Report secret"), "{name}");
        }
        assert!(!entries.keys().any(|name| name.starts_with("pieces/")), "{:?}", entries.keys());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_copy_at_a_time_for_its_owner_seven_days() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let asks = (0..4).map(|_| personal_data::ask_export(&house.portal, &session));
        for asked in futures::future::join_all(asks).await {
            asked.expect("asked, or under way");
        }
        assert_eq!(house.count("data_export").await, 1);
        assert_eq!(personal_data::build_due(&house.portal).await.expect("built"), 1);
        assert_eq!(personal_data::build_due(&house.portal).await.expect("nothing left"), 0);
        let id = personal_data::export(&house.portal, &session).await.expect("read").expect("there").id;
        let (_, other) = house.signed_in("basile").await;
        let outcome = personal_data::open_export(&house.portal, &other, id).await.map(|file| file.name);
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        backend::jobs::sweep_orphans(&house.portal).await.expect("swept");
        entries(&house, &session, id).await;

        house.advance(Duration::from_secs(900));
        let outcome = personal_data::open_export(&house.portal, &session, id).await.map(|file| file.name);
        assert_eq!(refusal(outcome), Problem::ProofNeeded);
        assert_eq!(refusal(personal_data::ask_export(&house.portal, &session).await), Problem::ProofNeeded);
        house.advance(Duration::from_secs(7 * 24 * 3600));
        house.run_jobs().await;
        assert_eq!(house.count("data_export").await, 0);
        let kept: Vec<_> = house.portal.files.list().try_collect().await.expect("listed");
        assert!(kept.is_empty(), "{kept:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_whose_worker_died_is_begun_again_and_given_up_in_the_end() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        personal_data::ask_export(&house.portal, &session).await.expect("asked");
        let lease = house.clock.now() + Duration::from_secs(120);
        backend::change!(house.portal.db, |c| {
            sqlx::query("UPDATE data_export SET attempts = 1, due_at = $1")
                .bind(lease)
                .execute(c)
                .await
                .map(|_| ())
        })
        .expect("as a dead worker left it");
        assert_eq!(personal_data::build_due(&house.portal).await.expect("nothing is due"), 0);
        house.advance(Duration::from_secs(120));
        assert_eq!(personal_data::build_due(&house.portal).await.expect("begun again"), 1);

        personal_data::ask_export(&house.portal, &session).await.expect("another");
        std::fs::remove_dir_all(house.folder().join("files")).expect("the store is gone");
        for _ in 0..5 {
            assert_eq!(personal_data::build_due(&house.portal).await.expect("tried"), 1);
            house.advance(Duration::from_secs(60));
        }
        assert_eq!(personal_data::build_due(&house.portal).await.expect("given up"), 0);
        let found = personal_data::export(&house.portal, &session).await.expect("read").expect("there");
        assert_eq!(found.progress, Progress::Failed);
    })
    .await;
}
