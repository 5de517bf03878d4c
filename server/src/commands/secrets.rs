//! `secrets`: encrypted secrets of the database.

use backend::{Portal, accounts::mfa, oidc_provider};
use clap::Subcommand;

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Encrypts the keys of authenticator apps and the private signing keys again with the first key of encryption.keys.
    /// May be interrupted and repeated, while servers run.
    Rotate,
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    let Action::Rotate = action;
    let apps = mfa::encrypt_authenticator_apps_again(portal).await.map_err(output::one_line)?;
    let signing_keys = oidc_provider::encrypt_signing_keys_again(portal).await.map_err(output::one_line)?;
    let done = apps.plus(signing_keys);
    let key = portal.keyring.current_id();
    output::print(format_args!("{} secrets encrypted again with the key {key}", done.encrypted));
    anyhow::ensure!(
        done.unreadable == 0,
        "{} secrets cannot be read: put the key that encrypted them in encryption.keys and repeat",
        done.unreadable
    );
    Ok(())
}
