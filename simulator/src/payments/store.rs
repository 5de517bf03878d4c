//! Payments by card, in memory. All states but `en_cours` are final.

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::co_owner::CoOwner;
use crate::keys::random_token;
use crate::push::Event;
use crate::site::Site;
use crate::world::{Payment, PaymentMeans};

/// Time to pay.
const VALIDITY: Duration = Duration::from_secs(15 * 60);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    EnCours,
    Paye,
    Refuse,
    Annule,
    Expire,
}

/// A payment, as the contract describes it.
#[derive(Clone, Debug, Serialize)]
pub struct PaymentState {
    pub paiement: Uuid,
    /// Reference of the créance.
    pub reference: String,
    pub montant_centimes: i64,
    pub etat: Progress,
    /// Page where the card is entered, while the payment is running.
    #[serde(skip_serializing_if = "Option::is_none")]
    adresse: Option<String>,
    pub expire_le: Timestamp,
    pub termine_le: Option<Timestamp>,
    reference_paiement: Option<String>,
}

/// A payment with what the contract does not show.
#[derive(Clone, Debug)]
pub struct CardPayment {
    pub state: PaymentState,
    pub co_owner: CoOwner,
    /// Secret of the address of its pages.
    token: String,
    /// Page of the portal to return to.
    pub return_to: String,
    /// The card was accepted, and the code of 3-D Secure is awaited.
    pub awaits_code: bool,
}

#[derive(Default)]
pub struct CardPayments(Vec<CardPayment>);

/// A payment that the portal begins.
pub struct NewPayment<'a> {
    pub id: Uuid,
    pub reference: &'a str,
    pub amount: i64,
    pub return_to: &'a str,
}

/// Reason why a payment cannot begin.
#[derive(Clone, Copy, Debug)]
pub enum Refusal {
    NotPayable,
    OtherAmount,
    Running,
    OtherPayment,
}

impl CardPayments {
    /// Ends the payments whose time is over.
    fn expire(&mut self, now: Timestamp) {
        let over = |one: &&mut CardPayment| one.state.etat == Progress::EnCours && one.state.expire_le <= now;
        for payment in self.0.iter_mut().filter(over) {
            payment.end(Progress::Expire, now);
        }
    }
}

impl CardPayment {
    fn end(&mut self, progress: Progress, now: Timestamp) {
        self.state.etat = progress;
        self.state.termine_le = Some(now);
        self.state.adresse = None;
    }
}

/// Begins a payment. Returns it, and `true` unless it had begun already.
pub fn begin(site: &Site, new: &NewPayment) -> Result<(PaymentState, bool), Refusal> {
    let now = site.simulator.clock.now();
    // Locked until the insertion, so that one payment of a créance is running.
    let mut payments = site.simulator.card_payments();
    payments.expire(now);
    if let Some(known) = payments.0.iter().find(|one| one.state.paiement == new.id) {
        let is_same = known.state.reference == new.reference && known.state.montant_centimes == new.amount;
        return if is_same { Ok((known.state.clone(), false)) } else { Err(Refusal::OtherPayment) };
    }
    check(site, new)?;
    let of_creance =
        |one: &&CardPayment| one.co_owner == site.co_owner && one.state.reference == new.reference;
    if payments.0.iter().filter(of_creance).any(|one| one.state.etat == Progress::EnCours) {
        return Err(Refusal::Running);
    }
    let token = random_token();
    let state = PaymentState {
        paiement: new.id,
        reference: new.reference.to_owned(),
        montant_centimes: new.amount,
        etat: Progress::EnCours,
        adresse: Some(format!("{}/paiement/{token}", site.base())),
        expire_le: now + VALIDITY,
        termine_le: None,
        reference_paiement: None,
    };
    payments.0.push(CardPayment {
        state: state.clone(),
        co_owner: site.co_owner,
        token,
        return_to: new.return_to.to_owned(),
        awaits_code: false,
    });
    Ok((state, true))
}

fn check(site: &Site, new: &NewPayment) -> Result<(), Refusal> {
    site.simulator.read(|world| {
        let (_, creance) = world.creance(site.co_owner, new.reference).ok_or(Refusal::NotPayable)?;
        let kind = creance.kind.ok_or(Refusal::NotPayable)?;
        if creance.remaining == 0 || creance.remaining > kind.limit() {
            return Err(Refusal::NotPayable);
        }
        if creance.remaining == new.amount { Ok(()) } else { Err(Refusal::OtherAmount) }
    })
}

/// Returns the state of a payment.
pub fn state(site: &Site, id: Uuid) -> Option<PaymentState> {
    let mut payments = site.simulator.card_payments();
    payments.expire(site.simulator.clock.now());
    let of_site = |one: &&CardPayment| one.co_owner == site.co_owner && one.state.paiement == id;
    payments.0.iter().find(of_site).map(|one| one.state.clone())
}

/// Returns the payment whose pages have this secret.
pub fn find(site: &Site, token: &str) -> Option<CardPayment> {
    let mut payments = site.simulator.card_payments();
    payments.expire(site.simulator.clock.now());
    payments.0.iter().find(|one| one.co_owner == site.co_owner && one.token == token).cloned()
}

/// Records that the bank has accepted the card and asks for a code.
pub fn await_code(site: &Site, token: &str) {
    let mut payments = site.simulator.card_payments();
    if let Some(payment) = payments.0.iter_mut().find(|one| one.token == token) {
        payment.awaits_code = true;
    }
}

/// Ends a running payment, changes the créance if it is paid, and pushes the state to the portals.
pub fn end(site: &Site, token: &str, progress: Progress) {
    let now = site.simulator.clock.now();
    let mut payments = site.simulator.card_payments();
    payments.expire(now);
    let is_running = |one: &&mut CardPayment| one.token == token && one.state.etat == Progress::EnCours;
    let Some(payment) = payments.0.iter_mut().find(is_running) else { return };
    payment.end(progress, now);
    if progress == Progress::Paye {
        let reference = format!("CB-{}", &payment.state.paiement.simple().to_string()[20..]).to_uppercase();
        payment.state.reference_paiement = Some(reference.clone());
        let paid = Payment { date: site.simulator.clock.today(), means: PaymentMeans::Carte, reference };
        _ = site.simulator.settle(site.co_owner, &payment.state.reference, paid);
    }
    let event = Event::of_payment(site.co_owner, &payment.state);
    drop(payments);
    site.simulator.push(event);
}
