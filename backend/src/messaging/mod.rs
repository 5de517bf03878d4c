//! Secure messaging (004, *Messagerie sécurisée*; mission §5): drafts, files, questions, what follows them.
//!
//! A question belongs to a SIREN: whoever may read it there sees all of it. What a person may not see does not exist
//! for them: [`crate::Error::NotFound`], absent from lists and counts.

mod access;
mod archive;
mod attachments;
mod conversations;
mod download;
mod drafts;
mod listing;
mod official;
mod promise;
mod purge;
mod question;
mod reply;
mod scan;
mod search;
mod send;
mod steps;
mod upload;
mod written;

pub use access::Access;
pub use attachments::{Attachment, Scan, Sha256Hex, UnknownCode, remove as remove_attachment};
pub use conversations::Conversation;
pub use download::{Download, is_file_used, open_attachment};
pub use drafts::{
    Draft, DraftForm, DraftSummary, Lists, Prefill, RECIPIENT, delete as delete_draft, draft, drafts, form,
    form_problems, problems, save, start, tree,
};
pub use listing::{Filter, Listed, Listing, PAGE, list, mark_read, unread_count};
pub use official::OFFICIAL_ACT;
pub use promise::{PROMISED_DAYS, promised_at, working_days_between};
pub use purge::{DRAFT_AGE, purge_archives, purge_drafts};
pub use question::{Message, Question, ReplyDraft, ShownAnswer, StepTaken, question};
pub use reply::{draft_for_answer, reply, reply_form, save_reply};
pub use scan::scan_pending;
pub use send::{SentLetter, send, sent_as, shown_answers};
pub use steps::{close, take_in_charge};
pub use upload::{UploadGuard, abandon_upload, begin_upload, finish_upload};
pub use written::DELETED_AUTHOR;

pub(crate) use access::may;
pub(crate) use attachments::discard as discard_file;
pub(crate) use conversations::columns;
pub(crate) use written::{Written, forget_author, written_by};
