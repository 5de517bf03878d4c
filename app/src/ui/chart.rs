use domain::amount::Amount;
use leptos::prelude::*;

use super::{
    bar_chart::width,
    table::{Column, Row, Table},
};

/// Amounts paid and owed to one co-owner.
pub struct PaymentShare {
    pub label: String,
    pub paid: Amount,
    pub to_pay: Amount,
    pub overdue: Amount,
    /// Age of the figures if they are not current.
    pub note: Option<AnyView>,
}

impl PaymentShare {
    /// The parts in display order: class, label, amount.
    fn parts(&self) -> [(&'static str, &'static str, Amount); 3] {
        [("paid", "Payé", self.paid), ("due", "À payer", self.to_pay), ("late", "En retard", self.overdue)]
    }

    fn total(&self) -> i64 {
        self.parts().iter().map(|(_, _, amount)| amount.cents().max(0)).sum()
    }
}

/// *Synthèse des paiements à date* (mission §4): one bar per co-owner on a common scale, its amounts, and a table of
/// the same data.
#[component]
pub fn PaymentsChart(shares: Vec<PaymentShare>) -> impl IntoView {
    let scale = shares.iter().map(PaymentShare::total).max().unwrap_or(0).max(1);
    let columns = [
        Column::text("Administration"),
        Column::amount("Payé"),
        Column::amount("À payer"),
        Column::amount("En retard"),
    ];
    let table = Table::new("Synthèse des paiements à date", &columns).rows(&shares, table_row).finish();
    let bars = shares.into_iter().map(|share| bar_row(share, scale)).collect_view();
    view! {
        <figure class="chart">
            {hatchings()}
            <ul class="chart__legend" aria-hidden="true">
                {[("paid", "Payé"), ("due", "À payer"), ("late", "En retard")]
                    .map(|(class, label)| {
                        view! {
                            <li>
                                <svg class="chart__swatch" width="20" height="16">
                                    <rect class=class width="20" height="16" />
                                    {hatched(class, None, "20", "16")}
                                </svg>
                                {label}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <ul class="chart__rows">{bars}</ul>
            <details class="disclosure">
                <summary>"Voir les chiffres en tableau"</summary>
                {table}
            </details>
        </figure>
    }
}

fn table_row(row: &mut Row<'_>, share: &PaymentShare) {
    row.cell().text(&share.label);
    for (_, _, amount) in share.parts() {
        row.cell().text(amount);
    }
}

fn bar_row(share: PaymentShare, scale: i64) -> impl IntoView {
    let text =
        share.parts().map(|(_, label, amount)| format!("{} {amount}", label.to_lowercase())).join(", ");
    let text = format!("{}\u{a0}: {text}", share.label);
    let owed = Amount::from_cents(share.to_pay.cents() + share.overdue.cents());
    let figures = share
        .parts()
        .into_iter()
        .map(|(_, label, amount)| view! { <li>{label} " " <span class="nowrap">{amount.to_string()}</span></li> })
        .collect_view();
    let segments = segments(&share, scale);
    let note = share.note.map(|note| view! { <p class="chart__note">{note}</p> });
    view! {
        <li>
            <p class="chart__head">
                <span class="chart__name">{share.label}</span>
                <span class="chart__due">"Reste dû " <strong class="nowrap">{owed.to_string()}</strong></span>
            </p>
            <svg class="chart__bar" width="100%" height="20" role="img" aria-label=text>
                {segments}
            </svg>
            <ul class="chart__figures">{figures}</ul>
            {note}
        </li>
    }
}

/// The coloured parts of a bar, side by side.
fn segments(share: &PaymentShare, scale: i64) -> impl IntoView + use<> {
    let mut from = 0.0;
    share
        .parts()
        .into_iter()
        .zip(widths(share.parts().map(|(_, _, amount)| amount.cents()), scale))
        .filter(|(_, width)| *width > 0.0)
        .map(|((class, ..), width)| {
            let x = format!("{from:.2}%");
            from += width;
            let width = format!("{width:.2}%");
            view! {
                <rect class=class x=x.clone() y="0" width=width.clone() height="20" />
                {hatched(class, Some(x), width, "20")}
            }
        })
        .collect_view()
}

/// Hatching of two of the parts, shared by all bars: the parts differ without their colours.
fn hatchings() -> impl IntoView {
    view! {
        <svg class="chart__hatchings" width="0" height="0" aria-hidden="true">
            <defs>
                <pattern id="hachures-due" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <path class="hatch-due" d="M4 0V8" />
                </pattern>
                <pattern id="hachures-late" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <path class="hatch-late" d="M3 0V6M0 3H6" />
                </pattern>
            </defs>
        </svg>
    }
}

/// The hatching over a part; the amounts paid have none.
fn hatched(
    class: &'static str,
    x: Option<String>,
    width: impl Into<String>,
    height: &'static str,
) -> Option<impl IntoView> {
    (class != "paid").then(|| {
        let fill = format!("url(#hachures-{class})");
        view! { <rect class="hatch" fill=fill x=x y="0" width=width.into() height=height /> }
    })
}

/// Widths in percent of the widest bar. A part that is not zero stays visible, see [`width`]; the excess is taken from
/// the widest part.
fn widths(cents: [i64; 3], scale: i64) -> [f64; 3] {
    let mut widths = cents.map(|cents| width(cents, scale));
    let excess = widths.iter().sum::<f64>() - 100.0;
    if excess > 0.0
        && let Some(widest) = widths.iter_mut().max_by(|one, other| one.total_cmp(other))
    {
        *widest -= excess;
    }
    widths
}
