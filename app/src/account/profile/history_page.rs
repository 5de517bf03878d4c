use backend::accounts::history::{self, Entry};
use domain::path;
use leptos::prelude::*;

use super::{Tab, Tabs};
use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/profil/securite/historique?page=…`: history of the account.
#[component]
pub fn HistoryPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let number = request.page_number().max(1);
        let history = history::page(request.portal(), request.usager_session()?, number).await?;
        let lines = lines(history.entries);
        Ok(view! {
            <Page
                title="Historique du compte"
                lead="Les événements des treize derniers mois. Si vous n’êtes pas à l’origine de l’un d’eux, mettez \
                      votre compte en sécurité."
                trail=vec![("Sécurité".to_owned(), path::SECURITY.to_owned())]
                wide=true
            >
                <Tabs current=Tab::Security/>
                {lines}
                <Pagination
                    label="Pages de l’historique"
                    page=number
                    pages=history.pages
                    href=format!("{}?page=", path::ACCOUNT_HISTORY)
                />
            </Page>
        }
        .into_any())
    })
}

fn lines(entries: Vec<Entry>) -> AnyView {
    if entries.is_empty() {
        return view! {
            <EmptyState title="Aucun événement">
                <p>"Les connexions et les changements du compte apparaîtront ici."</p>
            </EmptyState>
        }
        .into_any();
    }
    let columns = ["Date", "Événement", "Depuis", "Un doute\u{a0}?"].map(Column::text).into();
    let rows = entries.into_iter().map(row).collect();
    view! { <DataTable caption="Historique du compte" caption_hidden=true columns rows/> }.into_any()
}

fn row(entry: Entry) -> Vec<AnyView> {
    let tone = if entry.event.needs_attention() { Tone::Warning } else { Tone::Neutral };
    let times = (entry.times > 1).then(|| format!(" ({} fois en une heure)", entry.times));
    let detail = Some(entry.event.detail())
        .filter(|detail| !detail.is_empty())
        .map(|detail| view! { <br/> <span class="muted">{detail}</span> });
    vec![
        view! { <time datetime=entry.at.rfc3339()>{entry.at.french_minute()}</time> }.into_any(),
        view! { <Tag tone>{entry.event.title()}</Tag> {times} {detail} }.into_any(),
        entry.place.into_any(),
        view! { <a href=path::SECURING>"Ce n’était pas moi"</a> }.into_any(),
    ]
}
