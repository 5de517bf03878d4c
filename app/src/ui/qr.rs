use leptos::prelude::*;
use qrcode::{Color, QrCode};

/// Light modules around the code, without which readers do not find it (ISO/IEC 18004).
const QUIET: usize = 4;

/// A QR code as a drawing in the page: no script, no image to load. `None` when the text is too long for one.
pub fn qr_code(text: &str, label: &'static str) -> Option<AnyView> {
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
