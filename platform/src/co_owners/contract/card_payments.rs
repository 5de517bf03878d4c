use domain::{
    amount::Amount,
    card_payment::{CardKind, CardPaymentState},
    siret::Siret,
};
use jiff::civil::Date;
use url::Url;

use super::text::{clean, parse};
use crate::{
    co_owners::{http::Failure, wire},
    db::Moment,
    id::CardPaymentId,
};

/// A créance found by what is printed on its payment notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentNotice {
    pub reference: String,
    pub libelle: String,
    /// Masked name of the company that owes it.
    pub debtor: String,
    pub siret: Siret,
    /// `None` for a kind that cannot be paid by card.
    pub card_kind: Option<CardKind>,
    pub remaining: Amount,
    pub due: Date,
    /// Code of the recette that usually handles it.
    pub usual_recette: Option<String>,
}

/// A payment by card, as the co-owner knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardPayment {
    pub id: CardPaymentId,
    /// Reference of the créance.
    pub reference: String,
    pub amount: Amount,
    pub state: CardPaymentState,
    /// Page of the co-owner where the card is entered, while the payment is running.
    pub address: Option<Url>,
    pub expires_at: Moment,
    pub ended_at: Option<Moment>,
    /// Reference of the payment, once paid.
    pub payment_reference: Option<String>,
}

/// Parses a créance found by its payment notice.
pub(in crate::co_owners) fn read_notice(body: &str) -> Result<PaymentNotice, Failure> {
    let wire: wire::PaymentNotice = parse(body)?;
    Ok(PaymentNotice {
        reference: clean(&wire.reference),
        libelle: clean(&wire.libelle),
        debtor: clean(&wire.redevable),
        siret: Siret::parse(&wire.siret).map_err(|_| unreadable("no SIRET"))?,
        card_kind: wire.nature.as_deref().and_then(CardKind::from_code),
        remaining: Amount::from_cents(wire.reste_a_payer_centimes),
        due: wire.echeance,
        usual_recette: wire.recette_usuelle.as_deref().map(clean),
    })
}

/// Parses a payment. `site`: base address of the co-owner, the only site that the payer may be sent to.
pub(in crate::co_owners) fn read_card_payment(body: &str, site: &Url) -> Result<CardPayment, Failure> {
    card_payment(parse(body)?, site)
}

/// Parses the payment of a pushed event; see [`read_card_payment`].
pub(in crate::co_owners) fn read_payment_event(body: &[u8], site: &Url) -> Result<CardPayment, Failure> {
    let text = std::str::from_utf8(body).map_err(|_| unreadable("not UTF-8"))?;
    card_payment(parse::<wire::PaymentEvent>(text)?.paiement, site)
}

fn card_payment(wire: wire::CardPayment, site: &Url) -> Result<CardPayment, Failure> {
    let state = CardPaymentState::from_code(&wire.etat).ok_or_else(|| unreadable("unknown state"))?;
    let address = wire.adresse.map(|address| payment_page(&address, site)).transpose()?;
    match state {
        CardPaymentState::Running if address.is_none() => return Err(unreadable("no payment page")),
        CardPaymentState::Paid if wire.reference_paiement.is_none() => {
            return Err(unreadable("paid without a reference"));
        }
        _ => {}
    }
    Ok(CardPayment {
        id: wire.paiement.into(),
        reference: clean(&wire.reference),
        amount: Amount::from_cents(wire.montant_centimes),
        state,
        address,
        expires_at: Moment::from_timestamp(wire.expire_le),
        ended_at: wire.termine_le.map(Moment::from_timestamp),
        payment_reference: wire.reference_paiement.as_deref().map(clean),
    })
}

/// Parses the address of the page where the card is entered, which must be on the site of the co-owner.
fn payment_page(address: &str, site: &Url) -> Result<Url, Failure> {
    Url::parse(address)
        .ok()
        .filter(|address| address.origin() == site.origin())
        .ok_or_else(|| unreadable("the payment page is not on the co-owner's site"))
}

fn unreadable(reason: &str) -> Failure {
    Failure::Unreadable(reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNNING: &str = r#"{"paiement":"0190a5c4-7c1e-7cc3-98c4-dc0c0c07398f","reference":"CI-7","montant_centimes":48730,
        "etat":"en_cours","adresse":"https://douane.example/paiement/x","expire_le":"2026-11-29T12:00:00Z",
        "termine_le":null,"reference_paiement":null}"#;

    fn read(body: &str) -> Result<CardPayment, Failure> {
        read_card_payment(body, &"https://douane.example/dgddi".parse().expect("an address"))
    }

    #[test]
    fn payments_are_read_in_every_state() {
        let running = read(RUNNING).expect("a payment");
        assert_eq!((running.state, running.amount.cents()), (CardPaymentState::Running, 48_730));
        let paid = RUNNING
            .replace("en_cours", "paye")
            .replace("\"adresse\":\"https://douane.example/paiement/x\",", "")
            .replace("\"reference_paiement\":null", "\"reference_paiement\":\"CB-1\"");
        assert_eq!(read(&paid).expect("a payment").payment_reference.as_deref(), Some("CB-1"));
        let event = format!(r#"{{"evenement":"x","paiement":{RUNNING}}}"#);
        let site = "https://douane.example".parse().expect("an address");
        assert_eq!(read_payment_event(event.as_bytes(), &site).expect("an event"), running);
    }

    #[test]
    fn payments_outside_the_contract_are_unreadable() {
        for (text, wrong) in [
            ("en_cours", "presque"),
            ("en_cours", "paye"),
            ("https://douane.example", "https://douane.example.evil.example"),
            ("https://douane.example", "http://douane.example"),
            ("https://douane.example/paiement/x", "javascript:alert(1)"),
            ("0190a5c4-", ""),
            ("48730", "487.30"),
        ] {
            let body = RUNNING.replace(text, wrong);
            assert!(matches!(read(&body), Err(Failure::Unreadable(_))), "{body}");
        }
    }
}
