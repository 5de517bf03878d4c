//! How a form is answered: POST → work → 303 → GET, with or without scripts.
//!
//! A server function of a form is a controller of three lines: [`handle`] gives it the request, and turns what it
//! answers into a redirection. What is refused is kept for the next page with what was typed; nothing is lost.

mod kept;

use std::future::Future;

use backend::{Portal, error::Error, session::Session};
use domain::{
    form::Answers,
    problem::{FieldProblem, Problem},
    siren::Siren,
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use kept::KeptForm;

use crate::{
    context::RequestContext,
    page::{self, Failure},
};

/// Forms that anybody may send: the end of a session does not keep them from being answered. All others wait for the
/// person whose session has ended.
const OPEN_TO_VISITORS: [&str; 18] = [
    "activation",
    "agent-connexion",
    "agent-connexion-code",
    "agent-renvoyer-code",
    "auto-controle",
    "avis",
    "confirmer-adresse",
    "connexion",
    "connexion-cle",
    "connexion-code",
    "deconnexion",
    "demander-cle",
    "inscription",
    "mot-de-passe-oublie",
    "nouveau-mot-de-passe",
    "renvoyer-activation",
    "renvoyer-code",
    "securiser",
];

/// One form that was sent.
pub struct FormRequest {
    pub context: RequestContext,
    pub portal: Portal,
    pub session: Session,
    pub answers: Answers,
    /// The page the form stands on: where the person goes back to when something is wrong.
    pub page: String,
}

/// Where the person goes once the form has done its work.
pub struct Follow {
    to: String,
    notice: Option<String>,
}

impl Follow {
    /// Leads to a page of the portal, or (only ever from our own configuration) to a co-owner.
    pub fn to(address: impl Into<String>) -> Follow {
        Follow { to: address.into(), notice: None }
    }

    /// A sentence that the next page shows once, at its top.
    pub fn with_notice(mut self, notice: impl Into<String>) -> Follow {
        self.notice = Some(notice.into());
        self
    }
}

/// Runs the work of a form named `form` and leads the person on.
///
/// # Errors
/// None that a person would see: what fails is kept as a problem of the form, or answered with 503 when even that
/// cannot be stored.
pub async fn handle<F, Fut>(form: &'static str, work: F) -> Result<(), ServerFnError>
where
    F: FnOnce(FormRequest) -> Fut + Send,
    Fut: Future<Output = Result<Follow, Error>> + Send,
{
    let answer = expect_context::<ResponseOptions>();
    let Some(mut request) = use_context::<RequestContext>().and_then(FormRequest::read) else {
        // Reached otherwise than through the layer that reads forms.
        answer.set_status(StatusCode::BAD_REQUEST);
        return Ok(());
    };
    let kept = KeptForm::of(form, &mut request);
    lead(&answer, answer_to(request, kept, work).await);
    Ok(())
}

/// Where the person goes, whatever comes of the work.
async fn answer_to<F, Fut>(request: FormRequest, kept: KeptForm, work: F) -> Result<String, Error>
where
    F: FnOnce(FormRequest) -> Fut + Send,
    Fut: Future<Output = Result<Follow, Error>> + Send,
{
    let page = request.page.clone();
    if let Some(ended) = request.context.ended.as_ref().filter(|ended| ended.owner.is_some())
        && !OPEN_TO_VISITORS.contains(&kept.endpoint)
    {
        return kept.wait_for_owner(ended).await;
    }
    if is_another_company(&kept.company, &request.session) {
        let company = page::encode(&kept.company);
        let explained = format!("/entreprises/changement?siren={company}&page={}", page::encode(&page));
        return kept.give_back(vec![whole_form(Problem::OtherCompany)]).await.map(|()| explained);
    }
    match work(request).await {
        Ok(follow) => kept.leave_notice(follow.notice).await.map(|()| follow.to),
        Err(Error::Invalid(problems)) => kept.give_back(problems).await.map(|()| page),
        Err(error) => {
            let failure = Failure::of(error);
            let problem = Problem::Stated { sentence: format!("{}. {}", failure.title, failure.text) };
            kept.give_back(vec![whole_form(problem)]).await.map(|()| page)
        }
    }
}

/// Keeps a form that nobody has sent: the island posts it when the session of its page has ended. `_formulaire` names
/// it. With a session that is open nothing is kept: the page still has it.
///
/// # Errors
/// As [`handle`].
pub async fn keep_unfinished() -> Result<(), ServerFnError> {
    let answer = expect_context::<ResponseOptions>();
    let Some(mut request) = use_context::<RequestContext>().and_then(FormRequest::read) else {
        answer.set_status(StatusCode::BAD_REQUEST);
        return Ok(());
    };
    let kept = KeptForm::of("", &mut request);
    let to = match request.context.ended.filter(|ended| ended.owner.is_some()) {
        Some(ended) if !kept.form.is_empty() => kept.wait_for_owner(&ended).await,
        _ => Ok(kept.page),
    };
    lead(&answer, to);
    Ok(())
}

impl FormRequest {
    fn read(context: RequestContext) -> Option<FormRequest> {
        let mut answers = context.answers.clone()?;
        let session = context.session.clone()?;
        let page = page::local(answers.raw("_page")).unwrap_or("/").to_owned();
        answers.remove("_page");
        Some(FormRequest { portal: context.portal.clone(), session, answers, page, context })
    }
}

/// A form of a company's page is never filed under another company (mission §3.2).
fn is_another_company(shown: &str, session: &Session) -> bool {
    !shown.is_empty() && session.siren.as_ref().is_none_or(|siren| siren.as_str() != shown)
}

fn whole_form(problem: Problem) -> FieldProblem {
    FieldProblem { field: String::new(), problem }
}

/// 303 to the next page; when not even a flash could be stored, 503 and an honest word.
fn lead(answer: &ResponseOptions, to: Result<String, Error>) {
    match to.map(|to| HeaderValue::from_str(&to)) {
        Ok(Ok(location)) => {
            answer.set_status(StatusCode::SEE_OTHER);
            answer.insert_header(header::LOCATION, location);
        }
        Ok(Err(_)) => answer.set_status(StatusCode::BAD_REQUEST),
        Err(error) => {
            let failure = Failure::of(error);
            answer.set_status(failure.status);
            let seconds = failure.retry_after_seconds.unwrap_or(5);
            answer.insert_header(HeaderName::from_static("retry-after"), HeaderValue::from(seconds));
        }
    }
}

/// A form of ours: plain for the browser, taken by the island when scripts run.
#[component]
pub fn Form(
    /// `/form/…`
    #[prop(into)]
    action: String,
    /// Path of the page the form stands on.
    #[prop(into)]
    page: String,
    /// The company the page shows: a form of another company's page is refused, not misfiled.
    #[prop(optional_no_strip)]
    siren: Option<Siren>,
    /// Tells several forms of one address apart when what was typed is given back.
    #[prop(optional, into)]
    name: String,
    /// Leads out of the portal: left to the browser.
    #[prop(optional)]
    leaves: bool,
    #[prop(default = "form".into(), into)] class: String,
    children: Children,
) -> impl IntoView {
    let siren = siren.map(|siren| view! { <input type="hidden" name="_siren" value=siren.to_string()/> });
    let name = (!name.is_empty()).then(|| view! { <input type="hidden" name="_formulaire" value=name/> });
    view! {
        <form class=class method="post" action=action novalidate data-form=(!leaves).then_some("")>
            <input type="hidden" name="_page" value=page/>
            {siren}
            {name}
            {children()}
        </form>
    }
}
