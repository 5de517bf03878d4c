//! Erasure of a person's data in the messaging.

use platform::{Error, db::Tx, files::FileKey};

use crate::{
    id::AccountId,
    messaging::{conversations, drafts, notifications, receipts},
};

/// Signature of the messages of a deleted account (mission §2.4).
pub const DELETED_AUTHOR: &str = "Compte supprimé";

/// Erases a person: their messages and receipts stay, signed [`DELETED_AUTHOR`]; their drafts, unread questions and notifications are
/// deleted. Returns the files to discard after the commit.
pub(crate) async fn erase(tx: &mut Tx, account: AccountId) -> Result<Vec<FileKey>, Error> {
    receipts::erase_person(tx, account, DELETED_AUTHOR).await?;
    conversations::erase_person(tx, account, DELETED_AUTHOR).await?;
    notifications::delete_of_account(tx, account).await?;
    drafts::delete_of_owner(tx, account.into()).await
}
