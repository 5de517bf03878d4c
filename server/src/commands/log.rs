//! `log`: transparency log of receipts.

use backend::Portal;
use clap::Subcommand;
use platform::transparency;

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Computes the whole log again and compares it with every checkpoint, as a daily job does.
    Check,
    /// Signs a checkpoint and has it timestamped now, as the jobs do, unless the last timestamp is less than a day old.
    Timestamp,
    /// Prints the public keys of the log, the one that signs first.
    Keys,
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    match action {
        Action::Check => {
            let entries = transparency::audit(portal).await.map_err(output::one_line)?;
            output::print(format_args!("the log is consistent (entries: {entries})"));
        }
        Action::Timestamp => {
            transparency::sign_checkpoint(portal).await.map_err(output::one_line)?;
            let count = transparency::timestamp_checkpoint(portal).await.map_err(output::one_line)?;
            output::print(if count == 0 { "nothing to timestamp" } else { "the checkpoint is timestamped" });
        }
        Action::Keys => portal.log_keys.verifying().iter().for_each(output::print),
    }
    Ok(())
}
