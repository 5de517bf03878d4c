use backend::personal_data::{self, Export, Progress};
use leptos::prelude::*;

use super::DATA;
use crate::{
    account::profile::{Tab, Tabs},
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/profil/donnees`: the copy of one's data, and the way to the deletion. Asks for a fresh proof.
#[component]
pub fn DataPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = visit.fresh_proof()?;
        let export = personal_data::export(visit.portal(), session).await?;
        let problems = visit.flash("demander-donnees").await?.unwrap_or_default().problems;
        let copy = match &export {
            None => view! { <p>"Aucune copie n’est prête."</p> }.into_any(),
            Some(export) => state(export),
        };
        let ask = match export.map(|export| export.progress) {
            Some(Progress::Building { .. }) => None,
            Some(Progress::Ready { .. }) => {
                Some(ask_form(&visit, Variant::Secondary, "Préparer une nouvelle copie"))
            }
            Some(Progress::Failed) | None => Some(ask_form(&visit, Variant::Primary, "Préparer une copie")),
        };
        Ok(view! {
            <Page title="Mes données" lead="Emportez une copie de ce que le portail sait de vous, ou supprimez votre compte.">
                <Tabs current=Tab::Home/>
                <ErrorSummary problems/>
                <section class="stack" aria-labelledby="copie">
                    <h2 id="copie">"Copie de mes données"</h2>
                    <p>
                        "Une archive ZIP\u{a0}: identité, choix, seconds facteurs sans leurs secrets, historique, \
                        rattachements, habilitations, questions et fichiers que vous avez envoyés, notifications. Ce que vos \
                        collègues et les services ont écrit n’y figure pas."
                    </p>
                    {copy}
                    {ask}
                </section>
                <section class="stack" aria-labelledby="suppression">
                    <h2 id="suppression">"Supprimer mon compte"</h2>
                    <p>"La page suivante dit ce qui est effacé aussitôt et ce que la loi fait conserver."</p>
                    <p><ButtonLink href="/profil/suppression" variant=Variant::Secondary>"Voir avant de supprimer"</ButtonLink></p>
                </section>
            </Page>
        }
        .into_any())
    })
}

fn ask_form(visit: &Visit, variant: Variant, label: &'static str) -> impl IntoView + use<> {
    view! {
        <Form action="/form/demander-donnees" page=visit.path.clone() class="">
            <Submit variant=variant>{label}</Submit>
        </Form>
    }
}

fn state(export: &Export) -> AnyView {
    let asked = export.asked_at.french_minute();
    match export.progress {
        Progress::Building { done, total } => building(asked, done, total),
        Progress::Ready { size, until } => {
            // Left to the browser, which keeps a file and stays on a page that asks for a proof.
            let href = format!("{DATA}/archive/{}", export.id);
            let size = file_size(u64::try_from(size).unwrap_or_default());
            view! {
                <Card title="La copie est prête" level=3>
                    <p>{format!("Demandée le {asked}. À télécharger jusqu’au {}.", until.french_minute())}</p>
                    <p><a class="button" href=href data-full>{format!("Télécharger l’archive (ZIP, {size})")}</a></p>
                </Card>
            }
            .into_any()
        }
        Progress::Failed => view! {
            <Notice kind=NoticeKind::Warning>
                <p>{format!("La copie demandée le {asked} n’a pas pu être préparée. Demandez-en une nouvelle.")}</p>
            </Notice>
        }
        .into_any(),
    }
}

/// Brought up to date every few seconds where scripts run; elsewhere the link does it.
fn building(asked: String, done: i64, total: i64) -> AnyView {
    let text = match total {
        0 => "En attente de son tour.".to_owned(),
        _ => format!("{done} éléments sur {total}."),
    };
    view! {
        <Card title="La copie se prépare" level=3>
            <div class="stack stack--small" data-refresh="3">
                <p>{format!("Demandée le {asked}.")}</p>
                <progress max=total.max(1).to_string() value=done.to_string() aria-label="Progression de la copie"></progress>
                <p role="status">{text}</p>
                <p><a href=DATA>"Actualiser"</a></p>
            </div>
        </Card>
    }
    .into_any()
}
