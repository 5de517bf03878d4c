//! Text inputs: single line, several lines, amounts, periods.

use domain::{form::ReferenceFormat, french};
use leptos::prelude::*;

use super::{frame, model::FieldModel};

/// Attributes of a single-line input. `domain` checks the value, never the browser.
#[derive(Clone, Copy)]
pub struct TextInput {
    kind: &'static str,
    class: &'static str,
    inputmode: Option<&'static str>,
    autocomplete: Option<&'static str>,
    /// Disables capitalization and spell checking, for identifiers.
    literal: bool,
    /// Used if the definition has no hint.
    hint: Option<&'static str>,
}

const TEXT: TextInput = TextInput {
    kind: "text",
    class: "control",
    inputmode: None,
    autocomplete: None,
    literal: false,
    hint: None,
};

impl Default for TextInput {
    fn default() -> Self {
        TEXT
    }
}

pub const DATE: TextInput = TextInput { kind: "date", class: "control control--short", ..TEXT };
pub const MONTH: TextInput = TextInput { kind: "month", class: "control control--short", ..TEXT };
pub const QUARTER: TextInput = TextInput { class: "control control--short", literal: true, ..TEXT };

/// Format of a date, shown with every such field because some browsers have no picker.
pub const DATE_HINT: &str = "Jour, mois et année, par exemple 22/11/2026.";
pub const MONTH_HINT: &str = "Mois et année, par exemple 11/2026 ou novembre 2026.";
pub const QUARTER_HINT: &str = "Trimestre et année, par exemple T1 2026.";
pub const IBAN: TextInput = TextInput {
    class: "control control--medium control--figures",
    hint: Some("Par exemple FR76 suivi de 23 chiffres ou lettres\u{a0}; les espaces sont sans importance."),
    literal: true,
    ..TEXT
};
pub const NOMENCLATURE: TextInput = TextInput {
    class: "control control--short control--figures",
    inputmode: Some("numeric"),
    hint: Some("8 ou 10 chiffres du tarif."),
    literal: true,
    ..TEXT
};
pub const TELEPHONE: TextInput =
    TextInput { kind: "tel", class: "control control--short", autocomplete: Some("tel"), ..TEXT };
pub const EMAIL: TextInput = TextInput { kind: "email", autocomplete: Some("email"), literal: true, ..TEXT };
pub const LOGIN: TextInput =
    TextInput { class: "control control--medium", autocomplete: Some("username"), literal: true, ..TEXT };
pub const NUMBER: TextInput = TextInput {
    class: "control control--medium control--figures",
    inputmode: Some("decimal"),
    literal: true,
    ..TEXT
};
pub const CODE: TextInput = TextInput {
    class: "control control--code",
    inputmode: Some("numeric"),
    autocomplete: Some("one-time-code"),
    literal: true,
    ..TEXT
};
pub const RECOVERY_CODE: TextInput = TextInput {
    class: "control control--medium control--figures",
    autocomplete: Some("off"),
    literal: true,
    ..TEXT
};
pub const COMPANY_NUMBER: TextInput = TextInput {
    class: "control control--medium control--figures",
    inputmode: Some("numeric"),
    literal: true,
    ..TEXT
};

pub fn reference(format: ReferenceFormat) -> TextInput {
    let hint = match format {
        ReferenceFormat::CreditTrigo => "Référence portée sur l’autorisation de crédit TRIGO.",
        ReferenceFormat::Declaration => "MRN (18 caractères) ou numéro de la déclaration.",
        ReferenceFormat::Accise => "FR suivi de 11 caractères.",
        ReferenceFormat::Libre => "Lettres, chiffres, tirets et barres obliques.",
    };
    TextInput { class: "control control--medium control--figures", literal: true, hint: Some(hint), ..TEXT }
}

/// Like [`input`]; `format` follows the hint of the definition, which says something else.
pub fn formatted(mut field: FieldModel, attributes: TextInput, format: &str) -> AnyView {
    field.append_hint(format.to_owned());
    input(field, attributes)
}

pub fn input(mut field: FieldModel, attributes: TextInput) -> AnyView {
    if let (None, Some(hint)) = (&field.hint, attributes.hint) {
        field.append_hint(hint.to_owned());
    }
    frame::single(&field, control(&field, attributes))
}

fn control(field: &FieldModel, attributes: TextInput) -> impl IntoView + use<> {
    let autocomplete = field.autocomplete.clone().or_else(|| attributes.autocomplete.map(str::to_owned));
    view! {
        <input
            class=attributes.class
            type=attributes.kind
            id=field.name.clone()
            name=field.name.clone()
            value=field.value()
            inputmode=attributes.inputmode
            autocomplete=autocomplete
            autocapitalize=attributes.literal.then_some("none")
            spellcheck=attributes.literal.then_some("false")
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
            aria-required=field.required()
        />
    }
}

/// An amount in euros, followed by the sign.
pub fn amount(mut field: FieldModel) -> AnyView {
    if field.hint.is_none() {
        field.append_hint("En euros, par exemple 1\u{a0}250,00.".to_owned());
    }
    let attributes =
        TextInput { class: "control control--figures", inputmode: Some("decimal"), literal: true, ..TEXT };
    let control =
        view! { <div class="affix">{control(&field, attributes)} <span aria-hidden="true">"€"</span></div> };
    frame::single(&field, control)
}

/// Maximum number of characters of a text area with few lines.
const SHORT_TEXT: usize = 500;

pub fn long_text(mut field: FieldModel, max: usize) -> AnyView {
    if field.hint.as_ref().is_none_or(|hint| !hint.contains("caractères au plus")) {
        field.append_hint(french::count(max, "caractère", "caractères") + " au plus.");
    }
    // The HTML parser drops a line break right after the opening tag: a text that starts with one needs a second.
    let text = field.answers.raw(&field.name);
    let text = if text.starts_with(['\r', '\n']) { format!("\n{text}") } else { text.to_owned() };
    let rows = if max > SHORT_TEXT { "9" } else { "3" };
    let control = view! {
        <textarea
            class="control"
            id=field.name.clone()
            name=field.name.clone()
            rows=rows
            autocomplete=field.autocomplete.clone()
            data-max=max.to_string()
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
            aria-required=field.required()
        >
            {text}
        </textarea>
        <p class="field__count" id=field.count_id() data-count=field.name.clone() hidden></p>
    };
    frame::single(&field, control)
}

/// Two months, sent as `<name>_debut` and `<name>_fin`.
pub fn period(mut field: FieldModel) -> AnyView {
    field.append_hint(MONTH_HINT.to_owned());
    let parts = [("debut", "Du mois de"), ("fin", "au mois de")]
        .map(|(part, label)| month(&field, part, label))
        .collect_view();
    frame::group(&field, false, view! { <div class="period">{parts}</div> })
}

fn month(field: &FieldModel, part: &str, label: &'static str) -> impl IntoView + use<> {
    let name = format!("{}_{part}", field.name);
    let id = if part == "debut" { field.name.clone() } else { name.clone() };
    view! {
        <div>
            <label class="field__part" for=id.clone()>{label}</label>
            <input
                class="control"
                type="month"
                id=id
                name=name.clone()
                value=field.value_of(&name)
                aria-describedby=field.error_id()
                aria-invalid=field.invalid()
                aria-required=field.required()
            />
        </div>
    }
}
