//! Replies to a question: the operator's follow-up, the service's answer.

use domain::{
    canned_answer::first_blank,
    form::{Answers, FieldDefinition, FormDefinition, Kind, checked},
    problem::Problem,
    question::Party,
};

use platform::{Error, db::Tx, files::FileKey, on};

use super::{
    author::Author,
    content::Content,
    conversation::{Conversation, find_writable},
    newer::require_last_shown,
    official_act::{self, OFFICIAL_ACT},
    searchable,
    steps::{advance, audience, publish},
    store::NewMessage,
};

use crate::{
    Portal,
    accounts::sessions::{Session, Visitor},
    id::{ConversationId, DraftId, MessageId},
    messaging::{
        agent_mails::{self, QuestionEvent},
        attachments::{self, Attachment, Scan},
        drafts::{self, Edit},
        followers,
        receipts::{self, SentReply},
    },
};

/// Maximum number of characters of a reply, as for a question.
const MAX_MESSAGE: usize = 4000;

/// Name of the field by which an agent asks for details instead of answering.
pub const ASKS_DETAILS: &str = "precisions";

/// Returns the form of a follow-up or an answer. Files are added on the same page, outside the form.
pub fn reply_form(party: Party) -> FormDefinition {
    let message = FieldDefinition::new("message", "Message", Kind::LongText { max: MAX_MESSAGE });
    let mut fields = vec![message.mandatory()];
    if party == Party::Agent {
        let paused = "Le délai de réponse est suspendu jusqu’à la réponse de l’opérateur.";
        fields.push(
            FieldDefinition::new(ASKS_DETAILS, "Je demande des précisions avant de répondre", Kind::Checkbox)
                .hint(paused),
        );
        let hint =
            "Engage votre service. Demande une vérification récente de votre identité et un réseau sécurisé.";
        fields.push(
            FieldDefinition::new(OFFICIAL_ACT, "Cette réponse est un acte officiel", Kind::Checkbox)
                .hint(hint),
        );
    }
    FormDefinition::new("reponse", fields)
}

/// Returns the draft of the visitor's follow-up or answer, to upload files to; creates it if needed.
///
/// # Errors
/// [`Error::NotFound`] if the visitor may not write there; [`Error::Invalid`] if the question accepts no reply.
pub async fn begin_reply(
    portal: &Portal,
    session: &Session,
    conversation: ConversationId,
) -> Result<DraftId, Error> {
    let author = Author::of(session)?;
    let conversation = find_writable(portal, session, conversation).await?;
    draft_of(portal, &author, &conversation).await
}

async fn draft_of(portal: &Portal, author: &Author, conversation: &Conversation) -> Result<DraftId, Error> {
    conversation.status().after(author.reply_step(false)).map_err(|problem| Error::invalid("", problem))?;
    drafts::find_or_insert_reply(portal, author, conversation).await
}

/// Stores the text of an unsent reply. `key`: that of its form. `edit`: the page on which it was typed; `None` for one of
/// an earlier build.
///
/// # Errors
/// As [`begin_reply`]; [`Error::NotFound`] if the reply was sent; [`Error::Invalid`] if another page has written the draft.
pub async fn save_reply(
    portal: &Portal,
    session: &Session,
    conversation: ConversationId,
    key: DraftId,
    answers: &Answers,
    edit: Option<Edit>,
) -> Result<(), Error> {
    let author = Author::of(session)?;
    let conversation = find_writable(portal, session, conversation).await?;
    // A page may save the text that it has just sent.
    if is_sent(portal, &author, conversation.id, key).await? {
        return Err(Error::NotFound);
    }
    store_draft(portal, &author, &conversation, answers, edit).await
}

async fn store_draft(
    portal: &Portal,
    author: &Author,
    conversation: &Conversation,
    answers: &Answers,
    edit: Option<Edit>,
) -> Result<(), Error> {
    let draft = draft_of(portal, author, conversation).await?;
    drafts::store_answers(portal, draft, &reply_form(author.party).non_secret_answers(answers), edit).await
}

/// Stores the text of an answer that was refused, also if the question awaits to be taken in charge first.
async fn keep_text(
    portal: &Portal,
    author: &Author,
    conversation: &Conversation,
    answers: &Answers,
) -> Result<(), Error> {
    let draft = drafts::find_or_insert_reply(portal, author, conversation).await?;
    drafts::store_answers(portal, draft, &reply_form(author.party).non_secret_answers(answers), None).await
}

/// Sends a follow-up (operator) or an answer (agent). Idempotent per `key`, generated with the page's form.
///
/// # Errors
/// [`Error::Invalid`] for an empty or too long text, an answer with a blank left, and if the status of the question changed meanwhile, or a message arrived that
/// the page of an answer did not show: the answer is then kept as a draft.
pub async fn reply(
    portal: &Portal,
    session: &Session,
    id: ConversationId,
    key: DraftId,
    answers: &Answers,
) -> Result<(), Error> {
    let author = Author::of(session)?;
    let conversation = find_writable(portal, session, id).await?;
    if is_sent(portal, &author, id, key).await? {
        return Ok(());
    }
    let form = reply_form(author.party);
    let answers = &checked(&form, answers, &())?;
    require_filled(&author, answers)?;
    let official = match official_act::check(portal, session, &conversation, answers) {
        Ok(official) => official,
        Err(refused) => {
            // Saves the draft before redirecting to re-authentication.
            store_draft(portal, &author, &conversation, answers, None).await?;
            return Err(refused);
        }
    };
    let audience = audience(portal, &conversation).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if author.party == Party::Agent
        && let Err(outdated) = require_last_shown(&mut tx, id, key, answers).await
    {
        drop(tx);
        keep_text(portal, &author, &conversation, answers).await?;
        return Err(outdated);
    }
    let mut typed = form.applicable_answers(answers);
    typed.remove(OFFICIAL_ACT);
    let asks_details = !typed.text(ASKS_DETAILS).is_empty();
    typed.remove(ASKS_DETAILS);
    let text = typed.text("message").to_owned();
    let message = NewMessage {
        conversation: id,
        kind: author.reply_kind(),
        author: &author,
        content: Content { typed, shown: Vec::new() },
        key,
        official: official.as_ref(),
        now,
    };
    let Some(message) = message.insert(&mut tx).await? else {
        drop(tx);
        // A parallel request sent it, or the key is forged and belongs to another message.
        let sent = is_sent(portal, &author, id, key).await?;
        return if sent { Ok(()) } else { Err(Error::NotFound) };
    };
    let MovedFiles { files, unfinished } = move_files(&mut tx, &author, id, message).await?;
    let status = advance(&mut tx, &conversation, author.reply_step(asks_details), &author, now).await?;
    searchable::index(&mut tx, id).await?;
    if let Visitor::Usager(usager) = &session.visitor {
        followers::record(&mut tx, now, usager.account, id).await?;
    }
    if author.party == Party::Agent {
        publish(&mut tx, portal, now, &conversation, status, &audience).await?;
    } else if let Some(assignee) = conversation.assignee {
        let event = QuestionEvent::Written;
        agent_mails::notify_assignee(&mut tx, portal, now, &conversation, assignee, event).await?;
    }
    let sent = SentReply {
        conversation: &conversation,
        party: author.party,
        author: &author.name,
        official: official.is_some(),
        message: &text,
        files: &files,
        now,
    };
    receipts::insert_reply(&mut tx, now, message, &sent.record()).await?;
    tx.commit().await?;
    attachments::discard_all(portal, &unfinished).await;
    portal.wake_workers();
    let kind = author.reply_kind();
    tracing::info!(conversation = %id, kind, official = official.is_some(), "reply sent");
    Ok(())
}

/// Requires an answer to have no blank of a canned answer left.
fn require_filled(author: &Author, answers: &Answers) -> Result<(), Error> {
    match first_blank(answers.text("message")) {
        Some(blank) if author.party == Party::Agent => {
            Err(Error::invalid("message", Problem::BlankNotFilled { blank: blank.to_owned() }))
        }
        _ => Ok(()),
    }
}

/// Returns `true` if this author already sent a message with this key to this question.
async fn is_sent(
    portal: &Portal,
    author: &Author,
    conversation: ConversationId,
    key: DraftId,
) -> Result<bool, Error> {
    let found: Option<MessageId> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM message WHERE draft = $1 AND author = $2 AND conversation = $3")
            .bind(key)
            .bind(author.id)
            .bind(conversation)
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some())
}

/// Files of a reply that is sent.
#[derive(Default)]
struct MovedFiles {
    files: Vec<Attachment>,
    /// Files of unfinished uploads, which the caller discards after the commit.
    unfinished: Vec<FileKey>,
}

/// Moves the files of the author's draft to the message and deletes the draft.
async fn move_files(
    tx: &mut Tx,
    author: &Author,
    conversation: ConversationId,
    message: MessageId,
) -> Result<MovedFiles, Error> {
    let Some(draft) = drafts::of_reply_tx(tx, author.id, conversation).await? else {
        return Ok(MovedFiles::default());
    };
    let files = attachments::unsent_tx(tx, draft.into()).await?;
    if let Some(file) = files.iter().find(|file| file.scan == Scan::Infected) {
        return Err(Error::invalid("", Problem::FileInfected { name: file.name.clone() }));
    }
    let unfinished = attachments::move_to_message(tx, draft, message).await?;
    drafts::delete_sent(tx, draft).await?;
    Ok(MovedFiles { files, unfinished })
}
