use domain::path;
use sqlx::{Connection, Executor, SqliteConnection};

use crate::{
    browser::{Browser, header},
    program::Installation,
};

const OPINION: [(&str, &str); 2] = [("_page", path::OPINION), ("satisfaction", "satisfait")];

#[tokio::test]
async fn locked_database_answers_503_and_reads_continue() {
    let installation = Installation::new().with("PRODOUANE__DATABASE__BUSY_SECONDS", "1");
    let program = installation.start();
    let browser = Browser::new(&program);
    let address = format!("sqlite:{}", installation.path("portal.db").display());
    let mut other = SqliteConnection::connect(&address).await.expect("the same database");
    other.execute("BEGIN IMMEDIATE").await.expect("the lock");
    let answer = browser.send_form("/form/avis", &OPINION).await;
    assert_eq!(answer.status(), 503);
    assert!(header(answer.headers(), "retry-after").parse::<u32>().expect("seconds") > 0);
    assert!(answer.headers().get("set-cookie").is_none(), "no cookie for a session that was not stored");
    assert!(answer.text().await.expect("a page").contains("momentanément indisponible"));
    // Reads do not wait for the lock.
    assert_eq!(browser.get(path::HELP).send().await.expect("an answer").status(), 200);
    other.execute("ROLLBACK").await.expect("the end of the lock");
    assert_eq!(browser.send_form("/form/avis", &OPINION).await.status(), 303);
}
