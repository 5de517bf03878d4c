//! Access matrix: every route × every role × objects of different owners, on both databases, with the real program and
//! the simulator.
//!
//! The routes are those that `server routes` lists; `rows` states for each the rule for the session and the object it
//! names. The expected outcome of a cell is computed from the session rules (`rules`) and `domain::rights::decide`
//! (`objects`). The actual outcome is observed from outside (`answer`): redirect or status; hidden objects get the same
//! bytes as missing ones; no word of another company appears; a refusal changes no row; HTML in the texts of people and
//! co-owners adds no element to a page or a mail (`injection`); the pages are written in correct French (`french_pages`)
//! and have distinct titles (`titles`).

mod answer;
mod candidate;
mod documents;
mod fixture;
mod french_pages;
mod injection;
mod markers;
mod messaging_objects;
mod objects;
mod roles;
mod router_sources;
mod row_counts;
mod rows;
mod rules;
mod runner;
mod simulator;
mod titles;
mod typed_forms;

use std::collections::BTreeSet;

use crate::{database::Database, program::Installation};

use fixture::Fixture;
use rows::{Row, rows};
use runner::Runner;

async fn test_all_cells(database: Database, engine: &str) {
    let fixture = Fixture::create(database).await;
    let rows = rows();
    assert_none(&missing_and_stale(&rows, &fixture.installation), "the table of rows");
    let mut runner = Runner::new(&fixture);
    for row in &rows {
        runner.run(row).await;
    }
    let typed = typed_forms::send_all(&fixture, &rows).await;
    runner.check_mails().await;
    assert_none(&runner.failures, "the matrix");
    assert_none(&runner.titles.confusable(), "the titles");
    assert_none(&typed.failures, "HTML typed into forms");
    eprintln!("HTML in texts on {engine}: {} forms sent, {} pages showed it", typed.forms, typed.shown);
    assert!(typed.forms > 50 && typed.shown > 50, "{} forms, {} pages", typed.forms, typed.shown);
    eprintln!(
        "access matrix on {engine}: {} routes × {} roles × up to {} objects: {} cells, all as expected",
        rows.iter().map(Row::route).collect::<BTreeSet<_>>().len(),
        roles::Role::ALL.len(),
        runner.most_objects,
        runner.cells,
    );
}

#[tokio::test]
async fn every_route_allows_exactly_what_the_rules_allow_on_sqlite() {
    test_all_cells(Database::sqlite(), "SQLite").await;
}

#[tokio::test]
async fn every_route_allows_exactly_what_the_rules_allow_on_postgresql() {
    if let Some(database) = Database::postgres().await {
        test_all_cells(database, "PostgreSQL").await;
    }
}

/// Lists routes without a row, and rows without a route.
fn missing_and_stale(rows: &[Row], installation: &Installation) -> Vec<String> {
    let (success, listed, errors) = installation.run(&["routes"]);
    assert!(success, "{errors}");
    let served: BTreeSet<String> = listed.lines().map(str::to_owned).collect();
    let known: BTreeSet<String> = rows.iter().map(Row::route).collect();
    let missing = served.difference(&known).map(|route| {
        format!(
            "{route}: no row. Add one line to server/tests/it/matrix/rows/ (CONTRIBUTING.md, « A new route »)"
        )
    });
    let stale = known.difference(&served).map(|route| format!("{route}: this route no longer exists"));
    missing.chain(stale).collect()
}

fn assert_none(failures: &[String], what: &str) {
    assert!(failures.is_empty(), "{what}, {} failures:\n{}", failures.len(), failures.join("\n"));
}
