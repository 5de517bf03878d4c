//! Limits of what one account stores: drafts and files.

use std::time::Duration;

use backend::{
    accounts::sessions::Session,
    id::DraftId,
    messaging::{self, Prefill},
};
use domain::{attachment::MAX_FILES, problem::Problem};
use platform::Error;

use super::fixtures::{OTHER_SIRET, SIRET, pdf, problems, siren_of, text};
use crate::database::{TestEnv, on_each_database_with};
use domain::rights::{Droit, Teleservice};

const MEGABYTE: usize = 1024 * 1024;

async fn start(env: &TestEnv, session: &Session) -> Result<DraftId, Error> {
    messaging::start(&env.portal, session, "precision-creance", &Prefill::default()).await
}

/// A PDF of this number of megabytes.
fn large_pdf(megabytes: usize) -> Vec<u8> {
    let mut content = pdf();
    content.resize(megabytes * MEGABYTE, b' ');
    content
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_of_one_account_are_limited_and_deleting_one_makes_room() {
    on_each_database_with(
        |config| {
            config.messaging.drafts_per_account = 5;
            config.database.busy_seconds = 30;
        },
        async |env| {
            env.add_services().await;
            let (account, alix) = env.accountant("alix").await;
            let started = futures::future::join_all((0..20).map(|_| start(&env, &alix))).await;
            let (accepted, refused): (Vec<_>, Vec<_>) = started.into_iter().partition(Result::is_ok);
            assert_eq!((accepted.len(), env.count("draft").await), (5, 5), "concurrent requests");
            for refusal in refused {
                assert_eq!(problems(refusal)[0].problem, Problem::TooManyDrafts { max: 5 });
            }
            // Over all companies.
            env.grant(account, OTHER_SIRET, Teleservice::TelepaiementSepa, Droit::Telepayer).await;
            let alix = env.choose_siren(&alix, &siren_of(OTHER_SIRET)).await;
            assert!(start(&env, &alix).await.is_err());
            let alix = env.choose_siren(&alix, &siren_of(SIRET)).await;
            let first = *accepted[0].as_ref().expect("a draft");
            messaging::delete_draft(&env.portal, &alix, first).await.expect("deleted");
            start(&env, &alix).await.expect("room again");
            let (_, basile) = env.accountant("basile").await;
            start(&env, &basile).await.expect("another account");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unsent_follow_ups_of_one_account_are_limited() {
    on_each_database_with(
        |config| config.messaging.drafts_per_account = 3,
        async |env| {
            env.add_services().await;
            let (_, alix) = env.accountant("alix").await;
            let mut accepted = 0;
            for _ in 0..5 {
                let question = env.send_question(&alix).await;
                let saved = messaging::save_reply(
                    &env.portal,
                    &alix,
                    question,
                    DraftId::generate(),
                    &text("Suite"),
                    None,
                )
                .await;
                match saved {
                    Ok(()) => accepted += 1,
                    Err(error) => {
                        let refused = problems(Err::<(), _>(error));
                        assert_eq!(refused[0].problem, Problem::TooManyDrafts { max: 3 });
                    }
                }
            }
            assert_eq!(accepted, 3);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_one_account_are_limited_and_deleting_a_draft_makes_room() {
    on_each_database_with(
        |config| {
            config.messaging.megabytes_per_account = 12;
            config.database.busy_seconds = 30;
        },
        async |env| {
            env.add_services().await;
            let portal = &env.portal;
            let (_, alix) = env.accountant("alix").await;
            let content = large_pdf(2);
            let drafts = [env.ready_draft(&alix).await, env.ready_draft(&alix).await];
            let upload = async |draft: DraftId, rank: usize| {
                env.upload(&alix, draft, "", &format!("{rank}.pdf"), &content).await
            };
            let uploads =
                futures::future::join_all((0..2 * MAX_FILES).map(|rank| upload(drafts[rank % 2], rank)))
                    .await;
            let used = uploads.iter().position(Result::is_ok).expect("one is accepted") % 2;
            let (accepted, refused): (Vec<_>, Vec<_>) = uploads.into_iter().partition(Result::is_ok);
            assert_eq!((accepted.len(), env.count("attachment").await), (6, 6), "concurrent uploads");
            for refusal in refused {
                let refusal = problems(refusal);
                assert_eq!(refusal[0].problem, Problem::StorageFull { megabytes: 12 });
                assert_eq!(refusal[0].field, "fichier", "beside the file");
            }
            let early = messaging::begin_upload(portal, &alix, drafts[0], "").await;
            assert_eq!(
                problems(early)[0].problem,
                Problem::StorageFull { megabytes: 12 },
                "before the first byte"
            );
            messaging::delete_draft(portal, &alix, drafts[used]).await.expect("deleted");
            upload(drafts[1 - used], 30).await.expect("room at once");

            // Sending does not make room before a day has passed.
            let (_, basile) = env.accountant("basile").await;
            let sent = env.ready_draft(&basile).await;
            for rank in 0..6 {
                env.upload(&basile, sent, "", &format!("{rank}.pdf"), &content).await.expect("room");
            }
            messaging::send(portal, &basile, sent).await.expect("sent");
            let next = env.ready_draft(&basile).await;
            let full = env.upload(&basile, next, "", "suivant.pdf", &content).await;
            assert_eq!(problems(full)[0].problem, Problem::StorageFull { megabytes: 12 });
            env.advance(Duration::from_secs(24 * 3600 + 1));
            let (_, session) = env.sign_in("basile").await;
            let basile = env.choose_siren(&session, &siren_of(SIRET)).await;
            env.upload(&basile, next, "", "suivant.pdf", &content).await.expect("room the next day");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_refused_uploads_are_deleted() {
    on_each_database_with(
        |config| config.messaging.megabytes_per_account = 3,
        async |env| {
            env.add_services().await;
            let (_, alix) = env.accountant("alix").await;
            let draft = env.ready_draft(&alix).await;
            let content = large_pdf(2);
            env.upload(&alix, draft, "", "un.pdf", &content).await.expect("room");
            for _ in 0..5 {
                env.upload(&alix, draft, "", "deux.pdf", &content).await.expect_err("no room");
            }
            let files = files_in(&env.folder().join("files"));
            assert_eq!(files, 1, "only the attached file is stored");
        },
    )
    .await;
}

/// Number of files in a folder and its folders.
fn files_in(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.map(|path| if path.is_dir() { files_in(&path) } else { 1 }).sum()
}
