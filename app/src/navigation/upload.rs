//! Uploads files as soon as they are chosen, one request each, with their progress.
//!
//! Uses `XMLHttpRequest`: `fetch` does not report the progress of an upload.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use domain::{attachment, problem::Problem};
use js_sys::{JSON, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, File, FormData, HtmlFormElement, HtmlInputElement, HtmlProgressElement, ProgressEvent,
    XmlHttpRequest,
};

use super::{dom, history, notices, status, visit};

thread_local! {
    /// The last batch with interrupted files, which the person may send again.
    static INTERRUPTED: RefCell<Option<Report>> = const { RefCell::new(None) };
}

pub fn listen() {
    dom::on("change", |event: Event| {
        let Some(form) = upload_form(&event) else { return };
        let files = chosen_files(&form);
        if !files.is_empty() {
            Batch::start(form, files);
        }
    });
    dom::on("click", |event: Event| {
        if dom::target_within(&event, "[data-upload-retry]").is_some()
            && let Some(form) = upload_form(&event)
            && let Some(report) = INTERRUPTED.take()
        {
            // The button is hidden again.
            if let Some(input) = dom::by_id::<Element>(&report.field) {
                dom::focus(&input);
            }
            Batch::start(form, report.interrupted.into());
        }
    });
}

fn upload_form(event: &Event) -> Option<HtmlFormElement> {
    dom::target_within(event, "form[data-upload]")?.dyn_into().ok()
}

fn chosen_files(form: &Element) -> VecDeque<File> {
    let input = dom::find::<HtmlInputElement>(form, "input[type=file]");
    let files = input.and_then(|input| input.files());
    files.map(|files| (0..files.length()).filter_map(|index| files.item(index)).collect()).unwrap_or_default()
}

/// Hides the submit button, and allows several files at once where the field accepts them.
pub fn prepare(root: &Element) {
    for form in dom::find_all::<Element>(root, "form[data-upload]") {
        // A file chosen before this module was ready is sent by the button.
        if let Some(button) = dom::find::<Element>(&form, "[data-upload-submit]") {
            dom::show(&button, !chosen_files(&form).is_empty());
        }
        if let Some(input) = dom::find::<HtmlInputElement>(&form, "input[data-many]") {
            input.set_multiple(true);
        }
    }
    INTERRUPTED.with_borrow(|report| report.as_ref().and_then(Report::show));
}

/// Result of a batch.
#[derive(Default)]
struct Report {
    /// Page and field where the files were chosen: another page may be displayed since.
    page: String,
    field: String,
    /// Sentences about the files that were added, and about the others.
    added: String,
    refused: String,
    /// Files that the portal has not received.
    interrupted: Vec<File>,
}

impl Report {
    fn add_refused(&mut self, name: &str, reason: &str) {
        if !reason.contains(name) {
            self.refused.push_str(&["«\u{a0}", name, "\u{a0}»\u{a0}: "].concat());
        }
        self.refused.push_str(reason);
        self.refused.push(' ');
    }

    fn add_interrupted(&mut self, file: File, name: &str) {
        let problem = Problem::FileInterrupted { name: name.to_owned() };
        self.add_refused(name, &problem.value_sentence().unwrap_or_default());
        self.interrupted.push(file);
    }

    /// Shows the refusals under the field. Returns `None` if the page no longer has it.
    fn show(&self) -> Option<()> {
        let slot = dom::by_id::<Element>(&[&self.field, "-erreur"].concat())?;
        if !history::is_displayed(&self.page) {
            return None;
        }
        let form = slot.closest("form").ok()??;
        let refused = !self.refused.is_empty();
        slot.set_text_content(Some(&self.refused));
        dom::show(&slot, refused);
        let _ = form.class_list().toggle_with_force("field--error", refused);
        if let Some(input) = dom::by_id::<Element>(&self.field).filter(|_| refused) {
            let _ = input.set_attribute("aria-invalid", "true");
        }
        if let Some(button) = dom::find::<Element>(&form, "[data-upload-retry]") {
            dom::show(&button, !self.interrupted.is_empty());
        }
        Some(())
    }

    /// Refreshes the page to list the files, then shows and announces the result.
    async fn finish(self) {
        visit::refresh_if_displayed(&self.page).await;
        let text = self.added.clone() + &self.refused;
        match self.show() {
            Some(()) => status::announce(&text),
            None => notices::show("message", Some(&text)),
        }
        if !self.interrupted.is_empty() {
            INTERRUPTED.set(Some(self));
        }
    }
}

/// Files chosen together, uploaded one after the other.
struct Batch {
    form: HtmlFormElement,
    queue: VecDeque<File>,
    report: Report,
}

impl Batch {
    fn start(form: HtmlFormElement, queue: VecDeque<File>) {
        INTERRUPTED.take();
        let field = form.get_attribute("data-field").unwrap_or_default();
        Batch { form, queue, report: Report { page: history::displayed(), field, ..Report::default() } }
            .next();
    }

    fn next(mut self) {
        match self.queue.pop_front() {
            Some(file) => self.upload(file),
            None => {
                self.show_progress(None);
                self.show_status("");
                leptos::task::spawn_local(self.report.finish());
            }
        }
    }

    fn upload(mut self, file: File) {
        // As the portal will list it: a name may contain characters that change the text direction.
        let composed = String::from(JsString::from(file.name()).normalize("NFC"));
        let name = attachment::clean_name(&composed).unwrap_or_else(|| "fichier sans nom".to_owned());
        if let Err(problem) = attachment::check_name_and_size(&composed, file.size() as u64) {
            self.report.add_refused(&name, &problem.value_sentence().unwrap_or_default());
            return self.next();
        }
        self.show_status(&["Envoi de «\u{a0}", &name, "\u{a0}» en cours…"].concat());
        self.show_progress(Some(0.0));
        let batch = Rc::new(RefCell::new(Some(self)));
        if send(&file, &name, &batch).is_none()
            && let Some(mut batch) = batch.take()
        {
            batch.report.add_interrupted(file, &name);
            batch.next();
        }
    }

    fn finish_file(mut self, request: &XmlHttpRequest, file: File, name: &str) {
        match answer(request) {
            Some(Answer::Added) => {
                self.report.added.push_str(&["«\u{a0}", name, "\u{a0}» a été ajouté. "].concat());
            }
            Some(Answer::Refused(reason)) => self.report.add_refused(name, &reason),
            None => self.report.add_interrupted(file, name),
        }
        self.next();
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
    let (batch, file, name, finished) = (Rc::clone(batch), file.clone(), name.to_owned(), request.clone());
    dom::listen(&request, "loadend", move |_: Event| {
        if let Some(batch) = batch.take() {
            batch.finish_file(&finished, file.clone(), &name);
        }
    });
    request.send_with_opt_form_data(Some(&data)).ok()
}

enum Answer {
    Added,
    /// The portal's sentence about the file.
    Refused(String),
}

/// The portal's answer. `None` if the upload was interrupted, or answered by a program in between.
fn answer(request: &XmlHttpRequest) -> Option<Answer> {
    let answer = JSON::parse(&request.response_text().ok()??).ok()?;
    let member = |name: &str| Reflect::get(&answer, &JsValue::from_str(name)).ok();
    if member("ok")?.as_bool()? {
        return Some(Answer::Added);
    }
    // 408 and 503: the portal could not receive the file now.
    if matches!(request.status(), Ok(408 | 503)) {
        return None;
    }
    Some(Answer::Refused(member("message")?.as_string()?))
}
