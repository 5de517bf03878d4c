//! Uploads files as soon as they are chosen, one request each, with their progress.
//!
//! Uses `XMLHttpRequest`: `fetch` does not report the progress of an upload.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use domain::attachment;
use js_sys::{JSON, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, File, FormData, HtmlFormElement, HtmlInputElement, HtmlProgressElement, ProgressEvent,
    XmlHttpRequest,
};

use super::{dom, notices, visit};

pub fn listen() {
    dom::on("change", |event: Event| {
        let Some(form) = dom::target_within(&event, "form[data-upload]") else { return };
        let Some(form) = form.dyn_into::<HtmlFormElement>().ok() else { return };
        let Some(input) = dom::find::<HtmlInputElement>(&form, "input[type=file]") else { return };
        let chosen =
            input.files().map(|files| (0..files.length()).filter_map(|index| files.item(index)).collect());
        let queue: VecDeque<File> = chosen.unwrap_or_default();
        if !queue.is_empty() {
            Batch { form, page: dom::location(), queue: RefCell::new(queue), refused: RefCell::default() }
                .next();
        }
    });
}

/// Hides the submit button, and allows several files at once where the field accepts them.
pub fn prepare(root: &Element) {
    for form in dom::find_all::<Element>(root, "form[data-upload]") {
        if let Some(button) = dom::find::<Element>(&form, "[data-upload-submit]") {
            dom::show(&button, false);
        }
        if let Some(input) = dom::find::<HtmlInputElement>(&form, "input[data-many]") {
            input.set_multiple(true);
        }
    }
}

/// Files chosen together, uploaded one after the other.
struct Batch {
    form: HtmlFormElement,
    /// Page where they were chosen: another one may be displayed since.
    page: String,
    queue: RefCell<VecDeque<File>>,
    refused: RefCell<Vec<String>>,
}

impl Batch {
    fn next(self) {
        let file = self.queue.borrow_mut().pop_front();
        match file {
            Some(file) => self.upload(&file),
            None => self.finish(),
        }
    }

    fn upload(self, file: &File) {
        // As the portal will list it: a name may contain characters that change the text direction.
        let composed = String::from(JsString::from(file.name()).normalize("NFC"));
        let name = attachment::clean_name(&composed).unwrap_or_else(|| "fichier sans nom".to_owned());
        if let Err(problem) = attachment::check_name_and_size(&composed, file.size() as u64) {
            self.refuse(&name, &problem.to_string());
            return self.next();
        }
        self.show_status(&format!("Envoi de «\u{a0}{name}\u{a0}» en cours…"));
        self.show_progress(Some(0.0));
        let batch = Rc::new(RefCell::new(Some(self)));
        if send(file, &name, &batch).is_none()
            && let Some(batch) = batch.take()
        {
            batch.refuse(&name, "l’envoi n’a pas pu commencer. Réessayez.");
            batch.next();
        }
    }

    fn finish_file(self, request: &XmlHttpRequest, name: &str) {
        let status = request.status().unwrap_or(0);
        if !(200..300).contains(&status) {
            let message = message(request).unwrap_or_else(|| {
                "la connexion a été interrompue. Vérifiez-la, puis choisissez de nouveau ce fichier."
                    .to_owned()
            });
            self.refuse(name, &message);
        }
        self.next();
    }

    /// Refreshes the page to list the files, then shows the refusals under the field.
    fn finish(self) {
        self.show_progress(None);
        self.show_status("");
        let field = self.form.get_attribute("data-field").unwrap_or_default();
        let refused = self.refused.take().join(" ");
        leptos::task::spawn_local(async move {
            visit::refresh_or_reload(&self.page).await;
            // The field no longer exists if the right to it was withdrawn.
            if !refused.is_empty() && show_problem(&field, &refused).is_none() {
                notices::show("fichier", Some(&refused));
            }
        });
    }

    fn refuse(&self, name: &str, reason: &str) {
        let sentence = match reason.contains(name) {
            true => reason.to_owned(),
            false => format!("«\u{a0}{name}\u{a0}»\u{a0}: {reason}"),
        };
        self.refused.borrow_mut().push(sentence);
    }

    fn show_status(&self, text: &str) {
        if let Some(status) = dom::find::<Element>(&self.form, "[data-upload-status]") {
            status.set_text_content(Some(text));
        }
    }

    /// Shows the progress of the upload; `None` hides the progress bar.
    fn show_progress(&self, percent: Option<f64>) {
        if let Some(bar) = dom::find::<HtmlProgressElement>(&self.form, "[data-upload-progress]") {
            bar.set_value(percent.unwrap_or(0.0));
            dom::show(&bar, percent.is_some());
        }
    }
}

/// Sends one file; the batch continues after the response or the failure. Returns `None` if the request cannot start.
fn send(file: &File, name: &str, batch: &Rc<RefCell<Option<Batch>>>) -> Option<()> {
    let data = {
        let batch = batch.borrow();
        let form = &batch.as_ref()?.form;
        let data = FormData::new().ok()?;
        // Fields first: the server must know the purpose of the file before it receives the content.
        for input in dom::find_all::<HtmlInputElement>(form, "input[type=hidden]") {
            data.append_with_str(&input.name(), &input.value()).ok()?;
        }
        data.append_with_blob_and_filename("fichier", file, &file.name()).ok()?;
        data
    };
    let action = batch.borrow().as_ref()?.form.get_attribute("action")?;
    let request = XmlHttpRequest::new().ok()?;
    request.open("POST", &action).ok()?;
    request.set_request_header("Accept", "application/json").ok()?;
    if let Ok(upload) = request.upload() {
        let batch = Rc::clone(batch);
        dom::listen(&upload, "progress", move |event: ProgressEvent| {
            if let (Some(batch), true) = (batch.borrow().as_ref(), event.length_computable()) {
                batch.show_progress(Some(100.0 * event.loaded() / event.total()));
            }
        });
    }
    let (batch, name, finished) = (Rc::clone(batch), name.to_owned(), request.clone());
    dom::listen(&request, "loadend", move |_: Event| {
        if let Some(batch) = batch.take() {
            batch.finish_file(&finished, &name);
        }
    });
    request.send_with_opt_form_data(Some(&data)).ok()
}

/// The server's sentence about the refused file.
fn message(request: &XmlHttpRequest) -> Option<String> {
    let answer = JSON::parse(&request.response_text().ok()??).ok()?;
    Reflect::get(&answer, &JsValue::from_str("message")).ok()?.as_string()
}

fn show_problem(field: &str, text: &str) -> Option<()> {
    let slot = dom::by_id::<Element>(&(field.to_owned() + "-erreur"))?;
    slot.set_text_content(Some(text));
    dom::show(&slot, true);
    if let Ok(Some(form)) = slot.closest("form") {
        let _ = form.class_list().add_1("field--error");
    }
    if let Some(input) = dom::by_id::<Element>(field) {
        let _ = input.set_attribute("aria-invalid", "true");
        dom::focus(&input);
    }
    Some(())
}
