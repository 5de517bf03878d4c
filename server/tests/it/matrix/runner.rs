//! Sends the requests of all cells of a row and compares the outcomes with the expected ones.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use backend::accounts::{flash, sessions};
use domain::path;
use platform::on;
use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part};
use uuid::Uuid;

use super::{
    answer::Answer,
    candidate::Candidate,
    fixture::Fixture,
    injection::{injected, is_worth_parsing},
    markers::Marker,
    objects::Object,
    roles::Role,
    row_counts::{CountQuery, Counts},
    rows::{GENERATED, Row},
    rules::Outcome,
    titles::Titles,
};
use crate::browser::Browser;

/// Name under which every form stores its flash: that of a real form, because others are not accepted.
const FORM: &str = "envoyer";
const PAGE: &str = path::SITE_MAP;

pub struct Runner<'a> {
    fixture: &'a Fixture,
    count_query: Option<CountQuery>,
    browsers: HashMap<Role, RoleBrowser>,
    words: Vec<(Marker, String)>,
    /// Pages whose French was checked: route, status and role.
    read_pages: HashSet<(String, u16, Role)>,
    pub titles: Titles,
    pub cells: usize,
    pub most_objects: usize,
    pub failures: Vec<String>,
}

struct Cell {
    role: Role,
    candidate: Candidate,
    expected: Outcome,
    /// The request must not change any row.
    unchanging: bool,
}

/// A browser with a session of a role.
#[derive(Clone)]
struct RoleBrowser {
    browser: Arc<Browser>,
    session: Option<Uuid>,
}

struct CellResult {
    cell: Cell,
    answer: Answer,
}

impl<'a> Runner<'a> {
    pub fn new(fixture: &'a Fixture) -> Self {
        Self {
            fixture,
            count_query: None,
            browsers: HashMap::new(),
            words: Marker::all().into_iter().map(|marker| (marker, marker.text())).collect(),
            read_pages: HashSet::new(),
            titles: Titles::default(),
            cells: 0,
            most_objects: 0,
            failures: Vec::new(),
        }
    }

    /// Tests all cells of a row. Those that must not change anything run concurrently between two counts of all rows;
    /// the others run one after the other.
    pub async fn run(&mut self, row: &Row) {
        let mut changing = Vec::new();
        let mut by_role = Vec::new();
        for role in Role::ALL {
            let cells = self.cells(row, role).await;
            self.cells += cells.len();
            self.most_objects = self.most_objects.max(cells.len());
            let (unchanging, other): (Vec<Cell>, Vec<Cell>) =
                cells.into_iter().partition(|cell| cell.unchanging);
            changing.extend(other);
            by_role.push((self.browser_of(role).await, unchanging));
        }
        let before = self.count().await;
        // Roles run concurrently, the requests of a role sequentially, because each form's flash is read after it.
        let results = by_role
            .into_iter()
            .map(|(role_browser, cells)| send_sequentially(self.fixture, row, role_browser, cells));
        let results: Vec<CellResult> =
            futures::future::join_all(results).await.into_iter().flatten().collect();
        let after = self.count().await;
        self.compare_counts(row, &before, &after, results.is_empty());
        for cell in changing {
            let role_browser = self.browser_of(cell.role).await;
            let answer = request(self.fixture, row, &role_browser, &cell.candidate).await;
            if answer.cookies().any(|cookie| cookie.starts_with("__Host-prodouane=")) {
                // The session has ended or changed: the next request of the role gets a new one.
                self.browsers.remove(&cell.role);
            }
            self.check(row, &CellResult { cell, answer });
        }
        for result in &results {
            self.check(row, result);
        }
        self.compare_hidden(row, &results);
    }

    async fn count(&mut self) -> Counts {
        if self.count_query.is_none() {
            self.count_query = Some(CountQuery::new(self.fixture).await);
        }
        match &self.count_query {
            Some(query) => query.run(&self.fixture.portal).await,
            None => Counts::new(),
        }
    }

    async fn browser_of(&mut self, role: Role) -> RoleBrowser {
        if let Some(role_browser) = self.browsers.get(&role) {
            return role_browser.clone();
        }
        let created = self.fixture.create_session(role).await;
        let mut browser = Browser::new(&self.fixture.program);
        browser.cookie = created.as_ref().map(|created| format!("__Host-prodouane={}", created.token));
        let role_browser =
            RoleBrowser { browser: Arc::new(browser), session: created.map(|created| created.id) };
        self.browsers.insert(role, role_browser.clone());
        role_browser
    }

    async fn cells(&self, row: &Row, role: Role) -> Vec<Cell> {
        let by_rule = (row.rule)(role);
        let by_rule = if row.is_form() { by_rule.of_form() } else { by_rule };
        let candidates = row.object.candidates(self.fixture, role).await;
        let cell = |candidate: Candidate| {
            let expected = by_rule.clone().then(|| candidate.expected.clone());
            let only_reads = row.method == "get" && !row.is_recorded;
            let unchanging = only_reads || expected != Outcome::Allowed || candidate.hidden;
            Cell { role, candidate, expected, unchanging }
        };
        candidates.into_iter().map(cell).collect()
    }

    fn check(&mut self, row: &Row, result: &CellResult) {
        let CellResult { cell, answer } = result;
        let outcome = match answer.outcome(row.is_form()) {
            // The role may upload; this file is refused for another reason.
            Outcome::Status(422) if is_upload(row) => Outcome::Allowed,
            outcome => outcome,
        };
        if outcome != cell.expected {
            self.report(row, cell, &format!("{outcome:?} instead of {:?}", cell.expected));
        }
        for found in answer.injected() {
            self.report(row, cell, &format!("HTML of a text: {found}"));
        }
        if self.read_pages.insert((row.route(), answer.status(), cell.role)) {
            if let Some(page) = answer.displayed_page() {
                self.titles.add(row.route(), page);
            }
            for fault in answer.french_faults() {
                self.report(row, cell, &format!("French: {fault}"));
            }
        }
        for (marker, word) in self.words.clone() {
            let (found, readable) = (answer.contains(&word), marker.is_readable_by(cell.role));
            if found && !readable && !(row.is_archive && marker.is_typed_by(cell.role)) {
                self.report(row, cell, &format!("shows {word}"));
            }
            let required =
                (row.shows)(&marker) || cell.candidate.marker == Some(marker) && row.method == "get";
            if required && readable && !found && outcome == Outcome::Allowed && !row.is_archive {
                self.report(row, cell, &format!("does not show {word}"));
            }
        }
    }

    /// Checks the mails that the fixture and the forms have queued.
    pub async fn check_mails(&mut self) {
        let mails: Vec<(String, String)> = on!(self.fixture.portal.db, |c| {
            // A mail that expired before its delivery has no body any more.
            sqlx::query_as("SELECT kind, html_body FROM outbox WHERE html_body <> ''").fetch_all(c).await
        })
        .expect("the mails");
        assert!(mails.iter().any(|(_, html)| is_worth_parsing(html)), "mails contain texts of people");
        for (kind, html) in mails {
            self.failures.extend(injected(&html).into_iter().map(|found| format!("mail {kind}: {found}")));
        }
    }

    /// Checks that answers for hidden objects are identical to that for the missing object, which is the last
    /// candidate.
    fn compare_hidden(&mut self, row: &Row, results: &[CellResult]) {
        let is_hidden = |result: &&CellResult| {
            let candidate = &result.cell.candidate;
            // An offer to change the company is addressed to a person who may see the object.
            candidate.hidden || (result.cell.expected != Outcome::Allowed && !candidate.elsewhere)
        };
        let normalized: Vec<_> =
            results.iter().filter(is_hidden).map(|result| (result, result.normalized())).collect();
        for (index, (result, text)) in normalized.iter().enumerate() {
            let is_comparable = |other: &CellResult| {
                other.cell.role == result.cell.role && other.cell.expected == result.cell.expected
            };
            let Some((last, last_text)) =
                normalized[index + 1..].iter().rfind(|(other, _)| is_comparable(other))
            else {
                continue;
            };
            if text != last_text {
                let difference = difference(text, last_text);
                self.report(
                    row,
                    &result.cell,
                    &format!("differs from « {} »: {difference}", last.cell.candidate.name),
                );
            }
        }
    }

    fn compare_counts(&mut self, row: &Row, before: &Counts, after: &Counts, no_request: bool) {
        if no_request {
            return;
        }
        for (table, count) in after {
            if before.get(table) != Some(count) {
                let change =
                    format!("{}: changes {table}: {:?}, then {count:?}", row.route(), before.get(table));
                self.failures.push(change);
            }
        }
    }

    fn report(&mut self, row: &Row, cell: &Cell, what: &str) {
        let Cell { role, candidate, .. } = cell;
        self.failures.push(format!("{} by {role:?}, {}: {what}", row.route(), candidate.name));
    }
}

impl CellResult {
    fn normalized(&self) -> String {
        self.answer.normalized(&self.cell.candidate)
    }
}

async fn send_sequentially(
    fixture: &Fixture,
    row: &Row,
    role_browser: RoleBrowser,
    cells: Vec<Cell>,
) -> Vec<CellResult> {
    let mut results = Vec::new();
    for cell in cells {
        let answer = request(fixture, row, &role_browser, &cell.candidate).await;
        results.push(CellResult { cell, answer });
    }
    results
}

/// Sends a request. Takes the flash that a form stored, without generated values.
async fn request(fixture: &Fixture, row: &Row, role_browser: &RoleBrowser, candidate: &Candidate) -> Answer {
    let path = path_with_object(row, candidate);
    let request = match row.method {
        "get" => role_browser.browser.get(&path),
        _ => body(row, candidate, role_browser.browser.post(&path)),
    };
    let mut request = request.build().expect("a request");
    if is_upload(row) {
        request.headers_mut().insert("accept", "application/json".parse().expect("a header"));
    }
    let answer = Answer::read(role_browser.browser.execute(request).await, row.is_endless).await;
    if !row.is_form() {
        return answer;
    }
    let session = match role_browser.session {
        Some(session) => Some(session),
        None => created_session(fixture, &answer).await,
    };
    match session {
        Some(id) => {
            let mut flash = flash::take(&fixture.portal, id.into(), FORM).await.expect("a flash or none");
            for (name, _) in row.fields.iter().filter(|(_, value)| *value == GENERATED) {
                flash.iter_mut().for_each(|flash| flash.answers.remove(name));
            }
            answer.with_flash(flash)
        }
        None => answer,
    }
}

/// The session that a form created for a visitor.
async fn created_session(fixture: &Fixture, answer: &Answer) -> Option<Uuid> {
    let cookie = answer.cookies().find_map(|cookie| cookie.strip_prefix("__Host-prodouane="))?;
    let token = cookie.split(';').next()?;
    sessions::find(&fixture.portal, token).await.expect("a look-up").map(|session| session.id.into())
}

/// Path and query with the object. Other parameters of the path get a valid value.
pub fn path_with_object(row: &Row, candidate: &Candidate) -> String {
    let value = candidate.values.first().map_or("", String::as_str);
    let mut values = candidate.values.iter();
    let path: Vec<&str> = row
        .path
        .split('/')
        .map(|part| match part {
            "{co_owner}" => "dgddi",
            "{jeton}" => "inconnu",
            "{administration}" if row.object == Object::Nothing => "dgddi",
            "{provider}" => "proconnect",
            "{code}" if row.object == Object::Nothing => "proconnect",
            "{*file}" => "prodouane.ccc.css",
            part if part.starts_with('{') => values.next().map_or(value, String::as_str),
            part => part,
        })
        .collect();
    let query = if row.in_query { format!("?{}={value}", row.object.fields()[0]) } else { String::new() };
    format!("{}{query}", path.join("/"))
}

fn body(row: &Row, candidate: &Candidate, request: RequestBuilder) -> RequestBuilder {
    if is_upload(row) && !row.fields.is_empty() {
        return request.form(row.fields);
    }
    if is_upload(row) {
        let file = Part::bytes(b"une ligne\n".to_vec()).file_name("essai.txt");
        return request
            .multipart(Form::new().text("_page", PAGE).text("emplacement", "").part("fichier", file));
    }
    if !row.is_form() {
        let fields: HashMap<&str, &str> = row.fields.iter().copied().collect();
        return request.json(&fields);
    }
    let generated = Uuid::now_v7().to_string();
    let mut fields = vec![("_page", PAGE), ("_formulaire", FORM)];
    if row.object != Object::Nothing {
        let object = row.object.fields().iter().copied().zip(candidate.values.iter().map(String::as_str));
        fields.extend(object);
    }
    let value_of = |value: &'static str| if value == GENERATED { generated.as_str() } else { value };
    fields.extend(row.fields.iter().map(|&(name, value)| (name, value_of(value))));
    request.form(&fields)
}

/// Uploads are sent like by the script, which accepts JSON.
fn is_upload(row: &Row) -> bool {
    row.path.starts_with("/televersement/")
}

/// Excerpts of two texts around their first difference.
fn difference(one: &str, other: &str) -> String {
    let at = one.bytes().zip(other.bytes()).take_while(|(left, right)| left == right).count();
    let around = |text: &str| {
        let bytes = text.as_bytes();
        String::from_utf8_lossy(&bytes[at.saturating_sub(60)..(at + 80).min(bytes.len())]).into_owned()
    };
    format!("« {} » and « {} »", around(one), around(other))
}
