//! Answers typed on a line, or on several.

use domain::form::ReferenceFormat;
use leptos::prelude::*;

use super::asked::Asked;
use super::frame;

/// How one line is typed; the check that follows is the domain's, never the browser's own.
#[derive(Clone, Copy)]
pub struct Line {
    kind: &'static str,
    class: &'static str,
    inputmode: Option<&'static str>,
    autocomplete: Option<&'static str>,
    /// Identifiers are not prose: no capital, no correction.
    literal: bool,
    /// Said when the definition gives no hint of its own.
    hint: Option<&'static str>,
}

const TEXT: Line =
    Line { kind: "text", class: "control", inputmode: None, autocomplete: None, literal: false, hint: None };

impl Default for Line {
    fn default() -> Self {
        TEXT
    }
}

impl Line {
    pub fn of_type(kind: &'static str) -> Self {
        Self { kind, ..TEXT }
    }

    pub fn short(self) -> Self {
        Self { class: "control control--short", ..self }
    }
}

pub const MONTH: Line = Line {
    kind: "month",
    class: "control control--short",
    hint: Some("Année et mois, par exemple 2026-03."),
    ..TEXT
};
pub const QUARTER: Line = Line {
    class: "control control--short",
    hint: Some("Année et trimestre, par exemple 2026-T1."),
    literal: true,
    ..TEXT
};
pub const IBAN: Line = Line {
    class: "control control--medium control--figures",
    hint: Some("Par exemple FR76 suivi de 23 chiffres ou lettres\u{a0}; les espaces sont sans importance."),
    literal: true,
    ..TEXT
};
pub const NOMENCLATURE: Line = Line {
    class: "control control--short control--figures",
    inputmode: Some("numeric"),
    hint: Some("8 ou 10 chiffres du tarif."),
    literal: true,
    ..TEXT
};
pub const TELEPHONE: Line =
    Line { kind: "tel", class: "control control--short", autocomplete: Some("tel"), ..TEXT };
pub const EMAIL: Line = Line { kind: "email", autocomplete: Some("email"), literal: true, ..TEXT };
pub const LOGIN: Line =
    Line { class: "control control--medium", autocomplete: Some("username"), literal: true, ..TEXT };
pub const CODE: Line = Line {
    class: "control control--code",
    inputmode: Some("numeric"),
    autocomplete: Some("one-time-code"),
    literal: true,
    ..TEXT
};
pub const RECOVERY_CODE: Line = Line {
    class: "control control--medium control--figures",
    autocomplete: Some("off"),
    literal: true,
    ..TEXT
};
pub const COMPANY_NUMBER: Line = Line {
    class: "control control--medium control--figures",
    inputmode: Some("numeric"),
    literal: true,
    ..TEXT
};

pub fn reference(format: ReferenceFormat) -> Line {
    let hint = match format {
        ReferenceFormat::CreditTrigo => "Référence portée sur l’autorisation de crédit TRIGO.",
        ReferenceFormat::Declaration => "MRN (18 caractères) ou numéro de la déclaration.",
        ReferenceFormat::Accise => "FR suivi de 11 caractères.",
        ReferenceFormat::Libre => "Lettres, chiffres, tirets et barres obliques.",
    };
    Line { class: "control control--medium control--figures", literal: true, hint: Some(hint), ..TEXT }
}

pub fn text(mut asked: Asked, line: Line) -> AnyView {
    if let (None, Some(hint)) = (&asked.hint, line.hint) {
        asked.explain(hint.to_owned());
    }
    frame::field(&asked, input(&asked, line))
}

fn input(asked: &Asked, line: Line) -> impl IntoView + use<> {
    let autocomplete = asked.autocomplete.clone().or_else(|| line.autocomplete.map(str::to_owned));
    view! {
        <input
            class=line.class
            type=line.kind
            id=asked.name.clone()
            name=asked.name.clone()
            value=asked.value()
            inputmode=line.inputmode
            autocomplete=autocomplete
            autocapitalize=line.literal.then_some("none")
            spellcheck=line.literal.then_some("false")
            aria-describedby=asked.described_by()
            aria-invalid=asked.invalid()
            aria-required=asked.required()
        />
    }
}

/// An amount in euros; the sign follows the field.
pub fn amount(mut asked: Asked) -> AnyView {
    if asked.hint.is_none() {
        asked.explain("En euros, par exemple 1\u{a0}250,00.".to_owned());
    }
    let line = Line { class: "control control--figures", inputmode: Some("decimal"), literal: true, ..TEXT };
    let control =
        view! { <div class="affix">{input(&asked, line)} <span aria-hidden="true">"€"</span></div> };
    frame::field(&asked, control)
}

/// Up to this many characters, a few lines are room enough.
const SHORT_TEXT: usize = 500;

pub fn long_text(mut asked: Asked, max: usize) -> AnyView {
    if asked.hint.as_ref().is_none_or(|hint| !hint.contains("caractères au plus")) {
        asked.explain(format!("{} caractères au plus.", thousands(max)));
    }
    // Browsers eat a line break right after the opening tag: a text that begins with one is given a second.
    let kept = asked.answers.raw(&asked.name);
    let text = if kept.starts_with(['\r', '\n']) { format!("\n{kept}") } else { kept.to_owned() };
    let rows = if max > SHORT_TEXT { "9" } else { "3" };
    let control = view! {
        <textarea
            class="control"
            id=asked.name.clone()
            name=asked.name.clone()
            rows=rows
            autocomplete=asked.autocomplete.clone()
            data-max=max.to_string()
            aria-describedby=asked.described_by()
            aria-invalid=asked.invalid()
            aria-required=asked.required()
        >
            {text}
        </textarea>
        <p class="field__count" data-count=asked.name.clone() hidden></p>
    };
    frame::field(&asked, control)
}

/// « 4 000 »: French groups figures by three with a narrow space.
fn thousands(number: usize) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{}\u{202f}{:03}", thousands(number / 1000), number % 1000),
    }
}

/// Two months, sent as `<name>_debut` and `<name>_fin`.
pub fn period(mut asked: Asked) -> AnyView {
    if asked.hint.is_none() {
        asked.explain("Année et mois, par exemple 2026-01 à 2026-03.".to_owned());
    }
    let parts = [("debut", "Du mois de"), ("fin", "au mois de")]
        .map(|(part, label)| month(&asked, part, label))
        .collect_view();
    frame::group(&asked, false, view! { <div class="period">{parts}</div> })
}

fn month(asked: &Asked, part: &str, label: &'static str) -> impl IntoView + use<> {
    let name = format!("{}_{part}", asked.name);
    let id = if part == "debut" { asked.name.clone() } else { name.clone() };
    view! {
        <div>
            <label class="field__part" for=id.clone()>{label}</label>
            <input
                class="control"
                type="month"
                id=id
                name=name.clone()
                value=asked.answers.text(&name).to_owned()
                aria-describedby=asked.error_id()
                aria-invalid=asked.invalid()
                aria-required=asked.required()
            />
        </div>
    }
}
