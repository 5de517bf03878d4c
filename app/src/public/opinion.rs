use backend::{assistance::opinions, id::RowId};
use domain::path;
use leptos::prelude::*;

use super::server::GiveOpinion;
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// « Avis sur le site »: linked from every page, whose address it records.
#[component]
pub fn OpinionPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        if request.query("envoye").is_some() {
            return Ok(view! { <Thanks/> }.into_any());
        }
        let about = request.query("page").and_then(path::local).unwrap_or("").to_owned();
        // Sent twice, the form is one opinion.
        let key = RowId::generate().to_string();
        let form = PageForm::read::<GiveOpinion>(&request).await?;
        Ok(view! {
            <Page title="Avis sur le site" lead="Votre avis aide à améliorer le portail. Il est anonyme.">
                <FieldForm form definition=opinions::form() submit="Envoyer mon avis">
                    <MandatoryNote/>
                    <input type="hidden" name="page" value=about/>
                    <input type="hidden" name="cle" value=key/>
                </FieldForm>
                <p class="muted">
                    "Vous attendez une réponse\u{a0}? Consultez les " <a href=path::FAQ>"questions fréquentes"</a>
                    ", ou " <a href=path::CONTACT>"choisissez le bon contact"</a> "."
                </p>
            </Page>
        }
        .into_any())
    })
}

#[component]
fn Thanks() -> impl IntoView {
    view! {
        <Page title="Merci pour votre avis">
            <Notice kind=NoticeKind::Success live=true>
                <p>"Votre avis est enregistré."</p>
            </Notice>
            <p><ButtonLink href=path::HOME>"Retour à l’accueil"</ButtonLink></p>
        </Page>
    }
}
