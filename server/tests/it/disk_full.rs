//! Full and read-only disks: an answer that says what to do, readiness that says so too, and recovery without a restart.

use std::time::{Duration, Instant};

use backend::{id::DraftId, messaging};
use domain::path;
use platform::clock::Clock;
use reqwest::multipart::{Form, Part};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::{
    browser::{Browser, header},
    database::Database,
    operator::{Operator, create_draft, draft_fields},
    program::Installation,
    small_disk::SmallDisk,
    uploads::files_in,
};

/// Saves of a draft after which a full disk must have refused twenty.
const SAVES: usize = 100;

#[tokio::test]
async fn full_disk_of_database_and_files_answers_503_and_loses_nothing() {
    let Some(disk) = SmallDisk::mount(24) else { return };
    let installation = Installation::new()
        .with("PRODOUANE__DATABASE__URL", &format!("sqlite:{}/portal.db", disk.path().display()))
        .with("PRODOUANE__FILES__FOLDER", &disk.path().join("files").display().to_string());
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let browser = operator.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft");
    for round in 0..3 {
        assert_eq!(readiness(&browser).await, 200);
        empty_journal(&disk).await;
        let mut acknowledged = format!("Message {round}");
        assert!(matches!(save(&browser, draft, &acknowledged).await, Saved::Acknowledged));
        disk.fill();
        let mut refused = 0;
        for turn in 0..SAVES {
            let message = format!("Message {round}-{turn} {}", "é".repeat(3000));
            match save(&browser, draft, &message).await {
                Saved::Acknowledged => acknowledged = message,
                Saved::Refused => refused += 1,
            }
            if refused == 20 {
                break;
            }
        }
        assert_eq!(refused, 20, "the disk is full");
        assert_refused(upload(&browser, draft, 1_000_000).await).await;
        wait_until(&browser, 503).await;
        assert_eq!(browser.get(path::HEALTH_LIVE).send().await.expect("an answer").status(), 200);
        assert_eq!(Browser::new(&program).get(path::HELP).send().await.expect("an answer").status(), 200);

        disk.clear();
        wait_until(&browser, 200).await;
        let answer = upload(&browser, draft, 1000).await;
        assert_eq!(answer.status(), 200, "{:?}", answer.text().await);
        let stored = stored_message(&installation, &operator, draft).await;
        assert_eq!(stored, acknowledged, "acknowledged, then lost");
        assert!(matches!(save(&browser, draft, "Après").await, Saved::Acknowledged));
        assert_eq!(stored_message(&installation, &operator, draft).await, "Après");
    }
    let files = files_in(&disk.path().join("files"));
    assert_eq!(files, 3, "refused uploads leave nothing");
    drop(program);
}

#[tokio::test]
async fn full_or_read_only_folder_of_files_refuses_uploads_only() {
    for database in Database::all().await {
        let Some(disk) = SmallDisk::mount(4) else { return };
        let installation = Installation::on(database)
            .with("PRODOUANE__FILES__FOLDER", &disk.path().join("files").display().to_string());
        let program = installation.start();
        let operator = Operator::sign_in(&installation).await;
        let browser = operator.browser(&program);
        let draft = create_draft(&browser).await.expect("a draft");
        for read_only in [false, true] {
            if read_only {
                disk.set_read_only(true)
            } else {
                disk.fill()
            }
            assert_refused(upload(&browser, draft, 1_000_000).await).await;
            assert_refused(upload(&browser, draft, 10).await).await;
            let page = browser
                .post(&format!("/televersement/brouillon/{draft}"))
                .multipart(form(draft, 1000))
                .send()
                .await;
            assert_refused(page.expect("an answer")).await;
            wait_until(&browser, 503).await;
            assert!(matches!(save(&browser, draft, "Toujours possible").await, Saved::Acknowledged));
            if read_only {
                disk.set_read_only(false)
            } else {
                disk.clear()
            }
            wait_until(&browser, 200).await;
            assert_eq!(upload(&browser, draft, 1000).await.status(), 200);
        }
        drop(program);
    }
}

/// PostgreSQL reports a full disk as 53100 and refuses writes on a standby with 25006.
#[tokio::test]
async fn full_and_read_only_postgresql_answer_503_and_recover() {
    let Some(database) = Database::postgres().await else { return };
    let Database::Postgres { url, name } = &database else { return };
    let (url, name) = (url.clone(), name.clone());
    let installation = Installation::on(database);
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let browser = operator.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft");
    let mut server = PgConnection::connect(&url).await.expect("the database");
    server
        .execute(
            "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
             END $$;
             DO $$ DECLARE name TEXT; BEGIN
                 FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
                     EXECUTE format('CREATE TRIGGER disk_full BEFORE INSERT OR UPDATE ON %I
                                     EXECUTE FUNCTION disk_full()', name);
                 END LOOP;
             END $$",
        )
        .await
        .expect("a full disk");
    assert!(matches!(save(&browser, draft, "Plein").await, Saved::Refused));
    server.execute("DROP FUNCTION disk_full CASCADE").await.expect("room again");
    assert!(matches!(save(&browser, draft, "Libre").await, Saved::Acknowledged));

    set_read_only(&mut server, &name, true).await;
    wait_until(&browser, 503).await;
    assert!(matches!(save(&browser, draft, "Lecture seule").await, Saved::Refused));
    set_read_only(&mut server, &name, false).await;
    wait_until(&browser, 200).await;
    assert!(matches!(save(&browser, draft, "Écriture").await, Saved::Acknowledged));
    assert_eq!(stored_message(&installation, &operator, draft).await, "Écriture");
}

/// For all connections of the server: those that are open are closed.
async fn set_read_only(connection: &mut PgConnection, name: &str, read_only: bool) {
    let value = if read_only { "on" } else { "off" };
    let statement = format!("ALTER DATABASE {name} SET default_transaction_read_only = {value}");
    connection.execute("SET default_transaction_read_only = off").await.expect("a setting");
    connection.execute(AssertSqlSafe(statement)).await.expect("a setting");
    connection
        .execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await
        .expect("closed connections");
}

enum Saved {
    Acknowledged,
    Refused,
}

/// Saves the draft's form. Panics if the answer is neither an acknowledgement nor a refusal that says what to do.
async fn save(browser: &Browser, draft: DraftId, message: &str) -> Saved {
    let (id, page) = (draft.to_string(), format!("/messagerie/brouillon/{draft}"));
    let answer = browser.send_form("/form/brouillon", &draft_fields(&id, &page, message)).await;
    if answer.status() == 303 {
        return Saved::Acknowledged;
    }
    assert_refused(answer).await;
    Saved::Refused
}

/// The answer is a 503 with `Retry-After` and a text that says what to do.
pub async fn assert_refused(answer: reqwest::Response) {
    assert_eq!(answer.status(), 503);
    assert!(header(answer.headers(), "retry-after").parse::<u32>().expect("seconds") > 0);
    let text = answer.text().await.expect("a text");
    assert!(text.contains("Réessayez dans quelques minutes"), "{text}");
}

fn form(draft: DraftId, bytes: usize) -> Form {
    let text: Vec<u8> = b"une ligne de texte ordinaire.\n".iter().copied().cycle().take(bytes).collect();
    Form::new()
        .text("_page", format!("/messagerie/brouillon/{draft}/pieces"))
        .text("emplacement", "")
        .part("fichier", Part::bytes(text).file_name("note.txt"))
}

/// Sends a file like the script, which accepts JSON.
pub async fn upload(browser: &Browser, draft: DraftId, bytes: usize) -> reqwest::Response {
    let request =
        browser.post(&format!("/televersement/brouillon/{draft}")).multipart(form(draft, bytes)).build();
    let mut request = request.expect("a request");
    request.headers_mut().insert("accept", "application/json".parse().expect("a header"));
    browser.execute(request).await
}

async fn readiness(browser: &Browser) -> u16 {
    browser.get(path::HEALTH_READY).send().await.expect("an answer").status().as_u16()
}

/// Waits for a status of the readiness check.
pub async fn wait_until(browser: &Browser, status: u16) {
    let started = Instant::now();
    let mut ticks = tokio::time::interval(Duration::from_millis(100));
    while readiness(browser).await != status {
        assert!(started.elapsed() < Duration::from_secs(20), "the readiness is not {status}");
        ticks.tick().await;
    }
}

/// Empties the journal of the database, which SQLite fills again before it needs room on the disk.
async fn empty_journal(disk: &SmallDisk) {
    let address = format!("sqlite:{}/portal.db", disk.path().display());
    let mut connection = SqliteConnection::connect(&address).await.expect("a connection");
    loop {
        let (is_busy, _, _): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&mut connection)
            .await
            .expect("a checkpoint");
        if is_busy == 0 {
            return;
        }
    }
}

async fn stored_message(installation: &Installation, operator: &Operator, draft: DraftId) -> String {
    let portal = installation.portal(Clock::system()).await;
    let stored = messaging::draft(&portal, &operator.session, draft).await.expect("the draft");
    portal.close().await;
    stored.answers.raw("message").to_owned()
}
