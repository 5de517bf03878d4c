//! The files to upload, one after the other, and what their lines and the errors of their fields show.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::attachment;
use js_sys::JsString;
use web_sys::{Element, File, HtmlFormElement, HtmlInputElement};

use super::{
    file_upload::FileUpload,
    transfer::{self, Ending},
};
use crate::navigation::{dom, history, notices, status, visit};

thread_local! {
    /// Files that wait, are being sent, were interrupted, or were refused since files were last added.
    static UPLOADS: RefCell<Vec<Rc<FileUpload>>> = const { RefCell::new(Vec::new()) };
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    /// Sentences that were not announced yet.
    static NEWS: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Hides the submit button, allows several files at once where the field accepts them, and shows the lines of the form.
pub fn prepare(root: &Element) {
    for form in dom::find_all::<Element>(root, "form[data-upload]") {
        let input = dom::find::<HtmlInputElement>(&form, "input[type=file]");
        let chosen = input.as_ref().and_then(HtmlInputElement::files).is_some_and(|files| files.length() > 0);
        // A file chosen before this module was ready is sent by the button.
        for (part, shown) in [("[data-upload-submit]", chosen), ("[data-upload-hint]", true)] {
            if let Some(part) = dom::find::<Element>(&form, part) {
                dom::show(&part, shown);
            }
        }
        if let Some(input) = input.filter(|input| input.has_attribute("data-many")) {
            input.set_multiple(true);
        }
    }
    show(root, false);
}

/// Adds files to a form and sends them. Those refused for their name or size are not sent.
pub fn add(form: &HtmlFormElement, files: Vec<File>) {
    if files.is_empty() {
        return;
    }
    if !RUNNING.get() {
        UPLOADS.with_borrow_mut(|uploads| uploads.retain(|upload| !upload.refused.get()));
    }
    for file in files {
        // As the portal will list it: a name may contain characters that change the text direction.
        let composed = String::from(JsString::from(file.name()).normalize("NFC"));
        let name = attachment::clean_name(&composed).unwrap_or_else(|| "fichier sans nom".to_owned());
        let checked = attachment::check_name_and_size(&composed, file.size() as u64);
        let Some(upload) = FileUpload::new(form, file, &name) else { continue };
        if let Err(problem) = checked {
            refuse(&upload, &problem.value_sentence().unwrap_or_default());
        }
        UPLOADS.with_borrow_mut(|uploads| uploads.push(Rc::new(upload)));
    }
    run();
}

/// Sends the interrupted file of a line again.
pub fn retry(line: &Element) {
    if let Some(upload) = find(Some(line)) {
        upload.set_interruption(None);
        // The button is hidden again.
        if let Some(button) = dom::find::<Element>(line, "[data-upload-cancel]") {
            dom::focus(&button);
        }
        run();
    }
}

/// Cancels the file of a line.
pub fn cancel(line: &Element) {
    if let Some(upload) = find(Some(line)) {
        let sent = RUNNING.get() && find(None).is_some_and(|first| Rc::ptr_eq(&first, &upload));
        remove(&upload);
        transfer::cancel(&upload);
        report(&["L’envoi de «\u{a0}", &upload.name, "\u{a0}» est annulé. "]);
        show(&dom::body(), true);
        // The end of the attempt announces it, with the beginning of the next file.
        if !sent {
            announce(&upload.page);
        }
    }
}

/// The file of a line, or without one the first file that waits.
fn find(line: Option<&Element>) -> Option<Rc<FileUpload>> {
    let is_found = |upload: &&Rc<FileUpload>| match line {
        Some(line) => upload.line == *line,
        None => upload.interruption.borrow().is_none(),
    };
    UPLOADS.with_borrow(|uploads| uploads.iter().find(is_found).cloned())
}

/// Sends the waiting files, unless that is being done.
fn run() {
    show(&dom::body(), true);
    if RUNNING.replace(true) {
        return;
    }
    leptos::task::spawn_local(async {
        let mut page = history::displayed();
        while let Some(upload) = find(None) {
            page.clone_from(&upload.page);
            if history::is_displayed(&page) {
                report(&["Envoi de «\u{a0}", &upload.name, "\u{a0}» en cours…"]);
                announce(&page);
            }
            let ending = transfer::send(&upload).await;
            // A file that was cancelled may have been added just before.
            if upload.controller.signal().aborted() || finish(&upload, ending) {
                visit::refresh_if_displayed(&page).await;
            }
        }
        RUNNING.set(false);
        announce(&page);
    });
}

/// Shows how an attempt ended. Returns `true` if the page has changed. Otherwise it stays, because the person may be
/// choosing the next file in it.
fn finish(upload: &FileUpload, ending: Ending) -> bool {
    let changed = match ending {
        Ending::Added => {
            report(&["«\u{a0}", &upload.name, "\u{a0}» a été ajouté. "]);
            remove(upload);
            true
        }
        Ending::Refused { reason, reload } => {
            remove_line(upload);
            refuse(upload, &reason);
            reload
        }
        Ending::Interrupted(reason) => {
            report(&[&reason, " "]);
            upload.set_interruption(Some(reason));
            false
        }
    };
    show(&dom::body(), true);
    changed
}

/// Removes a file and its line.
fn remove(upload: &FileUpload) {
    UPLOADS.with_borrow_mut(|uploads| uploads.retain(|other| !std::ptr::eq(&**other, upload)));
    remove_line(upload);
}

fn remove_line(upload: &FileUpload) {
    let focused = dom::document().active_element();
    let focused = focused.is_some_and(|focused| upload.line.contains(Some(focused.as_ref())));
    upload.line.remove();
    if focused && let Some(input) = dom::by_id::<Element>(&upload.field) {
        dom::focus(&input);
    }
}

fn refuse(upload: &FileUpload, reason: &str) {
    let named = reason.contains(&upload.name);
    let name = if named { String::new() } else { ["«\u{a0}", &upload.name, "\u{a0}»\u{a0}: "].concat() };
    let sentence = name + reason;
    report(&[&sentence, " "]);
    upload.refused.set(true);
    upload.set_interruption(Some(sentence));
}

fn report(sentence: &[&str]) {
    NEWS.with_borrow_mut(|news| *news += &sentence.concat());
}

/// Announces what happened since the last announcement; above the page if `page` is no longer displayed.
fn announce(page: &str) {
    let news = NEWS.take();
    if news.is_empty() {
        return;
    }
    if history::is_displayed(page) {
        status::announce(&news);
    } else {
        notices::show("message", Some(&news));
    }
}

/// Shows the lines and errors of the forms. `whole`: also that there is no error any more.
fn show(root: &Element, whole: bool) {
    for form in dom::find_all::<Element>(root, "form[data-upload]") {
        show_form(&form, whole);
    }
}

fn show_form(form: &Element, whole: bool) -> Option<()> {
    let field = form.get_attribute("data-field")?;
    let list = dom::find::<Element>(form, "[data-upload-list]")?;
    let mut errors = String::new();
    let uploads = UPLOADS.with_borrow(Vec::clone);
    for upload in uploads.iter().filter(|upload| upload.field == field && history::is_displayed(&upload.page))
    {
        if !(upload.refused.get() || list.contains(Some(upload.line.as_ref()))) {
            let _ = list.append_child(&upload.line);
        }
        for line in dom::find_all::<Element>(&dom::body(), "[data-unfinished]") {
            if line.get_attribute("data-unfinished").as_ref() == Some(&upload.name) {
                line.remove();
            }
        }
        if let Some(sentence) = &*upload.interruption.borrow() {
            errors += sentence;
            errors += " ";
        }
    }
    let failed = !errors.is_empty();
    if failed || whole {
        let slot = dom::find::<Element>(form, ".field__error")?;
        slot.set_text_content(Some(&errors));
        dom::show(&slot, failed);
        let _ = form.class_list().toggle_with_force("field--error", failed);
        let input = dom::find::<Element>(form, "input[type=file]")?;
        let _ = if failed {
            input.set_attribute("aria-invalid", "true")
        } else {
            input.remove_attribute("aria-invalid")
        };
    }
    Some(())
}
