//! `/entreprises/changement?siren=…&page=…&origine=…`: a page, a form or a file concerns a company other than the selected
//! one. Nothing was saved; the person chooses which company to go on with.

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
        let concerned = match shown {
            Some(siren) => match companies::company(request.portal(), account, &siren).await {
                Ok(company) => company,
                Err(Error::NotFound) => return Err(Stop::Redirect(path::COMPANIES.to_owned())),
                Err(error) => return Err(error.into()),
            },
            None => return Err(Stop::Redirect(path::COMPANIES.to_owned())),
        };
        let current = match request.session().and_then(|session| session.siren.as_ref()) {
            Some(siren) if *siren == concerned.siren => return Err(Stop::Redirect(back)),
            Some(siren) => companies::company(request.portal(), account, siren).await.ok(),
            None => None,
        };
        let texts = Texts::of(request.query("origine").unwrap_or_default(), &back);
        let (name, number) = (concerned.raison_sociale.clone(), concerned.siren.grouped());
        let leaves = path::leaves_portal(&back);
        let switch = format!("Travailler pour {name}");
        let now =
            current.as_ref().map(|company| format!(" Vous travaillez pour {}.", company.raison_sociale));
        let stay = current.map(|company| {
            view! {
                <ButtonLink href=path::DASHBOARD variant=Variant::Secondary>
                    "Rester sur " {company.raison_sociale}
                </ButtonLink>
            }
        });
        Ok(view! {
            <Page title=texts.title>
                <Notice kind=NoticeKind::Warning>
                    <p>
                        {texts.subject} " l’entreprise " <strong>{name}</strong> " (SIREN "
                        <span class="nowrap">{number}</span> ")." {now}
                    </p>
                    {texts.state.map(|state| view! { <p>{state}</p> })}
                </Notice>
                <div class="cluster">
                    <Form action=ChooseCompany::ACTION page=request.path.clone() class="" native=leaves>
                        <input type="hidden" name="siren" value=concerned.siren.to_string()/>
                        <input type="hidden" name="retour" value=back/>
                        <Submit>{switch}</Submit>
                    </Form>
                    {stay}
                </div>
            </Page>
        }
        .into_any())
    })
}

struct Texts {
    title: &'static str,
    /// Start of the sentence that names the company.
    subject: &'static str,
    /// What has become of the input.
    state: Option<&'static str>,
}

impl Texts {
    /// Returns the texts for what was opened or sent. `page`: page to go on with.
    fn of(origin: &str, page: &str) -> Texts {
        let (title, subject) = match origin {
            "page" if page.starts_with("/messagerie/question/") => {
                ("Cette question concerne une autre entreprise", "Cette question concerne")
            }
            "page" if page.starts_with("/messagerie/brouillon/") => {
                ("Ce brouillon concerne une autre entreprise", "Ce brouillon concerne")
            }
            _ => ("Cette page concerne une autre entreprise", "Cette page concerne"),
        };
        let state = match origin {
            "page" => None,
            "fichier" => Some(
                "Le fichier n’a pas été joint\u{a0}: joignez-le de nouveau après avoir changé d’entreprise.",
            ),
            _ => Some("Rien n’a été envoyé, et votre saisie est conservée."),
        };
        Texts { title, subject, state }
    }
}
