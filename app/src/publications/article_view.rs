use backend::publications::{Article, Correction, Summary};
use domain::{article::ArticleKind, path};
use leptos::prelude::*;

use crate::ui::*;

/// An article below its title and summary, with its dates and the notes of its corrections.
pub(crate) fn article_view(article: Article, corrections: Vec<Correction>) -> AnyView {
    let Article { summary, body, .. } = article;
    let facts = match summary.kind() {
        ArticleKind::News => None,
        ArticleKind::Event => Some(event_facts(&summary)),
        ArticleKind::Guide => Some(guide_facts(&summary)),
    };
    view! {
        {archived(&summary)}
        {cancelled(&summary)}
        {facts}
        <div class="prose"><RichText text=body/></div>
        {correction_list(corrections)}
        <p class="muted small">{dates(&summary)}</p>
    }
    .into_any()
}

fn archived(summary: &Summary) -> Option<impl IntoView + use<>> {
    let title = format!("Page archivée le {}", summary.published_at.french_day());
    let (list, name) = (summary.kind().list_path(), summary.kind().plural());
    summary.archived.then(|| {
        view! {
            <Notice kind=NoticeKind::Warning title>
                <p>
                    "Elle reste lisible à cette adresse, mais son contenu n’est plus tenu à jour. "
                    <a href=list>{format!("Voir «\u{a0}{name}\u{a0}»")}</a>
                </p>
            </Notice>
        }
    })
}

fn cancelled(summary: &Summary) -> Option<impl IntoView + use<>> {
    summary.head.cancelled.then(|| {
        view! {
            <Notice kind=NoticeKind::Error title="Événement annulé">
                <p>"Il n’aura pas lieu. Si vous l’avez ajouté à votre calendrier, ouvrez de nouveau le fichier ci-dessous."</p>
            </Notice>
        }
    })
}

fn event_facts(summary: &Summary) -> AnyView {
    let head = &summary.head;
    let words = head.time().map(|time| time.words()).unwrap_or_default();
    let zone = head.territory().zone();
    let when = head.starts_at.map(|at| view! { <ZonedTime at zone text=words/> });
    let place = head.place.clone();
    let link = (!head.link.is_empty() && !head.cancelled).then(|| {
        let href = head.link.clone();
        view! {
            <Definition term="Participer"><ExternalLink href>"Ouvrir la page de l’événement"</ExternalLink></Definition>
        }
    });
    let file = path::event_file(&summary.id);
    view! {
        <DefinitionList>
            <Definition term="Date">{when}</Definition>
            <Definition term="Lieu">{place}</Definition>
            {link}
        </DefinitionList>
        <p class="cluster">
            <a class="button button--secondary" href=file rel="external">"Ajouter à mon calendrier (ICS)"</a>
        </p>
    }
    .into_any()
}

fn guide_facts(summary: &Summary) -> AnyView {
    let genre = summary.head.genre().map(|genre| view! { <Tag tone=Tone::Info>{genre.label()}</Tag> });
    let teleservice = summary.head.teleservice().map(|one| {
        let address = path::guides_about(one.code());
        view! { <a href=address>{format!("Documents sur {}", one.label())}</a> }
    });
    view! { <p class="cluster">{genre} {teleservice}</p> }.into_any()
}

/// Notes of the published versions, for those who have read an earlier one.
fn correction_list(corrections: Vec<Correction>) -> Option<impl IntoView> {
    (!corrections.is_empty()).then(|| {
        let item = |note: Correction| {
            let day = format!("Correction du {}", note.published_at.french_day());
            view! { <li><strong>{day}</strong> "\u{a0}: " {note.correction}</li> }
        };
        view! {
            <section class="card" aria-labelledby="corrections">
                <h2 class="card__title" id="corrections">"Ce qui a été corrigé"</h2>
                <ul>{corrections.into_iter().map(item).collect_view()}</ul>
            </section>
        }
    })
}

fn dates(summary: &Summary) -> String {
    let published = format!("Publié le {}.", summary.first_published_at.french_day());
    match summary.updated_at().filter(|_| !summary.archived) {
        Some(at) => format!("{published} Mis à jour le {}.", at.french_day()),
        None => published,
    }
}
