//! The receipt as a document to keep and print.

use anyhow::Context;
use domain::email;

use platform::{
    Error,
    db::Moment,
    pdf::{Block, Document},
};

use super::content::{NO_PROMISE, Receipt};
use crate::proofs::LoggedReceipt;

/// Returns the document: the facts of the receipt, with the JSON and the proof as attachments.
pub(super) fn document(receipt: &Receipt, logged: &LoggedReceipt<'_>) -> Result<Document, Error> {
    let mut blocks = vec![Block::Terms(facts(receipt)?)];
    blocks.extend(section("Sans réponse du service", paragraphs(&receipt.silence)));
    blocks.extend(section("Réponses", answers(receipt)));
    blocks.extend(section("Message", vec![Block::Paragraph(receipt.message.clone())]));
    blocks.extend(section("Pièces jointes", files(receipt)));
    blocks.extend(section("Vérifier cet accusé de réception", logged.how_to_verify()));
    Ok(Document {
        title: format!("Accusé de réception de la question {}", receipt.number),
        author: "Prodouane".to_owned(),
        created_at: moment(&receipt.received_at)?.timestamp(),
        blocks,
        attachments: logged.attachments(),
    })
}

/// Returns a heading with its blocks; nothing without blocks.
fn section(heading: &str, blocks: Vec<Block>) -> Vec<Block> {
    let heading = (!blocks.is_empty()).then(|| Block::Heading(heading.to_owned()));
    heading.into_iter().chain(blocks).collect()
}

fn paragraphs(texts: &[String]) -> Vec<Block> {
    texts.iter().cloned().map(Block::Paragraph).collect()
}

fn moment(rfc3339: &str) -> Result<Moment, Error> {
    Ok(Moment::from_timestamp(rfc3339.parse().context("a date of a receipt")?))
}

fn facts(receipt: &Receipt) -> Result<Vec<(String, String)>, Error> {
    let Receipt { number, service, company, sender, motif, subject, .. } = receipt;
    let service = format!(
        "{}\n{}\nCourriel\u{a0}: {}\nTéléphone\u{a0}: {}",
        service.name,
        service.address,
        email::shown(&service.email),
        service.phone.shown()
    );
    let facts = [
        ("Reçue le", moment(&receipt.received_at)?.french()),
        ("Numéro", number.clone()),
        ("Entreprise", format!("{}, SIREN\u{a0}{}", company.name, company.siren)),
        ("Envoyée par", sender.name.clone()),
        ("Service destinataire", service),
        ("Motif", motif.title.clone()),
        ("Objet", subject.clone()),
        ("Réponse promise", receipt.promise()?.unwrap_or_else(|| NO_PROMISE.to_owned())),
    ];
    Ok(facts.map(|(term, fact)| (term.to_owned(), fact)).into())
}

fn answers(receipt: &Receipt) -> Vec<Block> {
    let terms: Vec<(String, String)> =
        receipt.answers.iter().map(|answer| (answer.label.clone(), answer.values.join("\n"))).collect();
    if terms.is_empty() { Vec::new() } else { vec![Block::Terms(terms)] }
}

fn files(receipt: &Receipt) -> Vec<Block> {
    if receipt.files.is_empty() {
        return paragraphs(&["Aucune pièce jointe.".to_owned()]);
    }
    let files = receipt
        .files
        .iter()
        .map(|file| (file.name.clone(), format!("{} octets\nSHA-256\u{a0}: {}", file.size, file.sha256)));
    vec![Block::Terms(files.collect())]
}
