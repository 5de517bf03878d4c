use backend::{
    assistance::cases::{self, Access, Case},
    id::RowId,
};
use domain::{
    assistance::{self, CaseState, PROMISED_DAYS},
    calendar::french_date,
    french::capitalised,
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{
    exchange::{exchange, facts},
    files::Side,
    server::{ClaimCase, FollowUpCase, RemoveCaseFile},
};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    messaging::RemoveUpload,
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/assistance/dossier/{reference}?cle=…`: the case of a person, with its secret or with their account.
#[component]
pub fn CasePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let reference: String = request.param("reference")?;
        let secret = request.query("cle").unwrap_or_default().to_owned();
        let access = Access {
            session: request.session(),
            client: &request.context.client,
            reference: &reference,
            secret: &secret,
        };
        let case = cases::read(request.portal(), &access).await?;
        let mut form = PageForm::read::<FollowUpCase>(&request).await?;
        form.flash.problems.extend(request.problems(&[ClaimCase::NAME]).await?);
        let file_problems =
            request.problems(&[page::UPLOAD, RemoveCaseFile::NAME, RemoveUpload::NAME]).await?;
        let signed_in = request.session().is_some_and(|session| session.usager().is_ok());
        let claim = (signed_in && case.account_id.is_none() && !secret.is_empty())
            .then(|| claim(&case, &secret, &request.path));
        let title = capitalised(case.kind().name());
        let lead = [lead(&case), promise(&case, request.portal().clock.now().day())].concat();
        let side = Side::Person(secret.clone());
        let files = side.next_files(&request, &case, &file_problems).await?;
        let files = view! { <ErrorSummary problems=file_problems/> {files} }.into_any();
        let reply = reply(&case, secret, files, form);
        Ok(view! {
            <Page title detail=case.reference.clone() lead=lead wide=true>
                <div class="grid grid--main">
                    <div class="stack">{exchange(&case, &side)} {reply}</div>
                    <aside class="stack" aria-label="Suivi du dossier">{facts(&case, false)} {claim}</aside>
                </div>
            </Page>
        }
        .into_any())
    })
}

fn lead(case: &Case) -> String {
    let state = match case.state() {
        CaseState::Unconfirmed => "Votre adresse n’est pas encore confirmée.",
        CaseState::Open => "Votre demande attend un conseiller.",
        CaseState::Taken => "Un conseiller s’occupe de votre demande.",
        CaseState::Answered => "Un conseiller vous a répondu.",
        CaseState::Closed => "Ce dossier est clos. Un nouveau message le rouvre.",
    };
    state.to_owned()
}

/// The promised answer, while it is awaited.
fn promise(case: &Case, today: Date) -> String {
    match case.answer_by() {
        Some(day) if day < today => {
            format!(
                " La réponse écrite était promise pour le {}\u{a0}: elle est en retard.",
                french_date(day)
            )
        }
        Some(day) => {
            format!(
                " Réponse écrite au plus tard le {} ({PROMISED_DAYS}\u{a0}jours ouvrés).",
                french_date(day)
            )
        }
        None => String::new(),
    }
}

fn reply(case: &Case, secret: String, files: AnyView, form: PageForm) -> AnyView {
    let (reference, key) = (case.reference.clone(), RowId::generate().to_string());
    view! {
        <section class="card" aria-labelledby="reponse">
            <h2 class="card__title" id="reponse">"Écrire un message"</h2>
            {files}
            <FieldForm form definition=assistance::follow_up() submit="Envoyer">
                <MandatoryNote/>
                <input type="hidden" name="reference" value=reference/>
                <input type="hidden" name="cle" value=secret/>
                <input type="hidden" name="envoi" value=key/>
            </FieldForm>
        </section>
    }
    .into_any()
}

fn claim(case: &Case, secret: &str, page: &str) -> AnyView {
    let (reference, secret, page) = (case.reference.clone(), secret.to_owned(), page.to_owned());
    view! {
        <Card title="Votre compte">
            <p>"Rattaché à votre compte, le dossier s’ouvre sans clé une fois connecté."</p>
            <ButtonForm action=ClaimCase::ACTION page submit="Rattacher à mon compte" variant=Variant::Secondary>
                <input type="hidden" name="reference" value=reference/>
                <input type="hidden" name="cle" value=secret/>
            </ButtonForm>
        </Card>
    }
    .into_any()
}
