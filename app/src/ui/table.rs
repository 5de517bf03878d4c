use std::sync::Arc;

use leptos::{either::Either, prelude::*};

/// One column of a [`DataTable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Shared: every cell repeats it.
    pub label: Arc<str>,
    /// Right-aligned with tabular figures.
    pub numeric: bool,
}

impl Column {
    pub fn text(label: impl Into<Arc<str>>) -> Self {
        Self { label: label.into(), numeric: false }
    }

    pub fn amount(label: impl Into<Arc<str>>) -> Self {
        Self { label: label.into(), numeric: true }
    }
}

/// A table with a caption; scrollable by keyboard if too wide, stacked row by row on a phone.
///
/// `children` are `<thead>` and `<tbody>`; every body cell must have its column's title in `data-label`.
#[component]
pub fn TableFrame(
    #[prop(into)] caption: String,
    #[prop(optional)] caption_hidden: bool,
    children: Children,
) -> impl IntoView {
    let class = caption_hidden.then_some("visually-hidden");
    let name = caption.clone();
    view! {
        <div class="table-frame" role="region" aria-label=name tabindex="0">
            <table class="table">
                <caption class=class>{caption}</caption>
                {children()}
            </table>
        </div>
    }
}

/// A table rendered from data; the first cell of each row is its header.
#[component]
pub fn DataTable(
    #[prop(into)] caption: String,
    #[prop(optional)] caption_hidden: bool,
    columns: Vec<Column>,
    rows: Vec<Vec<AnyView>>,
) -> impl IntoView {
    let heads = columns
        .iter()
        .map(|column| {
            let class = column.numeric.then_some("num");
            view! { <th scope="col" class=class>{column.label.clone()}</th> }
        })
        .collect_view();
    let rows = rows.into_iter().map(|cells| row(&columns, cells)).collect_view();
    view! {
        <TableFrame caption caption_hidden>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
}

fn row(columns: &[Column], cells: Vec<AnyView>) -> impl IntoView + use<> {
    let cells = columns
        .iter()
        .zip(cells)
        .enumerate()
        .map(|(rank, (column, cell))| {
            let class = column.numeric.then_some("num");
            let label = column.label.clone();
            if rank == 0 {
                Either::Left(view! { <th scope="row" class=class data-label=label>{cell}</th> })
            } else {
                Either::Right(view! { <td class=class data-label=label>{cell}</td> })
            }
        })
        .collect_view();
    view! { <tr>{cells}</tr> }
}
