use backend::{
    assistance::cases::{self, Case},
    directory::offices::{self, Office},
    id::RowId,
};
use domain::{
    assistance::{self, CaseKind},
    form::Answers,
    path,
};
use leptos::prelude::*;

use super::server::OpenCase;
use crate::{
    assistant::asked_questions,
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/assistance?page=…&diagnostic=…`: technical request, with or without an account (004).
#[component]
pub fn AssistancePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let Known { has_account, mut answers, own } = Known::read(&request, CaseKind::Technical).await?;
        if let Some(reference) = request.query("diagnostic") {
            answers.set("diagnostic", reference.chars().take(20).collect::<String>());
        }
        let mut about = request.query("page").and_then(path::local).unwrap_or("").to_owned();
        if let Some(office) = office(&request).await? {
            answers.set("sujet", "annuaire");
            answers.set("description", format!("{} ({})\u{a0}: ", office.name, office.code));
            about = path::office(&office.code);
        }
        let form = PageForm::read_or::<OpenCase>(&request, answers).await?;
        // Sent twice, the form opens one case.
        let key = RowId::generate().to_string();
        Ok(view! {
            <Page
                title="Écrire à l’assistance"
                lead="Pour une question technique sur le portail, avec ou sans compte. Un conseiller vous répond par courriel."
            >
                {own_cases("Vos dossiers", &own)}
                <p>"Vous avez déjà un dossier\u{a0}? " <a href=path::CASE_LOOKUP>"Le suivre avec sa référence"</a>"."</p>
                <p>{files_notice(has_account)}</p>
                <FieldForm form definition=assistance::open(has_account) submit="Envoyer">
                    <MandatoryNote/>
                    <input type="hidden" name="page" value=about/>
                    <input type="hidden" name="cle" value=key/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

/// The customs office about which the person reports an error.
async fn office(request: &PageRequest) -> Result<Option<Office>, Stop> {
    let Some(code) = request.query("bureau") else { return Ok(None) };
    Ok(offices::find(request.portal(), code).await?)
}

/// Data that the page of a request shows of its reader.
pub(super) struct Known {
    pub has_account: bool,
    /// Identity and company, and the questions just asked to the assistant.
    pub answers: Answers,
    /// Earlier cases of this kind.
    pub own: Vec<Case>,
}

impl Known {
    pub async fn read(request: &PageRequest, kind: CaseKind) -> Result<Self, Stop> {
        let (portal, session) = (request.portal(), request.session());
        let mut answers = cases::prefilled(portal, session).await?;
        if let Some(questions) = asked_questions(request, assistance::MAX_TEXT).await? {
            answers.set("description", questions);
        }
        let usager = session.filter(|session| session.usager().is_ok());
        let own = match usager {
            Some(session) => cases::own_cases(portal, session, kind).await?,
            None => Vec::new(),
        };
        Ok(Known { has_account: usager.is_some(), answers, own })
    }
}

/// Says when files can be attached.
fn files_notice(has_account: bool) -> &'static str {
    match has_account {
        true => "Vous pourrez joindre des fichiers sur la page du dossier, une fois votre demande envoyée.",
        false => {
            "Vous pourrez joindre des fichiers sur la page du dossier, une fois votre adresse confirmée."
        }
    }
}

/// Cases of the signed-in person.
pub(super) fn own_cases(caption: &str, cases: &[Case]) -> Option<AnyView> {
    let columns = [
        Column::text("Dossier"),
        Column::wide("Sujet"),
        Column::text("État"),
        Column::text("Dernier message"),
    ];
    (!cases.is_empty()).then(|| {
        Table::new(caption, &columns)
            .rows(cases, |row, case| {
                row.cell().link(path::case(&case.reference), &case.reference);
                row.cell().text(assistance::subject_label(&case.subject));
                row.cell().text(case.state().label());
                row.cell().minute(case.activity_at);
            })
            .finish()
    })
}
