//! Who may ask for what: every address that the program answers to × every role × whose object it names, on both
//! databases, against the real program and a real co-owner.
//!
//! The addresses are the program's own list (`server addresses`); `rows` says of each what it asks and what it names.
//! What must come of a cell is computed: by the rules of sessions (`rules`) and `domain::rights::decide` (`objects`).
//! What comes of it is looked at from outside (`answer`): where it leads, or what it says; that what is hidden is told in
//! the very bytes that tell of what does not exist; that no word of another company stands anywhere; that nothing changed.

mod answer;
mod database;
mod objects;
mod people;
mod rows;
mod rules;
mod simulator;
mod source;
mod tokens;
mod walk;
mod world;

use std::collections::BTreeSet;

use crate::database::Database;
use crate::program::Installation;

use rows::{Row, rows};
use walk::Walk;
use world::World;

async fn everything_is_as_decided_on(database: Database, engine: &str) {
    let world = World::build(database).await;
    let rows = rows();
    complain(&missing_and_stale(&rows, &world.installation), "the table of rows");
    let mut walk = Walk::new(&world);
    for row in &rows {
        walk.ask(row).await;
    }
    complain(&walk.complaints, "the matrix");
    eprintln!(
        "cross-company matrix on {engine}: {} addresses × {} roles × up to {} objects: {} cells, all as decided",
        rows.iter().map(Row::address).collect::<BTreeSet<_>>().len(),
        people::Role::ALL.len(),
        walk.most_objects,
        walk.cells,
    );
}

#[tokio::test]
async fn everything_is_as_decided_on_sqlite() {
    everything_is_as_decided_on(Database::sqlite(), "SQLite").await;
}

#[tokio::test]
async fn everything_is_as_decided_on_postgresql() {
    if let Some(database) = Database::postgres().await {
        everything_is_as_decided_on(database, "PostgreSQL").await;
    }
}

/// Addresses without a row, and rows without an address.
fn missing_and_stale(rows: &[Row], installation: &Installation) -> Vec<String> {
    let (done, listed, told) = installation.run(&["addresses"]);
    assert!(done, "{told}");
    let served: BTreeSet<String> = listed.lines().map(str::to_owned).collect();
    let known: BTreeSet<String> = rows.iter().map(Row::address).collect();
    let missing = served.difference(&known).map(|address| {
        format!(
            "{address}: no row says who may ask for it. Add one line to server/tests/it/matrix/rows.rs \
             (CONTRIBUTING.md, « A new address »)"
        )
    });
    let stale = known.difference(&served).map(|address| format!("{address}: nothing answers to it any more"));
    missing.chain(stale).collect()
}

fn complain(complaints: &[String], what: &str) {
    assert!(complaints.is_empty(), "{what}, {} complaints:\n{}", complaints.len(), complaints.join("\n"));
}
