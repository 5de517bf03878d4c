//! The versions of an article, each of which can be written again as a draft.

use backend::publications::{ArticleVersionRow, EditedArticle};
use domain::path;
use leptos::prelude::*;
use platform::db::Moment;

use super::server::RestoreArticle;
use crate::{
    forms::{Endpoint, Form},
    ui::*,
};

pub fn history_table(
    article: &EditedArticle,
    versions: &[ArticleVersionRow],
    page: &str,
    now: Moment,
) -> AnyView {
    let columns = [
        Column::text("Version"),
        Column::text("Écrite le"),
        Column::text("Par"),
        Column::text("État"),
        Column::wide("Correction"),
        Column::actions("Reprendre"),
    ];
    Table::new("Versions", &columns)
        .rows(versions, |row, version| {
            row.cell().link_about(
                path::article_preview(&article.id, version.number),
                version.number,
                format_args!(", aperçu de la version {}", version.number),
            );
            row.cell().minute(version.created_at);
            row.cell().text(&version.author);
            state(row.cell(), article, version, now);
            row.cell().text(&version.correction);
            match version.number == article.number {
                true => row.cell().none(),
                false => row.cell().view(restore(article, version.number, page)),
            };
        })
        .finish()
}

fn state(mut cell: Cell<'_>, article: &EditedArticle, version: &ArticleVersionRow, now: Moment) {
    match version.published_at {
        Some(_) if version.archived => cell.tag(Tone::Neutral, "Archivage"),
        Some(_) if article.shown == Some(version.number) => cell.tag(Tone::Success, "Publiée"),
        Some(at) if at > now => cell.tag(Tone::Info, format_args!("Prévue le {}", at.french_day())),
        Some(_) => cell.nowrap("Remplacée"),
        None => cell.tag(Tone::Warning, "Brouillon"),
    };
}

fn restore(article: &EditedArticle, number: i64, page: &str) -> AnyView {
    let (id, revision, page) = (article.id.clone(), article.number.to_string(), page.to_owned());
    view! {
        <Form action=RestoreArticle::ACTION page=page>
            <input type="hidden" name="article" value=id/>
            <input type="hidden" name="revision" value=revision/>
            <input type="hidden" name="numero" value=number.to_string()/>
            <RowSubmit label="Reprendre">{format!("la version {number} comme brouillon")}</RowSubmit>
        </Form>
    }
    .into_any()
}
