//! What is to be paid, shown before the payer leaves the portal.

use backend::payments::{Payable, Payment};
use domain::{
    calendar::french_date,
    card_payment::{CardPaymentState, CardRefusal},
    path,
};
use leptos::prelude::*;

use crate::ui::*;

/// What a créance is, to whom it is owed, and how much remains.
pub(super) fn facts(creance: &Payable) -> impl IntoView + use<> {
    let Payable { reference, label, debtor, siret, due, remaining, .. } = creance.clone();
    view! {
        <DefinitionList>
            <Definition term="Créance"><span class="mono">{reference}</span></Definition>
            <Definition term="Objet">{label}</Definition>
            <Definition term="Redevable">{debtor} ", SIRET\u{a0}" {siret.grouped()}</Definition>
            <Definition term="Bénéficiaire">"Direction générale des douanes et droits indirects"</Definition>
            <Definition term="Échéance">{french_date(due)}</Definition>
            <Definition term="Montant à payer"><strong>{remaining.to_string()}</strong></Definition>
        </DefinitionList>
    }
}

/// Next step of the payer.
pub(super) enum Step {
    /// The notice says why the créance cannot be paid now.
    Blocked(AnyView),
    /// The label of the button, and a notice about the last payment.
    Pay { label: String, notice: Option<AnyView> },
}

/// Returns the next step. `is_own`: the last payment was begun in this session.
pub(super) fn step(creance: &Payable, last: Option<&Payment>, is_own: bool) -> Step {
    if let Some(refusal) = creance.refusal() {
        return Step::Blocked(refused(refusal, last));
    }
    let pay = format!("Payer {} par carte", creance.remaining);
    match last.map(|payment| (payment.state, payment)) {
        Some((CardPaymentState::Running, payment)) if is_own => {
            Step::Pay { label: "Reprendre le paiement".to_owned(), notice: Some(running(payment)) }
        }
        Some((CardPaymentState::Running, payment)) => Step::Blocked(running_elsewhere(payment)),
        _ => Step::Pay { label: pay, notice: None },
    }
}

fn refused(refusal: CardRefusal, last: Option<&Payment>) -> AnyView {
    let kind = match refusal {
        CardRefusal::Paid => NoticeKind::Success,
        CardRefusal::OtherKind | CardRefusal::OverLimit(_) => NoticeKind::Warning,
    };
    let receipt = last.filter(|payment| payment.state == CardPaymentState::Paid).map(|payment| {
        view! { <p><a href=path::payment_state(payment.id)>"Voir le reçu du paiement"</a></p> }
    });
    view! {
        <Notice kind>
            <p>{refusal.to_string()}</p>
            {receipt}
        </Notice>
    }
    .into_any()
}

fn running(payment: &Payment) -> AnyView {
    let (page, at) = (path::payment_state(payment.id), payment.expires_at);
    view! {
        <Notice kind=NoticeKind::Info>
            <p>"Vous avez commencé à payer cette créance. Vous pouvez reprendre jusqu’au " <Time at/> "."</p>
            <p><a href=page>"Suivre ce paiement"</a></p>
        </Notice>
    }
    .into_any()
}

fn running_elsewhere(payment: &Payment) -> AnyView {
    let (page, at) = (path::payment_state(payment.id), payment.expires_at);
    view! {
        <Notice kind=NoticeKind::Warning>
            <p>
                "Un paiement de cette créance est en cours dans un autre navigateur, jusqu’au " <Time at/>
                " au plus tard. Attendez qu’il se termine, pour ne pas payer deux fois."
            </p>
            <p><a href=page>"Suivre ce paiement"</a></p>
        </Notice>
    }
    .into_any()
}

/// What happens to the payer after the button.
pub(super) fn card_note() -> impl IntoView {
    view! {
        <p>
            "Vous saisirez votre carte sur douane.gouv.fr, puis vous reviendrez sur le portail. Aucun numéro de carte ne \
             passe par le portail."
        </p>
    }
}
