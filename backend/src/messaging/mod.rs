//! Secure messaging (004, *Messagerie sécurisée*; mission §5): drafts, attachments, conversations, notifications.
//!
//! A question belongs to a SIREN: every person with the right to read it there sees all of it. An object that a person
//! may not see does not exist for them: [`platform::Error::NotFound`], absent from lists and counts. Each sub-module
//! owns its tables.

mod access;
mod agent_mails;
pub mod agent_notices;
mod answer_delays;
mod attachments;
mod conversations;
mod drafts;
mod exchanges;
mod followers;
mod handling;
mod hooks;
mod merging;
mod notes;
pub mod notifications;
mod other_company;
pub(crate) mod personal_data;
mod receipts;
mod warnings;

pub use access::Access;
pub use agent_mails::{
    DigestLetter, OwnQuestionLetter, QuestionEvent, choose_mails, mail_choice, mail_digests,
};
pub use answer_delays::{
    AnswerDelay, DAYS_OBSERVED, DelayReport, PastRound, ReportLine, ReportQuery, ReportScope, ServiceDelay,
    delay_report, export_delay_report, observed as observed_delay, of_services as delays_of_services,
    reported_services,
};
pub use attachments::{
    Attachment, AttachmentPlace, CaseWriter, Download, NewUpload, PiecePermit, Scan, Sha256Hex, Target,
    UnfinishedUpload, UploadPermit, UploadProgress, abandon_upload, begin_in_pieces, begin_piece,
    begin_upload, cancel_upload, finish_in_pieces, finish_piece, finish_upload, is_file_used,
    open_attachment, place_of, purge_uploads, remove_attachment, scan_pending, target_of_upload,
    unfinished_uploads, upload_progress,
};
pub use conversations::{
    ASKS_DETAILS, Conversation, Filter, LAST_SHOWN, ListedQuestion, Message, OFFICIAL_ACT, PAGE, Question,
    QuestionList, ReplyDraft, SentLetter, ShownAnswer, StepTaken, Urgency, begin_reply, close,
    conversation_of_draft, list, mark_read, purge_archives, purge_unread, question, reply, reply_form,
    save_reply, send, summary_answers, unread_count,
};
pub use drafts::{
    DRAFT_RETENTION, Draft, DraftForm, DraftSummary, Edit, Lists, Prefill, RECIPIENT, adopt_newer_motif,
    closed_version, delete_draft, draft, drafts, form, form_problems, newer_motif, preview_form, problems,
    purge_drafts, save, start, start_once, tree,
};
pub use exchanges::{Exchanges, ExchangesFile, ExchangesQueue, exchanges, open_exchanges, request_exchanges};
pub use followers::{Followers, follow, followers, unfollow};
pub use handling::{
    Act, ActKind, Handling, Writing, assign, assignment_form, handling, release, take, take_in_charge,
    transfer, transfer_form,
};
pub use merging::{Links, candidates as merge_candidates, links, merge, merge_form, separate};
pub use notes::{MentionLetter, Note, add_note, note_form, notes};
pub use other_company::{Object, OtherCompany, other_company};
pub use personal_data::DELETED_AUTHOR;
pub use receipts::{
    Evidence, MessageEvidence, NO_PROMISE, Receipt, ReceiptService, SentReceipt, message_evidence,
    message_file, message_proof, receipt, receipt_file, receipt_pdf, receipt_proof,
};

pub use warnings::{WarningLetter, warn_of_delays};

pub(crate) use access::{is_allowed, require_allowed};
pub(crate) use attachments::{
    delete_of_case, delete_of_document, discard_file, discard_unsent, move_to_entry, move_to_version,
    of_case, open_case_file, open_version_file, purge_each, purge_unsent_of_cases, unsent as unsent_files,
};
pub(crate) use conversations::{Cursor, conversation_columns, find_writable, service_scope};
pub(crate) use handling::transfer_services;
pub(crate) use hooks::MessagingHooks;
