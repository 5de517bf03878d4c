//! Number of SQL statements of a page. Each costs a switch of threads on SQLite and an exchange with the server on
//! PostgreSQL, which for short statements is more than their execution.

use domain::path;

use crate::{
    browser::header,
    database::Database,
    operator::{Operator, create_draft},
    program::Installation,
    uploads_in_pieces::{PIECE, begin, piece},
};

/// A page, and the greatest number of statements that an operator's request for it may run.
const PAGES: [(&str, usize); 3] = [(path::HELP, 4), (path::DASHBOARD, 9), (path::QUESTIONS, 14)];

/// The greatest number of statements of a request that sends a piece of a file.
const MOST_OF_A_PIECE: usize = 14;

#[tokio::test]
async fn pages_of_an_operator_run_few_statements() {
    for database in Database::all().await {
        let installation = Installation::on(database)
            .with("PRODOUANE__LOG__FILTER", "info,sqlx::query=debug")
            .with("PRODOUANE__CO_OWNERS__RIGHTS_FRESHNESS_SECONDS", "3600")
            .with("PRODOUANE__CO_OWNERS__DGDDI__BASE_URL", "http://127.0.0.1:9/dgddi")
            .with("PRODOUANE__CO_OWNERS__DGDDI__CLIENT_SECRET", "secret-de-test")
            .with("PRODOUANE__CO_OWNERS__DGDDI__API_TOKEN", "jeton-de-test");
        let mut program = installation.start();
        let browser = Operator::sign_in(&installation).await.browser(&program);
        let mut requests = Vec::new();
        for (page, most) in PAGES {
            let answer = browser.get(page).send().await.expect("an answer");
            assert_eq!(answer.status(), 200, "{page}");
            requests.push((page, most, header(answer.headers(), "x-request-id").to_owned()));
        }
        program.terminate();
        program.wait();
        let log = program.log();
        for (page, most, request) in requests {
            check(&log, page, &request, most, installation.engine());
        }
    }
}

/// The rights on a draft are read again for each piece of a file.
#[tokio::test]
async fn pieces_of_a_file_run_few_statements() {
    for database in Database::all().await {
        let installation =
            Installation::on(database).with("PRODOUANE__LOG__FILTER", "info,sqlx::query=debug");
        let mut program = installation.start();
        let browser = Operator::sign_in(&installation).await.browser(&program);
        let draft = create_draft(&browser).await.expect("a draft");
        let address = begin(&browser, draft, "note.txt", 2 * PIECE).await.expect("begun");
        let sent = piece(&browser, &address, 0, &[b'a'; PIECE]).send().await.expect("an answer");
        assert_eq!(sent.status(), 200);
        let request = header(sent.headers(), "x-request-id").to_owned();
        program.terminate();
        program.wait();
        check(&program.log(), "a piece", &request, MOST_OF_A_PIECE, installation.engine());
    }
}

/// Checks the number of statements of a request.
fn check(log: &[String], what: &str, request: &str, most: usize, engine: &str) {
    let statements: Vec<&String> =
        log.iter().filter(|line| line.contains(request) && line.contains("\"sqlx::query\"")).collect();
    eprintln!("{what} on {engine}: {} statements", statements.len());
    // The session at least, else the log has changed its form.
    assert!(
        (1..=most).contains(&statements.len()),
        "{what}: {} of {most}\n{statements:#?}",
        statements.len()
    );
}
