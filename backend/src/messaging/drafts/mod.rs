//! Drafts: stores questions, follow-ups and answers as typed, valid or not, until they are sent or deleted.
//!
//! Owns `draft`.

mod delete;
mod draft;
mod edit;
mod form;
mod limits;
mod newer;
mod owned;
mod purge;
mod save;
mod start;
mod store;

pub use delete::delete_draft;
pub use draft::{Draft, DraftSummary, RECIPIENT, draft, drafts};
pub use edit::Edit;
pub use form::{DraftForm, Lists, form, form_problems, preview_form, problems};
pub use newer::{adopt_newer_motif, closed_version, newer_motif};
pub use purge::{DRAFT_RETENTION, purge_drafts};
pub use save::save;
pub use start::{Prefill, start, start_once, tree};

pub(super) use draft::{load, subject};
pub(super) use owned::owned;
pub(super) use store::{
    StoredReply, answers_to, answers_tx, delete_of_conversation, delete_of_owner, delete_sent,
    find_or_insert_reply, lock, of_reply, of_reply_tx, store_answers,
};
