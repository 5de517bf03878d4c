//! The versions of a motif, each of which can become a draft again.

use backend::motifs::{EditedMotif, MotifVersionRow};
use domain::path;
use leptos::prelude::*;
use platform::db::Moment;

use super::server::BeginMotifDraft;
use crate::{
    forms::{Endpoint, Form},
    ui::*,
};

pub fn history_table(edited: &EditedMotif, versions: &[MotifVersionRow], page: &str, now: Moment) -> AnyView {
    if versions.is_empty() {
        return view! {
            <p class="muted">"La version en vigueur est celle fournie avec le portail\u{a0}: aucune autre n’a été publiée."</p>
        }
        .into_any();
    }
    let columns = [
        Column::text("Version"),
        Column::text("Publiée le"),
        Column::text("Par"),
        Column::text("État"),
        Column::wide("Ce qui change"),
        Column::actions("Reprendre"),
    ];
    let is_open = edited.draft.is_none() && edited.planned.is_none();
    Table::new("Versions", &columns)
        .rows(versions, |row, version| {
            row.cell().link_about(
                path::motif_version(&edited.current.id, version.number),
                version.number,
                format_args!(", aperçu de la version {}", version.number),
            );
            origin(row, version);
            state(row.cell(), edited, version, now);
            row.cell().text(&version.note);
            match is_open && !is_current(edited, version) {
                true => row.cell().view(restore(&edited.current.id, version.number, page)),
                false => row.cell().none(),
            };
        })
        .finish()
}

fn is_current(edited: &EditedMotif, version: &MotifVersionRow) -> bool {
    version.number == i64::from(edited.current.version)
}

fn origin(row: &mut Row<'_>, version: &MotifVersionRow) {
    match version.author.as_str() {
        "" => {
            row.cell().none();
            row.cell().text("Fournie avec le portail");
        }
        author => {
            row.cell().minute(version.published_at);
            row.cell().text(author);
        }
    }
}

fn state(mut cell: Cell<'_>, edited: &EditedMotif, version: &MotifVersionRow, now: Moment) {
    match version.published_at > now {
        true => cell.tag(Tone::Info, "Prévue"),
        false if is_current(edited, version) => cell.tag(Tone::Success, "En vigueur"),
        false => cell.nowrap("Remplacée"),
    };
}

fn restore(id: &str, number: i64, page: &str) -> AnyView {
    let (id, page) = (id.to_owned(), page.to_owned());
    view! {
        <Form action=BeginMotifDraft::ACTION page=page>
            <input type="hidden" name="motif" value=id/>
            <input type="hidden" name="numero" value=number.to_string()/>
            <RowSubmit label="Reprendre">{format!("la version {number} comme brouillon")}</RowSubmit>
        </Form>
    }
    .into_any()
}
