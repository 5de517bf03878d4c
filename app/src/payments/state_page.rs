use backend::{
    accounts::sessions::Visitor,
    payments::{self, Payment, ShownPayment},
};
use domain::{card_payment::CardPaymentState, co_owner::CoOwner, path, receipt::ReceiptKind, siret::Siret};
use leptos::prelude::*;
use platform::{db::Moment, id::CardPaymentId, transparency::Record};

use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/paiement/suivi/{id}`: state of a payment, then its receipt. The co-owner returns the payer here; nothing in that
/// request is believed.
#[component]
pub fn StatePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let id: CardPaymentId = request.param("id")?;
        let found = match payments::shown_payment(request.portal(), request.session(), id).await {
            Err(platform::Error::NotFound) => {
                return Err(Stop::Redirect(path::CARD_PAYMENT_AGAIN.to_owned()));
            }
            found => found?,
        };
        let title = title(found.payment.state);
        let detail = format!("créance {}", found.payment.reference);
        let content = match found.payment.state {
            CardPaymentState::Running => running(&found),
            CardPaymentState::Paid => receipt(&request, &found),
            state => failed(&request, &found.payment, state),
        };
        Ok(view! {
            <Page title detail crumb="Paiement par carte" trail=Vec::new()>{content}</Page>
        }
        .into_any())
    })
}

fn title(state: CardPaymentState) -> &'static str {
    match state {
        CardPaymentState::Running => "Paiement en cours",
        CardPaymentState::Paid => "Reçu de paiement",
        CardPaymentState::Refused => "Paiement refusé",
        CardPaymentState::Cancelled => "Paiement abandonné",
        CardPaymentState::Expired => "Paiement expiré",
    }
}

/// Refreshed every 3 seconds with scripts; with the link otherwise.
fn running(found: &ShownPayment) -> AnyView {
    let payment = &found.payment;
    let (amount, at) = (payment.amount.to_string(), payment.expires_at);
    let refresh = path::payment_state(payment.id);
    let resume = found.resume.clone().map(|address| {
        view! { <ButtonLink href=address variant=Variant::Secondary>"Reprendre le paiement sur douane.gouv.fr"</ButtonLink> }
    });
    view! {
        <div class="stack stack--small" data-refresh="3">
            <p role="status">"Le portail attend la confirmation de douane.gouv.fr pour ce paiement de " {amount} "."</p>
            <p>
                "Le paiement peut être terminé jusqu’au " <Time at/>
                ". N’en commencez pas d’autre avant d’en connaître le résultat."
            </p>
            <p class="cluster"><ButtonLink href=refresh>"Actualiser"</ButtonLink> {resume}</p>
        </div>
    }
    .into_any()
}

/// What was paid, when, under which reference, and the service in charge (CRPA, R112-11-1).
fn receipt(request: &PageRequest, found: &ShownPayment) -> AnyView {
    let payment = found.payment.clone();
    let at = payment.ended_at.unwrap_or(payment.started_at);
    let address = request.portal().link(&path::payment_state(payment.id));
    let number = payment.payment_reference.unwrap_or_default();
    let question = found.may_ask.then(|| question(&found.payment, at));
    let siret = Siret::parse(&payment.siret).map_or(payment.siret, |siret| siret.grouped());
    let recette = found.recette.clone();
    let proof = found.record.map(|record| proof(payment.id, record));
    let amount = payment.amount.to_string();
    let now = request.portal().clock.now();
    let home = home(request);
    view! {
        <article class="receipt stack">
            // Announced when a refresh of the page brings it.
            <div data-result="">
                <Notice kind=NoticeKind::Success title="La créance est payée">
                    <p>{CoOwner::Dgddi.site()} " a confirmé le paiement le " <Time at seconds=true/> "."</p>
                </Notice>
            </div>
            <DefinitionList>
                <Definition term="Montant payé"><strong>{amount}</strong></Definition>
                <Definition term="Moyen">"Carte bancaire"</Definition>
                <Definition term="Référence du paiement"><span class="mono">{number}</span></Definition>
                <Definition term="Créance"><span class="mono">{payment.reference}</span></Definition>
                <Definition term="Objet">{payment.label}</Definition>
                <Definition term="Redevable">{payment.debtor} ", SIRET\u{a0}" {siret}</Definition>
                <Definition term="Service chargé de la créance">{recette}</Definition>
            </DefinitionList>
            {proof}
            <p class="print-only small">
                "Reçu consultable à l’adresse " <span class="mono">{address}</span> ". Copie imprimée le " <Time at=now/> "."
            </p>
        </article>
        <div class="form__actions no-print">{home} {question}</div>
    }
    .into_any()
}

/// Link to a question about a payment that the service has not taken into account, prefilled with it (motifs.md).
fn question(payment: &Payment, paid_at: Moment) -> impl IntoView + use<> {
    let mut address = format!(
        "{}&creance={}&date_paiement={}&montant={}&moyen=carte",
        path::new_question("paiement-non-impute"),
        path::encode(&payment.reference),
        paid_at.day(),
        path::encode(&payment.amount.to_string()),
    );
    if !payment.recette.is_empty() {
        address.push_str(&format!("&recette={}", path::encode(&payment.recette)));
    }
    view! { <ButtonLink href=address variant=Variant::Secondary>"Poser une question sur ce paiement"</ButtonLink> }
}

fn proof(id: CardPaymentId, record: Record) -> impl IntoView {
    let files = ReceiptFiles {
        pdf: Some(path::payment_receipt_pdf(id)),
        json: path::payment_receipt_file(id),
        proof: path::payment_receipt_proof(id),
    };
    view! {
        <section class="stack" aria-labelledby="preuve">
            <h2 id="preuve">"Preuve"</h2>
            <Proof kind=ReceiptKind::Payment record files/>
        </section>
    }
}

fn failed(request: &PageRequest, payment: &Payment, state: CardPaymentState) -> AnyView {
    let reason = match state {
        CardPaymentState::Refused => {
            "La banque ou l’authentification de la carte a refusé le paiement. Vous pouvez recommencer, avec la même carte ou avec une autre."
        }
        CardPaymentState::Cancelled => {
            "Vous avez abandonné ce paiement sur douane.gouv.fr. Vous pouvez recommencer."
        }
        _ => "Ce paiement n’a pas été terminé à temps. Vous pouvez recommencer.",
    };
    let reference = path::encode(&payment.reference);
    let again = match is_usager(request) {
        true => path::creance_payment(reference),
        false => path::card_payment_of(reference),
    };
    let (amount, home) = (payment.amount.to_string(), home(request));
    view! {
        <div data-result="">
            <Notice kind=NoticeKind::Error>
                <p>"Les " {amount} " ne sont pas payés\u{a0}: rien n’a été débité. " {reason}</p>
            </Notice>
        </div>
        <p class="cluster"><ButtonLink href=again>"Recommencer"</ButtonLink> {home}</p>
    }
    .into_any()
}

fn is_usager(request: &PageRequest) -> bool {
    request.session().is_some_and(|session| matches!(session.visitor, Visitor::Usager(_)))
}

fn home(request: &PageRequest) -> impl IntoView + use<> {
    let (href, label) = match is_usager(request) {
        true => (path::DASHBOARD, "Aller au tableau de bord"),
        false => (path::CARD_PAYMENT, "Payer une autre créance"),
    };
    view! { <ButtonLink href variant=Variant::Secondary>{label}</ButtonLink> }
}
