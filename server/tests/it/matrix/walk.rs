//! Asks every cell of a row and compares what comes of it with what was decided.

use std::collections::HashMap;
use std::sync::Arc;

use backend::{flash, session};
use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part};
use uuid::Uuid;

use super::answer::Answer;
use super::database::{Count, Counter};
use super::objects::{Candidate, Object};
use super::people::Role;
use super::rows::{DRAWN, Row};
use super::rules::Outcome;
use super::tokens::Token;
use super::world::World;
use crate::browser::Browser;

/// What a form keeps for its page is kept under this name, whichever form it is.
const FORM: &str = "matrice";
const PAGE: &str = "/plan-du-site";

pub struct Walk<'a> {
    world: &'a World,
    counter: Option<Counter>,
    people: HashMap<Role, Asker>,
    words: Vec<(Token, String)>,
    pub cells: usize,
    pub most_objects: usize,
    pub complaints: Vec<String>,
}

struct Cell {
    role: Role,
    candidate: Candidate,
    expected: Outcome,
    /// Nothing may change.
    quiet: bool,
}

/// A person at their browser.
#[derive(Clone)]
struct Asker {
    browser: Arc<Browser>,
    session: Option<Uuid>,
}

struct Asked {
    cell: Cell,
    answer: Answer,
}

impl<'a> Walk<'a> {
    pub fn new(world: &'a World) -> Self {
        Self {
            world,
            counter: None,
            people: HashMap::new(),
            words: Token::all().into_iter().map(|token| (token, token.text())).collect(),
            cells: 0,
            most_objects: 0,
            complaints: Vec::new(),
        }
    }

    pub async fn ask(&mut self, row: &Row) {
        let mut loud = Vec::new();
        let mut by_role = Vec::new();
        for role in Role::ALL {
            let cells = self.cells(row, role).await;
            self.cells += cells.len();
            self.most_objects = self.most_objects.max(cells.len());
            let (quiet, other): (Vec<Cell>, Vec<Cell>) = cells.into_iter().partition(|cell| cell.quiet);
            loud.extend(other);
            by_role.push((self.asker(role).await, quiet));
        }
        let before = self.count().await;
        // Everybody at once; one person's requests one after the other, for each reads what the form before it left.
        let asked = by_role.into_iter().map(|(asker, cells)| quietly(self.world, row, asker, cells));
        let asked: Vec<Asked> = futures::future::join_all(asked).await.into_iter().flatten().collect();
        let after = self.count().await;
        self.compare_counts(row, &before, &after, asked.is_empty());
        for cell in loud {
            let asker = self.asker(cell.role).await;
            let answer = request(self.world, row, &asker, &cell.candidate).await;
            if answer.cookies().any(|cookie| cookie.starts_with("__Host-prodouane=")) {
                // Signed out, or at work for another company: the person comes back as they were.
                self.people.remove(&cell.role);
            }
            self.judge(row, &Asked { cell, answer });
        }
        for one in &asked {
            self.judge(row, one);
        }
        self.compare_hidden(row, &asked);
    }

    async fn count(&mut self) -> Count {
        if self.counter.is_none() {
            self.counter = Some(Counter::of(self.world).await);
        }
        match &self.counter {
            Some(counter) => counter.count(&self.world.portal).await,
            None => Count::new(),
        }
    }

    async fn asker(&mut self, role: Role) -> Asker {
        if let Some(asker) = self.people.get(&role) {
            return asker.clone();
        }
        let open = self.world.open(role).await;
        let mut browser = Browser::new(&self.world.program);
        browser.cookie = open.as_ref().map(|open| format!("__Host-prodouane={}", open.token));
        let asker = Asker { browser: Arc::new(browser), session: open.map(|open| open.id) };
        self.people.insert(role, asker.clone());
        asker
    }

    async fn cells(&self, row: &Row, role: Role) -> Vec<Cell> {
        let ruled = (row.rule)(role);
        let ruled = if row.is_form() { ruled.of_form() } else { ruled };
        let candidates = row.object.candidates(self.world, role).await;
        let cell = |candidate: Candidate| {
            let expected = ruled.clone().then(|| candidate.verdict.clone());
            let quiet = row.method == "get" || expected != Outcome::Served || candidate.hidden;
            Cell { role, candidate, expected, quiet }
        };
        candidates.into_iter().map(cell).collect()
    }

    fn judge(&mut self, row: &Row, asked: &Asked) {
        let Asked { cell, answer } = asked;
        let outcome = match answer.outcome(row.is_form()) {
            // The file may come in at another time, or is not fit: the person learns it.
            Outcome::Status(422) if is_upload(row) => Outcome::Served,
            outcome => outcome,
        };
        if outcome != cell.expected {
            self.complain(row, cell, &format!("{outcome:?} instead of {:?}", cell.expected));
        }
        for (token, word) in self.words.clone() {
            let (holds, open) = (answer.holds(&word), token.is_open_to(cell.role));
            if holds && !open && !(row.is_archive && token.is_by(cell.role)) {
                self.complain(row, cell, &format!("shows {word}"));
            }
            let due = (row.shows)(&token) || cell.candidate.token == Some(token) && row.method == "get";
            if due && open && !holds && outcome == Outcome::Served && !row.is_archive {
                self.complain(row, cell, &format!("does not show {word}"));
            }
        }
    }

    /// What is hidden is told in the very bytes that tell of what does not exist, which is asked last.
    fn compare_hidden(&mut self, row: &Row, asked: &[Asked]) {
        let apart = |one: &&Asked| one.cell.expected != Outcome::Served || one.cell.candidate.hidden;
        let plain: Vec<_> = asked.iter().filter(apart).map(|one| (one, one.plain())).collect();
        for (index, (one, here)) in plain.iter().enumerate() {
            let alike =
                |other: &Asked| other.cell.role == one.cell.role && other.cell.expected == one.cell.expected;
            let Some((last, there)) = plain[index + 1..].iter().rfind(|(other, _)| alike(other)) else {
                continue;
            };
            if here != there {
                let told = difference(here, there);
                self.complain(
                    row,
                    &one.cell,
                    &format!("is not told as « {} »: {told}", last.cell.candidate.name),
                );
            }
        }
    }

    fn compare_counts(&mut self, row: &Row, before: &Count, after: &Count, nothing_asked: bool) {
        if nothing_asked {
            return;
        }
        for (table, count) in after {
            if before.get(table) != Some(count) {
                let told =
                    format!("{}: changes {table}: {:?}, then {count:?}", row.address(), before.get(table));
                self.complaints.push(told);
            }
        }
    }

    fn complain(&mut self, row: &Row, cell: &Cell, what: &str) {
        let Cell { role, candidate, .. } = cell;
        self.complaints.push(format!("{} by {role:?}, {}: {what}", row.address(), candidate.name));
    }
}

impl Asked {
    fn plain(&self) -> String {
        self.answer.plain(&self.cell.candidate)
    }
}

async fn quietly(world: &World, row: &Row, asker: Asker, cells: Vec<Cell>) -> Vec<Asked> {
    let mut asked = Vec::new();
    for cell in cells {
        let answer = request(world, row, &asker, &cell.candidate).await;
        asked.push(Asked { cell, answer });
    }
    asked
}

async fn request(world: &World, row: &Row, asker: &Asker, candidate: &Candidate) -> Answer {
    let address = address(row, candidate);
    let request = match row.method {
        "get" => asker.browser.get(&address),
        _ => body(row, candidate, asker.browser.post(&address)),
    };
    let mut request = request.build().expect("a request");
    if is_upload(row) {
        request.headers_mut().insert("accept", "application/json".parse().expect("a header"));
    }
    let answer = Answer::read(asker.browser.execute(request).await, !row.is_endless).await;
    if !row.is_form() {
        return answer;
    }
    let kept_by = match asker.session {
        Some(session) => Some(session),
        None => opened(world, &answer).await,
    };
    match kept_by {
        Some(id) => {
            let mut kept = flash::take(&world.portal, id, FORM).await.expect("a flash or none");
            for (name, _) in row.fields.iter().filter(|(_, value)| *value == DRAWN) {
                kept.iter_mut().for_each(|flash| flash.answers.remove(name));
            }
            answer.with_flash(kept)
        }
        None => answer,
    }
}

/// The session that a form opened for a visitor.
async fn opened(world: &World, answer: &Answer) -> Option<Uuid> {
    let cookie = answer.cookies().find_map(|cookie| cookie.strip_prefix("__Host-prodouane="))?;
    let token = cookie.split(';').next()?;
    session::find(&world.portal, token).await.expect("a look-up").map(|session| session.id)
}

/// The path with what it names; where nothing is named, with something that fits.
fn address(row: &Row, candidate: &Candidate) -> String {
    let value = candidate.values.first().map_or("", String::as_str);
    let path: Vec<&str> = row
        .path
        .split('/')
        .map(|part| match part {
            "{co_owner}" => "dgddi",
            "{administration}" if row.object == Object::Nothing => "dgddi",
            "{provider}" => "proconnect",
            "{code}" if row.object == Object::Nothing => "proconnect",
            "{*file}" => "prodouane.ccc.css",
            part if part.starts_with('{') => value,
            part => part,
        })
        .collect();
    let query = if row.in_query { format!("?{}={value}", row.object.fields()[0]) } else { String::new() };
    format!("{}{query}", path.join("/"))
}

fn body(row: &Row, candidate: &Candidate, request: RequestBuilder) -> RequestBuilder {
    if is_upload(row) {
        let file = Part::bytes(b"une ligne\n".to_vec()).file_name("essai.txt");
        return request
            .multipart(Form::new().text("_page", PAGE).text("emplacement", "").part("fichier", file));
    }
    if !row.is_form() {
        let fields: HashMap<&str, &str> = row.fields.iter().copied().collect();
        return request.json(&fields);
    }
    let drawn = Uuid::now_v7().to_string();
    let mut fields = vec![("_page", PAGE), ("_formulaire", FORM)];
    if row.object != Object::Nothing {
        let named = row.object.fields().iter().copied().zip(candidate.values.iter().map(String::as_str));
        fields.extend(named);
    }
    let given = |value: &'static str| if value == DRAWN { drawn.as_str() } else { value };
    fields.extend(row.fields.iter().map(|&(name, value)| (name, given(value))));
    request.form(&fields)
}

/// Sent as the script sends it.
fn is_upload(row: &Row) -> bool {
    row.path.starts_with("/televersement/")
}

/// The first place where two answers part.
fn difference(one: &str, other: &str) -> String {
    let at = one.bytes().zip(other.bytes()).take_while(|(left, right)| left == right).count();
    let around = |text: &str| {
        let bytes = text.as_bytes();
        String::from_utf8_lossy(&bytes[at.saturating_sub(60)..(at + 80).min(bytes.len())]).into_owned()
    };
    format!("« {} » and « {} »", around(one), around(other))
}
