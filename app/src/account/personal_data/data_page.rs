use backend::{archives::Progress, personal_data};
use domain::path;
use leptos::prelude::*;

use super::server::RequestData;
use crate::{
    account::profile::{Tab, Tabs, trail},
    archive_state::{ArchiveWords, archive_state},
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
            Some(copy) => archive_state(copy, &COPY, path::personal_data_archive(copy.id), path::MY_DATA),
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

const COPY: ArchiveWords = ArchiveWords {
    building: "Copie en préparation",
    ready: "La copie est prête",
    progress: "Progression de la copie",
    item: ("élément", "éléments"),
    requested: "La copie demandée le ",
};
