//! Durability of acknowledged work: the program is killed repeatedly during sends and uploads, then the clients'
//! records are compared with the data.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use backend::{
    Portal,
    id::{ConversationId, DraftId},
    jobs,
};
use futures::StreamExt;
use platform::{clock::Clock, files::FileKey, on, transparency};
use reqwest::multipart::{Form, Part};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use crate::{
    browser::Browser,
    database::Database,
    operator::{Operator, SERVICE, create_draft, draft_fields},
    program::Installation,
    uploads_in_pieces,
};

const ROUNDS: usize = 20;
const CLIENTS: usize = 4;

/// Work acknowledged to the clients.
#[derive(Default)]
struct Acknowledged {
    /// Draft and SHA-256 of every uploaded file.
    uploads: Vec<(DraftId, Vec<u8>)>,
    /// Draft and conversation of every sent question.
    sent: Vec<(DraftId, ConversationId)>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn acknowledged_work_survives_repeated_kills() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        drop(installation.start());
        let mut operators = Vec::new();
        for _ in 0..CLIENTS {
            operators.push(Operator::sign_in(&installation).await);
        }
        let acknowledged = Arc::new(Mutex::new(Acknowledged::default()));
        for round in 0..ROUNDS {
            work_until_killed(&installation, &operators, &acknowledged, round).await;
        }
        let acknowledged = std::mem::take(&mut *acknowledged.lock().expect("the record"));
        compare(&installation, &acknowledged).await;
    }
}

/// Kills the program while clients work, after a number of acknowledgements that depends on the round.
async fn work_until_killed(
    installation: &Installation,
    operators: &[Operator],
    acknowledged: &Arc<Mutex<Acknowledged>>,
    round: usize,
) {
    let mut program = installation.start();
    let (progress, mut acknowledgements) = mpsc::unbounded_channel();
    let clients: Vec<_> = operators
        .iter()
        .enumerate()
        .map(|(index, operator)| {
            let client = Client {
                browser: operator.browser(&program),
                acknowledged: Arc::clone(acknowledged),
                progress: progress.clone(),
                seed: round * CLIENTS + index,
            };
            tokio::spawn(client.work())
        })
        .collect();
    drop(progress);
    for _ in 0..3 + (round * 7) % 11 {
        acknowledgements.recv().await.expect("an acknowledgement");
    }
    program.kill();
    for client in clients {
        client.await.expect("the client ends with the program");
    }
}

struct Client {
    browser: Browser,
    acknowledged: Arc<Mutex<Acknowledged>>,
    progress: mpsc::UnboundedSender<()>,
    seed: usize,
}

impl Client {
    /// Writes and sends questions until the connection breaks.
    async fn work(self) {
        for turn in 0.. {
            if self.write_question(turn).await.is_none() {
                return;
            }
        }
    }

    /// Every fourth question stays a draft, every second file comes in pieces. Returns `None` if the connection breaks.
    async fn write_question(&self, turn: usize) -> Option<()> {
        let draft = create_draft(&self.browser).await?;
        let (id, page) = (draft.to_string(), format!("/messagerie/brouillon/{draft}"));
        let mut answers = draft_fields(&id, &page, "Merci de nous adresser l’attestation.");
        answers.push(("service", SERVICE));
        let saved = self.browser.post("/form/brouillon").form(&answers).send().await.ok()?;
        let next = saved.headers().get("location").expect("a page").to_str().expect("plain text");
        assert_eq!(next, format!("{page}/pieces"), "the form is complete");
        self.upload(draft, turn).await?;
        if turn % 4 == 3 {
            return Some(());
        }
        let send = [("_page", page.as_str()), ("brouillon", &id)];
        let sent = self.browser.post("/form/envoyer").form(&send).send().await.ok()?;
        let receipt =
            sent.headers().get("location").expect("a page").to_str().expect("plain text").to_owned();
        let conversation =
            receipt.strip_prefix("/messagerie/question/").and_then(|rest| rest.split('/').next());
        let conversation =
            conversation.and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("sent to {receipt}"));
        self.acknowledged.lock().expect("the record").sent.push((draft, conversation));
        let _ = self.progress.send(());
        Some(())
    }

    async fn upload(&self, draft: DraftId, turn: usize) -> Option<()> {
        let line = format!("client {} tour {turn} brouillon {draft}\n", self.seed);
        let bytes: Vec<u8> = line.bytes().cycle().take(60_000 + 40_000 * (turn % 5)).collect();
        let sha256 = Sha256::digest(&bytes).to_vec();
        if turn % 2 == 1 {
            let address = uploads_in_pieces::begin(&self.browser, draft, "note.txt", bytes.len()).await?;
            uploads_in_pieces::resume(&self.browser, &address, &bytes, 65_536).await?;
        } else {
            self.upload_at_once(draft, bytes).await?;
        }
        self.acknowledged.lock().expect("the record").uploads.push((draft, sha256));
        let _ = self.progress.send(());
        Some(())
    }

    async fn upload_at_once(&self, draft: DraftId, bytes: Vec<u8>) -> Option<()> {
        let form =
            Form::new().text("emplacement", "").part("fichier", Part::bytes(bytes).file_name("note.txt"));
        let request = self.browser.post(&format!("/televersement/brouillon/{draft}")).multipart(form);
        let answer = request.send().await.ok()?;
        assert_eq!(answer.status(), 303);
        Some(())
    }
}

async fn compare(installation: &Installation, acknowledged: &Acknowledged) {
    // Files without a row are removed only when they are older than any upload.
    let later = Clock::fixed(Clock::system().now() + Duration::from_secs(2 * 24 * 3600));
    let portal = installation.portal(later).await;
    for (draft, conversation) in &acknowledged.sent {
        let found: Option<ConversationId> = on!(portal.db, |c| {
            sqlx::query_scalar("SELECT conversation FROM message WHERE draft = $1")
                .bind(draft)
                .fetch_optional(c)
                .await
        })
        .expect("a look-up");
        assert_eq!(found, Some(*conversation), "an acknowledged question is lost");
    }
    for (draft, sha256) in &acknowledged.uploads {
        let key = key_of(&portal, *draft, sha256).await;
        let key = key.unwrap_or_else(|| panic!("an acknowledged file of {draft} is lost"));
        assert_eq!(hash(&portal, &key).await, *sha256, "an acknowledged file was altered");
    }
    assert_questions_complete(&portal).await;
    let rows = count(&portal, "SELECT COUNT(*) FROM attachment").await
        + count(&portal, "SELECT COUNT(*) FROM upload_piece").await;
    let before = portal.files.list().count().await;
    jobs::sweep_orphans(&portal).await.expect("a sweep");
    let after = i64::try_from(portal.files.list().count().await).expect("a number");
    assert_eq!(after, rows, "every file has a row, every row has its file");
    eprintln!(
        "kill -9 × {ROUNDS}: {} questions and {} files acknowledged, 0 lost; {} orphan files swept",
        acknowledged.sent.len(),
        acknowledged.uploads.len(),
        i64::try_from(before).expect("a number") - after
    );
    portal.close().await;
}

/// Finds the file of a draft or of the message sent from it.
async fn key_of(portal: &Portal, draft: DraftId, sha256: &[u8]) -> Option<FileKey> {
    on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT a.storage_key FROM attachment a LEFT JOIN message m ON m.id = a.message
             WHERE a.sha256 = $1 AND (a.draft = $2 OR m.draft = $2)",
        )
        .bind(sha256)
        .bind(draft)
        .fetch_optional(c)
        .await
    })
    .expect("a look-up")
}

/// SHA-256 of a stored file.
async fn hash(portal: &Portal, key: &FileKey) -> Vec<u8> {
    let mut content = portal.files.open(key).await.expect("the file").stream;
    let mut hash = Sha256::new();
    while let Some(chunk) = content.next().await {
        hash.update(chunk.expect("bytes"));
    }
    hash.finalize().to_vec()
}

/// Checks that every question has its message, step, mail with the receipt, and file.
async fn assert_questions_complete(portal: &Portal) {
    let questions = count(portal, "SELECT COUNT(*) FROM conversation").await;
    for (part, sql) in [
        ("message", "SELECT COUNT(*) FROM message"),
        ("receipt", "SELECT COUNT(*) FROM receipt"),
        ("step", "SELECT COUNT(*) FROM conversation_step"),
        ("mail", "SELECT COUNT(*) FROM outbox WHERE kind = 'question-transmise'"),
        ("file", "SELECT COUNT(*) FROM attachment WHERE message IS NOT NULL"),
    ] {
        assert_eq!(count(portal, sql).await, questions, "{part}s of {questions} questions");
    }
    transparency::sign_checkpoint(portal).await.expect("signed");
    let entries = transparency::audit(portal).await.expect("the log is consistent");
    assert_eq!(i64::try_from(entries).expect("a number"), questions, "entries of the log");
    let drafts = "SELECT COUNT(*) FROM draft d JOIN message m ON m.draft = d.id";
    assert_eq!(count(portal, drafts).await, 0, "a sent question is not a draft");
}

async fn count(portal: &Portal, sql: &'static str) -> i64 {
    on!(portal.db, |c| sqlx::query_scalar(sql).fetch_one(c).await).expect("a count")
}
