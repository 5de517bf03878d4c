//! The order of what a search has found, computed here so that it does not depend on the engine.

use sqlx::FromRow;

use super::Kind;

/// Weight of a stem by the part of the text that contains it.
const TITLE: f64 = 5.0;
const KEYWORDS: f64 = 4.0;
const BODY: f64 = 1.5;

/// A text that contains a stem of the search.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Candidate {
    pub id: String,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    pub reference: String,
    pub title_stems: String,
    pub keyword_stems: String,
    pub body_stems: String,
}

/// A text that a search has found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub kind: Kind,
    pub reference: String,
    pub score: f64,
    /// Share of the search that the text contains, rare words counting more: from 0 to 1.
    pub coverage: f64,
}

impl Candidate {
    pub(super) fn contains(&self, stem: &str) -> bool {
        [&self.title_stems, &self.keyword_stems, &self.body_stems]
            .into_iter()
            .any(|part| count(part, stem) > 0)
    }

    /// Weight of a stem in this text, 0 if it does not contain it.
    fn weight(&self, stem: &str) -> f64 {
        let repeated = count(&self.body_stems, stem) as f64;
        let in_title = if count(&self.title_stems, stem) > 0 { TITLE } else { 0.0 };
        let in_keywords = if count(&self.keyword_stems, stem) > 0 { KEYWORDS } else { 0.0 };
        // A word repeated in a long text says little more than one written once.
        in_title.max(in_keywords) + BODY * repeated / (repeated + 1.0)
    }

    /// Share of the title that the search contains: a short title about the search is preferred to a long one.
    fn title_share(&self, stems: &[String]) -> f64 {
        let title: Vec<&str> = self.title_stems.split_whitespace().collect();
        let found = title.iter().filter(|stem| stems.iter().any(|searched| searched == *stem)).count();
        found as f64 / title.len().max(1) as f64
    }
}

/// Number of times that a column contains a stem; columns have a space around each.
fn count(column: &str, stem: &str) -> usize {
    column.split_whitespace().filter(|one| *one == stem).count()
}

/// Sorts the candidates by score, best first; equal ones by identifier. `total`: number of texts of these kinds.
pub(super) fn ranked(candidates: &[Candidate], stems: &[String], total: i64) -> Vec<Hit> {
    let stems: Vec<(&String, f64)> = distinct(stems)
        .into_iter()
        .map(|stem| (stem, rarity(candidates.iter().filter(|one| one.contains(stem)).count(), total)))
        .collect();
    let all: f64 = stems.iter().map(|(_, rarity)| rarity).sum();
    let names: Vec<String> = stems.iter().map(|(stem, _)| (*stem).clone()).collect();
    let mut hits: Vec<(&str, Hit)> = candidates
        .iter()
        .map(|candidate| {
            let weights = stems.iter().map(|(stem, rarity)| (candidate.weight(stem), rarity));
            let score: f64 = weights.map(|(weight, rarity)| weight * rarity).sum();
            let found = stems
                .iter()
                .filter(|(stem, _)| candidate.contains(stem))
                .map(|(_, rarity)| rarity)
                .sum::<f64>();
            let coverage = if all > 0.0 { found / all } else { 0.0 };
            let score = score * (0.3 + 0.7 * coverage) * (1.0 + 0.5 * candidate.title_share(&names));
            let (kind, reference) = (candidate.kind, candidate.reference.clone());
            (candidate.id.as_str(), Hit { kind, reference, score, coverage })
        })
        .collect();
    hits.sort_by(|(one, a), (other, b)| b.score.total_cmp(&a.score).then_with(|| one.cmp(other)));
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn distinct(stems: &[String]) -> Vec<&String> {
    let mut found: Vec<&String> = Vec::new();
    for stem in stems {
        if !found.contains(&stem) {
            found.push(stem);
        }
    }
    found
}

/// Weight of a stem that `found` of `total` texts contain; greatest for one that none contains.
fn rarity(found: usize, total: i64) -> f64 {
    (1.0 + total as f64 / (found as f64 + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(id: &str, title: &str, body: &str) -> Candidate {
        Candidate {
            id: id.to_owned(),
            kind: Kind::Faq,
            reference: id.to_owned(),
            title_stems: format!(" {title} "),
            keyword_stems: "  ".to_owned(),
            body_stems: format!(" {body} "),
        }
    }

    fn order(candidates: &[Candidate], stems: &[&str]) -> Vec<String> {
        let stems: Vec<String> = stems.iter().map(|stem| (*stem).to_owned()).collect();
        ranked(candidates, &stems, 100).into_iter().map(|hit| hit.reference).collect()
    }

    #[test]
    fn title_counts_more_than_body_and_rare_words_more_than_frequent_ones() {
        let texts = [
            candidate("a", "compt", "mandat"),
            candidate("b", "mandat", "compt"),
            candidate("c", "compt cre", "x"),
            candidate("d", "compt supprim", "x"),
        ];
        assert_eq!(order(&texts, &["mandat"])[0], "b");
        assert_eq!(order(&texts, &["compt", "mandat"])[0], "b");
        assert_eq!(order(&texts, &["compt", "supprim"])[0], "d");
    }

    #[test]
    fn equal_texts_are_sorted_by_identifier() {
        let texts = [candidate("b", "mandat", ""), candidate("a", "mandat", "")];
        assert_eq!(order(&texts, &["mandat"]), ["a", "b"]);
    }

    #[test]
    fn unknown_words_lower_the_coverage() {
        let texts = [candidate("a", "mandat", "")];
        let stems = ["mandat".to_owned(), "licorn".to_owned()];
        let hits = ranked(&texts, &stems, 100);
        assert!(hits[0].coverage < 0.5, "{}", hits[0].coverage);
        assert!((ranked(&texts, &stems[..1], 100)[0].coverage - 1.0).abs() < 1e-9);
    }
}
