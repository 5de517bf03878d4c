//! What a batch would do with a question.

use domain::{
    batch::BatchAct,
    canned_answer::first_blank,
    french::with_de,
    problem::Problem,
    question::{Party, Status, Step},
};

use platform::Error;

use super::find::{Batch, BatchItem};
use crate::{
    Portal,
    accounts::sessions::Session,
    customs::canned_answers::{filled, offered},
    messaging::{self, Conversation},
    staff,
};

/// What the execution would do with a question now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forecast {
    /// In words.
    Will(String),
    /// The question is left as it is, for this reason.
    Excluded(String),
}

/// Returns what the execution of a batch would do with one of its questions now.
///
/// # Errors
/// Only failures of the portal.
pub async fn forecast(
    portal: &Portal,
    session: &Session,
    batch: &Batch,
    item: &BatchItem,
) -> Result<Forecast, Error> {
    match plan(portal, session, batch, item).await {
        Ok(words) => Ok(Forecast::Will(words)),
        Err(refused) => explained(refused).map(Forecast::Excluded),
    }
}

/// Returns the sentence that explains a refusal. Other errors stay errors.
pub(super) fn explained(error: Error) -> Result<String, Error> {
    match error {
        Error::Invalid(problems) => {
            Ok(problems.first().map(|found| found.problem.to_string()).unwrap_or_default())
        }
        Error::Refused(denial) => Ok(denial.to_string()),
        Error::NotFound => Ok("Vous ne pouvez plus lire cette question.".to_owned()),
        error => Err(error),
    }
}

/// Returns in words what would happen.
///
/// # Errors
/// Those of the use case, as far as they are known before it.
pub(super) async fn plan(
    portal: &Portal,
    session: &Session,
    batch: &Batch,
    item: &BatchItem,
) -> Result<String, Error> {
    let conversation = messaging::find_writable(portal, session, item.conversation).await?;
    let allowed =
        |step: Step| conversation.status().after(step).map_err(|problem| Error::invalid("", problem));
    match batch.act {
        BatchAct::Take => taking(session, &conversation),
        BatchAct::Assign => assigning(portal, batch, &conversation).await,
        BatchAct::Transfer => {
            allowed(Step::Transfer)?;
            transferring(portal, session, batch, &conversation).await
        }
        BatchAct::Answer => answering(portal, session, batch, &conversation).await,
        BatchAct::Close => {
            allowed(Step::Close(Party::Agent))?;
            Ok("Sera close. L’usager en sera prévenu.".to_owned())
        }
    }
}

fn taken(conversation: &Conversation) -> Error {
    let agent = conversation.assignee_name.clone().unwrap_or_default();
    Error::invalid("", Problem::QuestionTaken { agent })
}

fn require_open(conversation: &Conversation) -> Result<(), Error> {
    match conversation.status() {
        Status::Clos => Err(Error::invalid("", Problem::StepNotAllowed)),
        _ => Ok(()),
    }
}

fn taking(session: &Session, conversation: &Conversation) -> Result<String, Error> {
    require_open(conversation)?;
    match conversation.assignee {
        None => Ok("Vous sera attribuée.".to_owned()),
        Some(assignee) if assignee == session.agent()?.id => Ok("Vous est déjà attribuée.".to_owned()),
        Some(_) => Err(taken(conversation)),
    }
}

async fn assigning(portal: &Portal, batch: &Batch, conversation: &Conversation) -> Result<String, Error> {
    require_open(conversation)?;
    let chosen = batch.answers.text("agent");
    let colleagues = staff::colleagues_in(portal, &conversation.service).await?;
    let colleague = colleagues.iter().find(|one| one.id.to_string() == chosen);
    let colleague = colleague.ok_or_else(|| Error::invalid("", Problem::NotAColleague))?;
    Ok(match (conversation.assignee, &conversation.assignee_name) {
        (Some(assignee), _) if assignee == colleague.id => {
            format!("Est déjà attribuée à {}.", colleague.name)
        }
        (_, Some(before)) => format!("Sera attribuée à {}, au lieu {}.", colleague.name, with_de(before)),
        _ => format!("Sera attribuée à {}.", colleague.name),
    })
}

async fn transferring(
    portal: &Portal,
    session: &Session,
    batch: &Batch,
    conversation: &Conversation,
) -> Result<String, Error> {
    let services = messaging::transfer_services(portal, session, conversation).await?;
    let chosen = services.iter().find(|one| one.code == batch.answers.text("service"));
    let chosen = chosen.ok_or_else(|| Error::invalid("", Problem::NotTransferable))?;
    Ok(format!("Sera transmise à ce service\u{a0}: {}. L’usager en sera prévenu.", chosen.name))
}

async fn answering(
    portal: &Portal,
    session: &Session,
    batch: &Batch,
    conversation: &Conversation,
) -> Result<String, Error> {
    let refuse = |problem| Error::invalid("", problem);
    let (awaits_charge, own) = (conversation.status() == Status::Transmis, session.agent()?.id);
    if awaits_charge && conversation.assignee.is_some_and(|assignee| assignee != own) {
        return Err(taken(conversation));
    }
    if !awaits_charge {
        conversation.status().after(Step::Answer).map_err(refuse)?;
    }
    let offered = offered(portal, session, conversation).await?;
    if !offered.iter().any(|one| one.id.to_string() == batch.answers.text("modele")) {
        return Err(refuse(Problem::CannedAnswerNotOffered));
    }
    let text = filled(session, conversation, batch.answers.raw("texte"))?;
    if let Some(blank) = first_blank(&text) {
        return Err(refuse(Problem::BlankNotFilled { blank: blank.to_owned() }));
    }
    let begun = messaging::question(portal, session, conversation.id).await?.reply;
    if begun.is_some_and(|draft| !draft.answers.text("message").is_empty() || !draft.attachments.is_empty()) {
        return Err(refuse(Problem::AnswerBegun));
    }
    Ok(match awaits_charge {
        true => "Sera prise en charge, puis recevra cette réponse.".to_owned(),
        false => "Recevra cette réponse.".to_owned(),
    })
}
