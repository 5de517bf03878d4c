//! The receipt as a document to keep and print.

use anyhow::Context;
use domain::email;

use platform::{
    Error,
    db::Moment,
    pdf::{Attachment, Block, Document},
    transparency::{Proof, Record},
};

use super::content::Receipt;

/// Names of the receipt and of its proof, as attachments.
const JSON_NAME: &str = "accuse-de-reception.json";
const PROOF_NAME: &str = "accuse-de-reception.tlog-proof";

/// A receipt with what shows that it was not changed.
pub(super) struct Evidenced<'a> {
    pub receipt: &'a Receipt,
    /// The bytes that the log recorded.
    pub json: &'a str,
    pub record: Record,
    /// `None` until a checkpoint covers it.
    pub proof: Option<Proof>,
    /// Address of the page that verifies receipts.
    pub verification: String,
}

impl Evidenced<'_> {
    /// Returns the document: the facts of the receipt, with the JSON and the proof as attachments.
    pub fn document(&self) -> Result<Document, Error> {
        let receipt = self.receipt;
        let mut blocks = vec![Block::Terms(facts(receipt)?)];
        blocks.extend(section("Sans réponse du service", paragraphs(&receipt.silence)));
        blocks.extend(section("Réponses", answers(receipt)));
        blocks.extend(section("Message", vec![Block::Paragraph(receipt.message.clone())]));
        blocks.extend(section("Pièces jointes", files(receipt)));
        blocks.extend(section("Vérifier cet accusé de réception", self.how_to_verify()));
        Ok(Document {
            title: format!("Accusé de réception de la question {}", receipt.number),
            author: "Prodouane".to_owned(),
            created_at: moment(&receipt.received_at)?.timestamp(),
            blocks,
            attachments: self.attachments(),
        })
    }

    fn how_to_verify(&self) -> Vec<Block> {
        let entry = format!(
            "Cet accusé est l’inscription n°\u{a0}{} du registre de transparence du portail, du {}. Le fichier \
             «\u{a0}{JSON_NAME}\u{a0}» joint à ce document est ce que le registre a inscrit\u{a0}: lui seul fait foi, et se \
             vérifie à l’adresse {}.",
            self.record.number + 1,
            self.record.appended_at.french(),
            self.verification
        );
        let limits = "La date est celle de l’horloge du portail, non celle d’un horodatage qualifié. Un caractère que la \
                      police de ce document n’a pas est remplacé par □.";
        paragraphs(&[entry, limits.to_owned()])
    }

    fn attachments(&self) -> Vec<Attachment> {
        let json = Attachment {
            name: JSON_NAME.to_owned(),
            media_type: "application/json",
            description: "Accusé de réception, tel que le registre l’a inscrit".to_owned(),
            bytes: self.json.as_bytes().to_vec(),
        };
        let proof = self.proof.as_ref().map(|proof| Attachment {
            name: PROOF_NAME.to_owned(),
            media_type: "text/plain",
            description: "Preuve de l’inscription au registre".to_owned(),
            bytes: proof.to_string().into_bytes(),
        });
        [json].into_iter().chain(proof).collect()
    }
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
        ("Réponse promise", format!("au plus tard le {}", moment(&receipt.answer_due_at)?.french_day())),
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
