use backend::assistance::opinions::{self, Comment, PageFigures};
use domain::{month::Month, path, rights::Action};
use leptos::prelude::*;

use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/equipe/avis?mois=AAAA-MM`: opinions of visitors, by page.
#[component]
pub fn OpinionsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::ReadOpinions)?;
        let now = request.portal().clock.now();
        let month = request.query("mois").and_then(Month::parse).unwrap_or_else(|| Month::of(now.day()));
        let found = opinions::figures(request.portal(), session, month).await?;
        let months: Vec<(String, String)> =
            opinions::months(now).into_iter().map(|one| (one.code(), one.to_string())).collect();
        let summary = summary(&found.all);
        let body = match found.pages.as_slice() {
            [] => view! {
                <EmptyState title="Aucun avis"><p>"Aucun visiteur n’a donné son avis ce mois-là."</p></EmptyState>
            }
            .into_any(),
            pages => {
                let csv = path::opinions_csv(month.code());
                view! {
                    <p>{summary}</p>
                    {pages_table(pages)}
                    {comments_table(&found.comments)}
                    <p><a href=csv download="">"Télécharger les avis du mois (CSV)"</a></p>
                }
                .into_any()
            }
        };
        Ok(view! {
            <Page
                title="Avis des visiteurs"
                detail=month.to_string()
                lead="Les avis sont anonymes et conservés 13 mois. Les adresses et les numéros en sont retirés."
                wide=true
            >
                <form class="cluster" method="get" action=path::OPINIONS>
                    {filter_list("mois", "Mois", "Mois en cours", Some(month.code().as_str()), &months)}
                    <Submit variant=Variant::Secondary>"Afficher"</Submit>
                </form>
                {body}
            </Page>
        }
        .into_any())
    })
}

fn summary(all: &PageFigures) -> String {
    let share = all.satisfied_percent().unwrap_or_default();
    match all.total() {
        1 => format!("1 avis, {share}\u{a0}% satisfaits ou très satisfaits."),
        total => format!("{total} avis, {share}\u{a0}% satisfaits ou très satisfaits."),
    }
}

fn pages_table(pages: &[PageFigures]) -> AnyView {
    let columns = [
        Column::text("Page"),
        Column::amount("Avis"),
        Column::amount("Satisfaits"),
        Column::amount("Très satisfaits"),
        Column::amount("Satisfaits (nombre)"),
        Column::amount("Peu satisfaits"),
        Column::amount("Pas satisfaits"),
    ];
    Table::new("Par page", &columns).rows(pages, page_row).finish()
}

fn page_row(row: &mut Row<'_>, figures: &PageFigures) {
    page_cell(row.cell(), &figures.page);
    row.cell().text(figures.total());
    row.cell().nowrap(format_args!("{}\u{a0}%", figures.satisfied_percent().unwrap_or_default()));
    for number in figures.numbers {
        row.cell().text(number);
    }
}

fn page_cell(mut cell: Cell<'_>, page: &str) {
    match page {
        "" => cell.text("Page inconnue"),
        page => cell.mono(page),
    };
}

fn comments_table(comments: &[Comment]) -> Option<AnyView> {
    let columns = [
        Column::text("Date"),
        Column::text("Page"),
        Column::text("Satisfaction"),
        Column::wide("Commentaire"),
    ];
    (!comments.is_empty()).then(|| Table::new("Commentaires", &columns).rows(comments, comment_row).finish())
}

fn comment_row(row: &mut Row<'_>, comment: &Comment) {
    row.cell().date(comment.given_at.day());
    page_cell(row.cell(), &comment.page);
    row.cell().text(comment.satisfaction);
    row.cell().text(&comment.text);
}
