//! Anonymous forms fill no disk: only the fields of a form are stored, for a limited number of visitors of each subnet.

use std::path::Path;

use domain::path;
use futures::StreamExt;
use platform::clock::Clock;
use platform::{db::Db, on};

use crate::{browser::Browser, database::Database, program::Installation};

/// Limit of anonymous sessions of a subnet: a fifth of the default, so that the test is short.
const SESSIONS: usize = 100;
/// Forms of each half. Those beyond the limit replace others, however many follow.
const FORMS: usize = 2 * SESSIONS;
const CONCURRENT: usize = 8;
/// Maximum growth of the database, in MiB, and of the second half of the forms.
const MAX_GROWTH: u64 = 10;
const MAX_SECOND_GROWTH: u64 = 6;

/// Bytes of the database: its files on SQLite, its size on PostgreSQL.
async fn size(db: &Db, folder: &Path) -> u64 {
    match db {
        Db::Sqlite { .. } => ["portal.db", "portal.db-wal"]
            .iter()
            .filter_map(|name| std::fs::metadata(folder.join(name)).ok())
            .map(|file| file.len())
            .sum(),
        Db::Postgres(_) => {
            let bytes: i64 = on!(db, |c| {
                sqlx::query_scalar("SELECT pg_database_size(current_database())").fetch_one(c).await
            })
            .expect("a size");
            bytes.unsigned_abs()
        }
    }
}

/// The field of a form, a field that no form has, and names of forms that do not exist; 250 KB each.
fn bodies() -> Vec<(&'static str, String)> {
    let long = "Je remplis le disque. ".repeat(11_300);
    vec![
        ("/form/avis", format!("_page={}&commentaire={long}", path::OPINION)),
        ("/form/avis", format!("_page={}&inconnu={long}&satisfaction=rien", path::OPINION)),
        ("/form/connexion", format!("_page={}&identifiant={long}", path::SIGN_IN)),
        ("/form/inscription", format!("_page={}&_formulaire={long}&adresse=x", path::REGISTRATION)),
        ("/form/situation", format!("_page={}&adresse={long}", path::SITUATION)),
    ]
}

async fn send_forms(browser: &Browser, bodies: &[(&'static str, String)]) {
    let sends = (0..FORMS).map(|number| {
        let (action, body) = &bodies[number % bodies.len()];
        let request = browser.post(action).body(body.clone());
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        async move { request.send().await.expect("an answer").status().as_u16() }
    });
    let statuses: Vec<u16> = futures::stream::iter(sends).buffer_unordered(CONCURRENT).collect().await;
    assert!(statuses.iter().all(|status| *status == 303), "{statuses:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn anonymous_forms_leave_a_bounded_growth() {
    for database in Database::all().await {
        let installation = Installation::on(database)
            .with("PRODOUANE__DATABASE__BUSY_SECONDS", "60")
            .with("PRODOUANE__SESSIONS__ANONYMOUS_PER_SUBNET", &SESSIONS.to_string());
        let program = installation.start();
        let portal = installation.portal(Clock::system()).await;
        let (folder, bodies) = (installation.path(""), bodies());
        let browser = Browser::new(&program);
        let start = size(&portal.db, &folder).await;
        send_forms(&browser, &bodies).await;
        let half = size(&portal.db, &folder).await;
        send_forms(&browser, &bodies).await;
        let end = size(&portal.db, &folder).await;
        let (growth, second) = (end.saturating_sub(start), end.saturating_sub(half));
        eprintln!(
            "{} anonymous forms of 250 KB on {}: {:.1} MiB more, {:.1} MiB for the second half",
            2 * FORMS,
            installation.engine(),
            growth as f64 / 1_048_576.0,
            second as f64 / 1_048_576.0
        );
        assert!(growth < MAX_GROWTH << 20, "{growth} bytes");
        assert!(second < MAX_SECOND_GROWTH << 20, "{second} bytes");
        portal.close().await;
    }
}
