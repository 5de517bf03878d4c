//! Limits of attachments, and uploads that finish after a right, a session or a draft ended.

use backend::{accounts::sessions, messaging};
use domain::{
    attachment::{MAX_BYTES, MAX_FILES},
    problem::Problem,
};

use super::fixtures::{is_not_found, pdf, png, problems};
use crate::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn attachments_are_limited_to_ten_files_of_ten_megabytes() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let guard = messaging::begin_upload(portal, &alix, draft, "").await.expect("room");
        assert_eq!(guard.max_bytes, 10 * 1024 * 1024);
        let mut content = pdf();
        content.resize(MAX_BYTES as usize, b' ');
        let file = env.upload(&alix, draft, "", "gros.pdf", &content).await.expect("10 MB exactly");
        assert_eq!(file.size, 10 * 1024 * 1024);
        content.push(b' ');
        assert!(
            env.upload(&alix, draft, "", "trop gros.pdf", &content).await.is_err(),
            "refused at the first byte over the limit"
        );
        let empty = env.upload(&alix, draft, "", "vide.pdf", b"").await;
        assert!(matches!(problems(empty)[0].problem, Problem::EmptyFile { .. }));
        for rank in 1..MAX_FILES {
            env.upload(&alix, draft, "", &format!("pièce {rank}.png"), &png()).await.expect("room");
        }
        let full = env.upload(&alix, draft, "", "onzième.png", &png()).await;
        assert_eq!(problems(full)[0].problem, Problem::TooManyFiles { max: MAX_FILES });
        messaging::remove_attachment(portal, &alix, draft, file.id).await.expect("removed");
        env.upload(&alix, draft, "", "onzième.png", &png()).await.expect("room again");
        messaging::send(portal, &alix, draft).await.expect("sent");
        assert_eq!(env.count("attachment").await, MAX_FILES as i64);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_uploads_do_not_exceed_the_file_limit() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        for rank in 0..MAX_FILES - 2 {
            env.upload(&alix, draft, "", &format!("{rank}.png"), &png()).await.expect("room");
        }
        let bytes = png();
        let uploads = (0..6).map(|_| env.upload(&alix, draft, "", "course.png", &bytes));
        let accepted = futures::future::join_all(uploads).await.into_iter().filter(Result::is_ok).count();
        assert_eq!(accepted, 2);
        assert_eq!(env.count("attachment").await, MAX_FILES as i64);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn upload_finished_without_right_or_session_is_removed() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (account, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        assert!(is_not_found(messaging::begin_upload(portal, &alix, draft, "inconnu").await), "unknown slot");

        // The right is withdrawn, then the session closed, during the upload.
        for end in ["rights", "session"] {
            let guard = messaging::begin_upload(portal, &alix, draft, "").await.expect("an upload");
            let mut upload = portal.files.begin(guard.max_bytes).await.expect("begun");
            upload.write(&pdf()).await.expect("written");
            match end {
                "rights" => env.withdraw_telepayer(account).await,
                _ => sessions::close(portal, alix.id).await.expect("closed"),
            }
            let stored = upload.finish().await.expect("durable");
            let key = stored.key.clone();
            let late = messaging::finish_upload(portal, &alix, draft, "", "tard.pdf", stored).await;
            assert!(late.is_err());
            assert!(portal.files.open(&key).await.is_err(), "the stored file is deleted");
            let siret = super::fixtures::SIRET;
            let (sepa, pay) =
                (domain::rights::Teleservice::TelepaiementSepa, domain::rights::Droit::Telepayer);
            env.grant(account, siret, sepa, pay).await;
        }
        assert_eq!(env.count("attachment").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn upload_finished_after_sending_is_refused() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let mut upload = portal.files.begin(MAX_BYTES).await.expect("begun");
        upload.write(&pdf()).await.expect("written");
        let question = messaging::send(portal, &alix, draft).await.expect("sent");
        let stored = upload.finish().await.expect("durable");
        assert!(is_not_found(messaging::finish_upload(portal, &alix, draft, "", "tard.pdf", stored).await));
        let read = messaging::question(portal, &alix, question).await.expect("read");
        assert!(read.messages[0].attachments.is_empty(), "the sent question is unchanged");
    })
    .await;
}
