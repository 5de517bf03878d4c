//! `/entreprises/changement`: a form of one company's page was sent while another company is chosen. Nothing was filed;
//! the person says which company they meant.

use backend::{Error, companies};
use domain::siren::Siren;
use leptos::prelude::*;

use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::{ButtonLink, Notice, NoticeKind, Submit, Variant},
};

#[component]
pub fn ChangedCompanyPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let account = visit.usager()?.account;
        let shown = visit.query("siren").and_then(|text| Siren::parse(text).ok());
        let back = visit.query("page").and_then(page::local).unwrap_or("/tableau-de-bord").to_owned();
        // The number comes from an address: only a company of the person's own is named.
        let meant = match shown {
            Some(siren) => match companies::company(visit.portal(), account, &siren).await {
                Ok(company) => company,
                Err(Error::NotFound) => return Err(Stop::Redirect("/entreprises".to_owned())),
                Err(error) => return Err(error.into()),
            },
            None => return Err(Stop::Redirect("/entreprises".to_owned())),
        };
        let present = match visit.session().and_then(|session| session.siren.as_ref()) {
            Some(siren) => companies::company(visit.portal(), account, siren).await.ok(),
            None => None,
        };
        let (name, number) = (meant.raison_sociale.clone(), meant.siren.grouped());
        let leaves = page::leads_out(&back);
        let resume = format!("Reprendre pour {name}");
        let keep = present.map(|company| {
            view! {
                <ButtonLink href="/tableau-de-bord" variant=Variant::Secondary>
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
                    <p>"Rien n’a été envoyé, et ce que vous avez saisi est conservé."</p>
                </Notice>
                <div class="cluster">
                    <Form action="/form/choisir-siren" page=visit.path.clone() class="" leaves=leaves>
                        <input type="hidden" name="siren" value=meant.siren.to_string()/>
                        <input type="hidden" name="retour" value=back/>
                        <Submit>{resume}</Submit>
                    </Form>
                    {keep}
                </div>
            </Page>
        }
        .into_any())
    })
}
