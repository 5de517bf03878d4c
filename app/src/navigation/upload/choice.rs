//! Files that a person chooses, drops or pastes, and the buttons of their lines.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    ClipboardEvent, DataTransfer, DragEvent, Event, File, FileList, HtmlFormElement, HtmlInputElement,
};

use super::queue;
use crate::navigation::dom;

const FORM: &str = "form[data-upload]";

pub fn listen() {
    for name in ["change", "dragover", "dragleave", "drop", "paste", "click"] {
        dom::on(name, handle);
    }
}

fn handle(event: Event) {
    let form = || dom::target_within(&event, FORM)?.dyn_into::<HtmlFormElement>().ok();
    match event.type_().as_str() {
        "change" => {
            if let Some(form) = form()
                && let Some(input) = dom::find::<HtmlInputElement>(&form, "input[type=file]")
            {
                let files = list(input.files());
                // The same file can be chosen again, and is not sent by the button.
                input.set_value("");
                queue::add(&form, files);
            }
        }
        "paste" => {
            let Some(data) = event.unchecked_ref::<ClipboardEvent>().clipboard_data() else { return };
            // Text copied in an office program comes with its image.
            if carries(&data, "Files")
                && !carries(&data, "text/plain")
                && let Some(form) = form().or_else(|| forms().pop())
            {
                event.prevent_default();
                queue::add(&form, list(data.files()));
            }
        }
        "click" => {
            if let Some(line) = dom::target_within(&event, "[data-upload-list] > *") {
                if dom::target_within(&event, "[data-upload-retry]").is_some() {
                    queue::retry(&line);
                } else if dom::target_within(&event, "[data-upload-cancel]").is_some() {
                    queue::cancel(&line);
                }
            }
        }
        "dragleave" => mark(None),
        name => {
            let Some(data) = event.unchecked_ref::<DragEvent>().data_transfer() else { return };
            if carries(&data, "Files") && !forms().is_empty() {
                // Beside the form, the browser would open the file instead of the page.
                event.prevent_default();
                let form = form();
                mark(form.as_ref().filter(|_| name == "dragover"));
                if let Some(form) = form.filter(|_| name == "drop") {
                    queue::add(&form, list(data.files()));
                }
            }
        }
    }
}

fn forms() -> Vec<HtmlFormElement> {
    dom::find_all(&dom::body(), FORM)
}

fn list(files: Option<FileList>) -> Vec<File> {
    files.map(|files| (0..files.length()).filter_map(|index| files.item(index)).collect()).unwrap_or_default()
}

fn carries(data: &DataTransfer, kind: &str) -> bool {
    data.types().includes(&JsValue::from_str(kind), 0)
}

/// Shows which form will receive the files.
fn mark(target: Option<&HtmlFormElement>) {
    for form in forms() {
        let _ = form.toggle_attribute_with_force("data-over", target == Some(&form));
    }
}
