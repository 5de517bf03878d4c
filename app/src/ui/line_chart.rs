use leptos::prelude::*;

/// Size of the drawing in its own units; the browser scales it.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 150.0;

/// A line through values at regular intervals, the earliest first; a gap where there is none. `text`: what a reader who does
/// not see it must know.
#[component]
pub fn LineChart(values: Vec<Option<f64>>, #[prop(into)] text: String) -> impl IntoView {
    let lines = lines(&values).into_iter().map(|points| view! { <polyline points=points/> }).collect_view();
    let view_box = format!("0 0 {WIDTH} {HEIGHT}");
    view! {
        <svg class="line-chart" viewBox=view_box preserveAspectRatio="none" role="img" aria-label=text>{lines}</svg>
    }
}

/// Returns the points of each uninterrupted line; the lowest value is at the bottom, the highest at the top.
fn lines(values: &[Option<f64>]) -> Vec<String> {
    let known = || values.iter().flatten().copied();
    let (low, high) = (known().fold(f64::MAX, f64::min), known().fold(f64::MIN, f64::max));
    let step = WIDTH / (values.len().max(2) - 1) as f64;
    let point = |(index, value): (usize, f64)| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        format!("{:.1},{:.1}", index as f64 * step, HEIGHT * (1.0 - share))
    };
    let mut lines = vec![Vec::new()];
    for (index, value) in values.iter().enumerate() {
        match value {
            Some(value) => lines.last_mut().expect("a line").push(point((index, *value))),
            None => lines.push(Vec::new()),
        }
    }
    lines.iter().filter(|line| !line.is_empty()).map(|line| line.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_scaled_and_interrupted() {
        let values = [Some(1.0), Some(3.0), None, Some(2.0), Some(2.0)];
        assert_eq!(lines(&values), ["0.0,150.0 150.0,0.0", "450.0,75.0 600.0,75.0"]);
        assert_eq!(lines(&[Some(4.0)]), ["0.0,75.0"]);
        assert_eq!(lines(&[]), [""; 0]);
    }
}
