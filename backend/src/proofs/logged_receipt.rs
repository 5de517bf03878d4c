use domain::{path, receipt::ReceiptKind};

use platform::{
    Error,
    pdf::{Attachment, Block},
    transparency::{self, Proof, Record},
};

use crate::Portal;

/// A receipt with its entry in the log.
pub struct LoggedReceipt<'a> {
    kind: ReceiptKind,
    /// The bytes that the log recorded.
    json: &'a str,
    record: Record,
    /// `None` until a checkpoint covers it.
    proof: Option<Proof>,
    /// Address of the page that verifies receipts.
    verification: String,
}

impl<'a> LoggedReceipt<'a> {
    /// Reads what the log has of a receipt. `json` is what it recorded as the entry of this number.
    ///
    /// # Errors
    /// [`Error::NotFound`] without such an entry; [`Error::Busy`].
    pub async fn read(
        portal: &Portal,
        kind: ReceiptKind,
        json: &'a str,
        entry: i64,
    ) -> Result<LoggedReceipt<'a>, Error> {
        Ok(LoggedReceipt {
            kind,
            json,
            record: transparency::record(portal, entry).await?,
            proof: transparency::proof(portal, entry).await?,
            verification: portal.link(path::VERIFICATION),
        })
    }

    /// Returns the paragraphs of a document that say how to verify it, and what that does not show.
    pub fn how_to_verify(&self) -> Vec<Block> {
        let entry = format!(
            "{} est l’inscription n°\u{a0}{} du registre de transparence du portail, du {}. Le fichier \
             «\u{a0}{}\u{a0}» joint à ce document est ce que le registre a inscrit\u{a0}: lui seul fait foi, et se \
             vérifie à l’adresse {}.",
            self.kind.this(),
            self.record.number + 1,
            self.record.appended_at.french(),
            self.kind.files().0,
            self.verification
        );
        let limits = "La date est celle de l’horloge du portail, non celle d’un horodatage qualifié. Un caractère que la \
                      police de ce document n’a pas est remplacé par □.";
        vec![Block::Paragraph(entry), Block::Paragraph(limits.to_owned())]
    }

    /// Returns the JSON and, once there is one, its proof.
    pub fn attachments(&self) -> Vec<Attachment> {
        let (json, proof) = self.kind.files();
        let json = Attachment {
            name: json.to_owned(),
            media_type: "application/json",
            description: format!("{}, tel que le registre l’a inscrit", self.kind.label()),
            bytes: self.json.as_bytes().to_vec(),
        };
        let proof = self.proof.as_ref().map(|found| Attachment {
            name: proof.to_owned(),
            media_type: "text/plain",
            description: "Preuve de l’inscription au registre".to_owned(),
            bytes: found.to_string().into_bytes(),
        });
        [json].into_iter().chain(proof).collect()
    }
}
