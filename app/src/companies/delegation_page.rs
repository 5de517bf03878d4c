use backend::age;
use domain::siren::Siren;
use leptos::prelude::*;

use super::administrators_page::ADMINISTRATORS;
use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::{ButtonLink, ErrorSummary, FormFields, MandatoryNote, Notice, NoticeKind, Submit, Variant},
};

/// `/entreprises/administrateurs/deleguer?siren=…`: to whom the role is delegated. Asks for a fresh proof.
#[component]
pub fn DelegationPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = visit.fresh_proof()?;
        let siren = visit.query("siren").and_then(|text| Siren::parse(text).ok());
        let siren = siren.ok_or(Stop::Redirect(ADMINISTRATORS.to_owned()))?;
        // Who holds no role there learns on the page of administrators what to do about it.
        if !age::roles(visit.portal(), session).await?.holds(&siren) {
            return Err(Stop::Redirect(format!("{ADMINISTRATORS}?siren={siren}")));
        }
        let kept = visit.flash("deleguer-role").await?.unwrap_or_default();
        let back = format!("{ADMINISTRATORS}?siren={siren}");
        Ok(view! {
            <Page
                title="Déléguer le rôle d’administrateur général"
                lead=format!("Entreprise SIREN {}", siren.grouped())
                trail=vec![("Administrateurs de l’entreprise".to_owned(), back.clone())]
            >
                <Notice kind=NoticeKind::Info>
                    <p>
                        "La personne aura, tant que dure la délégation, les habilitations que vous tenez de la DGFiP, de l’Urssaf \
                        et des autres administrations qui reconnaissent ce rôle\u{a0}; jamais celles de la douane. Ce que vous \
                        perdez, elle le perd aussitôt."
                    </p>
                </Notice>
                <Form action="/form/deleguer-role" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="siren" value=siren.to_string()/>
                    <FormFields definition=age::offer_form() answers=kept.answers problems=kept.problems/>
                    <div class="form__actions">
                        <Submit>"Proposer la délégation"</Submit>
                        <ButtonLink href=back variant=Variant::Secondary>"Ne rien changer"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
