use leptos::prelude::*;
use qrcode::{Color, QrCode};

/// Width of the quiet zone in modules, required by readers (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// Renders a QR code as inline SVG. Returns `None` if the text is too long.
pub fn qr_code(text: &str, label: &'static str) -> Option<AnyView> {
    let code = QrCode::new(text).ok()?;
    let side = code.width() + 2 * QUIET_ZONE;
    let view_box = format!("0 0 {side} {side}");
    let svg = view! {
        <svg
            viewBox=view_box
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
    Some(svg.into_any())
}

/// SVG path of the runs of dark modules, line by line.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for (y, line) in code.to_colors().chunks(code.width()).enumerate() {
        let mut x = 0;
        for run in line.chunk_by(|one, next| one == next) {
            if run[0] == Color::Dark {
                path.push_str(&format!(
                    "M{} {}h{}v1h-{}z",
                    x + QUIET_ZONE,
                    y + QUIET_ZONE,
                    run.len(),
                    run.len()
                ));
            }
            x += run.len();
        }
    }
    path
}
