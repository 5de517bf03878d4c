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
mod promise;
mod purge;
mod question;
mod reply;
mod search;
mod send;
mod upload;

pub use access::Access;
pub use attachments::{Attachment, Scan, Sha256Hex, UnknownCode, remove as remove_attachment};
pub use conversations::{Conversation, Filter, Listed, Listing, PAGE, list, mark_read, unread_count};
pub use download::{Download, is_file_used, open_attachment};
pub use drafts::{
    Draft, DraftForm, DraftSummary, Lists, Prefill, RECIPIENT, delete as delete_draft, draft, drafts, form,
    form_problems, problems, save, start, tree,
};
pub use promise::{PROMISED_DAYS, promised_at, working_days_between};
pub use purge::{DRAFT_AGE, purge_drafts};
pub use question::{Message, Question, ReplyDraft, ShownAnswer, StepTaken, question};
pub use reply::{close, draft_for_answer, reply, reply_form, save_reply, take_in_charge};
pub use send::{SentLetter, send, sent_as, shown_answers};
pub use upload::{UploadGuard, abandon_upload, begin_upload, finish_upload, scan_pending};

pub(crate) use conversations::columns;
