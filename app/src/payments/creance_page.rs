use backend::payments;
use domain::{card_payment::REFERENCE, path};
use leptos::prelude::*;

use super::{
    server::PayCreance,
    summary::{Step, card_note, facts, step},
};
use crate::{
    dashboard::select_company_if_lost,
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/paiement/creance?reference=…`: a créance of the selected company, to be paid by card.
#[component]
pub fn CreancePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let session = request.usager_session()?;
        let (portal, reference) = (request.portal(), request.query(REFERENCE).unwrap_or_default());
        // Without a right on the company, as on the dashboard; else the créance is unknown, or was paid.
        backend::companies::company_view(portal, session).await.map_err(select_company_if_lost)?;
        let found = payments::creance(portal, session, reference).await?;
        let problems = request.problems(&[PayCreance::NAME]).await?;
        let creance = &found.creance;
        let detail = format!("créance {}", creance.reference);
        let (siren, number) = (Some(found.view.siren().clone()), creance.reference.clone());
        let next = match step(creance, found.last_payment.as_ref(), found.is_own_payment) {
            Step::Blocked(reason) => reason,
            Step::Pay { label, notice } => view! {
                {notice}
                <Form action=PayCreance::ACTION page=request.path.clone() siren native=true>
                    <input type="hidden" name="creance" value=number/>
                    {card_note()}
                    <div class="form__actions"><Submit>{label}</Submit></div>
                </Form>
            }
            .into_any(),
        };
        let facts = facts(creance);
        Ok(view! {
            <Page title="Payer par carte" detail trail=Vec::new()>
                <ErrorSummary problems/>
                {facts}
                {next}
                <p><a href=path::DASHBOARD>"Revenir au tableau de bord"</a></p>
            </Page>
        }
        .into_any())
    })
}
