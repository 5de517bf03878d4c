use anyhow::ensure;
use sqlx::QueryBuilder;

use super::{
    keys::LogKeys,
    merkle::{Frontier, Hash, Node, PathNodes, subtrees},
    note::Checkpoint,
    proof::Proof,
    store::{self, count, number, to_hash},
    timestamp::stamped_note_covering,
};
use crate::{
    Error, Platform,
    db::{Db, Moment, Tx},
    execute_tx, insert_rows, on,
};

/// Entries read at a time.
const BATCH: i64 = 1_000;

/// Signs a checkpoint if there are entries that the last one does not cover. Returns the number of these entries; 0 if
/// another process signs it at the same time.
///
/// # Errors
/// [`Error::Unexpected`] if the log does not extend its last checkpoint: it was changed, and signs nothing any more.
pub async fn sign_checkpoint(platform: &Platform) -> Result<u64, Error> {
    let db = &platform.db;
    let last = last_checkpoint(db).await?;
    // Numbers are given and committed in order: every entry below this size can be read.
    let size = store::size(db).await?;
    let before = last.as_ref().map_or(0, |last| last.size);
    if size == before {
        return Ok(0);
    }
    let mut tree = Frontier::new(before, store::hashes(db, &subtrees(before)).await?);
    if let Some(last) = last {
        ensure_extended(&last, &tree, size)?;
    }
    let completed = integrate(db, &mut tree, size).await?;
    let mut tx = db.begin().await?;
    if !insert(&mut tx, &platform.log_keys, &tree, platform.clock.now()).await? {
        return Ok(0);
    }
    insert_nodes(&mut tx, &completed).await?;
    tx.commit().await?;
    Ok(size - before)
}

/// A stored checkpoint.
pub(super) struct Last {
    pub size: u64,
    root: Hash,
    pub note: String,
}

/// Returns the last checkpoint; a new log has none.
pub(super) async fn last_checkpoint(db: &Db) -> Result<Option<Last>, Error> {
    let last: Option<(i64, Vec<u8>, String)> = on!(db, |c| {
        sqlx::query_as("SELECT size, root, note FROM log_checkpoint ORDER BY size DESC LIMIT 1")
            .fetch_optional(c)
            .await
    })?;
    let Some((size, root, note)) = last else { return Ok(None) };
    Ok(Some(Last { size: count(size)?, root: to_hash(root)?, note }))
}

/// Checks that the tree is still the one that was signed, and that nothing was taken from its end.
fn ensure_extended(last: &Last, tree: &Frontier, size: u64) -> anyhow::Result<()> {
    ensure!(
        last.root == tree.root() && last.size <= size,
        "the log does not extend its checkpoint of {} entries",
        last.size
    );
    Ok(())
}

/// Appends the entries up to `size` to the tree. Returns the subtrees that they complete.
async fn integrate(db: &Db, tree: &mut Frontier, size: u64) -> Result<Vec<(Node, Hash)>, Error> {
    let mut completed = Vec::new();
    while tree.size() < size {
        let before = tree.size();
        for (index, leaf) in store::entries(db, before, BATCH).await? {
            if tree.size() < size {
                push(tree, index, leaf, |node, hash| completed.push((node, hash)))?;
            }
        }
        ensure_progress(before, tree.size())?;
    }
    Ok(completed)
}

fn ensure_progress(before: u64, after: u64) -> anyhow::Result<()> {
    ensure!(after > before, "the log has lost its entry {before}");
    Ok(())
}

/// Appends an entry to the tree.
///
/// # Errors
/// If it is not the next one.
pub(super) fn push(
    tree: &mut Frontier,
    index: i64,
    leaf: Vec<u8>,
    completed: impl FnMut(Node, Hash),
) -> anyhow::Result<()> {
    ensure!(count(index)? == tree.size(), "the log has lost its entry {}", tree.size());
    tree.push(to_hash(leaf)?, completed);
    Ok(())
}

/// Inserts the hashes of subtrees. Those that a checkpoint of another size brings at the same time are the same.
async fn insert_nodes(tx: &mut Tx, nodes: &[(Node, Hash)]) -> Result<(), Error> {
    let rows = nodes.iter().map(|(node, hash)| Ok((i64::from(node.level), number(node.position)?, hash)));
    let rows: Vec<(i64, i64, &Hash)> = rows.collect::<anyhow::Result<_>>()?;
    insert_rows!(
        tx,
        QueryBuilder::new("INSERT INTO log_node (level, position, hash) "),
        rows,
        |values, (level, position, hash)| {
            values.push_bind(*level).push_bind(*position).push_bind(hash.to_vec());
        },
        " ON CONFLICT DO NOTHING"
    );
    Ok(())
}

/// Inserts a checkpoint. Returns `false` if there is one of that size.
async fn insert(tx: &mut Tx, keys: &LogKeys, tree: &Frontier, now: Moment) -> Result<bool, Error> {
    let checkpoint = Checkpoint { origin: keys.origin().to_owned(), size: tree.size(), root: tree.root() };
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO log_checkpoint (size, root, note, signed_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(number(checkpoint.size)?)
        .bind(checkpoint.root.as_slice())
        .bind(keys.sign(&checkpoint)?)
        .bind(now)
    )?;
    Ok(inserted == 1)
}

/// Returns the last signed checkpoint; `None` for a new log.
///
/// # Errors
/// [`Error::Busy`].
pub async fn last_note(platform: &Platform) -> Result<Option<String>, Error> {
    Ok(last_checkpoint(&platform.db).await?.map(|last| last.note))
}

/// Returns the proof of an entry against the first checkpoint with a timestamp that covers it, else against the last
/// checkpoint; `None` if no checkpoint covers it yet.
///
/// # Errors
/// [`Error::Unexpected`] if the log has lost a hash.
pub async fn proof(platform: &Platform, entry: i64) -> Result<Option<Proof>, Error> {
    let (db, index) = (&platform.db, count(entry)?);
    let (size, note) = match stamped_note_covering(db, entry).await? {
        Some(stamped) => stamped,
        None => match last_checkpoint(db).await? {
            Some(Last { size, note, .. }) => (size, note),
            None => return Ok(None),
        },
    };
    let Some(nodes) = PathNodes::of(index, size) else { return Ok(None) };
    let within = store::hashes(db, &nodes.within).await?;
    let after = store::hashes(db, &nodes.after).await?;
    let before = store::hashes(db, &nodes.before).await?;
    Ok(Some(Proof { index, path: PathNodes::path(within, &after, &before), note }))
}
