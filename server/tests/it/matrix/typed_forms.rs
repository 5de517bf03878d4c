//! HTML typed into the forms of every page, and put into its query: the page that follows shows it as text.

use std::collections::BTreeSet;

use reqwest::Response;
use scraper::{ElementRef, Html};

use super::{
    fixture::Fixture,
    injection::{HTML, injected, is_worth_parsing, selector},
    roles::Role,
    rows::Row,
    rules::Outcome,
    runner::path_with_object,
};
use crate::browser::{Browser, header};

/// Roles that together open nearly every page.
const ROLES: [Role; 8] = [
    Role::Visitor,
    Role::AwaitingCode,
    Role::Enrolling,
    Role::NoSiren,
    Role::Payer,
    Role::OldAuthentication,
    Role::Agent,
    Role::DocumentManager,
];

/// Parameters that pages and callbacks read from the query, beside those of their own forms.
const PARAMETERS: [&str; 12] = [
    "code",
    "debut",
    "error",
    "error_description",
    "jeton",
    "motif",
    "niveau",
    "onglet",
    "page",
    "q",
    "retour",
    "state",
];

/// Outcome of the requests.
#[derive(Default)]
pub struct Typed {
    pub failures: Vec<String>,
    pub forms: usize,
    /// Pages that showed the HTML.
    pub shown: usize,
}

/// Fills and sends every form of every page, each in its own session.
pub async fn send_all(fixture: &Fixture, rows: &[Row]) -> Typed {
    let mut typed = Typed::default();
    let mut sent = BTreeSet::new();
    for role in ROLES {
        for row in rows.iter().filter(|row| row.kind == "page") {
            let Some(path) = allowed_path(fixture, row, role).await else { continue };
            let browser = browser(fixture, role).await;
            let page = browser.get(&path).send().await.expect("an answer");
            if page.status() != 200 {
                continue;
            }
            let forms = forms(&page.text().await.expect("a page"));
            for parameter in parameters(&forms) {
                let separator = if path.contains('?') { '&' } else { '?' };
                let value = percent_encoding::utf8_percent_encode(HTML, percent_encoding::NON_ALPHANUMERIC);
                let address = format!("{path}{separator}{parameter}={value}");
                typed.check(&address, browser.get(&address).send().await.expect("an answer")).await;
            }
            for form in forms.into_iter().filter(|form| form.is_post) {
                if sent.insert((role.stage() as u8, form.action.clone(), form.names())) {
                    typed.forms += 1;
                    typed.send(fixture, role, &form).await;
                }
            }
        }
    }
    typed
}

impl Typed {
    async fn send(&mut self, fixture: &Fixture, role: Role, form: &Form) {
        let mut browser = browser(fixture, role).await;
        let answer = browser.post(&form.action).form(&form.fields).send().await.expect("an answer");
        if let Some(cookie) = session_cookie(&answer) {
            browser.cookie = Some(cookie);
        }
        let next = header(answer.headers(), "location").to_owned();
        self.check(&form.action, answer).await;
        if next.starts_with('/') {
            let page = browser.get(&next).send().await.expect("an answer");
            self.check(&format!("{} then {next}", form.action), page).await;
        }
    }

    async fn check(&mut self, address: &str, answer: Response) {
        if !header(answer.headers(), "content-type").starts_with("text/html") {
            return;
        }
        if answer.status() == 500 {
            self.failures.push(format!("{address}: 500"));
        }
        let page = answer.text().await.expect("a page");
        if is_worth_parsing(&page) {
            self.shown += 1;
            self.failures.extend(injected(&page).into_iter().map(|found| format!("{address}: {found}")));
        }
    }
}

async fn browser(fixture: &Fixture, role: Role) -> Browser {
    let session = fixture.create_session(role).await;
    let mut browser = Browser::new(&fixture.program);
    browser.cookie = session.map(|session| format!("__Host-prodouane={}", session.token));
    browser
}

/// Returns the path of the page with the first object that the role may open.
async fn allowed_path(fixture: &Fixture, row: &Row, role: Role) -> Option<String> {
    let candidates = row.object.candidates(fixture, role).await;
    let candidate = candidates.into_iter().find(|candidate| candidate.expected == Outcome::Allowed)?;
    ((row.rule)(role) == Outcome::Allowed).then(|| path_with_object(row, &candidate))
}

fn session_cookie(answer: &Response) -> Option<String> {
    let lines = answer.headers().get_all("set-cookie");
    let mut pairs = lines.iter().filter_map(|line| line.to_str().ok()?.split(';').next());
    pairs.find(|pair| pair.starts_with("__Host-prodouane=")).map(str::to_owned)
}

/// A filled form.
struct Form {
    action: String,
    is_post: bool,
    fields: Vec<(String, String)>,
}

impl Form {
    fn names(&self) -> Vec<String> {
        self.fields.iter().map(|(name, _)| name.clone()).collect()
    }
}

/// Reads the forms of a page, except uploads and sign-out, and fills them.
fn forms(page: &str) -> Vec<Form> {
    let (page, form) = (Html::parse_document(page), selector("form"));
    let all = page.select(&form).map(|form| {
        let attribute = |name| form.attr(name).unwrap_or_default();
        Form {
            action: attribute("action").to_owned(),
            is_post: attribute("method").eq_ignore_ascii_case("post"),
            fields: once_each(form.select(&selector("input, textarea, select")).filter_map(fill).collect()),
        }
    });
    all.filter(|form| !form.action.starts_with("/televersement/") && form.action != "/form/deconnexion")
        .collect()
}

/// Keeps the first field of each name: one choice of several.
fn once_each(mut fields: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut names = BTreeSet::new();
    fields.retain(|(name, _)| names.insert(name.clone()));
    fields
}

/// Returns name and value of a field: HTML in the fields that people type, their own value in the others.
fn fill(field: ElementRef<'_>) -> Option<(String, String)> {
    let name = field.attr("name")?.to_owned();
    let own = field.attr("value").unwrap_or_default().to_owned();
    let value = match (field.value().name(), field.attr("type").unwrap_or("text")) {
        ("input", "hidden" | "radio" | "checkbox" | "submit") => own,
        ("select", _) => {
            let last = field.select(&selector("option[value]")).last()?;
            last.attr("value").unwrap_or_default().to_owned()
        }
        _ => format!("Essai{HTML}"),
    };
    Some((name, value))
}

/// Names of the query parameters to try.
fn parameters(forms: &[Form]) -> BTreeSet<String> {
    let of_forms = forms.iter().filter(|form| !form.is_post).flat_map(Form::names);
    of_forms.chain(PARAMETERS.map(str::to_owned)).collect()
}
