//! `receipt`: verification of receipts with the portal off.

use std::path::PathBuf;

use anyhow::Context;
use clap::Subcommand;
use platform::transparency::{Proof, VerifyingKey, read_certificates, verify_timestamp};

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Verifies a downloaded receipt with its proof. Reads neither the configuration nor the database.
    Verify {
        /// The receipt: `accuse-de-reception.json` or `recu-de-paiement.json`.
        receipt: PathBuf,
        /// Its proof: the file in `.tlog-proof`.
        proof: PathBuf,
        /// Public key of the log, as the page « Vérifier un accusé de réception ou un reçu » and `server log keys` give it.
        /// Several keys may be given, one of which must have signed.
        #[arg(long = "key", required = true)]
        keys: Vec<VerifyingKey>,
        /// The timestamp of the proof: the file in `.tsr`.
        #[arg(long, requires = "authority")]
        timestamp: Option<PathBuf>,
        /// Certificates of the timestamp authority, in PEM.
        #[arg(long)]
        authority: Option<PathBuf>,
    },
}

pub fn run(action: &Action) -> anyhow::Result<()> {
    let Action::Verify { receipt, proof, keys, timestamp, authority } = action;
    let read = |path: &PathBuf| std::fs::read(path).with_context(|| path.display().to_string());
    let (entry, text) = (read(receipt)?, read(proof)?);
    let proof = Proof::parse(&String::from_utf8_lossy(&text)).context("the proof is malformed")?;
    let proven = proof.verify(&entry, keys)?;
    output::print(format_args!(
        "verified: entry {} of {}, covered by its checkpoint of {} entries",
        proven.index + 1,
        proven.checkpoint.origin,
        proven.checkpoint.size
    ));
    if let (Some(timestamp), Some(authority)) = (timestamp, authority) {
        let certificates = read_certificates(authority)?;
        let stamp = verify_timestamp(&read(timestamp)?, proof.note.as_bytes(), &certificates)?;
        output::print(format_args!(
            "verified: the authority has timestamped this checkpoint at {}",
            stamp.at.rfc3339()
        ));
    }
    Ok(())
}
