//! The receipt as a document to keep and print.

use anyhow::Context;
use domain::{amount::Amount, siret::Siret};

use platform::{
    Error,
    db::Moment,
    pdf::{Block, Document},
};

use super::content::PaymentReceipt;
use crate::proofs::LoggedReceipt;

/// Returns the document: the facts of the receipt, with the JSON and the proof as attachments. `recette`: the service in
/// charge, as [`shown::recette`](crate::payments::shown::recette) names it.
pub(super) fn document(
    receipt: &PaymentReceipt,
    recette: &str,
    logged: &LoggedReceipt<'_>,
) -> Result<Document, Error> {
    let paid_at = receipt.paid_at.parse().context("a date of a receipt")?;
    let mut blocks = vec![Block::Terms(facts(receipt, recette, Moment::from_timestamp(paid_at)))];
    blocks.push(Block::Heading("Vérifier ce reçu".to_owned()));
    blocks.extend(logged.how_to_verify());
    Ok(Document {
        title: format!("Reçu du paiement de la créance {}", receipt.reference),
        author: "Prodouane".to_owned(),
        created_at: paid_at,
        blocks,
        attachments: logged.attachments(),
    })
}

fn facts(receipt: &PaymentReceipt, recette: &str, paid_at: Moment) -> Vec<(String, String)> {
    let siret = Siret::parse(&receipt.siret).map_or_else(|_| receipt.siret.clone(), |siret| siret.grouped());
    let facts = [
        ("Montant payé", Amount::from_cents(receipt.cents).to_string()),
        ("Payé le", paid_at.french()),
        ("Moyen", "Carte bancaire".to_owned()),
        ("Référence du paiement", receipt.payment_reference.clone()),
        ("Créance", receipt.reference.clone()),
        ("Objet", receipt.label.clone()),
        ("Redevable", format!("{}, SIRET\u{a0}{siret}", receipt.debtor)),
        ("Service chargé de la créance", recette.to_owned()),
    ];
    facts.map(|(term, fact)| (term.to_owned(), fact)).into()
}
