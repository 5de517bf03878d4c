use std::collections::VecDeque;

use anyhow::ensure;

use super::{
    checkpoint::push,
    merkle::Frontier,
    note::Checkpoint,
    store::{self, count},
};
use crate::{Error, Platform, on};

/// Entries read at a time.
const BATCH: i64 = 5_000;

/// Computes the whole log again from its entries, and compares it with every checkpoint. Returns the number of entries.
///
/// # Errors
/// [`Error::Unexpected`] if an entry was changed, removed or moved, or a checkpoint is not signed by a known key.
pub async fn audit(platform: &Platform) -> Result<u64, Error> {
    let mut checkpoints: VecDeque<_> = signed_checkpoints(platform).await?.into();
    let mut tree = Frontier::default();
    loop {
        let entries = store::entries(&platform.db, tree.size(), BATCH).await?;
        if entries.is_empty() {
            break;
        }
        for (index, leaf) in entries {
            push(&mut tree, index, leaf, |_, _| {})?;
            if let Some(checkpoint) = checkpoints.pop_front_if(|one| one.size == tree.size()) {
                compare(&tree, &checkpoint)?;
            }
        }
    }
    ensure_all_reached(&checkpoints, tree.size())?;
    Ok(tree.size())
}

fn compare(tree: &Frontier, checkpoint: &Checkpoint) -> anyhow::Result<()> {
    ensure!(
        tree.root() == checkpoint.root,
        "the log does not extend its checkpoint of {} entries",
        checkpoint.size
    );
    Ok(())
}

fn ensure_all_reached(left: &VecDeque<Checkpoint>, size: u64) -> anyhow::Result<()> {
    let next = left.front().map_or(size, |checkpoint| checkpoint.size);
    ensure!(left.is_empty(), "the log has {size} entries, and a checkpoint of {next}");
    Ok(())
}

/// Returns the checkpoints, the smallest first.
///
/// # Errors
/// If a stored one differs from what a key has signed.
async fn signed_checkpoints(platform: &Platform) -> Result<Vec<Checkpoint>, Error> {
    let rows: Vec<(i64, String)> = on!(platform.db, |c| {
        sqlx::query_as("SELECT size, note FROM log_checkpoint ORDER BY size").fetch_all(c).await
    })?;
    let keys = platform.log_keys.verifying();
    let mut checkpoints = Vec::with_capacity(rows.len());
    for (size, note) in rows {
        let checkpoint = Checkpoint::verified(&note, &keys);
        checkpoints.push(signed(checkpoint, count(size)?)?);
    }
    Ok(checkpoints)
}

fn signed(checkpoint: Option<Checkpoint>, size: u64) -> anyhow::Result<Checkpoint> {
    checkpoint.filter(|checkpoint| checkpoint.size == size).ok_or_else(|| {
        anyhow::anyhow!("the checkpoint of {size} entries is not signed by a key of transparency.keys")
    })
}
