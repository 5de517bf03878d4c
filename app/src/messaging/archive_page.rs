use backend::{
    archives::{Archive, Progress},
    messaging,
};
use domain::{
    archive_form::{self, FIRST, LAST},
    calendar::french_date,
    form::Answers,
    path,
};
use leptos::prelude::*;

use super::{server::ArchiveExchanges, steps::trail};
use crate::{
    archive_state::{ArchiveWords, archive_state},
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

const ARCHIVE: ArchiveWords = ArchiveWords {
    building: "Archive en préparation",
    ready: "L’archive est prête",
    progress: "Progression de l’archive",
    item: ("question", "questions"),
    requested: "L’archive demandée le ",
};

/// `/messagerie/archive`: archive of the exchanges of the current company, by period.
#[component]
pub fn ArchivePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let archive = messaging::exchanges(request.portal(), request.usager_session()?).await?;
        let state = archive.as_ref().map(state);
        let progress = archive.map(|archive| archive.progress);
        let form = match progress {
            Some(Progress::Building { .. }) => None,
            Some(Progress::Ready { .. }) => {
                Some(form(&request, Variant::Secondary, "Préparer une nouvelle archive").await?)
            }
            Some(Progress::Failed) | None => {
                Some(form(&request, Variant::Primary, "Préparer l’archive").await?)
            }
        };
        Ok(view! {
            <Page
                title="Archive des échanges"
                lead="Conservez les échanges de l’entreprise avec les services, et de quoi prouver qu’ils n’ont pas changé."
                trail=trail()
            >
                <p>
                    "Une archive ZIP, question par question\u{a0}: une page à lire ou à imprimer, un fichier JSON, les pièces \
                     jointes, les accusés de réception, les preuves, et l’empreinte SHA-256 de chaque fichier. Elle contient les \
                     questions de l’entreprise que vous pouvez lire\u{a0}; un fichier infecté ou en cours d’analyse y est \
                     seulement nommé."
                </p>
                {state}
                {form}
            </Page>
        }
        .into_any())
    })
}

fn state(archive: &Archive) -> AnyView {
    let period = archive.days.map(|(first, last)| {
        let days = format!("Questions posées du {} au {}.", french_date(first), french_date(last));
        view! { <p>{days}</p> }
    });
    let state =
        archive_state(archive, &ARCHIVE, path::exchanges_archive_file(archive.id), path::EXCHANGES_ARCHIVE);
    view! {
        <section class="stack" aria-labelledby="archive">
            <h2 id="archive">"Votre archive"</h2>
            {period}
            {state}
        </section>
    }
    .into_any()
}

async fn form(request: &PageRequest, variant: Variant, label: &'static str) -> Result<AnyView, Stop> {
    let siren = request.siren()?.clone();
    let flash = request.flash(ArchiveExchanges::NAME).await?;
    let (answers, problems) = match flash {
        Some(flash) => (flash.answers, flash.problems),
        None => (last_year(request), Vec::new()),
    };
    Ok(view! {
        <Form action=ArchiveExchanges::ACTION page=request.path.clone() siren=Some(siren)>
            <ErrorSummary problems=problems.clone()/>
            <MandatoryNote/>
            <FormFields definition=archive_form::exchanges() answers problems/>
            <div class="form__actions"><Submit variant=variant>{label}</Submit></div>
        </Form>
    }
    .into_any())
}

/// The year that ends today.
fn last_year(request: &PageRequest) -> Answers {
    let now = request.portal().clock.now();
    let mut answers = Answers::default();
    answers.set(FIRST, now.years_before(1).day().to_string());
    answers.set(LAST, now.day().to_string());
    answers
}
