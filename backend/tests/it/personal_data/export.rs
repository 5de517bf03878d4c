use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
    time::Duration,
};

use backend::{
    accounts::{history::Event, sessions::Session},
    archives::Progress,
    assistance::cases::{self, Access, Side},
    id::{ArchiveId, DraftId},
    messaging,
    personal_data::{self, ExportQueue},
};
use domain::{assistance::CaseKind, problem::Problem, rights::StaffRole};
use futures::TryStreamExt;
use platform::{Error, files::Content, outbox};
use serde_json::{Value, json};

use crate::{
    accounts::{client_at, history::events},
    cases::{request, text as case_text},
    database::{TestEnv, on_each_database},
    messaging::fixtures::{RECETTE, pdf, png, text},
    profile::refusal,
};

/// Builds the next copy, if one is due.
pub async fn build_due(env: &TestEnv) -> Result<usize, Error> {
    outbox::deliver_due(&ExportQueue::new(&env.portal)).await
}

pub async fn built_export(env: &TestEnv, session: &Session) -> ArchiveId {
    personal_data::request_export(&env.portal, session).await.expect("requested");
    assert_eq!(build_due(env).await.expect("built"), 1);
    let export = personal_data::export(&env.portal, session).await.expect("read").expect("there");
    assert!(matches!(export.progress, Progress::Ready { .. }), "{export:?}");
    export.id
}

/// Downloads an export and returns the entries of its archive.
pub async fn entries(env: &TestEnv, session: &Session, id: ArchiveId) -> BTreeMap<String, Vec<u8>> {
    read_archive(personal_data::open_export(&env.portal, session, id).await.expect("opened").content).await
}

/// Returns the entries of a ZIP archive.
pub async fn read_archive(content: Content) -> BTreeMap<String, Vec<u8>> {
    let pieces: Vec<_> = content.stream.try_collect().await.expect("read");
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

/// Opens a case of an account with a sent file and an unsent one; an adviser answers with a file.
pub async fn open_case(env: &TestEnv, session: &Session) {
    let (portal, client) = (&env.portal, client_at(7));
    cases::open(portal, session, &client, &request("alix@exemple.fr", "Page blanche")).await.expect("open");
    let case = cases::own_cases(portal, session, CaseKind::Technical).await.expect("a list").remove(0);
    let access = Access { session: Some(session), client: &client, reference: &case.reference, secret: "" };
    let target = cases::begin_file(portal, &Side::Person(access)).await.expect("a target");
    env.upload(session, target, "", "capture.pdf", &pdf()).await.expect("a file");
    cases::follow_up(portal, &access, &case_text("message", "Voici")).await.expect("sent");
    env.upload(session, target, "", "suite.pdf", &pdf()).await.expect("a file");
    let adviser = env.staff_session("conseil", StaffRole::Adviser).await;
    cases::take(portal, &adviser, case.id).await.expect("taken");
    let target = cases::begin_file(portal, &Side::Adviser(&adviser, case.id)).await.expect("a target");
    env.upload(&adviser, target, "", "mode-emploi.pdf", &pdf()).await.expect("a file");
    let answer = case_text("message", "Réponse-du-conseiller");
    cases::answer(portal, &adviser, case.id, &answer).await.expect("answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn export_contains_own_data_and_nothing_of_others() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let (_, basile) = env.accountant("basile").await;
        let question = env.send_question(&alix).await;
        let agent = env.signed_in_agent("agent", RECETTE).await;
        messaging::take_in_charge(&env.portal, &agent, question).await.expect("taken in charge");
        messaging::reply(&env.portal, &agent, question, DraftId::generate(), &text("Réponse-du-service"))
            .await
            .expect("answered");
        messaging::reply(&env.portal, &basile, question, DraftId::generate(), &text("Suite-du-collègue"))
            .await
            .expect("followed up");
        let draft = env.ready_draft(&alix).await;
        env.upload(&alix, draft, "", "été.png", &png()).await.expect("a file");
        env.begin_in_pieces(&alix, draft, "interrompu.png", 1000).await.expect("begun");
        open_case(&env, &alix).await;
        env.send_confidential_question(&alix).await;

        let id = built_export(&env, &alix).await;
        let entries = entries(&env, &alix, id).await;
        let account = json(&entries, "compte.json");
        assert_eq!(account["adresse_mel"], "alix@exemple.fr");
        let written = json(&entries, "messagerie.json");
        assert_eq!(written["messages"].as_array().map(Vec::len), Some(2), "{written}");
        assert_eq!(written["brouillons"].as_array().map(Vec::len), Some(1), "{written}");
        let interrupted = &written["brouillons"][0]["envois_interrompus"][0];
        assert_eq!((&interrupted["nom"], &interrupted["octets"]), (&json!("interrompu.png"), &json!(1000)));
        assert_eq!(json(&entries, "rattachements.json")["habilitations"].as_array().map(Vec::len), Some(1));
        assert!(json(&entries, "historique.json").as_array().is_some_and(|lines| !lines.is_empty()));
        let cases = json(&entries, "assistance.json");
        assert_eq!(cases["messages"].as_array().map(Vec::len), Some(2), "{cases}");
        assert_eq!(cases["messages"][1]["pieces"][0]["nom"], "capture.pdf", "{cases}");
        assert_eq!(cases["pieces_non_envoyees"][0]["piece"]["nom"], "suite.pdf", "{cases}");
        for name in ["capture.pdf", "suite.pdf"] {
            let file = entries.iter().find(|(entry, _)| entry.ends_with(name)).expect("a file of the case");
            assert_eq!((*file.1 == pdf(), file.0.contains("/A-")), (true, true), "{}", file.0);
        }
        assert!(!entries.keys().any(|name| name.contains("mode-emploi")), "a file of an adviser");
        let image = entries.iter().find(|(name, _)| name.ends_with("-été.png")).expect("the draft's file");
        assert_eq!(*image.1, png());
        assert!(entries.keys().any(|name| name.ends_with("-prévision.pdf")), "{:?}", entries.keys());
        for (name, bytes) in &entries {
            let text = String::from_utf8_lossy(bytes);
            for foreign in [
                "Réponse-du-service",
                "Suite-du-collègue",
                "argon2",
                "password",
                "basile",
                "Réponse-du-conseiller",
            ] {
                assert!(!text.contains(foreign), "{foreign} in {name}");
            }
        }
        let recorded = events(&env, &alix).await;
        assert!(
            recorded.contains(&Event::DataRequested) && recorded.contains(&Event::DataDownloaded),
            "{recorded:?}"
        );
        env.deliver().await;
        let mail = env.mailbox.last_containing("alix@exemple.fr", "La copie de vos données est prête");
        assert!(!mail.text.contains(&id.to_string()), "{}", mail.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn export_contains_confidential_questions_only_while_the_right_is_held() {
    on_each_database(async |env| {
        env.add_services().await;
        let (account, alix) = env.accountant("alix").await;
        env.send_confidential_question(&alix).await;
        let before = built_export(&env, &alix).await;
        env.withdraw_telepayer(account).await;
        env.grant(
            account,
            crate::messaging::fixtures::SIRET,
            domain::rights::Teleservice::DeltaG,
            domain::rights::Droit::Lire,
        )
        .await;
        let outcome = personal_data::open_export(&env.portal, &alix, before).await.map(|file| file.name);
        assert_eq!(refusal(outcome), Problem::ExportOutdated, "built while the right was held");
        let after = built_export(&env, &alix).await;
        let entries = entries(&env, &alix, after).await;
        for (name, bytes) in &entries {
            assert!(!String::from_utf8_lossy(bytes).contains("Report secret"), "{name}");
        }
        assert!(!entries.keys().any(|name| name.starts_with("pieces/")), "{:?}", entries.keys());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_export_at_a_time_is_available_to_its_owner_for_seven_days() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let requests = (0..4).map(|_| personal_data::request_export(&env.portal, &session));
        for request in futures::future::join_all(requests).await {
            request.expect("requested, or in progress");
        }
        assert_eq!(env.count("archive").await, 1);
        assert_eq!(build_due(&env).await.expect("built"), 1);
        assert_eq!(build_due(&env).await.expect("nothing left"), 0);
        let id = personal_data::export(&env.portal, &session).await.expect("read").expect("there").id;
        let (_, other) = env.signed_in_account("basile").await;
        let outcome = personal_data::open_export(&env.portal, &other, id).await.map(|file| file.name);
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        backend::jobs::sweep_orphans(&env.portal).await.expect("swept");
        entries(&env, &session, id).await;

        env.advance(Duration::from_secs(900));
        let outcome = personal_data::open_export(&env.portal, &session, id).await.map(|file| file.name);
        assert_eq!(refusal(outcome), Problem::ReauthenticationRequired);
        assert_eq!(
            refusal(personal_data::request_export(&env.portal, &session).await),
            Problem::ReauthenticationRequired
        );
        env.advance(Duration::from_secs(7 * 24 * 3600));
        env.run_jobs().await;
        assert_eq!(env.count("archive").await, 0);
        let files: Vec<_> = env.portal.files.list().try_collect().await.expect("listed");
        assert!(files.is_empty(), "{files:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn export_is_retried_after_a_dead_worker_and_fails_after_five_attempts() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        personal_data::request_export(&env.portal, &session).await.expect("requested");
        let lease = env.clock.now() + Duration::from_secs(120);
        platform::execute!(
            env.portal.db,
            sqlx::query("UPDATE archive SET attempts = 1, due_at = $1").bind(lease)
        )
        .expect("left as by a dead worker");
        assert_eq!(build_due(&env).await.expect("nothing is due"), 0);
        env.advance(Duration::from_secs(120));
        assert_eq!(build_due(&env).await.expect("retried"), 1);

        personal_data::request_export(&env.portal, &session).await.expect("another");
        std::fs::remove_dir_all(env.folder().join("files")).expect("the store is gone");
        for _ in 0..5 {
            assert_eq!(build_due(&env).await.expect("tried"), 1);
            env.advance(Duration::from_secs(60));
        }
        assert_eq!(build_due(&env).await.expect("failed"), 0);
        let found = personal_data::export(&env.portal, &session).await.expect("read").expect("there");
        assert_eq!(found.progress, Progress::Failed);
    })
    .await;
}
