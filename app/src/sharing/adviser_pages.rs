use backend::{
    accounts::flash::Flash,
    assistance::sharing::{self, End},
    id::SharedViewId,
};
use domain::{path, rights::Action, sharing::CODE};
use leptos::prelude::*;

use super::server::{CreateShare, EndShare};
use crate::{
    forms::{ButtonForm, Endpoint},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/plateau/partage`: creates the code of a shared view.
#[component]
pub fn CodePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.staff_session(&Action::AnswerCases)?;
        let problems = request.problems(&[CreateShare::NAME]).await?;
        Ok(view! {
            <Page title="Vue partagée" lead="Suivre, masquées, les pages d’une personne que vous avez au téléphone.">
                <ErrorSummary problems/>
                <div class="prose">
                    <ol>
                        <li>"Créez un code. Il sert une fois, dans les dix minutes."</li>
                        <li>"Demandez à la personne d’ouvrir «\u{a0}Partager ma vue\u{a0}», au bas de chaque page du portail, et \
                             de saisir ce code."</li>
                        <li>"Ses pages s’affichent ici. Vous ne pouvez que regarder."</li>
                    </ol>
                </div>
                <NewCode page=request.path.clone()/>
            </Page>
        }
        .into_any())
    })
}

#[component]
fn NewCode(page: String) -> impl IntoView {
    view! {
        <ButtonForm action=CreateShare::ACTION page submit="Créer un code" native=true>
            <p>"Un nouveau code met fin à votre partage en cours."</p>
        </ButtonForm>
    }
}

/// `/plateau/partage/{id}`: the code, then the pages of the person.
#[component]
pub fn ViewPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::AnswerCases)?;
        let id: SharedViewId = request.param("id")?;
        let view = sharing::of_adviser(request.portal(), session, id).await?;
        let code =
            request.flash(CreateShare::NAME).await?.map(|flash: Flash| flash.answers.text(CODE).to_owned());
        let content = match view.end_reason {
            End::NotYet => following(&request.path, id, code, view.started_at.is_some()).into_any(),
            end => view! {
                <p>{end.label()}</p>
                <NewCode page=path::SHARED_VIEWS.to_owned()/>
            }
            .into_any(),
        };
        let title = if view.ended_at.is_some() { "Partage terminé" } else { "Vue partagée en cours" };
        let trail = vec![("Vue partagée".to_owned(), path::SHARED_VIEWS.to_owned())];
        Ok(view! { <Page title trail wide=true>{content}</Page> }.into_any())
    })
}

fn following(page: &str, id: SharedViewId, code: Option<String>, has_started: bool) -> impl IntoView + use<> {
    let code = match code {
        _ if has_started => None,
        Some(code) => {
            let (first, last) = code.split_at_checked(3).unwrap_or((&code, ""));
            Some(view! { <p>"Code à donner\u{a0}: " <strong class="sharing__code">{format!("{first}\u{a0}{last}")}</strong></p> }.into_any())
        }
        None => Some(
            view! {
                <p>
                    "Le code n’est affiché qu’une fois. Vous ne l’avez pas noté\u{a0}? "
                    <a href=path::SHARED_VIEWS>"Créez-en un autre"</a> "."
                </p>
            }
            .into_any(),
        ),
    };
    view! {
        <noscript><p>"Cette page demande un navigateur qui exécute les scripts du portail."</p></noscript>
        {code}
        <p role="status" data-follow-state>"Connexion…"</p>
        <div class="player" data-player hidden>
            <iframe
                title="Page de la personne, masquée"
                sandbox="allow-scripts"
                src=path::SHARED_VIEW_PLAYER
                data-source=path::api_shared_view(id)
                tabindex="-1"
            ></iframe>
        </div>
        <ButtonForm
            action=EndShare::ACTION
            page=page.to_owned()
            submit="Arrêter le partage"
            variant=Variant::Danger
            native=true
        >
            <input type="hidden" name="partage" value=id.to_string()/>
        </ButtonForm>
    }
}
