use backend::personal_data::{self, Export, Progress};
use domain::path;
use leptos::prelude::*;
use platform::db::Moment;

use super::server::RequestData;
use crate::{
    account::profile::{Tab, Tabs, trail},
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/profil/donnees`: copy of the personal data, and link to account deletion. Requires re-authentication.
#[component]
pub fn DataPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.reauthenticated_usager()?;
        let export = personal_data::export(request.portal(), session).await?;
        let problems = request.problems(&[RequestData::NAME]).await?;
        let copy = match &export {
            None => view! { <p>"Aucune copie n’est prête."</p> }.into_any(),
            Some(export) => state(export),
        };
        let form = match export.map(|export| export.progress) {
            Some(Progress::Building { .. }) => None,
            Some(Progress::Ready { .. }) => {
                Some(preparation_form(&request, Variant::Secondary, "Préparer une nouvelle copie"))
            }
            Some(Progress::Failed) | None => {
                Some(preparation_form(&request, Variant::Primary, "Préparer une copie"))
            }
        };
        Ok(view! {
            <Page title="Mes données" lead="Téléchargez une copie des données que le portail conserve sur vous, ou \
                                            supprimez votre compte." trail=trail()>
                <Tabs current=Tab::Home/>
                <ErrorSummary problems/>
                <section class="stack" aria-labelledby="copie">
                    <h2 id="copie">"Copie de mes données"</h2>
                    <p>
                        "Une archive ZIP\u{a0}: identité, choix, seconds facteurs sans leurs secrets, historique, \
                         rattachements, habilitations, questions et fichiers que vous avez envoyés, notifications. Les messages de vos collègues et des services n’y figurent pas."
                    </p>
                    {copy}
                    {form}
                </section>
                <section class="stack" aria-labelledby="suppression">
                    <h2 id="suppression">"Supprimer mon compte"</h2>
                    <p>"La page suivante indique ce qui est effacé immédiatement et ce qui est conservé."</p>
                    <p><ButtonLink href=path::ACCOUNT_DELETION variant=Variant::Secondary>"Voir les conséquences de la suppression"</ButtonLink></p>
                </section>
            </Page>
        }
        .into_any())
    })
}

fn preparation_form(request: &PageRequest, variant: Variant, label: &'static str) -> impl IntoView + use<> {
    view! {
        <Form action=RequestData::ACTION page=request.path.clone() class="">
            <Submit variant=variant>{label}</Submit>
        </Form>
    }
}

fn state(export: &Export) -> AnyView {
    let requested_at = export.requested_at;
    match export.progress {
        Progress::Building { done, total } => building(requested_at, done, total),
        Progress::Ready { size, until } => {
            // Followed by the browser, which downloads the file or shows the re-authentication page.
            let href = path::personal_data_archive(export.id);
            let size = file_size(u64::try_from(size).unwrap_or_default());
            view! {
                // Announced when a refresh of the page brings it.
                <div data-result="">
                    <Card title="La copie est prête" level=3>
                        <p>
                            "Demandée le " <Time at=requested_at/> ". À télécharger jusqu’au " <Time at=until/> "."
                        </p>
                        <p><a class="button" href=href data-full>{format!("Télécharger l’archive (ZIP, {size})")}</a></p>
                    </Card>
                </div>
            }
            .into_any()
        }
        Progress::Failed => view! {
            <Notice kind=NoticeKind::Warning live=true>
                <p>"La copie demandée le " <Time at=requested_at/> " n’a pas pu être préparée. Demandez-en une nouvelle."</p>
            </Notice>
        }
        .into_any(),
    }
}

/// Progress of the preparation. Refreshed every 3 seconds with scripts; with the link otherwise.
fn building(requested_at: Moment, done: i64, total: i64) -> AnyView {
    let text = match total {
        0 => "En attente de traitement.".to_owned(),
        _ => format!("{done} éléments sur {total}."),
    };
    view! {
        <Card title="Copie en préparation" level=3>
            <div class="stack stack--small" data-refresh="3">
                <p>"Demandée le " <Time at=requested_at/> "."</p>
                <progress max=total.max(1).to_string() value=done.to_string() aria-label="Progression de la copie"></progress>
                <p role="status">{text}</p>
                <p><a href=path::MY_DATA>"Actualiser"</a></p>
            </div>
        </Card>
    }
    .into_any()
}
