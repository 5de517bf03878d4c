use backend::{id::PaymentNoticeId, payments};
use domain::path;
use leptos::prelude::*;

use super::{
    server::PayNotice,
    summary::{Step, card_note, facts, step},
};
use crate::{
    forms::{ButtonForm, Endpoint},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/paiement/avis/{id}`: the créance of a payment notice, shown only to the browser that knows the notice.
#[component]
pub fn NoticePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let id: PaymentNoticeId = request.param("id")?;
        let notice = match payments::notice(request.portal(), request.session(), id).await {
            // Found in another browser, or more than an hour ago: the person can find it again.
            Err(platform::Error::NotFound) => return Err(Stop::Redirect(path::CARD_PAYMENT.to_owned())),
            notice => notice?,
        };
        let problems = request.problems(&[PayNotice::NAME]).await?;
        let creance = &notice.creance;
        let title = format!("Avis de paiement de la créance {}", creance.reference);
        let next = match step(creance, notice.last_payment.as_ref(), notice.is_own_payment) {
            Step::Blocked(reason) => reason,
            Step::Pay { label, notice } => view! {
                {notice}
                <ButtonForm action=PayNotice::ACTION page=request.path.clone() submit=label native=true>
                    <input type="hidden" name="avis" value=id.to_string()/>
                    {card_note()}
                </ButtonForm>
            }
            .into_any(),
        };
        let trail = vec![("Payer par carte".to_owned(), path::CARD_PAYMENT.to_owned())];
        let facts = facts(creance);
        Ok(view! {
            <Page title crumb="Créance" trail>
                <ErrorSummary problems/>
                {facts}
                {next}
                <p><a href=path::CARD_PAYMENT>"Payer une autre créance"</a></p>
            </Page>
        }
        .into_any())
    })
}
