use backend::customs::canned_answers::{self, Scope};
use domain::path;
use leptos::prelude::*;

use super::{server::DeleteCannedAnswer, trail::trail};
use crate::{
    forms::{ButtonForm, Endpoint},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/agent/reponses-preparees/modele/{id}/suppression`: asks before a canned answer is deleted.
#[component]
pub fn CannedAnswerDeletionPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (portal, session) = (request.portal(), request.agent_session()?);
        let canned = canned_answers::canned_answer(portal, session, request.param("id")?).await?;
        let problems = request.problems(&[DeleteCannedAnswer::NAME]).await?;
        let users = match &canned.scope {
            Scope::Service { name, .. } => {
                format!("Les agents de ce service ne l’auront plus\u{a0}: {name}.")
            }
            Scope::Agent(_) => "Vous ne l’aurez plus.".to_owned(),
        };
        let (title, page, id) = (canned.content.title, request.path.clone(), canned.id.to_string());
        let back = path::canned_answer(canned.id);
        Ok(view! {
            <Page title="Supprimer une réponse préparée" detail=title.clone() trail=trail()>
                <ProblemNotice problems/>
                <ButtonForm
                    action=DeleteCannedAnswer::ACTION
                    page
                    submit="Supprimer"
                    variant=Variant::Danger
                    cancel=back
                >
                    <p>{format!("«\u{a0}{title}\u{a0}» sera supprimée. Les réponses déjà envoyées ne changent pas. {users}")}</p>
                    <input type="hidden" name="modele" value=id/>
                </ButtonForm>
            </Page>
        }
        .into_any())
    })
}
