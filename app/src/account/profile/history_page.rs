use backend::accounts::history::{self, Entry};
use domain::path;
use leptos::prelude::*;

use super::{Tab, Tabs};
use crate::{
    account::mfa::trail,
    page::{self, Page, PageRequest, list_detail},
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
                trail=trail()
                detail=list_detail([], number.min(history.pages.max(1)), history.pages)
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
    let columns = ["Date", "Événement", "Appareil et réseau", "Signalement"].map(Column::text);
    Table::with_hidden_caption("Historique du compte", &columns).rows(entries, row).finish()
}

fn row(row: &mut Row<'_>, entry: Entry) {
    row.cell().minute(entry.at);
    event(row.cell(), &entry);
    row.cell().text(entry.place);
    row.cell().link(path::SECURING, "Ce n’était pas moi");
}

fn event(mut cell: Cell<'_>, entry: &Entry) {
    let tone = if entry.event.needs_attention() { Tone::Warning } else { Tone::Neutral };
    cell.tag(tone, entry.event.title());
    if entry.times > 1 {
        cell.text(format_args!(" ({} fois en une heure)", entry.times));
    }
    let detail = entry.event.detail();
    if !detail.is_empty() {
        cell.note(detail);
    }
}
