use backend::directory;
use domain::{
    department::{Department, PLACE, place_form},
    form::{Answers, checked},
    path,
    problem::{FieldProblem, Problems},
    rights::Teleservice,
};
use leptos::prelude::*;

use super::{
    explanations::{Steps, Words},
    services,
};
use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/adhesion?lieu=…`: how a company adheres to téléservices, and the customs services of a department.
#[component]
pub fn IndexPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let mut answers = Answers::default();
        answers.set(PLACE, request.query(PLACE).unwrap_or_default());
        let (department, problems) = department(&request, &answers);
        let found = match &department {
            Some(department) => {
                let found = directory::services_in(request.portal(), department).await?;
                Some(services::section(department, &found))
            }
            None => None,
        };
        let detail = department.as_ref().map(|one| format!("département {}", one.number()));
        Ok(view! {
            <Page
                title="Adhérer à un téléservice"
                detail=detail.unwrap_or_default()
                lead="La convention, les droits, et le service de la douane à qui écrire."
                trail=vec![("Aide".to_owned(), path::HELP.to_owned())]
            >
                {found}
                <Steps/>
                <h2 id="service">"À qui écrire"</h2>
                <p>
                    "La convention se conclut avec le service des douanes dont dépend l’établissement. Trouvez les services de son \
                     département, ou cherchez un bureau par sa ville dans l’" <a href=path::DIRECTORY>"annuaire"</a> "."
                </p>
                {form(answers, problems)}
                {teleservices()}
                <Words/>
            </Page>
        }
        .into_any())
    })
}

/// Reads the typed place; `None` without one, or with its problem.
fn department(request: &PageRequest, answers: &Answers) -> (Option<Department>, Problems) {
    if request.query(PLACE).is_none() {
        return (None, Problems::new());
    }
    let checked = match checked(&place_form(), answers, &()) {
        Ok(checked) => checked,
        Err(problems) => return (None, problems),
    };
    match Department::parse(checked.text(PLACE)) {
        Ok(department) => (Some(department), Problems::new()),
        Err(problem) => (None, vec![FieldProblem::new(PLACE, problem)]),
    }
}

fn form(answers: Answers, problems: Problems) -> impl IntoView {
    view! {
        <form class="form" method="get" action=path::ADHESION novalidate>
            <ErrorSummary problems=problems.clone()/>
            <FormFields definition=place_form() answers problems/>
            <div class="form__actions"><Submit variant=Variant::Secondary>"Trouver les services"</Submit></div>
        </form>
    }
}

/// The téléservices of customs, each with its page.
fn teleservices() -> impl IntoView {
    let lines = Teleservice::with_single_sign_on()
        .map(|one| {
            view! {
                <li>
                    <strong><a href=path::teleservice_adhesion(one.code())>{one.label()}</a></strong>
                    <span>{one.purpose()}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <h2 id="teleservices">"Les téléservices de la douane"</h2>
        <ul class="asides asides--named">{lines}</ul>
        <p>
            "Pour EDDI, ni audit, ni autorisation, ni agrément ne sont nécessaires avant l’adhésion\u{a0}: consultez la "
            <a href=path::GUIDES>"documentation"</a> "."
        </p>
    }
}
