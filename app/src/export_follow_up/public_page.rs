use backend::export_follow_up::{self, FoundExport};
use domain::{
    export_follow_up::{MRN, follow_up_form},
    form::{Answers, checked},
    path,
    problem::Problems,
};
use leptos::prelude::*;
use platform::Error;

use super::timeline::{office, timeline};
use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/suivi-export?mrn=…`: path of an export declaration. The form is sent by its address, so that the page can be kept and
/// refreshed.
#[component]
pub fn PublicPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let mut answers = Answers::default();
        answers.set(MRN, request.query(MRN).unwrap_or_default());
        let (result, problems) = result(&request, &answers).await?;
        let found = match &result {
            Some(Some(found)) => Some(found.path.mrn.grouped()),
            _ => None,
        };
        Ok(view! {
            <Page
                title="Suivre une exportation"
                detail=found.unwrap_or_default()
                lead="Où en est une déclaration d’exportation\u{a0}? Son MRN suffit, sans compte."
                trail=Vec::new()
            >
                {form(answers, problems)}
                {result.map(|result| match result {
                    Some(found) => shown(&request, &found),
                    None => unknown(),
                })}
                <p class="muted">
                    "Avec un droit sur DELTA-G, retrouvez " <a href=path::EXPORTS>"toutes les exportations de votre entreprise"</a> "."
                </p>
            </Page>
        }
        .into_any())
    })
}

/// Result of a search.
type Found = Option<FoundExport>;

/// Returns the result, `None` before a search; or the problems of the form.
async fn result(request: &PageRequest, answers: &Answers) -> Result<(Option<Found>, Problems), Stop> {
    if request.query(MRN).is_none() {
        return Ok((None, Problems::new()));
    }
    let found = match checked(&follow_up_form(), answers, &()) {
        Ok(checked) => {
            let client = &request.context.client;
            export_follow_up::find_export(request.portal(), client, checked.text(MRN)).await
        }
        Err(problems) => Err(Error::Invalid(problems)),
    };
    match found {
        Ok(found) => Ok((Some(found), Problems::new())),
        Err(Error::Invalid(problems)) => Ok((None, problems)),
        Err(error) => Err(error.into()),
    }
}

fn form(answers: Answers, problems: Problems) -> impl IntoView {
    view! {
        <form class="form" method="get" action=path::EXPORT_FOLLOW_UP novalidate>
            <ErrorSummary problems=problems.clone()/>
            <FormFields definition=follow_up_form() answers problems/>
            <div class="form__actions"><Submit>"Suivre"</Submit></div>
        </form>
    }
}

fn shown(request: &PageRequest, found: &FoundExport) -> AnyView {
    let next = found.path.next_step(request.portal().clock.now().day());
    let last = found.path.last().office.as_deref();
    let contact =
        last.map(|code| view! { <p>"Pour toute question\u{a0}: " {office(code, &found.offices)} "."</p> });
    let stage = found.path.last().stage.label();
    view! {
        <section class="card" aria-labelledby="parcours">
            <h2 class="card__title" id="parcours">{format!("Dernière étape\u{a0}: {stage}")}</h2>
            <div class="stack stack--small">
                {timeline(found)}
                <h3>"Et maintenant\u{a0}?"</h3>
                <p>{next}</p>
                {contact}
                <p class="muted small">
                    "Réponse de douane.gouv.fr à l’instant. Rechargez la page pour l’actualiser."
                </p>
            </div>
        </section>
    }
    .into_any()
}

/// Says why customs may not know an MRN that is well formed.
fn unknown() -> AnyView {
    view! {
        <Notice kind=NoticeKind::Warning title="MRN inconnu de la douane française" live=true>
            <p>"Sa clé est pourtant juste. Les causes possibles\u{a0}:"</p>
            <ul>
                <li>"La déclaration vient d’être déposée et n’est pas encore acceptée\u{a0}: réessayez dans quelques heures."</li>
                <li>"Elle a été déposée dans un autre État membre, qui en assure le suivi."</li>
                <li>"C’est une déclaration d’importation ou de transit, non d’exportation."</li>
                <li>"Elle est close depuis longtemps, et n’est plus consultable ici."</li>
            </ul>
            <p>
                "Vérifiez le MRN auprès du déclarant, ou " <a href=path::CONTACT>"demandez de l’aide"</a> "."
            </p>
        </Notice>
    }
    .into_any()
}
