use backend::companies::company_admins;
use domain::{
    path::{self, COMPANY_ADMINS},
    siren::Siren,
};
use leptos::prelude::*;

use super::{administrators_page::trail, roles_server::DelegateRole};
use crate::{
    account::profile::{Tab, Tabs},
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::{MandatoryNote, Notice, NoticeKind},
};

/// `/entreprises/administrateurs/deleguer?siren=…`: delegates the role. Requires re-authentication.
#[component]
pub fn DelegationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.reauthenticated_usager()?;
        let siren = request.query("siren").and_then(|text| Siren::parse(text).ok());
        let siren = siren.ok_or(Stop::Redirect(path::COMPANY_ADMINS.to_owned()))?;
        // The page of administrators explains what to do without a role on this company.
        if !company_admins::roles(request.portal(), session).await?.holds(&siren) {
            return Err(Stop::Redirect(format!("{COMPANY_ADMINS}?siren={siren}")));
        }
        let form = PageForm::read::<DelegateRole>(&request).await?;
        let back = format!("{COMPANY_ADMINS}?siren={siren}");
        let mut trail = trail();
        trail.push(("Administrateurs de l’entreprise".to_owned(), back.clone()));
        Ok(view! {
            <Page
                title="Déléguer le rôle d’administrateur général"
                lead=format!("Entreprise SIREN {}", siren.grouped())
                trail=trail
            >
                <Tabs current=Tab::Rights/>
                <Notice kind=NoticeKind::Info>
                    <p>
                        "Pendant la durée de la délégation, la personne aura les habilitations que vous tenez de la \
                         DGFiP, de l’Urssaf et des autres administrations qui reconnaissent ce rôle, mais jamais \
                         celles de la douane. Toute habilitation qui vous est retirée lui est aussitôt retirée."
                    </p>
                </Notice>
                <FieldForm
                    form
                    definition=company_admins::offer_form()
                    submit="Proposer la délégation"
                    cancel=back
                >
                    <MandatoryNote/>
                    <input type="hidden" name="siren" value=siren.to_string()/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}
