use domain::{
    declarant_statements::{MonthStatements, Summary, Totals},
    french,
};
use leptos::prelude::*;

use crate::ui::{Bar, BarChart, Column, Row, Table};

/// Draws the duties and taxes of each month.
pub fn chart(summary: &Summary) -> impl IntoView + use<> {
    let bar = |month: &MonthStatements| Bar {
        label: french::capitalised(&month.month.to_string()),
        amount: month.totals.amount,
        note: french::count(month.totals.operations, "opération", "opérations"),
    };
    let bars: Vec<_> = summary.months.iter().map(bar).collect();
    view! { <BarChart bars/> }
}

/// Table of the sums of the period, with their total.
pub fn by_teleservice(summary: &Summary) -> AnyView {
    let columns =
        [Column::text("Téléservice"), Column::amount("Opérations"), Column::amount("Droits et taxes")];
    let mut table = Table::new("Totaux de la période par téléservice", &columns);
    for (teleservice, totals) in &summary.teleservices {
        let mut row = table.row();
        row.cell().text(teleservice.label());
        cells(&mut row, *totals);
    }
    let mut row = table.row();
    row.cell().text("Total");
    cells(&mut row, summary.totals);
    table.finish()
}

/// Table of all statements, with the total of each month that has several.
pub fn by_month(summary: &Summary) -> AnyView {
    let columns = [
        Column::text("Mois"),
        Column::text("Téléservice"),
        Column::amount("Opérations"),
        Column::amount("Droits et taxes"),
    ];
    let mut table = Table::new("Détail par mois et téléservice", &columns);
    for month in &summary.months {
        month_rows(&mut table, month);
    }
    table.finish()
}

fn month_rows(table: &mut Table, month: &MonthStatements) {
    let mut row = |what: &str, totals| {
        let mut row = table.row();
        row.cell().text(french::capitalised(&month.month.to_string()));
        row.cell().text(what);
        cells(&mut row, totals);
    };
    for statement in &month.statements {
        row(statement.teleservice.label(), statement.totals);
    }
    match month.statements.len() {
        0 => row("Aucune opération", month.totals),
        1 => {}
        _ => row("Total du mois", month.totals),
    }
}

fn cells(row: &mut Row<'_>, totals: Totals) {
    row.cell().text(french::format_number(totals.operations.into()));
    row.cell().text(totals.amount);
}
