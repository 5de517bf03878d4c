//! Erasure of a person's data in the messaging.

use platform::{Error, db::Tx, files::FileKey};

use crate::{
    id::AccountId,
    messaging::{conversations, drafts, notifications},
};

/// Signature of the messages of a deleted account (mission §2.4).
pub const DELETED_AUTHOR: &str = "Compte supprimé";

/// Erases a person: their messages stay, signed [`DELETED_AUTHOR`]; their drafts, read marks and notifications are
/// deleted. Returns the files to discard after the commit.
pub(crate) async fn erase(tx: &mut Tx, account: AccountId) -> Result<Vec<FileKey>, Error> {
    conversations::erase_person(tx, account, DELETED_AUTHOR).await?;
    notifications::delete_of_account(tx, account).await?;
    drafts::delete_of_owner(tx, account.into()).await
}
