use backend::motifs::{self, EditedMotif, MotifDraft};
use domain::{
    motif::{Motif, editing},
    path,
};
use leptos::prelude::*;

use super::{
    history::history_table,
    server::{BeginMotifDraft, CancelMotifPublication, DiscardMotifDraft, PublishMotif},
    trail::trail,
};
use crate::{
    forms::{ButtonForm, Endpoint, PageForm},
    page::{self, Page, PageRequest},
    publishing::{planned_publication, publication_form},
    ui::*,
};

/// `/administration/motifs/{id}`: a motif with its draft, its publication and its versions.
#[component]
pub fn MotifPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.administrator_session()?;
        let id: String = request.param("id")?;
        let edited = motifs::edited_motif(request.portal(), session, &id).await?;
        let versions = motifs::history(request.portal(), session, &id).await?;
        let form = PageForm::read::<PublishMotif>(&request).await?;
        let buttons = [BeginMotifDraft::NAME, DiscardMotifDraft::NAME, CancelMotifPublication::NAME];
        let problems = request.problems(&buttons).await?;
        let work = work(&edited, form, &request.path);
        let history = history_table(&edited, &versions, &request.path, request.portal().clock.now());
        let facts = facts(&edited.current);
        Ok(view! {
            <Page title=edited.current.title.clone() trail=trail() wide=true>
                <ErrorSummary problems/>
                <div class="grid grid--main">
                    <div class="stack">{work} {history}</div>
                    <aside class="stack" aria-label="Version en vigueur">{facts}</aside>
                </div>
            </Page>
        }
        .into_any())
    })
}

/// Renders the next steps: beginning a draft, writing and publishing it, or cancelling its publication.
fn work(edited: &EditedMotif, form: PageForm, page: &str) -> AnyView {
    let id = &edited.current.id;
    match (&edited.draft, &edited.planned) {
        (Some(draft), _) => {
            let publish = publication_form(form, editing::publication(), "motif", id, draft.revision);
            view! { {draft_card(id, draft, page)} {publish} }.into_any()
        }
        (None, Some(planned)) => {
            let card = planned_publication::<CancelMotifPublication>(
                "motif",
                id,
                planned.number,
                planned.published_at,
                page,
            );
            let note =
                format!("Annulée, elle redevient un brouillon. {}\u{a0}: {}", planned.author, planned.note);
            view! { {card} <p class="muted">{note}</p> }.into_any()
        }
        (None, None) => begin_card(&edited.current, page),
    }
}

fn begin_card(current: &Motif, page: &str) -> AnyView {
    let (id, number, page) = (current.id.clone(), current.version.to_string(), page.to_owned());
    view! {
        <Card title="Préparer une nouvelle version">
            <p>
                "Le brouillon reprend la version en vigueur. Les opérateurs ne voient rien avant sa publication. Les questions \
                 déjà envoyées gardent leur version."
            </p>
            <ButtonForm action=BeginMotifDraft::ACTION page submit="Commencer un brouillon">
                <input type="hidden" name="motif" value=id/>
                <input type="hidden" name="numero" value=number/>
            </ButtonForm>
        </Card>
    }
    .into_any()
}

fn draft_card(id: &str, draft: &MotifDraft, page: &str) -> impl IntoView + use<> {
    let (texts, fields, preview) = (path::motif_texts(id), path::motif_fields(id), path::motif_preview(id));
    let by = format!("Modifié par {} le ", draft.author);
    let from = format!(", à partir de la version {}.", draft.definition.version);
    let (id, revision, page) = (id.to_owned(), draft.revision.to_string(), page.to_owned());
    let (title, at) = (draft.definition.title.clone(), draft.changed_at);
    view! {
        <Card title="Brouillon">
            <p><strong>{title}</strong></p>
            <p class="muted">{by} <Time at/> {from}</p>
            <p class="cluster">
                <ButtonLink href=texts>"Modifier les textes"</ButtonLink>
                <ButtonLink href=fields>"Modifier les champs"</ButtonLink>
                <ButtonLink href=preview variant=Variant::Secondary>"Aperçu et changements"</ButtonLink>
            </p>
            <ButtonForm action=DiscardMotifDraft::ACTION page submit="Abandonner ce brouillon" variant=Variant::Danger>
                <input type="hidden" name="motif" value=id/>
                <input type="hidden" name="revision" value=revision/>
            </ButtonForm>
        </Card>
    }
}

fn facts(current: &Motif) -> impl IntoView + use<> {
    let version = format!("Version {}", current.version);
    let preview = path::motif_version(&current.id, current.version);
    let confidential = if current.confidential { "Oui" } else { "Non" };
    let (id, theme, recipient) = (current.id.clone(), current.theme.label(), current.recipient.label());
    view! {
        <Card title="En vigueur">
            <DefinitionList>
                <Definition term="Version"><a href=preview>{version}</a></Definition>
                <Definition term="Thème">{theme}</Definition>
                <Definition term="Destinataire">{recipient}</Definition>
                <Definition term="Confidentiel">{confidential}</Definition>
                <Definition term="Identifiant"><span class="mono">{id}</span></Definition>
            </DefinitionList>
        </Card>
    }
}
