use backend::{
    assistance::cases::{self, Case, Transfer},
    id::{CaseId, RowId},
};
use domain::{
    assistance::{self, CaseKind, CaseState, canned_of},
    form::Answers,
    path,
    problem::Problems,
    rights::Action,
};
use leptos::prelude::*;

use super::{
    adviser_server::{AnswerCase, CloseCase, NoteCase, RemoveAdviserFile, TakeCase},
    exchange::{exchange, facts},
    files::Side,
    transfer,
};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    messaging::RemoveUpload,
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/plateau/dossier/{id}?modele=…`: a case, for hotline advisers.
#[component]
pub fn AdviserCasePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::AnswerCases)?;
        let id: CaseId = request.param("id")?;
        let case = cases::case_of_adviser(request.portal(), session, id).await?;
        let canned = request.query("modele").and_then(assistance::canned);
        let answers = canned.map(|one| Answers::from_iter([("message", one.text)])).unwrap_or_default();
        let answer = PageForm::read_or::<AnswerCase>(&request, answers).await?;
        let note = PageForm::read::<NoteCase>(&request).await?;
        let problems = request.problems(&[TakeCase::NAME, CloseCase::NAME]).await?;
        let file_problems =
            request.problems(&[page::UPLOAD, RemoveAdviserFile::NAME, RemoveUpload::NAME]).await?;
        let work = match case.state() {
            CaseState::Open => take(&case, &request.path, problems),
            CaseState::Closed | CaseState::Unconfirmed => ().into_any(),
            CaseState::Taken | CaseState::Answered => {
                let files = Side::Adviser.next_files(&request, &case, &file_problems).await?;
                let files = view! { <ErrorSummary problems=file_problems/> {files} }.into_any();
                let transfer = cases::transfer(request.portal(), &case).await?;
                view! { {answering(&case, files, answer, &transfer)} {closing(&case, &request.path, problems)} }
                    .into_any()
            }
        };
        let note = note_form(&case, note);
        let (list, list_path) = match case.kind() {
            CaseKind::Technical => ("Dossiers", path::CASES),
            CaseKind::Regulation => ("Réglementation", path::REGULATION_CASES),
        };
        let trail = vec![(list.to_owned(), list_path.to_owned())];
        let title = format!("Dossier {}", case.reference);
        let lead = match case.adviser_name.as_str() {
            "" => "Aucun conseiller ne l’a encore pris en charge.".to_owned(),
            name => format!("Conseiller\u{a0}: {name}."),
        };
        Ok(view! {
            <Page title lead trail wide=true>
                <div class="grid grid--main">
                    <div class="stack">{exchange(&case, &Side::Adviser)} {work}</div>
                    <aside class="stack" aria-label="Suivi du dossier">{facts(&case, true)} {note}</aside>
                </div>
            </Page>
        }
        .into_any())
    })
}

fn take(case: &Case, page: &str, problems: Problems) -> AnyView {
    let (id, page) = (case.id.to_string(), page.to_owned());
    view! {
        <Card title="Prendre en charge">
            <ErrorSummary problems/>
            <ButtonForm action=TakeCase::ACTION page submit="Prendre en charge">
                <input type="hidden" name="dossier" value=id/>
            </ButtonForm>
        </Card>
    }
    .into_any()
}

fn answering(case: &Case, files: AnyView, answer: PageForm, transfer: &Transfer) -> AnyView {
    let definition = assistance::answer(transfer::options(transfer));
    let transfer = transfer::explanation(transfer);
    let (id, key) = (case.id.to_string(), RowId::generate().to_string());
    let models = canned_of(case.kind())
        .map(|one| view! { <li><a href=path::adviser_case_with(case.id, one.code)>{one.title}</a></li> })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="reponse">
            <h2 class="card__title" id="reponse">"Répondre"</h2>
            <details>
                <summary>"Partir d’une réponse préparée"</summary>
                <ul>{models}</ul>
                <p class="muted">"Les passages entre doubles crochets sont à remplacer avant l’envoi."</p>
            </details>
            {files}
            <FieldForm form=answer definition submit="Envoyer la réponse" after_fields=transfer>
                <MandatoryNote/>
                <input type="hidden" name="dossier" value=id/>
                <input type="hidden" name="envoi" value=key/>
            </FieldForm>
        </section>
    }
    .into_any()
}

fn closing(case: &Case, page: &str, problems: Problems) -> AnyView {
    let (closed, page) = (case.id.to_string(), page.to_owned());
    view! {
        <Card title="Clore le dossier">
            <ErrorSummary problems/>
            <ButtonForm action=CloseCase::ACTION page submit="Clore le dossier" variant=Variant::Secondary>
                <p>"Un nouveau message de la personne le rouvrira."</p>
                <input type="hidden" name="dossier" value=closed/>
            </ButtonForm>
        </Card>
    }
    .into_any()
}

fn note_form(case: &Case, note: PageForm) -> AnyView {
    let (id, key) = (case.id.to_string(), RowId::generate().to_string());
    let definition = assistance::note();
    view! {
        <Card title="Note interne">
            <p class="muted">"Lue par les conseillers seulement."</p>
            <FieldForm form=note definition submit="Enregistrer la note">
                <input type="hidden" name="dossier" value=id/>
                <input type="hidden" name="envoi" value=key/>
            </FieldForm>
        </Card>
    }
    .into_any()
}
