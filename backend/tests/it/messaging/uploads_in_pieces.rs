//! Files received in pieces: the same attachment as in one request, refusals, limits, and the end of unfinished uploads.

use std::time::Duration;

use backend::{
    accounts::sessions::{self, Session},
    id::{DraftId, UploadId},
    messaging::{self, Attachment, NewUpload, Target},
};
use domain::{
    attachment::{MAX_BYTES, MAX_FILES, MAX_PIECE, MIN_PIECE},
    problem::Problem,
    rights::{Droit, Teleservice},
};
use futures::{StreamExt, TryStreamExt};
use platform::Error;
use sha2::{Digest, Sha256};

use super::fixtures::{OTHER_SIRET, SIRET, is_not_found, pdf, png, problems, siren_of, text};
use crate::database::{TestEnv, on_each_database, on_each_database_with};

const PIECE: usize = MAX_PIECE as usize;
const HOUR: u64 = 3600;

/// A PDF of this number of bytes.
fn large_pdf(bytes: usize) -> Vec<u8> {
    let mut content = pdf();
    content.extend((0..bytes).map(|index| b'a' + (index % 23) as u8));
    content.truncate(bytes);
    content
}

impl TestEnv {
    pub async fn begin_in_pieces(
        &self,
        session: &Session,
        target: impl Into<Target>,
        name: &str,
        size: usize,
    ) -> Result<UploadId, Error> {
        let new = NewUpload { target: target.into(), slot: "", name, size: size as u64, modified: None };
        Ok(messaging::begin_in_pieces(&self.portal, session, new).await?.id)
    }

    /// Sends a piece with its SHA-256. Returns the acknowledged offset.
    pub async fn send_piece(
        &self,
        session: &Session,
        id: UploadId,
        start: usize,
        bytes: &[u8],
    ) -> Result<u64, Error> {
        self.send_piece_as(session, id, start, bytes, Sha256::digest(bytes).into()).await
    }

    async fn send_piece_as(
        &self,
        session: &Session,
        id: UploadId,
        start: usize,
        bytes: &[u8],
        sha256: [u8; 32],
    ) -> Result<u64, Error> {
        let permit = messaging::begin_piece(&self.portal, session, id, start as u64).await?;
        let mut upload = self.portal.files.begin(permit.max_bytes).await?;
        if upload.write(bytes).await.is_err() {
            upload.abort().await;
            return Err(permit.refusal());
        }
        let stored = upload.finish().await?;
        messaging::finish_piece(&self.portal, permit, sha256, stored).await
    }

    /// Begins an upload and sends all of its pieces.
    async fn send_all(&self, session: &Session, draft: DraftId, name: &str, content: &[u8]) -> UploadId {
        let id = self.begin_in_pieces(session, draft, name, content.len()).await.expect("begun");
        for (rank, piece) in content.chunks(PIECE).enumerate() {
            let received = self.send_piece(session, id, rank * PIECE, piece).await.expect("acknowledged");
            assert_eq!(received, (rank * PIECE + piece.len()) as u64);
        }
        id
    }

    async fn received(&self, session: &Session, id: UploadId) -> u64 {
        messaging::upload_progress(&self.portal, session, id).await.expect("the upload").received
    }

    async fn files(&self) -> usize {
        self.portal.files.list().count().await
    }

    async fn content(&self, session: &Session, file: &Attachment) -> Vec<u8> {
        let download = messaging::open_attachment(&self.portal, session, file.id).await.expect("opened");
        let chunks: Vec<_> = download.content.stream.try_collect().await.expect("read");
        chunks.concat()
    }
}

/// Returns the only problem of a refusal.
fn problem<T: std::fmt::Debug>(result: Result<T, Error>) -> Problem {
    let mut found = problems(result);
    assert_eq!(found.len(), 1);
    found.remove(0).problem
}

#[tokio::test(flavor = "multi_thread")]
async fn file_in_pieces_is_the_same_attachment_as_in_one_request() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let content = large_pdf(MAX_BYTES as usize);
        let whole = env.upload(&alix, draft, "", "relevé d’été.pdf", &content).await.expect("attached");
        let id = env.send_all(&alix, draft, "relevé d’e\u{301}te\u{301}.pdf", &content).await;
        assert_eq!(env.files().await, 1 + 10, "each piece is a file");
        let pieced = messaging::finish_in_pieces(portal, &alix, id).await.expect("attached");
        assert_eq!(
            (&pieced.name, pieced.size, &pieced.sha256, &pieced.media_type, pieced.scan, &pieced.slot),
            (&whole.name, whole.size, &whole.sha256, &whole.media_type, whole.scan, &whole.slot)
        );
        assert!(env.content(&alix, &pieced).await == content);
        assert_eq!(env.files().await, 2, "the pieces are deleted");

        let progress = messaging::upload_progress(portal, &alix, id).await.expect("remembered");
        assert_eq!((progress.received, progress.finished), (MAX_BYTES, true));
        let name = whole.name.clone();
        let ended = Problem::UploadEnded { name };
        assert_eq!(problem(messaging::finish_in_pieces(portal, &alix, id).await), ended);
        assert_eq!(problem(messaging::cancel_upload(portal, &alix, id).await), ended);
        assert_eq!(problem(env.send_piece(&alix, id, 0, &content[..PIECE]).await), ended);
        let question = messaging::send(portal, &alix, draft).await.expect("sent");
        let read = messaging::question(portal, &alix, question).await.expect("read");
        assert_eq!(read.messages[0].attachments.len(), 2);
        assert_eq!(env.count("upload").await, 0);
    })
    .await;
}

/// An upload that the browser forgot, because its page was reloaded, continues when the file is chosen again.
#[tokio::test(flavor = "multi_thread")]
async fn file_chosen_again_continues_its_upload() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let content = large_pdf(PIECE + 100_000);
        let announced = NewUpload {
            target: draft.into(),
            slot: "",
            name: "relevé.pdf",
            size: content.len() as u64,
            modified: Some(1_764_000_000_000),
        };
        let unfinished = async |attached: &[Attachment]| {
            let found = messaging::unfinished_uploads(portal, &alix, draft.into(), attached).await;
            found
                .expect("a list")
                .into_iter()
                .map(|upload| (upload.name, upload.received))
                .collect::<Vec<_>>()
        };
        let begun = messaging::begin_in_pieces(portal, &alix, announced).await.expect("begun");
        env.send_piece(&alix, begun.id, 0, &content[..PIECE]).await.expect("acknowledged");
        assert_eq!(unfinished(&[]).await, [("relevé.pdf".to_owned(), PIECE as u64)]);

        let decomposed = NewUpload { name: "releve\u{301}.pdf", ..announced };
        let again = messaging::begin_in_pieces(portal, &alix, decomposed).await.expect("continued");
        assert_eq!((again.id, again.received), (begun.id, PIECE as u64));
        let later = announced.modified.map(|modified| modified + 1);
        for other in [
            NewUpload { modified: later, ..announced },
            NewUpload { modified: None, ..announced },
            NewUpload { size: announced.size + 1, ..announced },
            NewUpload { name: "autre.pdf", ..announced },
        ] {
            let other = messaging::begin_in_pieces(portal, &alix, other).await.expect("begun");
            assert_eq!(other.received, 0);
            messaging::cancel_upload(portal, &alix, other.id).await.expect("cancelled");
        }

        env.send_piece(&alix, again.id, PIECE, &content[PIECE..]).await.expect("acknowledged");
        let file = messaging::finish_in_pieces(portal, &alix, again.id).await.expect("attached");
        assert!(env.content(&alix, &file).await == content);
        assert_eq!(unfinished(&[]).await, []);
        let second = messaging::begin_in_pieces(portal, &alix, announced).await.expect("begun");
        assert_ne!(second.id, begun.id, "a finished upload does not continue");
        assert_eq!(unfinished(&[file]).await, [], "the file was added in one request meanwhile");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_pieces_are_refused_and_leave_nothing() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let content = large_pdf(PIECE + 100_000);
        let id = env.begin_in_pieces(&alix, draft, "note.pdf", content.len()).await.expect("begun");
        let name = || "note.pdf".to_owned();
        let refused = || Problem::PieceRefused { name: name() };
        let out_of_order =
            |received: usize| Problem::PieceOutOfOrder { name: name(), received: received as u64 };

        let early = messaging::finish_in_pieces(&env.portal, &alix, id).await;
        assert_eq!(problem(early), out_of_order(0), "nothing was sent");
        let ahead = env.send_piece(&alix, id, PIECE, &content[PIECE..]).await;
        assert_eq!(problem(ahead), out_of_order(0));
        let altered = env.send_piece_as(&alix, id, 0, &content[..PIECE], [7; 32]).await;
        assert_eq!(problem(altered), refused());
        let short = env.send_piece(&alix, id, 0, &content[..MIN_PIECE as usize - 1]).await;
        assert_eq!(problem(short), refused(), "too short for one that is not the last");
        assert_eq!(problem(env.send_piece(&alix, id, 0, &[]).await), refused());
        let long = env.send_piece(&alix, id, 0, &content[..PIECE + 1]).await;
        assert_eq!(problem(long), refused());
        assert_eq!((env.received(&alix, id).await, env.files().await), (0, 0));

        env.send_piece(&alix, id, 0, &content[..PIECE]).await.expect("acknowledged");
        let doubled = env.send_piece(&alix, id, 0, &content[..PIECE]).await;
        assert_eq!(problem(doubled), out_of_order(PIECE));
        let beyond = [&content[PIECE..], b"plus"].concat();
        assert_eq!(problem(env.send_piece(&alix, id, PIECE, &beyond).await), refused(), "over the size");
        let early = messaging::finish_in_pieces(&env.portal, &alix, id).await;
        assert_eq!(problem(early), out_of_order(PIECE));
        assert_eq!((env.received(&alix, id).await, env.files().await), (PIECE as u64, 1));

        env.send_piece(&alix, id, PIECE, &content[PIECE..]).await.expect("acknowledged");
        let full = env.send_piece(&alix, id, content.len(), &content[..PIECE]).await;
        assert_eq!(problem(full), refused(), "after the last byte");
        let file = messaging::finish_in_pieces(&env.portal, &alix, id).await.expect("attached");
        assert!(env.content(&alix, &file).await == content);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_requests_acknowledge_a_piece_and_attach_a_file_once() {
    on_each_database_with(
        |config| config.database.busy_seconds = 30,
        async |env| {
            env.add_services().await;
            let (_, alix) = env.accountant("alix").await;
            let draft = env.ready_draft(&alix).await;
            let content = large_pdf(200_000);
            let id = env.begin_in_pieces(&alix, draft, "note.pdf", content.len()).await.expect("begun");
            let pieces = futures::future::join_all((0..6).map(|_| env.send_piece(&alix, id, 0, &content)));
            let (accepted, refused): (Vec<_>, Vec<_>) = pieces.await.into_iter().partition(Result::is_ok);
            assert_eq!((accepted.len(), env.files().await), (1, 1));
            for refusal in refused {
                assert!(matches!(problem(refusal), Problem::PieceOutOfOrder { received: 200_000, .. }));
            }
            let ends = (0..6).map(|_| messaging::finish_in_pieces(&env.portal, &alix, id));
            let (attached, refused): (Vec<_>, Vec<_>) =
                futures::future::join_all(ends).await.into_iter().partition(Result::is_ok);
            assert_eq!((attached.len(), env.count("attachment").await, env.files().await), (1, 1, 1));
            for refusal in refused {
                assert!(matches!(problem(refusal), Problem::UploadEnded { .. }));
            }
            let progress = messaging::upload_progress(&env.portal, &alix, id).await.expect("remembered");
            assert!(progress.finished);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn upload_of_another_person_company_or_draft_is_missing() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (account, alix) = env.accountant("alix").await;
        let (_, colleague) = env.accountant("basile").await;
        let agent = env.signed_in_agent("agent", super::fixtures::RECETTE).await;
        let draft = env.ready_draft(&alix).await;
        let content = large_pdf(100_000);
        assert!(is_not_found(env.begin_in_pieces(&colleague, draft, "a.pdf", 10).await));
        let unknown =
            NewUpload { target: draft.into(), slot: "inconnu", name: "a.pdf", size: 10, modified: None };
        assert!(is_not_found(messaging::begin_in_pieces(portal, &alix, unknown).await));
        let id = env.begin_in_pieces(&alix, draft, "a.pdf", content.len()).await.expect("begun");

        env.grant(account, OTHER_SIRET, Teleservice::TelepaiementSepa, Droit::Telepayer).await;
        let elsewhere = env.choose_siren(&alix, &siren_of(OTHER_SIRET)).await;
        for stranger in [&colleague, &agent, &elsewhere] {
            assert!(is_not_found(messaging::upload_progress(portal, stranger, id).await));
            assert!(is_not_found(env.send_piece(stranger, id, 0, &content).await));
            assert!(is_not_found(messaging::finish_in_pieces(portal, stranger, id).await));
            assert!(is_not_found(messaging::cancel_upload(portal, stranger, id).await));
        }
        let alix = env.choose_siren(&elsewhere, &siren_of(SIRET)).await;
        assert_eq!(env.received(&alix, id).await, 0);
        assert!(is_not_found(messaging::upload_progress(portal, &alix, UploadId::generate()).await));

        // The right is withdrawn, then the session closed, before the end.
        env.send_piece(&alix, id, 0, &content).await.expect("acknowledged");
        env.withdraw_telepayer(account).await;
        assert!(messaging::finish_in_pieces(portal, &alix, id).await.is_err());
        env.grant(account, SIRET, Teleservice::TelepaiementSepa, Droit::Telepayer).await;
        sessions::close(portal, alix.id).await.expect("closed");
        assert!(is_not_found(messaging::finish_in_pieces(portal, &alix, id).await));
        assert_eq!((env.count("attachment").await, env.files().await), (0, 1));
        let (_, session) = env.sign_in("alix").await;
        let alix = env.choose_siren(&session, &siren_of(SIRET)).await;
        messaging::finish_in_pieces(portal, &alix, id).await.expect("continued in another session");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_file_ends_its_upload() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        for (name, size, expected) in [
            ("vide.pdf", 0, Problem::EmptyFile { name: "vide.pdf".to_owned() }),
            ("gros.pdf", MAX_BYTES as usize + 1, Problem::FileTooLarge { name: "gros.pdf".to_owned() }),
            ("sans-extension", 10, Problem::FileName),
        ] {
            assert_eq!(problem(env.begin_in_pieces(&alix, draft, name, size).await), expected);
        }
        let forged = [b"MZ\x90\0 this is a program".as_slice(), &[0; 100_000]].concat();
        let id = env.send_all(&alix, draft, "faux.pdf", &forged).await;
        let refused = messaging::finish_in_pieces(&env.portal, &alix, id).await;
        assert!(matches!(
            problem(refused),
            Problem::FileTypeMismatch { .. } | Problem::FileTypeRefused { .. }
        ));
        assert!(is_not_found(messaging::upload_progress(&env.portal, &alix, id).await));
        assert_eq!((env.count("upload_piece").await, env.files().await), (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unfinished_uploads_count_in_what_the_account_stores() {
    on_each_database_with(
        |config| config.messaging.megabytes_per_account = 3,
        async |env| {
            env.add_services().await;
            let (_, alix) = env.accountant("alix").await;
            let drafts = [env.ready_draft(&alix).await, env.ready_draft(&alix).await];
            let content = large_pdf(2 * PIECE);
            let full = Problem::StorageFull { megabytes: 3 };
            let abandoned = env.begin_in_pieces(&alix, drafts[0], "un.pdf", 2 * PIECE).await.expect("room");
            assert_eq!(problem(env.begin_in_pieces(&alix, drafts[1], "deux.pdf", 2 * PIECE).await), full);
            assert_eq!(problem(env.upload(&alix, drafts[1], "", "deux.pdf", &content).await), full);
            messaging::cancel_upload(&env.portal, &alix, abandoned).await.expect("cancelled");
            assert!(is_not_found(messaging::upload_progress(&env.portal, &alix, abandoned).await));
            let id = env.send_all(&alix, drafts[1], "deux.pdf", &content).await;
            messaging::finish_in_pieces(&env.portal, &alix, id).await.expect("counted once");
            assert_eq!(problem(env.begin_in_pieces(&alix, drafts[0], "trois.pdf", 2 * PIECE).await), full);
            env.begin_in_pieces(&alix, drafts[0], "trois.pdf", PIECE).await.expect("room for a small one");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_and_uploads_of_one_draft_are_limited() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let late = env.send_all(&alix, draft, "tard.pdf", &large_pdf(1000)).await;
        for rank in 0..MAX_FILES {
            env.upload(&alix, draft, "", &format!("{rank}.png"), &png()).await.expect("room");
        }
        let full = Problem::TooManyFiles { max: MAX_FILES };
        assert_eq!(problem(env.begin_in_pieces(&alix, draft, "onzième.pdf", 10).await), full);
        assert_eq!(problem(messaging::finish_in_pieces(portal, &alix, late).await), full);

        let draft = env.ready_draft(&alix).await;
        let mut uploads = Vec::new();
        for rank in 0..=2 * MAX_FILES {
            env.advance(Duration::from_secs(1));
            uploads.push(env.send_all(&alix, draft, &format!("{rank}.pdf"), &large_pdf(100)).await);
        }
        assert!(is_not_found(messaging::upload_progress(portal, &alix, uploads[0]).await), "replaced");
        assert_eq!(env.received(&alix, uploads[1]).await, 100);
        assert_eq!(env.count("upload").await, 2 * MAX_FILES as i64);
        assert_eq!(env.files().await, MAX_FILES + 2 * MAX_FILES);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_are_purged_a_day_after_their_last_piece() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let content = large_pdf(2 * PIECE);
        let id = env.begin_in_pieces(&alix, draft, "note.pdf", content.len()).await.expect("begun");
        let purge = async || messaging::purge_uploads(&env.portal).await.expect("purged");
        env.advance(Duration::from_secs(23 * HOUR));
        let (_, session) = env.sign_in("alix").await;
        let alix = env.choose_siren(&session, &siren_of(SIRET)).await;
        env.send_piece(&alix, id, 0, &content[..PIECE]).await.expect("acknowledged");
        let piece = env.portal.files.list().next().await.expect("a file").expect("listed").key;
        assert!(messaging::is_file_used(&env.portal, &piece).await.expect("a look-up"), "no orphan");
        env.advance(Duration::from_secs(2 * HOUR));
        assert_eq!(purge().await, 0, "used within a day");
        env.advance(Duration::from_secs(23 * HOUR));
        assert_eq!(purge().await, 1);
        assert_eq!(
            (env.count("upload").await, env.count("upload_piece").await, env.files().await),
            (0, 0, 0)
        );
        assert!(!messaging::is_file_used(&env.portal, &piece).await.expect("a look-up"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_end_with_their_draft() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let content = large_pdf(100_000);
        let [deleted, sent] = [env.ready_draft(&alix).await, env.ready_draft(&alix).await];
        for draft in [deleted, sent] {
            env.send_all(&alix, draft, "reste.pdf", &content).await;
        }
        messaging::delete_draft(portal, &alix, deleted).await.expect("deleted");
        let question = messaging::send(portal, &alix, sent).await.expect("sent");
        assert_eq!((env.count("upload").await, env.files().await), (0, 0));

        let reply = messaging::begin_reply(portal, &alix, question).await.expect("a follow-up");
        env.send_all(&alix, reply, "reste.pdf", &content).await;
        messaging::reply(portal, &alix, question, DraftId::generate(), &text("Suite")).await.expect("sent");
        assert_eq!((env.count("upload").await, env.files().await), (0, 0));
    })
    .await;
}
