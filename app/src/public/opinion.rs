use backend::assistance::opinions;
use domain::path;
use leptos::prelude::*;

use super::server::GiveOpinion;
use crate::{
    forms::{Endpoint, Form},
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
        let flash = request.flash(GiveOpinion::NAME).await?.unwrap_or_default();
        Ok(view! {
            <Page title="Avis sur le site" lead="Votre avis aide à améliorer le portail. Il est anonyme.">
                <Form action=GiveOpinion::ACTION page=request.path.clone()>
                    <ErrorSummary problems=flash.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="page" value=about/>
                    <FormFields definition=opinions::form() answers=flash.answers problems=flash.problems/>
                    <div class="form__actions"><Submit>"Envoyer mon avis"</Submit></div>
                </Form>
                <p class="muted">
                    "Vous attendez une réponse\u{a0}? Consultez l’" <a href=path::HELP>"aide"</a>
                    " ou posez votre question par la messagerie sécurisée, une fois connecté."
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
                <p>"Votre avis est enregistré. Il sera lu par l’équipe du portail."</p>
            </Notice>
            <p><ButtonLink href=path::HOME>"Retour à l’accueil"</ButtonLink></p>
        </Page>
    }
}
