//! The versions of an entry, each of which can be written again as a draft.

use backend::faq::{Edited, VersionRow};
use domain::path;
use leptos::prelude::*;
use platform::db::Moment;

use super::server::RestoreFaqVersion;
use crate::{
    forms::{Endpoint, Form},
    ui::*,
};

pub fn history_table(entry: &Edited, versions: &[VersionRow], page: &str, now: Moment) -> AnyView {
    let columns = [
        Column::text("Version"),
        Column::text("Écrite le"),
        Column::text("Par"),
        Column::text("État"),
        Column::text("A aidé"),
        Column::actions("Reprendre"),
    ];
    Table::new("Versions", &columns)
        .rows(versions, |row, version| {
            row.cell().link_about(
                path::faq_entry_preview(&entry.id, version.number),
                version.number,
                format_args!(", aperçu de la version {}", version.number),
            );
            row.cell().minute(version.created_at);
            author(row.cell(), &version.author);
            state(row.cell(), entry, version, now);
            votes(row.cell(), version);
            match version.number == entry.number {
                true => row.cell().none(),
                false => row.cell().view(restore(entry, version.number, page)),
            };
        })
        .finish()
}

fn author(mut cell: Cell<'_>, author: &str) {
    cell.text(if author.is_empty() { "Livrée avec le portail" } else { author });
}

fn state(mut cell: Cell<'_>, entry: &Edited, version: &VersionRow, now: Moment) {
    match version.published_at {
        Some(_) if version.withdrawn => cell.tag(Tone::Neutral, "Retrait"),
        Some(_) if entry.shown == Some(version.number) => cell.tag(Tone::Success, "Publiée"),
        Some(at) if at > now => cell.tag(Tone::Info, format_args!("Prévue le {}", at.french_day())),
        Some(_) => cell.nowrap("Remplacée"),
        None => cell.tag(Tone::Warning, "Brouillon"),
    };
}

fn votes(mut cell: Cell<'_>, version: &VersionRow) {
    match version.useful + version.not_useful {
        0 => cell.none(),
        total => cell.nowrap(format_args!("{} sur {total}", version.useful)),
    };
}

fn restore(entry: &Edited, number: i64, page: &str) -> AnyView {
    let (id, revision, page) = (entry.id.clone(), entry.number.to_string(), page.to_owned());
    view! {
        <Form action=RestoreFaqVersion::ACTION page=page>
            <input type="hidden" name="entree" value=id/>
            <input type="hidden" name="revision" value=revision/>
            <input type="hidden" name="numero" value=number.to_string()/>
            <RowSubmit label="Reprendre">{format!("la version {number} comme brouillon")}</RowSubmit>
        </Form>
    }
    .into_any()
}
