use backend::{
    accounts::sessions::Session,
    documents::{self, ReadableDocument, VersionNote},
    id::DocumentId,
};
use domain::{calendar::french_date, path};
use leptos::prelude::*;

use super::{place::Place, server::AcknowledgeDocument};
use crate::{
    forms::{ButtonForm, Endpoint},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/documents/document/{id}?ancienne=…`: a document, for operators of its circle.
#[component]
pub fn DocumentPage() -> impl IntoView {
    page::load(async |request: PageRequest| document(&request, Place::Operator).await)
}

/// `/agent/documents/{id}?ancienne=…`: a document, for agents of its circle.
#[component]
pub fn AgentDocumentPage() -> impl IntoView {
    page::load(async |request: PageRequest| document(&request, Place::Agent).await)
}

async fn document(request: &PageRequest, place: Place) -> Result<AnyView, Stop> {
    let session = place.session(request)?;
    let id: DocumentId = request.param("id")?;
    let found = documents::document(request.portal(), session, id).await?;
    let earlier = documents::earlier_versions(request.portal(), &found).await?;
    let problems = request.problems(&[AcknowledgeDocument::NAME]).await?;
    let replaced = request.query("ancienne").is_some().then(|| {
        view! {
            <Notice kind=NoticeKind::Info title="Cette version est remplacée">
                <p>"Le lien ouvert était celui d’une ancienne version. Voici la version en vigueur."</p>
            </Notice>
        }
    });
    let trail = vec![(place.title().to_owned(), place.list().to_owned())];
    let reading = reading(&found, session, &request.path);
    let reason = found.reason();
    Ok(view! {
        <Page title="Document" detail=found.title.clone() trail crumb="Document" wide=true>
            {replaced}
            <ProblemNotice problems/>
            <div class="grid grid--main">
                <div class="stack">{current(&found)} {reading} {history(&earlier)}</div>
                <aside class="stack" aria-label="À propos du document">
                    {facts(&found)}
                    <Card title="Pourquoi vous le voyez"><p>{reason}</p></Card>
                </aside>
            </div>
        </Page>
    }
    .into_any())
}

fn current(found: &ReadableDocument) -> impl IntoView + use<> {
    let title = format!("Version {}", found.number);
    let (note, at) = (found.note.clone(), found.published_at);
    let file = AttachmentItem {
        name: found.file_name.clone(),
        bytes: u64::try_from(found.size).unwrap_or(0),
        sha256: found.sha256.to_string(),
        href: path::document_file(found.version),
        state: String::new(),
        remove: None,
    };
    view! {
        <Card title=title>
            <p class="muted">"Publiée le " <Time at/></p>
            <p class="text">{note}</p>
            <AttachmentList files=vec![file] folded=true/>
        </Card>
    }
}

/// The acknowledgement, if one is asked.
fn reading(found: &ReadableDocument, session: &Session, page: &str) -> Option<AnyView> {
    if let Some(at) = found.acknowledged_at {
        return Some(
            view! {
                <Card title="Votre lecture">
                    <p>"Vous avez pris connaissance de cette version le " <Time at/> "."</p>
                </Card>
            }
            .into_any(),
        );
    }
    if !found.awaits_acknowledgement() {
        return None;
    }
    let siren = session.siren.as_ref().map(|siren| {
        view! { <input type="hidden" name="_siren" value=siren.to_string()/> }
    });
    let (document, version, page) = (found.id.to_string(), found.version.to_string(), page.to_owned());
    Some(
        view! {
            <Card title="Votre lecture">
                <p>
                    "Le service vous demande de confirmer que vous avez lu cette version. Votre nom et la date lui sont \
                    transmis."
                </p>
                <ButtonForm action=AcknowledgeDocument::ACTION page submit="J’ai pris connaissance">
                    {siren}
                    <input type="hidden" name="document" value=document/>
                    <input type="hidden" name="version" value=version/>
                </ButtonForm>
            </Card>
        }
        .into_any(),
    )
}

fn facts(found: &ReadableDocument) -> impl IntoView + use<> {
    let (service, folder, circle) = (found.service_name.clone(), found.folder.clone(), found.circle_label());
    let until = found
        .until()
        .map(|day| view! { <Definition term="Visible jusqu’au">{french_date(day)}</Definition> });
    view! {
        <Card title="Partage">
            <DefinitionList>
                <Definition term="Service">{service}</Definition>
                <Definition term="Dossier">{folder}</Definition>
                <Definition term="Lecteurs">{circle}</Definition>
                {until}
            </DefinitionList>
        </Card>
    }
}

fn history(earlier: &[VersionNote]) -> Option<AnyView> {
    if earlier.is_empty() {
        return None;
    }
    let columns = [
        Column::text("Version"),
        Column::text("Publiée le"),
        Column::text("Service"),
        Column::wide("Ce qui changeait"),
    ];
    let table = Table::new("Versions remplacées", &columns).rows(earlier, |row, one| {
        row.cell().text(one.number);
        row.cell().date(one.published_at.day());
        row.cell().text(&one.service_name);
        row.cell().text(&one.note);
    });
    Some(table.finish())
}
