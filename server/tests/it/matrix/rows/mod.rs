//! Every route with its rule for the session and the object it refers to. A new route is one line here.

mod endpoints;
mod forms;
mod pages;

use super::{
    markers::Marker,
    objects::Object::{self, Nothing},
    rules::{self, Rule},
};

/// One route.
#[derive(Clone)]
pub struct Row {
    pub kind: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    /// Rule for the session; the object is checked next.
    pub rule: Rule,
    pub object: Object,
    /// The identifier of the object is in the query, under the name of its form field.
    pub in_query: bool,
    /// Further fields of a form.
    pub fields: &'static [(&'static str, &'static str)],
    /// Markers that the page must show to roles that may read them.
    pub shows: fn(&Marker) -> bool,
    /// Contains everything that the person has typed.
    pub is_archive: bool,
    /// A stream, of which only status and headers are checked.
    pub is_endless: bool,
    /// Reading it is recorded in the audit trail of the staff.
    pub is_recorded: bool,
}

impl Row {
    /// Formats the route like `server routes`.
    pub fn route(&self) -> String {
        format!("{} {} {}", self.kind, self.method, self.path)
    }

    pub fn is_form(&self) -> bool {
        self.kind == "form"
    }

    fn new(kind: &'static str, method: &'static str, path: &'static str, rule: Rule) -> Self {
        Self {
            kind,
            method,
            path,
            rule,
            object: Nothing,
            in_query: false,
            fields: &[],
            shows: |_| false,
            is_archive: false,
            is_endless: false,
            is_recorded: false,
        }
    }

    /// The path or the form fields contain this kind of object.
    fn object(self, object: Object) -> Self {
        Self { object, ..self }
    }

    /// The query contains this kind of object.
    fn object_in_query(self, object: Object) -> Self {
        Self { object, in_query: true, ..self }
    }

    fn fields(self, fields: &'static [(&'static str, &'static str)]) -> Self {
        Self { fields, ..self }
    }

    fn shows(self, shows: fn(&Marker) -> bool) -> Self {
        Self { shows, ..self }
    }
}

fn page(path: &'static str, rule: Rule) -> Row {
    Row::new("page", "get", path, rule)
}

fn form(path: &'static str, rule: Rule) -> Row {
    Row::new("form", "post", path, rule)
}

fn get(path: &'static str, rule: Rule) -> Row {
    Row::new("endpoint", "get", path, rule)
}

fn post(path: &'static str, rule: Rule) -> Row {
    Row::new("endpoint", "post", path, rule)
}

fn site(path: &'static str) -> Row {
    Row::new("site", "get", path, rules::anyone)
}

fn names(marker: &Marker) -> bool {
    matches!(marker, Marker::Name(_))
}

fn figures(marker: &Marker) -> bool {
    matches!(marker, Marker::Creance(..))
}

fn mandats(marker: &Marker) -> bool {
    matches!(marker, Marker::Mandat(..))
}

fn exports(marker: &Marker) -> bool {
    matches!(marker, Marker::Export(..))
}

fn messages(marker: &Marker) -> bool {
    matches!(marker, Marker::Question(..) | Marker::Draft(..))
}

fn questions(marker: &Marker) -> bool {
    matches!(marker, Marker::Question(..))
}

/// All routes. Forms come last, because they change what the others show.
pub fn rows() -> Vec<Row> {
    [pages::pages(), endpoints::endpoints(), forms::forms()].concat()
}

/// Placeholder of a value that is generated for each request.
pub const GENERATED: &str = "(generated)";
