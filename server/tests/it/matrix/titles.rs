//! Titles of pages (RGAA 8.6): no two pages have the same one, nor titles that differ in determiners and endings only.

use std::collections::{BTreeMap, BTreeSet};

use domain::search;

/// Words that do not tell titles apart.
const DETERMINERS: [&str; 17] = [
    "a", "au", "aux", "d", "de", "des", "du", "l", "la", "le", "les", "ma", "mes", "mon", "votre", "vos",
    "un",
];

/// Letters that tell words apart: « changer » and « changement » are one.
const STEM: usize = 6;

/// The titles found so far, with their routes, by what tells them apart.
#[derive(Default)]
pub struct Titles(BTreeMap<String, BTreeSet<(String, String)>>);

impl Titles {
    /// Adds the title of a page that a route displays.
    pub fn add(&mut self, route: String, html: &str) {
        let Some(title) = html.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")) else {
            return;
        };
        let title = html_escape::decode_html_entities(title.0).into_owned();
        // Agents and operators have a page each for the same question.
        let side = if route.contains("/agent") { "agents" } else { "operators" };
        self.0.entry(format!("{side} {}", key(&title))).or_default().insert((title, route));
    }

    /// Lists the titles that several routes have, or that nearly equal another one.
    pub fn confusable(&self) -> Vec<String> {
        self.0
            .values()
            .filter(|same| same.len() > 1)
            .map(|same| format!("confusable titles: {same:?}"))
            .collect()
    }
}

fn key(title: &str) -> String {
    let folded = search::fold(title);
    let words = folded.split_whitespace().filter(|word| !DETERMINERS.contains(word));
    words.map(|word| word.chars().take(STEM).collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[test]
fn nearly_equal_titles_are_found() {
    let page = |title: &str| format!("<head><title>{title}</title></head>");
    for (one, other) in [
        ("Codes de secours", "Vos codes de secours"),
        ("Changer d’adresse de courriel", "Changement d&#x27;adresse de courriel"),
        ("Confirmez votre identité", "Confirmez votre identité"),
    ] {
        let mut titles = Titles::default();
        titles.add("/un".to_owned(), &page(one));
        titles.add("/un".to_owned(), &page(one));
        assert_eq!(titles.confusable(), Vec::<String>::new());
        titles.add("/deux".to_owned(), &page(other));
        assert_eq!(titles.confusable().len(), 1, "{one}, {other}");
    }
}
