//! Rows of the links between accounts of the portal and accounts at the co-owners.
//!
//! Owns `rattachement`.

mod answers;
mod rows;

pub(super) use answers::{
    LastAnswer, confirm, last_answer, lock_for_answer, mark_unknown, record_failed_request, set_answer,
    set_version,
};
pub(crate) use rows::linked_subject;
pub(super) use rows::{
    Insertion, LinkRow, VerifiedAccount, delete, insert, is_linked, lock_by_subject, lock_of_account,
    record_use,
};
