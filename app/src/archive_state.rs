//! State of an archive that a worker builds: its progress, its file or its failure.

use backend::archives::{Archive, Progress};
use domain::french;
use leptos::prelude::*;
use platform::db::Moment;

use crate::ui::{Card, Notice, NoticeKind, Time, file_size};

/// Words of a kind of archive.
pub struct ArchiveWords {
    /// « Copie en préparation ».
    pub building: &'static str,
    /// « La copie est prête ».
    pub ready: &'static str,
    /// « Progression de la copie ».
    pub progress: &'static str,
    /// What the progress counts, in the singular and in the plural.
    pub item: (&'static str, &'static str),
    /// « La copie demandée le ».
    pub requested: &'static str,
}

/// Renders the state of an archive. `file`: address of its file. `page`: address of the page that shows it.
pub fn archive_state(
    archive: &Archive,
    words: &'static ArchiveWords,
    file: String,
    page: &'static str,
) -> AnyView {
    let requested_at = archive.requested_at;
    match archive.progress {
        Progress::Building { done, total, interrupted } => {
            let text = progress_text(done, total, words.item);
            let bar = (done, total.max(1));
            view! {
                <Card title=words.building level=3>{building(requested_at, bar, text, interrupted, words.progress, page)}</Card>
            }
            .into_any()
        }
        Progress::Ready { size, until } => {
            let size = file_size(u64::try_from(size).unwrap_or_default());
            view! {
                // Announced when a refresh of the page brings it.
                <div data-result="">
                    <Card title=words.ready level=3>
                        <p>
                            "Demandée le " <Time at=requested_at/> ". À télécharger jusqu’au " <Time at=until/> "."
                        </p>
                        // Followed by the browser, which downloads the file or shows a page.
                        <p><a class="button" href=file data-full>{format!("Télécharger l’archive (ZIP, {size})")}</a></p>
                    </Card>
                </div>
            }
            .into_any()
        }
        Progress::Failed => view! {
            <Notice kind=NoticeKind::Warning live=true>
                <p>{words.requested} <Time at=requested_at/> " n’a pas pu être préparée. Demandez-en une nouvelle."</p>
            </Notice>
        }
        .into_any(),
    }
}

/// Progress of the preparation. Refreshed every 3 seconds with scripts; with the link otherwise. `bar`: items done, and
/// all items.
fn building(
    requested_at: Moment,
    bar: (i64, i64),
    text: String,
    interrupted: bool,
    label: &'static str,
    page: &'static str,
) -> impl IntoView {
    let (value, max) = (bar.0.to_string(), bar.1.to_string());
    let interrupted = interrupted.then(|| {
        view! {
            <p>
                "La préparation a été interrompue, faute de place ou parce qu’un service du portail ne répondait pas. Elle \
                 reprendra automatiquement."
            </p>
        }
    });
    view! {
        <div class="stack stack--small" data-refresh="3">
            <p>"Demandée le " <Time at=requested_at/> "."</p>
            {interrupted}
            <progress max=max value=value aria-label=label></progress>
            <p role="status">{text}</p>
            <p><a href=page>"Actualiser"</a></p>
        </div>
    }
}

/// « 12 questions sur 40. »
fn progress_text(done: i64, total: i64, (singular, plural): (&str, &str)) -> String {
    match total {
        0 => "En attente de traitement.".to_owned(),
        _ => format!("{} sur {total}.", french::count(done.unsigned_abs(), singular, plural)),
    }
}
