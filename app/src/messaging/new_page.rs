use backend::{
    id::DraftId,
    messaging::{self, Access, ServiceDelay},
};
use domain::{
    motif::{Motif, Theme},
    path,
    problem::Problems,
    rights::Decision,
    siren::Siren,
};
use leptos::prelude::*;

use super::{
    delay_words::services_table,
    server::BeginQuestion,
    steps::{QuestionSteps, trail},
};
use crate::{
    denial::DenialDetails,
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// Query parameters that prefill a draft whatever its motif, set by the links « Poser une question ». Others have the name
/// of a field of the motif.
const PREFILL_PARAMETERS: [&str; 4] = ["creance", "mandat", "siret", "recette"];

/// `/messagerie/nouvelle?motif=…&creance=…`: list of themes and motifs; with a motif, its introduction.
#[component]
pub fn NewQuestionPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let siren = request.siren()?.clone();
        let access = Access::of(request.portal(), request.usager_session()?).await?;
        let tree = messaging::tree(request.portal(), &access);
        let problems = request.problems(&[BeginQuestion::NAME]).await?;
        // A motif that the person may not see is ignored.
        let chosen = request.query("motif").and_then(|id| {
            tree.iter()
                .flat_map(|(_, motifs)| motifs)
                .find(|(motif, _)| motif.id == id)
                .map(|(motif, _)| motif.clone())
        });
        let detail = chosen.as_ref().map(|motif| motif.title.clone()).unwrap_or_default();
        // Two columns, for the twenty motifs and more.
        let wide = chosen.is_none();
        let body = match chosen {
            Some(motif) => {
                let delays = messaging::delays_of_services(request.portal(), &motif).await?;
                introduction(&request, motif, siren, problems, &delays)
            }
            None => themes(tree, problems),
        };
        Ok(view! {
            <Page title="Poser une question" detail=detail trail=trail() wide=wide>
                <QuestionSteps current=0/>
                {body}
            </Page>
        }
        .into_any())
    })
}

fn themes(tree: Vec<(Theme, Vec<(Motif, Decision)>)>, problems: Problems) -> AnyView {
    let themes = tree.into_iter().map(|(theme, motifs)| {
        let anchor = format!("theme-{}", theme.code());
        // Shown once per theme when all its motifs go to the same kind of service.
        let first = motifs.first().map(|(motif, _)| motif.recipient.label());
        let common = first.filter(|to| motifs.iter().all(|(motif, _)| motif.recipient.label() == *to));
        let to = common.map(|to| view! { <p class="muted small">"Destinataire\u{a0}: " {to}</p> });
        let motifs = motifs
            .into_iter()
            .map(|(motif, decision)| line(&motif, decision, common.is_none()))
            .collect_view();
        view! {
            <section class="card" aria-labelledby=anchor.clone()>
                <h2 class="card__title" id=anchor.clone()>{theme.label()}</h2>
                {to}
                <ul class="choices choices--lines">{motifs}</ul>
            </section>
        }
    });
    view! {
        <ErrorSummary problems/>
        <p>"Choisissez le motif qui décrit le mieux votre demande. Le formulaire et le service destinataire en dépendent."</p>
        <div class="columns">{themes.collect_view()}</div>
    }
    .into_any()
}

fn line(motif: &Motif, decision: Decision, with_recipient: bool) -> AnyView {
    let to = with_recipient.then(|| view! { <span class="choice__text">{motif.recipient.label()}</span> });
    match decision {
        Decision::Allowed => view! {
            <li>
                <a class="choice" href=path::new_question(&motif.id)>
                    <span class="choice__title">{motif.title.clone()}</span>
                    {to}
                </a>
            </li>
        }
        .into_any(),
        Decision::Denied(denial) => view! {
            <li>
                <div class="choice choice--closed">
                    <span class="choice__title">{motif.title.clone()}</span>
                    <DenialDetails denial/>
                </div>
            </li>
        }
        .into_any(),
    }
}

fn introduction(
    request: &PageRequest,
    motif: Motif,
    siren: Siren,
    problems: Problems,
    delays: &[ServiceDelay],
) -> AnyView {
    let prefill_fields = prefill_fields(request, &motif);
    let files: Vec<String> = motif.form.file_slots().map(|slot| slot.label.clone()).collect();
    let documents = (!files.is_empty()).then(|| {
        let files = files.into_iter().map(|label| view! { <li>{label}</li> }).collect_view();
        view! { <p>"Préparez les documents suivants\u{a0}:"</p> <ul>{files}</ul> }
    });
    let recipient = format!(
        "Destinataire\u{a0}: {}. Le délai de réponse dépend du service\u{a0}: il est rappelé avant l’envoi.",
        motif.recipient.label()
    );
    let delays = services_table(delays);
    let Motif { id, theme, intro, .. } = motif;
    view! {
        <ErrorSummary problems/>
        <Card title=theme.label()>
            <p>{intro}</p>
            {documents}
            <p>{recipient}</p>
            {delays}
        </Card>
        <Form action=BeginQuestion::ACTION page=request.path.clone() siren=Some(siren)>
            <input type="hidden" name="motif" value=id/>
            <input type="hidden" name="cle" value=DraftId::generate().to_string()/>
            {prefill_fields}
            <div class="form__actions">
                <Submit>"Commencer"</Submit>
                <ButtonLink href=path::NEW_QUESTION variant=Variant::Quiet>"Choisir un autre motif"</ButtonLink>
            </div>
        </Form>
    }
    .into_any()
}

/// Passes on what the link says about the object of the question.
fn prefill_fields(request: &PageRequest, motif: &Motif) -> impl IntoView + use<> {
    let of_motif = motif.form.fields.iter().map(|field| field.name.as_str());
    let others = of_motif.filter(|name| !PREFILL_PARAMETERS.contains(name));
    let given = PREFILL_PARAMETERS.into_iter().chain(others).filter_map(|name| {
        let (name, value) = (name.to_owned(), request.query(name)?.to_owned());
        Some(view! { <input type="hidden" name=name value=value/> })
    });
    given.collect_view()
}
