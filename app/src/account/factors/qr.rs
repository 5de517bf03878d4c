use leptos::prelude::*;
use qrcode::{Color, QrCode};

/// Light modules around the code, without which readers do not find it (ISO/IEC 18004).
const QUIET: usize = 4;

/// A QR code as a drawing in the page: no script, no image to load. `None` when the text is too long for one.
pub fn drawing(text: &str, label: &'static str) -> Option<AnyView> {
    let code = QrCode::new(text).ok()?;
    let side = code.width() + 2 * QUIET;
    let box_ = format!("0 0 {side} {side}");
    let drawn = view! {
        <svg
            viewBox=box_
            width="240"
            height="240"
            role="img"
            aria-label=label
            shape-rendering="crispEdges"
        >
            <rect width=side.to_string() height=side.to_string() fill="#fff"/>
            <path d=path(&code) fill="#000"/>
        </svg>
    };
    Some(drawn.into_any())
}

/// Runs of dark modules, line by line.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for (y, line) in code.to_colors().chunks(code.width()).enumerate() {
        let mut x = 0;
        for run in line.chunk_by(|one, next| one == next) {
            if run[0] == Color::Dark {
                path.push_str(&format!("M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len()));
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_once() {
        let code = QrCode::new("otpauth://totp/Prodouane:alix?secret=GEZDGNBVGY3TQOJQ").expect("a code");
        let drawn: usize = path(&code)
            .split('h')
            .filter_map(|part| part.split_once("v1").and_then(|(run, _)| run.parse::<usize>().ok()))
            .sum();
        let dark = code.to_colors().into_iter().filter(|color| *color == Color::Dark).count();
        assert_eq!(drawn, dark);
        // The top left finder: seven dark modules in line, after the quiet zone.
        assert!(path(&code).starts_with("M4 4h7v1h-7z"));
    }
}
