use backend::opinions;
use leptos::prelude::*;

use crate::forms::Form;
use crate::page::{self, Page, Visit};
use crate::ui::*;

/// « Avis sur le site »: reached from every page, which it names.
#[component]
pub fn OpinionPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        if visit.query("envoye").is_some() {
            return Ok(view! { <Thanks/> }.into_any());
        }
        let about = visit.query("page").and_then(page::local).unwrap_or("").to_owned();
        let kept = visit.flash("avis").await?.unwrap_or_default();
        Ok(view! {
            <Page title="Avis sur le site" lead="Votre avis aide à améliorer le portail. Il est anonyme.">
                <Form action="/form/avis" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="page" value=about/>
                    <FormFields definition=opinions::form() answers=kept.answers problems=kept.problems/>
                    <div class="form__actions"><Submit>"Envoyer mon avis"</Submit></div>
                </Form>
                <p class="muted">
                    "Vous attendez une réponse\u{a0}? Consultez l’" <a href="/aide">"aide"</a>
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
            <p><ButtonLink href="/">"Retour à l’accueil"</ButtonLink></p>
        </Page>
    }
}
