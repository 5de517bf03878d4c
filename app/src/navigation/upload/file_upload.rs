//! A file being uploaded, with its line on the page.

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsCast;
use web_sys::{
    AbortController, Element, File, HtmlFormElement, HtmlProgressElement, HtmlTemplateElement,
    UrlSearchParams,
};

use crate::navigation::{dom, form_state, history};

pub struct FileUpload {
    pub file: File,
    /// Name as the portal will list it.
    pub name: String,
    /// Page and field where the file was chosen: another page may be displayed since.
    pub page: String,
    pub field: String,
    /// Address and fields with which the upload begins.
    pub beginning: (String, UrlSearchParams),
    /// Address of the upload once it has begun.
    pub address: RefCell<Option<String>>,
    pub controller: AbortController,
    pub line: Element,
    /// Sentence about the interruption or the refusal; `None` while the file waits or is sent.
    pub interruption: RefCell<Option<String>>,
    /// It is not sent again, and its line is removed.
    pub refused: Cell<bool>,
}

impl FileUpload {
    pub fn new(form: &HtmlFormElement, file: File, name: &str) -> Option<FileUpload> {
        let fields = form_state::encode(form, None)?;
        // The chosen file, which the pieces replace.
        fields.delete("fichier");
        fields.append("nom", &file.name());
        fields.append("taille", &(file.size() as u32).to_string());
        // With it the portal recognises a file of which it has a part. An integer: formatting floats would add 5 KB.
        fields.append("modifie", &(file.last_modified() as u64).to_string());
        Some(FileUpload {
            name: name.to_owned(),
            page: history::displayed(),
            field: form.get_attribute("data-field")?,
            beginning: (form.get_attribute("action")? + "/envois", fields),
            address: RefCell::default(),
            controller: AbortController::new().ok()?,
            line: line(form, name)?,
            interruption: RefCell::default(),
            refused: Cell::default(),
            file,
        })
    }

    pub fn set_interruption(&self, sentence: Option<String>) {
        let interrupted = sentence.is_some();
        self.interruption.replace(sentence);
        for (part, shown) in [("progress", !interrupted), ("[data-upload-stopped]", interrupted)] {
            if let Some(part) = dom::find::<Element>(&self.line, part) {
                dom::show(&part, shown);
            }
        }
    }

    pub fn show_progress(&self, percent: f64) {
        if let Some(bar) = dom::find::<HtmlProgressElement>(&self.line, "progress") {
            bar.set_value(percent);
        }
    }
}

/// A line of the form's list, whose buttons name the file.
fn line(form: &Element, name: &str) -> Option<Element> {
    let template = dom::find::<HtmlTemplateElement>(form, "template")?;
    let line = template.content().first_element_child()?.clone_node_with_deep(true).ok()?;
    let line = line.unchecked_into::<Element>();
    dom::find::<Element>(&line, "span")?.set_text_content(Some(name));
    for button in dom::find_all::<Element>(&line, "button") {
        let label = [&button.text_content()?, "\u{a0}: «\u{a0}", name, "\u{a0}»"].concat();
        let _ = button.set_attribute("aria-label", &label);
    }
    Some(line)
}
