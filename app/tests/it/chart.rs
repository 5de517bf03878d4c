use app::ui::{PaymentShare, PaymentsChart};
use domain::amount::Amount;
use leptos::prelude::*;

fn share(label: &str, [paid, to_pay, overdue]: [i64; 3]) -> PaymentShare {
    PaymentShare {
        label: label.to_owned(),
        paid: Amount::from_cents(paid),
        to_pay: Amount::from_cents(to_pay),
        overdue: Amount::from_cents(overdue),
        note: None,
    }
}

/// Class and width in percent of every part of the bars.
fn bars(shares: Vec<PaymentShare>) -> Vec<(String, f64)> {
    let html = Owner::new().with(|| view! { <PaymentsChart shares /> }.to_html());
    html.split("<rect ")
        .skip(1)
        .filter_map(|rect| {
            let width = attribute(rect, "width")?.strip_suffix('%')?.parse().expect("percents");
            Some((attribute(rect, "class")?.to_owned(), width))
        })
        .filter(|(class, _)| class != "hatch")
        .collect()
}

/// Value of an attribute of the tag at the start of `html`.
fn attribute<'h>(html: &'h str, name: &str) -> Option<&'h str> {
    let (tag, _) = html.split_once('>')?;
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split('"').next()
}

#[test]
fn small_amounts_stay_visible_and_bars_do_not_overflow() {
    let parts = bars(vec![share("DGDDI", [8_711_092, 3_192_953, 12_958])]);
    let classes: Vec<_> = parts.iter().map(|(class, _)| class.as_str()).collect();
    assert_eq!(classes, ["paid", "due", "late"]);
    assert!(parts[2].1 >= 0.8, "{parts:?}");
    let total: f64 = parts.iter().map(|(_, width)| width).sum();
    assert!((total - 100.0).abs() < 0.02, "{parts:?}");
}

#[test]
fn zero_amounts_are_not_rendered() {
    assert_eq!(bars(vec![share("Urssaf", [0, 0, 5])]), [("late".to_owned(), 100.0)]);
}
