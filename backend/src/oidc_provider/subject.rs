//! Person and company of a code.

use domain::siren::Siren;

use crate::id::{AccountId, SessionId};
use platform::db::Moment;

/// Person and company that a code is issued for.
pub(super) struct CodeSubject<'a> {
    pub session: SessionId,
    pub account: AccountId,
    pub siren: &'a Siren,
    pub authenticated_at: Moment,
}
