//! A portal per test and per database engine.

use std::{path::PathBuf, time::Duration};

use backend::{
    Portal,
    config::{Config, EncryptionConfig, EncryptionKey},
    jobs,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use platform::{
    clock::Clock, config::FilesConfig, db::Moment, encryption::Keyring, mail::MailQueue, outbox,
    passwords::Passwords, secret::Secret,
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

use crate::mailbox::Mailbox;

/// Environment variable with the address of a PostgreSQL server, with the right to create databases.
const POSTGRES: &str = "PRODOUANE_TEST_POSTGRES";

/// Environment variable with the path of a SQLite file that has the whole schema: a copy is faster than the migrations.
const SCHEMA: &str = "PRODOUANE_TEST_SCHEMA";

/// Start of the clock: Monday 1 June 2026, 8:00 UTC, in microseconds.
const START: i64 = 1_780_300_800_000_000;

/// A portal with its own database, files and mail server.
pub struct TestEnv {
    pub portal: Portal,
    /// Moves only when advanced.
    pub clock: Clock,
    pub mailbox: Mailbox,
    pub engine: &'static str,
    folder: PathBuf,
    postgres: Option<(String, String)>,
}

/// An encryption key of the configuration; equal bytes give equal keys.
pub fn encryption_key(id: &str, byte: u8) -> EncryptionKey {
    EncryptionKey { id: id.to_owned(), key: Secret::new(STANDARD.encode([byte; 32])) }
}

/// Runs a test on each database engine.
pub async fn on_each_database(test: impl AsyncFn(TestEnv)) {
    on_each_database_with(|_| {}, test).await;
}

/// Like [`on_each_database`], with a changed configuration.
pub async fn on_each_database_with(change: impl Fn(&mut Config), test: impl AsyncFn(TestEnv)) {
    let mut engines = vec![None];
    engines.extend(std::env::var(POSTGRES).ok().map(Some));
    for postgres in engines {
        let env = TestEnv::build(postgres, &change).await;
        eprintln!("on {}", env.engine);
        let (portal, folder, postgres) = (env.portal.clone(), env.folder.clone(), env.postgres.clone());
        test(env).await;
        portal.close().await;
        std::fs::remove_dir_all(folder).expect("the test's folder is removed");
        if let Some((server, name)) = postgres {
            run_on_server(&server, format!("DROP DATABASE {name}")).await;
        }
    }
}

async fn run_on_server(server: &str, statement: String) {
    let mut connection = PgConnection::connect(server).await.expect("the PostgreSQL server answers");
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(&mut connection)
        .await
        .expect("the statement is executed");
    connection.close().await.expect("closed");
}

impl TestEnv {
    async fn build(server: Option<String>, change: &impl Fn(&mut Config)) -> TestEnv {
        let id = Uuid::new_v4().simple().to_string();
        let folder = std::env::temp_dir().join(format!("prodouane-{id}"));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        let mailbox = Mailbox::open().await;
        let files = FilesConfig::Local { folder: folder.join("files") };
        let mut config = Config { files, ..Config::default() };
        config.mail.smtp_url = Secret::new(mailbox.smtp_url());
        config.mail.timeout_seconds = 1;
        let file = folder.join("prodouane.db");
        if let Some(schema) = std::env::var_os(SCHEMA) {
            std::fs::copy(schema, &file).expect("a copy of the schema");
        }
        config.database.url = format!("sqlite:{}", file.display());
        let mut postgres = None;
        if let Some(server) = server {
            let name = format!("prodouane_{id}");
            run_on_server(&server, format!("CREATE DATABASE {name}")).await;
            let mut address: url::Url = server.parse().expect("an address");
            address.set_path(&name);
            config.database.url = address.to_string();
            config.database.max_connections = 4;
            postgres = Some((server, name));
        }
        change(&mut config);
        let engine = if postgres.is_some() { "PostgreSQL" } else { "SQLite" };
        let clock = Clock::fixed(Moment::from_micros(START));
        let mut portal = Portal::open(config, clock.clone()).await.expect("the portal opens");
        portal.passwords = Passwords::cheap(portal.config.sign_in.concurrent_hashes).expect("a hasher");
        portal.migrate().await.expect("the schema is created");
        TestEnv { portal, clock, mailbox, engine, folder, postgres }
    }

    /// Returns the portal with other encryption keys.
    pub fn with_encryption_keys(&self, keys: &[EncryptionKey]) -> Portal {
        let mut portal = self.portal.clone();
        portal.keyring = Keyring::from_config(&EncryptionConfig { keys: keys.to_vec() }).expect("keys");
        portal
    }

    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// Processes the reset requests, then delivers until no mail is due.
    pub async fn deliver(&self) {
        backend::accounts::profile::process_reset_requests(&self.portal)
            .await
            .expect("the requests are processed");
        let queue = MailQueue::new(&self.portal);
        while outbox::deliver_due(&queue).await.expect("the outbox is read") > 0 {}
    }

    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Runs the periodic jobs that are due.
    pub async fn run_jobs(&self) {
        jobs::run_due(&self.portal).await;
    }

    /// Returns the number of rows of a table.
    pub async fn count(&self, table: &'static str) -> i64 {
        let statement = format!("SELECT COUNT(*) FROM {table}");
        platform::on!(self.portal.db, |c| sqlx::query_scalar(AssertSqlSafe(statement)).fetch_one(c).await)
            .expect("the table is counted")
    }
}
