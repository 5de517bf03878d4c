use domain::amount::Amount;
use leptos::prelude::*;

/// Minimum width of a bar, in percent.
const VISIBLE: f64 = 0.8;

/// An amount of a [`BarChart`].
pub struct Bar {
    pub label: String,
    pub amount: Amount,
    /// What the amount is about, in a few words.
    pub note: String,
}

/// Amounts on a common scale, one bar each. Each amount is written beside its bar; negative ones have no bar.
#[component]
pub fn BarChart(bars: Vec<Bar>) -> impl IntoView {
    let scale = bars.iter().map(|bar| bar.amount.cents()).max().unwrap_or(0).max(1);
    let rows = bars.into_iter().map(|bar| row(bar, scale)).collect_view();
    view! { <figure class="chart"><ul class="chart__rows chart__rows--close">{rows}</ul></figure> }
}

fn row(bar: Bar, scale: i64) -> impl IntoView {
    let width = format!("{:.2}%", width(bar.amount.cents(), scale));
    view! {
        <li>
            <p class="chart__head">
                <span class="chart__name">{bar.label}</span>
                <span class="chart__due">
                    <span class="nowrap">{bar.amount.to_string()}</span> " – " <span class="muted nowrap">{bar.note}</span>
                </span>
            </p>
            <svg class="chart__bar" width="100%" height="12" aria-hidden="true"><rect class="paid" y="0" width=width height="12"/></svg>
        </li>
    }
}

/// Width in percent of the widest bar; an amount above zero is at least [`VISIBLE`] wide.
pub(super) fn width(cents: i64, scale: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a width on screen, not an amount")]
    match cents {
        ..=0 => 0.0,
        _ => (cents as f64 / scale as f64 * 100.0).max(VISIBLE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_share_a_scale_and_stay_visible() {
        assert_eq!([0, -5, 50, 100].map(|cents| width(cents, 100)), [0.0, 0.0, 50.0, 100.0]);
        assert!((width(1, 1_000_000) - VISIBLE).abs() < f64::EPSILON);
    }
}
