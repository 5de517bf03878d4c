//! A whole portal per test and per database engine.

use std::{path::PathBuf, time::Duration};

use backend::{
    Portal,
    clock::Clock,
    config::{Config, FilesConfig},
    db::Moment,
    jobs,
    secret::Secret,
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

use crate::mailbox::Mailbox;

/// Where PostgreSQL may be found: an address with the right to create databases.
const POSTGRES: &str = "PRODOUANE_TEST_POSTGRES";

/// A SQLite file that has the whole schema: a copy is quicker than the migrations.
const SCHEMA: &str = "PRODOUANE_TEST_SCHEMA";

/// 1 June 2026, 8:00 UTC: an ordinary Monday.
const START: i64 = 1_780_300_800_000_000;

/// A portal on its own database, its own files and its own mail server.
pub struct House {
    pub portal: Portal,
    /// Stands still unless advanced.
    pub clock: Clock,
    pub mailbox: Mailbox,
    pub engine: &'static str,
    folder: PathBuf,
    postgres: Option<(String, String)>,
}

pub async fn on_each_database(test: impl AsyncFn(House)) {
    on_each_database_with(|_| {}, test).await;
}

/// The same with another configuration.
pub async fn on_each_database_with(change: impl Fn(&mut Config), test: impl AsyncFn(House)) {
    let mut engines = vec![None];
    engines.extend(std::env::var(POSTGRES).ok().map(Some));
    for postgres in engines {
        let house = House::build(postgres, &change).await;
        eprintln!("on {}", house.engine);
        let (portal, folder, postgres) = (house.portal.clone(), house.folder.clone(), house.postgres.clone());
        test(house).await;
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
        .expect("a database is made or dropped");
    connection.close().await.expect("closed");
}

impl House {
    async fn build(server: Option<String>, change: &impl Fn(&mut Config)) -> House {
        let mark = Uuid::new_v4().simple().to_string();
        let folder = std::env::temp_dir().join(format!("prodouane-{mark}"));
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
            let name = format!("prodouane_{mark}");
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
        let portal = Portal::open(config, clock.clone()).await.expect("the portal opens");
        portal.migrate().await.expect("the schema is made");
        House { portal, clock, mailbox, engine, folder, postgres }
    }

    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// Answers what waits for the worker, and delivers until no mail is due.
    pub async fn deliver(&self) {
        backend::profile::answer_demands(&self.portal).await.expect("the demands are read");
        while backend::mail::deliver_due(&self.portal).await.expect("the outbox is read") > 0 {}
    }

    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Runs the periodic jobs that are due.
    pub async fn run_jobs(&self) {
        jobs::run_due(&self.portal).await;
    }

    /// How many rows a table holds.
    pub async fn count(&self, table: &'static str) -> i64 {
        let statement = format!("SELECT COUNT(*) FROM {table}");
        backend::on!(self.portal.db, |c| sqlx::query_scalar(AssertSqlSafe(statement)).fetch_one(c).await)
            .expect("the table is counted")
    }
}
