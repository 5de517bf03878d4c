//! `/entreprises/changement`: a form was submitted for a company other than the selected one. Nothing was
//! saved; the person chooses which company to go on with.

use backend::companies;
use domain::{path, siren::Siren};
use leptos::prelude::*;
use platform::Error;

use super::server::ChooseCompany;
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest, Stop},
    ui::{ButtonLink, Notice, NoticeKind, Submit, Variant},
};

#[component]
pub fn ChangedCompanyPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let account = request.usager()?.account;
        let shown = request.query("siren").and_then(|text| Siren::parse(text).ok());
        let back = request.query("page").and_then(path::local).unwrap_or(path::DASHBOARD).to_owned();
        // The SIREN comes from the address: only the person's own companies may be shown.
        let submitted = match shown {
            Some(siren) => match companies::company(request.portal(), account, &siren).await {
                Ok(company) => company,
                Err(Error::NotFound) => return Err(Stop::Redirect(path::COMPANIES.to_owned())),
                Err(error) => return Err(error.into()),
            },
            None => return Err(Stop::Redirect(path::COMPANIES.to_owned())),
        };
        let current = match request.session().and_then(|session| session.siren.as_ref()) {
            Some(siren) => companies::company(request.portal(), account, siren).await.ok(),
            None => None,
        };
        let (name, number) = (submitted.raison_sociale.clone(), submitted.siren.grouped());
        let leaves = path::leaves_portal(&back);
        let resume = format!("Reprendre pour {name}");
        let stay = current.map(|company| {
            view! {
                <ButtonLink href=path::DASHBOARD variant=Variant::Secondary>
                    "Rester sur " {company.raison_sociale}
                </ButtonLink>
            }
        });
        Ok(view! {
            <Page title="Cette page concernait une autre entreprise">
                <Notice kind=NoticeKind::Warning>
                    <p>
                        "Vous aviez ouvert cette page pour " <strong>{name}</strong> " (SIREN "
                        <span class="nowrap">{number}</span> "), mais l’entreprise choisie a changé depuis."
                    </p>
                    <p>"Rien n’a été envoyé, et votre saisie est conservée."</p>
                </Notice>
                <div class="cluster">
                    <Form action=ChooseCompany::ACTION page=request.path.clone() class="" native=leaves>
                        <input type="hidden" name="siren" value=submitted.siren.to_string()/>
                        <input type="hidden" name="retour" value=back/>
                        <Submit>{resume}</Submit>
                    </Form>
                    {stay}
                </div>
            </Page>
        }
        .into_any())
    })
}
