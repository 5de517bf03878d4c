//! What was acknowledged is durable: the program is killed again and again in the middle of sends and uploads, and
//! the clients' ledger is compared with what is found afterwards.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use backend::clock::Clock;
use backend::files::FileKey;
use backend::{Portal, jobs, on};
use futures::StreamExt;
use reqwest::multipart::{Form, Part};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::browser::Browser;
use crate::database::Database;
use crate::operator::{Operator, SERVICE, SIREN, SIRET, begin_draft};
use crate::program::Installation;

const ROUNDS: usize = 20;
const CLIENTS: usize = 4;

/// What the clients were told.
#[derive(Default)]
struct Ledger {
    /// Draft and fingerprint of every file whose upload was acknowledged.
    uploads: Vec<(Uuid, Vec<u8>)>,
    /// Draft and conversation of every question whose receipt was given.
    sent: Vec<(Uuid, Uuid)>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_acknowledged_is_lost() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        drop(installation.start());
        let mut operators = Vec::new();
        for _ in 0..CLIENTS {
            operators.push(Operator::sign_in(&installation).await);
        }
        let ledger = Arc::new(Mutex::new(Ledger::default()));
        for round in 0..ROUNDS {
            kill_in_the_middle(&installation, &operators, &ledger, round).await;
        }
        let ledger = std::mem::take(&mut *ledger.lock().expect("the ledger"));
        compare(&installation, &ledger).await;
    }
}

/// Clients work until the program is killed, each time after another number of acknowledgements.
async fn kill_in_the_middle(
    installation: &Installation,
    operators: &[Operator],
    ledger: &Arc<Mutex<Ledger>>,
    round: usize,
) {
    let mut program = installation.start();
    let (acknowledged, mut acknowledgements) = mpsc::unbounded_channel();
    let clients: Vec<_> = operators
        .iter()
        .enumerate()
        .map(|(index, operator)| {
            let client = Client {
                browser: operator.browser(&program),
                ledger: Arc::clone(ledger),
                acknowledged: acknowledged.clone(),
                seed: round * CLIENTS + index,
            };
            tokio::spawn(client.work())
        })
        .collect();
    drop(acknowledged);
    for _ in 0..3 + (round * 7) % 11 {
        acknowledgements.recv().await.expect("the clients get on");
    }
    program.kill();
    for client in clients {
        client.await.expect("the client ends with the program");
    }
}

struct Client {
    browser: Browser,
    ledger: Arc<Mutex<Ledger>>,
    acknowledged: mpsc::UnboundedSender<()>,
    seed: usize,
}

impl Client {
    /// Until the connection breaks.
    async fn work(self) {
        for turn in 0.. {
            if self.ask(turn).await.is_none() {
                return;
            }
        }
    }

    async fn ask(&self, turn: usize) -> Option<()> {
        let draft = begin_draft(&self.browser).await?;
        let (id, page) = (draft.to_string(), format!("/messagerie/brouillon/{draft}"));
        let answers = [
            ("_page", page.as_str()),
            ("_siren", SIREN),
            ("brouillon", &id),
            ("siret", SIRET),
            ("periode_debut", "2026-01"),
            ("periode_fin", "2026-03"),
            ("objet", "Attestation"),
            ("message", "Merci de nous adresser l’attestation."),
            ("service", SERVICE),
        ];
        let saved = self.browser.post("/form/brouillon").form(&answers).send().await.ok()?;
        let next = saved.headers().get("location").expect("a page").to_str().expect("plain text");
        assert_eq!(next, format!("{page}/pieces"), "the form is complete");
        self.upload(draft, turn).await?;
        if turn % 4 == 3 {
            return Some(()); // stays a draft, with its file
        }
        let send = [("_page", page.as_str()), ("brouillon", &id)];
        let sent = self.browser.post("/form/envoyer").form(&send).send().await.ok()?;
        let receipt =
            sent.headers().get("location").expect("a page").to_str().expect("plain text").to_owned();
        let conversation =
            receipt.strip_prefix("/messagerie/question/").and_then(|rest| rest.split('/').next());
        let conversation =
            conversation.and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("sent to {receipt}"));
        self.ledger.lock().expect("the ledger").sent.push((draft, conversation));
        let _ = self.acknowledged.send(());
        Some(())
    }

    async fn upload(&self, draft: Uuid, turn: usize) -> Option<()> {
        let line = format!("client {} tour {turn} brouillon {draft}\n", self.seed);
        let bytes: Vec<u8> = line.bytes().cycle().take(60_000 + 40_000 * (turn % 5)).collect();
        let fingerprint = Sha256::digest(&bytes).to_vec();
        let form =
            Form::new().text("emplacement", "").part("fichier", Part::bytes(bytes).file_name("note.txt"));
        let answer = self
            .browser
            .post(&format!("/televersement/brouillon/{draft}"))
            .multipart(form)
            .send()
            .await
            .ok()?;
        if answer.status() != 303 {
            panic!("upload: {}", answer.status());
        }
        self.ledger.lock().expect("the ledger").uploads.push((draft, fingerprint));
        let _ = self.acknowledged.send(());
        Some(())
    }
}

async fn compare(installation: &Installation, ledger: &Ledger) {
    // The files that no row names are swept once they are older than any upload.
    let later = Clock::fixed(Clock::system().now() + Duration::from_secs(2 * 24 * 3600));
    let portal = installation.portal(later).await;
    for (draft, conversation) in &ledger.sent {
        let found: Option<Uuid> = on!(portal.db, |c| {
            sqlx::query_scalar("SELECT conversation FROM message WHERE draft = $1")
                .bind(draft)
                .fetch_optional(c)
                .await
        })
        .expect("a look-up");
        assert_eq!(found, Some(*conversation), "an acknowledged question is lost");
    }
    for (draft, fingerprint) in &ledger.uploads {
        let key = key_of(&portal, *draft, fingerprint).await;
        let key = key.unwrap_or_else(|| panic!("an acknowledged file of {draft} is lost"));
        assert_eq!(read(&portal, &key).await, *fingerprint, "an acknowledged file was altered");
    }
    no_half_question(&portal).await;
    let named = count(&portal, "SELECT COUNT(*) FROM attachment").await;
    let before = portal.files.list().count().await;
    jobs::sweep_orphans(&portal).await.expect("a sweep");
    let after = i64::try_from(portal.files.list().count().await).expect("a number");
    assert_eq!(after, named, "every file is named by a row, every row has its file");
    eprintln!(
        "kill -9 × {ROUNDS}: {} questions and {} files acknowledged, 0 lost; {} orphan files swept",
        ledger.sent.len(),
        ledger.uploads.len(),
        i64::try_from(before).expect("a number") - after
    );
    portal.close().await;
}

/// The file of a draft, or of the message it became.
async fn key_of(portal: &Portal, draft: Uuid, fingerprint: &[u8]) -> Option<FileKey> {
    on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT a.storage_key FROM attachment a LEFT JOIN message m ON m.id = a.message
             WHERE a.sha256 = $1 AND (a.draft = $2 OR m.draft = $2)",
        )
        .bind(fingerprint)
        .bind(draft)
        .fetch_optional(c)
        .await
    })
    .expect("a look-up")
}

async fn read(portal: &Portal, key: &FileKey) -> Vec<u8> {
    let mut content = portal.files.open(key).await.expect("the file").stream;
    let mut hash = Sha256::new();
    while let Some(piece) = content.next().await {
        hash.update(piece.expect("bytes"));
    }
    hash.finalize().to_vec()
}

/// A question is there with its message, its step, its receipt's mail and its file, or not at all.
async fn no_half_question(portal: &Portal) {
    let questions = count(portal, "SELECT COUNT(*) FROM conversation").await;
    for (what, sql) in [
        ("message", "SELECT COUNT(*) FROM message"),
        ("step", "SELECT COUNT(*) FROM conversation_step"),
        ("mail", "SELECT COUNT(*) FROM outbox WHERE kind = 'question-transmise'"),
        ("file", "SELECT COUNT(*) FROM attachment WHERE message IS NOT NULL"),
    ] {
        assert_eq!(count(portal, sql).await, questions, "{what}s of {questions} questions");
    }
    let drafts = "SELECT COUNT(*) FROM draft d JOIN message m ON m.draft = d.id";
    assert_eq!(count(portal, drafts).await, 0, "a question that was sent is no longer a draft");
}

async fn count(portal: &Portal, sql: &'static str) -> i64 {
    on!(portal.db, |c| sqlx::query_scalar(sql).fetch_one(c).await).expect("a count")
}
