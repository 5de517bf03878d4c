use sqlx::{Connection, Executor, SqliteConnection};

use crate::browser::{Browser, header};
use crate::program::Installation;

const OPINION: [(&str, &str); 2] = [("_page", "/avis"), ("satisfaction", "satisfait")];

#[tokio::test]
async fn a_busy_database_is_an_answer_and_not_a_hang() {
    let installation = Installation::new().with("PRODOUANE__DATABASE__BUSY_SECONDS", "1");
    let program = installation.start();
    let browser = Browser::new(&program);
    let address = format!("sqlite:{}", installation.path("portal.db").display());
    let mut other = SqliteConnection::connect(&address).await.expect("the same database");
    other.execute("BEGIN IMMEDIATE").await.expect("the lock");
    let answer = browser.send_form("/form/avis", &OPINION).await;
    assert_eq!(answer.status(), 503);
    assert!(header(answer.headers(), "retry-after").parse::<u32>().expect("seconds") > 0);
    assert!(answer.headers().get("set-cookie").is_none(), "a session that was not kept is not promised");
    assert!(answer.text().await.expect("a page").contains("momentanément indisponible"));
    // Readers are served meanwhile.
    assert_eq!(browser.get("/aide").send().await.expect("an answer").status(), 200);
    other.execute("ROLLBACK").await.expect("the end of the lock");
    assert_eq!(browser.send_form("/form/avis", &OPINION).await.status(), 303);
}
