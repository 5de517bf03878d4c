use futures::future::BoxFuture;

use platform::{Error, db::Tx};

use super::conversations;
use crate::{id::StaffId, portal::StaffHooks};

/// Implements [`StaffHooks`] with the questions assigned to members.
pub(crate) struct MessagingHooks;

impl StaffHooks for MessagingHooks {
    fn release_questions<'a>(&'a self, tx: &'a mut Tx, member: StaffId) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(conversations::release_all(tx, member))
    }
}
