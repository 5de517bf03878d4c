//! Limits of attachments, and what happens when rights end while a file comes in.

use backend::{messaging, session};
use domain::{
    attachment::{MAX_BYTES, MAX_FILES},
    problem::Problem,
};

use super::people::{is_not_found, pdf, png, problems};
use crate::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn ten_files_of_ten_megabytes_and_no_more() {
    on_each_database(async |house| {
        house.services().await;
        let portal = &house.portal;
        let (_, alix) = house.accountant("alix").await;
        let draft = house.ready_draft(&alix).await;
        let guard = messaging::begin_upload(portal, &alix, draft, "").await.expect("room");
        assert_eq!(guard.max_bytes, 10 * 1024 * 1024);
        let mut greatest = pdf();
        greatest.resize(MAX_BYTES as usize, b' ');
        let file = house.upload(&alix, draft, "", "gros.pdf", &greatest).await.expect("10 MB exactly");
        assert_eq!(file.size, 10 * 1024 * 1024);
        greatest.push(b' ');
        assert!(
            house.upload(&alix, draft, "", "trop gros.pdf", &greatest).await.is_err(),
            "cut at the first byte over"
        );
        let empty = house.upload(&alix, draft, "", "vide.pdf", b"").await;
        assert!(matches!(problems(empty)[0].problem, Problem::EmptyFile { .. }));
        for rank in 1..MAX_FILES {
            house.upload(&alix, draft, "", &format!("pièce {rank}.png"), &png()).await.expect("room");
        }
        let full = house.upload(&alix, draft, "", "onzième.png", &png()).await;
        assert_eq!(problems(full)[0].problem, Problem::TooManyFiles { max: MAX_FILES });
        messaging::remove_attachment(portal, &alix, draft, file.id).await.expect("removed");
        house.upload(&alix, draft, "", "onzième.png", &png()).await.expect("room again");
        messaging::send(portal, &alix, draft).await.expect("sent");
        assert_eq!(house.count("attachment").await, MAX_FILES as i64);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_race_for_the_last_place_do_not_all_win() {
    on_each_database(async |house| {
        house.services().await;
        let (_, alix) = house.accountant("alix").await;
        let draft = house.ready_draft(&alix).await;
        for rank in 0..MAX_FILES - 2 {
            house.upload(&alix, draft, "", &format!("{rank}.png"), &png()).await.expect("room");
        }
        let bytes = png();
        let uploads = (0..6).map(|_| house.upload(&alix, draft, "", "course.png", &bytes));
        let won = futures::future::join_all(uploads).await.into_iter().filter(Result::is_ok).count();
        assert_eq!(won, 2);
        assert_eq!(house.count("attachment").await, MAX_FILES as i64);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_ends_too_late_leaves_nothing() {
    on_each_database(async |house| {
        house.services().await;
        let portal = &house.portal;
        let (account, alix) = house.accountant("alix").await;
        let draft = house.ready_draft(&alix).await;
        assert!(is_not_found(messaging::begin_upload(portal, &alix, draft, "inconnu").await), "no such slot");

        // The right is withdrawn, then the session closed, while the file comes in.
        for end in ["rights", "session"] {
            let guard = messaging::begin_upload(portal, &alix, draft, "").await.expect("may begin");
            let mut upload = portal.files.begin(guard.max_bytes).await.expect("a place");
            upload.write(&pdf()).await.expect("written");
            match end {
                "rights" => house.withdraw_telepayer(account).await,
                _ => session::close(portal, alix.id).await.expect("closed"),
            }
            let stored = upload.finish().await.expect("durable");
            let key = stored.key.clone();
            let late = messaging::finish_upload(portal, &alix, draft, "", "tard.pdf", stored).await;
            assert!(late.is_err());
            assert!(portal.files.open(&key).await.is_err(), "its bytes are gone");
            let siret = super::people::SIRET;
            let (sepa, pay) =
                (domain::rights::Teleservice::TelepaiementSepa, domain::rights::Droit::Telepayer);
            house.give(account, siret, sepa, pay).await;
        }
        assert_eq!(house.count("attachment").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_ends_after_the_sending_is_refused() {
    on_each_database(async |house| {
        house.services().await;
        let portal = &house.portal;
        let (_, alix) = house.accountant("alix").await;
        let draft = house.ready_draft(&alix).await;
        let mut upload = portal.files.begin(MAX_BYTES).await.expect("a place");
        upload.write(&pdf()).await.expect("written");
        let question = messaging::send(portal, &alix, draft).await.expect("sent");
        let stored = upload.finish().await.expect("durable");
        assert!(is_not_found(messaging::finish_upload(portal, &alix, draft, "", "tard.pdf", stored).await));
        let read = messaging::question(portal, &alix, question).await.expect("read");
        assert!(read.messages[0].attachments.is_empty(), "what was acknowledged is what was sent");
    })
    .await;
}
