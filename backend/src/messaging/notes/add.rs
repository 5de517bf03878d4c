use domain::{
    agent_notice::AgentNoticeKind,
    form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind, checked},
    path,
};

use platform::{
    Error,
    db::Tx,
    execute_tx,
    mail::{self, Lifetime},
};

use super::letter::MentionLetter;
use crate::{
    Portal,
    accounts::sessions::{Session, StaffMember},
    id::{ConversationId, RowId, StaffId},
    messaging::{Conversation, agent_mails, agent_notices, conversations::find_writable},
    portal::Signal,
    staff::{self, Colleague},
};

/// Maximum number of characters of a note, as of a message.
const MAX_NOTE: usize = 4000;

/// Returns the form of a note. `colleagues`: those whom it may mention.
pub fn note_form(colleagues: &[Colleague]) -> FormDefinition {
    let options = colleagues.iter().map(|one| ChoiceOption::new(one.id.to_string(), &one.name)).collect();
    FormDefinition::new(
        "noter-question",
        vec![
            // Another name than the field of the answer, which is on the same page.
            FieldDefinition::new("note", "Note", Kind::LongText { max: MAX_NOTE })
                .mandatory()
                .hint("Lue par les agents du service, jamais par l’opérateur."),
            FieldDefinition::new("mention", "Prévenir un collègue", Kind::Choice { options })
                .hint("Facultatif\u{a0}: un courriel lui indique le lien, sans le texte de la note."),
        ],
    )
}

/// Adds a note, and notifies the colleague that it mentions by mail. Idempotent per `key`, generated with the form.
///
/// # Errors
/// [`Error::NotFound`] if the agent may not read the question; [`Error::Invalid`]: problems of the form.
pub async fn add_note(
    portal: &Portal,
    session: &Session,
    id: ConversationId,
    key: RowId,
    answers: &Answers,
) -> Result<(), Error> {
    let agent = session.agent()?;
    let conversation = find_writable(portal, session, id).await?;
    let mut colleagues = staff::colleagues_in(portal, &conversation.service).await?;
    colleagues.retain(|one| one.id != agent.id);
    let answers = &checked(&note_form(&colleagues), answers, &())?;
    let mentioned = colleagues.iter().find(|one| one.id.to_string() == answers.text("mention"));
    let mut tx = portal.db.begin().await?;
    let mentioned_name = mentioned.map_or("", |one| one.name.as_str());
    let note = NewNote { id: key, conversation: id, content: answers.text("note"), mentioned_name };
    if note.insert(&mut tx, portal, agent).await? {
        tx.notify(Signal::inbox(&conversation.service));
        if let Some(colleague) = mentioned {
            notify(&mut tx, portal, agent, &conversation, colleague.id).await?;
        }
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

struct NewNote<'a> {
    id: RowId,
    conversation: ConversationId,
    content: &'a str,
    mentioned_name: &'a str,
}

impl NewNote<'_> {
    /// Returns `false` if the note was added before.
    async fn insert(&self, tx: &mut Tx, portal: &Portal, author: &StaffMember) -> Result<bool, Error> {
        let inserted = execute_tx!(
            tx,
            sqlx::query(
                "INSERT INTO question_note (id, conversation, author, author_name, content, mentioned_name, written_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
            )
            .bind(self.id)
            .bind(self.conversation)
            .bind(author.id)
            .bind(&author.name)
            .bind(self.content)
            .bind(self.mentioned_name)
            .bind(portal.clock.now())
        )?;
        Ok(inserted == 1)
    }
}

/// Notifies a colleague in the portal, and mails them the link if they still answer for the service and chose to receive such mails.
async fn notify(
    tx: &mut Tx,
    portal: &Portal,
    author: &StaffMember,
    conversation: &Conversation,
    colleague: StaffId,
) -> Result<(), Error> {
    let (now, kind) = (portal.clock.now(), AgentNoticeKind::Mentioned);
    agent_notices::record(tx, now, colleague, conversation.id, kind, &author.name).await?;
    let Some(colleague) = agent_mails::instant_recipient(tx, colleague, &conversation.service).await? else {
        return Ok(());
    };
    let letter = MentionLetter {
        name: colleague.name,
        author: author.name.clone(),
        number: conversation.number.clone(),
        link: portal.link(&path::agent_question(conversation.id)),
    };
    mail::enqueue(tx, now, &colleague.mail, &letter, Lifetime::Unlimited).await
}
