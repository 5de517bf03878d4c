use backend::information::{self, Figures, Letter, LetterState};
use domain::{form::Answers, french, mailing_list, path, rights::Action};
use leptos::prelude::*;

use super::editor_server::{
    ChangeLetter, CreateLetter, DeleteLetter, REVISION, SendLetter, SendTrial, StopLetter,
};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/equipe/lettres/nouvelle`: begins a letter.
#[component]
pub fn NewLetterPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.staff_session(&Action::EditTexts)?;
        let form = PageForm::read::<CreateLetter>(&request).await?;
        Ok(view! {
            <Page title="Rédiger une lettre" trail=trail()>
                <FieldForm
                    form
                    definition=mailing_list::letter()
                    submit="Enregistrer le brouillon"
                    cancel=path::STAFF_LETTERS
                >
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

/// `/equipe/lettres/{id}`: a letter, for editors.
#[component]
pub fn StaffLetterPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::EditTexts)?;
        let (letter, figures) = information::letter(request.portal(), session, request.param("id")?).await?;
        let content = match letter.state {
            LetterState::Draft => draft(&request, &letter).await?,
            _ => sent(&request, &letter, figures),
        };
        Ok(view! {
            <Page title=letter.subject.clone() lead=letter.state.label() trail=trail()>
                {content}
                <section class="stack" aria-labelledby="apercu">
                    <h2 id="apercu">"Aperçu"</h2>
                    <div class="card prose"><RichText text=letter.body/></div>
                </section>
            </Page>
        }
        .into_any())
    })
}

fn trail() -> Vec<(String, String)> {
    vec![("Lettres".to_owned(), path::STAFF_LETTERS.to_owned())]
}

/// Form of a draft, and buttons that send or delete it.
async fn draft(request: &PageRequest, letter: &Letter) -> Result<AnyView, Stop> {
    let problems = request.problems(&[DeleteLetter::NAME, SendTrial::NAME, SendLetter::NAME]).await?;
    let current = Answers::from_iter([("objet", letter.subject.clone()), ("texte", letter.body.clone())]);
    let form = PageForm::read_or::<ChangeLetter>(request, current).await?;
    let hidden = hidden(letter);
    let act = act_forms(request, letter, information::subscriber_count(request.portal()).await?);
    Ok(view! {
        <ErrorSummary problems/>
        <FieldForm form definition=mailing_list::letter() submit="Enregistrer le brouillon">
            <MandatoryNote/>
            {hidden}
        </FieldForm>
        {act}
    }
    .into_any())
}

/// Hidden fields: the letter, and the revision that the page shows.
fn hidden(letter: &Letter) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="lettre" value=letter.id.to_string()/>
        <input type="hidden" name=REVISION value=letter.revision.to_string()/>
    }
}

fn act_forms(request: &PageRequest, letter: &Letter, subscribers: i64) -> AnyView {
    let page = request.path.clone();
    let (trial_page, delete_page) = (page.clone(), page.clone());
    let (for_trial, for_all, for_deletion) = (hidden(letter), hidden(letter), hidden(letter));
    let send = match subscribers {
        0 => view! { <p>"La liste n’a encore aucun abonné."</p> }.into_any(),
        number => view! {
            <p>
                {format!(
                    "Le texte enregistré part à {}. Il ne pourra plus être modifié et sera publié sur la page Infos Douane.",
                    french::count(number, "abonné", "abonnés"),
                )}
            </p>
            <ButtonForm action=SendLetter::ACTION page submit="Envoyer aux abonnés">{for_all}</ButtonForm>
        }
        .into_any(),
    };
    view! {
        <Card title="Essayer">
            <p>"Le texte enregistré vous est envoyé, à vous seul."</p>
            <ButtonForm
                action=SendTrial::ACTION
                page=trial_page
                submit="M’envoyer un essai"
                variant=Variant::Secondary
            >
                {for_trial}
            </ButtonForm>
        </Card>
        <Card title="Envoyer">{send}</Card>
        <Card title="Supprimer">
            <ButtonForm
                action=DeleteLetter::ACTION
                page=delete_page
                submit="Supprimer le brouillon"
                variant=Variant::Danger
            >
                {for_deletion}
            </ButtonForm>
        </Card>
    }
    .into_any()
}

/// Progress and results of a letter that was sent, and the button that stops it.
fn sent(request: &PageRequest, letter: &Letter, figures: Figures) -> AnyView {
    let begun_at =
        letter.begun_at.map(|at| view! { <Definition term="Début de l’envoi"><Time at/></Definition> });
    let is_pending = letter.state == LetterState::Sending || figures.pending > 0;
    let stop = (letter.state == LetterState::Sending).then(|| {
        let (hidden, page) = (hidden(letter), request.path.clone());
        view! {
            <ButtonForm action=StopLetter::ACTION page submit="Arrêter l’envoi" variant=Variant::Danger>
                <p>"Les courriels qui ne sont pas encore partis ne seront pas envoyés."</p>
                {hidden}
            </ButtonForm>
        }
    });
    // Without scripts, the link shows the progress.
    let refresh = is_pending.then(|| {
        view! { <p data-refresh="10"><a href=path::staff_letter(letter.id)>"Actualiser"</a></p> }
    });
    let row = |term: &'static str, number: i64| view! { <Definition term>{number}</Definition> };
    view! {
        <section class="stack" aria-labelledby="envoi">
            <h2 id="envoi">"Envoi"</h2>
            <DefinitionList>
                {begun_at}
                {row("Abonnés", figures.total)}
                {row("Remis", figures.delivered)}
                {row("En attente", figures.pending)}
                {row("Refusés (abonnements arrêtés)", figures.refused)}
                {row("Non remis", figures.failed)}
            </DefinitionList>
            {refresh}
            {stop}
        </section>
    }
    .into_any()
}
