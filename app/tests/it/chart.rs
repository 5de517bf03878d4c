use app::ui::{PaymentShare, PaymentsChart};
use domain::amount::Amount;
use leptos::prelude::*;

fn share(label: &str, [paid, to_pay, overdue]: [i64; 3]) -> PaymentShare {
    PaymentShare {
        label: label.to_owned(),
        paid: Amount::from_cents(paid),
        to_pay: Amount::from_cents(to_pay),
        overdue: Amount::from_cents(overdue),
        note: String::new(),
    }
}

/// Class and width in percents of every part drawn in the bars.
fn bars(shares: Vec<PaymentShare>) -> Vec<(String, f64)> {
    let html = Owner::new().with(|| view! { <PaymentsChart shares /> }.to_html());
    html.split("<rect ")
        .skip(1)
        .filter_map(|rect| {
            let width = attribute(rect, "width")?.strip_suffix('%')?.parse().expect("percents");
            Some((attribute(rect, "class")?.to_owned(), width))
        })
        .collect()
}

/// Its value in the tag that `html` begins within.
fn attribute<'h>(html: &'h str, name: &str) -> Option<&'h str> {
    let (tag, _) = html.split_once('>')?;
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split('"').next()
}

#[test]
fn the_smallest_debt_is_seen_and_the_bar_never_overflows() {
    let drawn = bars(vec![share("DGDDI", [8_711_092, 3_192_953, 12_958])]);
    let classes: Vec<_> = drawn.iter().map(|(class, _)| class.as_str()).collect();
    assert_eq!(classes, ["paid", "due", "late"]);
    assert!(drawn[2].1 >= 0.8, "{drawn:?}");
    let whole: f64 = drawn.iter().map(|(_, width)| width).sum();
    assert!((whole - 100.0).abs() < 0.02, "{drawn:?}");
}

#[test]
fn a_part_that_is_nil_is_not_drawn() {
    assert_eq!(bars(vec![share("Urssaf", [0, 0, 5])]), [("late".to_owned(), 100.0)]);
}
