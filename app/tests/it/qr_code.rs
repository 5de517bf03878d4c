use app::ui::qr_code;
use leptos::prelude::*;
use qrcode::{Color, QrCode};

#[test]
fn every_dark_module_is_rendered_once() {
    let text = "otpauth://totp/Prodouane:alix?secret=GEZDGNBVGY3TQOJQ";
    let html = Owner::new().with(|| qr_code(text, "Code").expect("it fits").to_html());
    let (_, path) = html.split_once("<path d=\"").expect("a path");
    let (path, _) = path.split_once('"').expect("its end");
    let rendered: usize = path
        .split('h')
        .filter_map(|part| part.split_once("v1").and_then(|(run, _)| run.parse::<usize>().ok()))
        .sum();
    let code = QrCode::new(text).expect("a code");
    let dark = code.to_colors().into_iter().filter(|color| *color == Color::Dark).count();
    assert_eq!(rendered, dark);
    // The top left finder pattern: seven dark modules in a row, after the quiet zone.
    assert!(path.starts_with("M4 4h7v1h-7z"));
}
