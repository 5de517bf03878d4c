use app::ui::{Cell, Column, Table, Tone};
use domain::question::Status;
use leptos::prelude::*;

/// Ends a text, an attribute, a comment and an element.
const HOSTILE: &str =
    r#""'--></td></table></title><script>alert(1)</script><img src=x onerror=alert(1)>&lt;"#;

fn html(write: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| write().to_html())
}

fn payments(rows: usize) -> Table {
    let columns = [Column::text("Référence"), Column::amount("Montant")];
    Table::new("Paiements", &columns).rows(0..rows, |row, number| {
        row.cell().reference(format_args!("R-{number}"));
        row.cell().text("1,00 €");
    })
}

/// A table of one row with one cell.
fn cell(write: impl Fn(Cell<'_>)) -> String {
    html(|| Table::new("Titre", &[Column::text("Colonne")]).rows([()], |row, ()| write(row.cell())).finish())
}

#[test]
fn tables_do_not_take_the_focus() {
    let html = html(|| payments(3).finish());
    assert!(!html.contains("tabindex") && !html.contains("role="), "{html}");
    assert!(html.contains(">Paiements</caption>"), "{html}");
}

#[test]
fn long_tables_are_folded_on_request_and_keep_every_row() {
    let table = |rows, folded| {
        html(|| if folded { payments(rows).folded().finish() } else { payments(rows).finish() })
    };
    for (rows, folded, unfold) in [(17, true, true), (2, true, true), (1, true, false), (17, false, false)] {
        let html = table(rows, folded);
        assert_eq!(html.contains("Voir tout"), unfold, "{rows} rows: {html}");
        assert_eq!(html.matches(r#"<th scope="row""#).count(), rows);
    }
    assert!(table(17, true).contains("Voir tout (16 de plus)"));
}

#[test]
fn a_row_has_its_header_then_cells_with_the_titles_of_their_columns() {
    let html = html(|| payments(1).finish());
    assert!(
        html.contains(
            r#"<tr><th scope="row"><span class="mono nowrap">R-0</span><td class="num" data-label="Montant">1,00 €</tbody></table></div>"#
        ),
        "{html}"
    );
}

#[test]
fn links_are_read_as_before() {
    let html = cell(|mut cell| {
        cell.cluster();
        cell.external_button("/teleservices/X?siren=1", "Payer", " la créance C-1");
        cell.action("/messagerie/nouvelle?motif=a&creance=C-1", "Poser une question", " sur la créance C-1");
    });
    assert!(html.contains(r#"target="_blank" rel="noopener">Payer<span class="visually-hidden"> la créance C-1 (nouvelle fenêtre)</span></a>"#), "{html}");
    assert!(html.contains(r#"href="/messagerie/nouvelle?motif=a&amp;creance=C-1">Poser une question<span class="visually-hidden"> sur la créance C-1</span></a></div></tbody>"#), "{html}");
    assert!(!html.contains("<svg"), "{html}");
}

#[test]
fn texts_of_people_stay_texts_in_every_kind_of_cell() {
    type Write = fn(Cell<'_>);
    let kinds: [(&str, Write); 13] = [
        ("text", |mut cell| _ = cell.text(HOSTILE)),
        ("note", |mut cell| _ = cell.note(HOSTILE)),
        ("nowrap", |mut cell| _ = cell.nowrap(HOSTILE)),
        ("mono", |mut cell| _ = cell.mono(HOSTILE)),
        ("reference", |mut cell| _ = cell.reference(HOSTILE)),
        ("tag", |mut cell| _ = cell.tag(Tone::Error, HOSTILE)),
        ("link", |mut cell| _ = cell.link("/", HOSTILE)),
        ("address", |mut cell| _ = cell.link(HOSTILE, "texte")),
        ("hidden", |mut cell| _ = cell.link_about("/", "texte", HOSTILE)),
        ("action", |mut cell| _ = cell.action(HOSTILE, HOSTILE, HOSTILE)),
        ("external", |mut cell| _ = cell.external_button(HOSTILE, HOSTILE, HOSTILE)),
        ("format", |mut cell| _ = cell.text(format_args!("de {HOSTILE} à {HOSTILE}"))),
        ("view", |mut cell| _ = cell.view(view! { <p title=HOSTILE>{HOSTILE}</p> })),
    ];
    for (kind, write) in kinds {
        let hostile = cell(write);
        assert!(hostile.contains("&lt;script&gt;"), "{kind}: {hostile}");
        assert_eq!(hostile.matches("<td").count() + hostile.matches("<th ").count(), 2, "{kind}: {hostile}");
        for forbidden in ["<script", "<img", "</title", "-->", "\"--", "&lt;&lt;"] {
            assert!(!hostile.contains(forbidden), "{kind}: {hostile}");
        }
        assert!(hostile.contains("&amp;lt;"), "{kind}: an entity is a text too: {hostile}");
    }
}

#[test]
fn captions_and_titles_of_columns_are_texts_too() {
    let html = html(|| {
        let columns = [Column::text(HOSTILE), Column::amount(HOSTILE)];
        Table::with_hidden_caption(HOSTILE, &columns)
            .rows([()], |row, ()| {
                row.cell().none();
                row.cell().status(Status::Clos);
            })
            .finish()
    });
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    assert_eq!(html.matches("<td").count(), 1, "{html}");
    assert!(html.contains(r#"data-label="&quot;"#), "{html}");
}
