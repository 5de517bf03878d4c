//! A question of an archive as JSON, with French member names.

use domain::question::Party;
use serde_json::{Value, json};

use platform::{Error, db::Moment};

use super::question::{ArchivedFile, ArchivedMessage, ArchivedQuestion};

/// Value of `format`; another one for every change of the members.
const FORMAT: &str = "prodouane/question-archivee/4";

/// Returns the JSON of a question, whose paths are relative to its folder.
pub(super) fn json(question: &ArchivedQuestion<'_>) -> Result<String, Error> {
    let one = question.conversation;
    let date = |at: Option<Moment>| at.map(Moment::rfc3339);
    let steps = question.steps.iter().map(|step| {
        json!({ "etat": step.status().code(), "le": step.at.rfc3339(), "par": step.by_name, "par_le_service": step.by_agent, "transmise_a": step.transferred_to, "autre_question": step.merged_with })
    });
    let document = json!({
        "format": FORMAT, "numero": one.number, "siren": one.siren.as_str(), "entreprise": one.company,
        "motif": one.motif_title, "confidentiel": one.confidential, "service": one.service_name,
        "objet": one.subject, "etat": one.status().code(), "posee_le": one.asked_at.rfc3339(),
        "reponse_promise_le": date(one.answer_due_at), "prise_en_charge_le": date(one.taken_in_charge_at),
        "repondue_le": date(one.answered_at), "close_le": date(one.closed_at),
        "etapes": steps.collect::<Vec<_>>(),
        "messages": question.messages.iter().map(message).collect::<Vec<_>>(),
    });
    Ok(serde_json::to_string_pretty(&document)?)
}

fn message(archived: &ArchivedMessage) -> Value {
    let ArchivedMessage { message, files, entry, proofs } = archived;
    let answers =
        message.answers.iter().map(|answer| json!({ "champ": answer.label, "valeurs": answer.values }));
    json!({
        "de": message.author_name, "du_service": message.by == Party::Agent, "envoye_le": message.sent_at.rfc3339(),
        "acte_officiel": message.official, "reponses": answers.collect::<Vec<_>>(), "message": message.body,
        "pieces": files.iter().map(file).collect::<Vec<_>>(), "inscription_au_registre": entry, "preuves": proofs,
    })
}

fn file(file: &ArchivedFile) -> Value {
    let one = &file.attachment;
    json!({
        "nom": one.name, "octets": one.size, "sha256": one.sha256.as_str(), "fichier": file.path.as_deref().ok(),
        "absent_car": file.missing(),
    })
}
