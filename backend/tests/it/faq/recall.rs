//! The frozen list of questions: the right entry is among the first three.

use backend::search::{self, Kind};

use crate::database::{TestEnv, on_each_database};

/// Share of the questions whose right entry must be among the first three, in percent.
const GOAL: usize = 90;

/// Questions with the entries that answer; none for a question without an answer.
fn questions() -> Vec<(&'static str, Vec<&'static str>)> {
    let lines =
        include_str!("questions.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (question, expected) = line.rsplit_once(" = ").expect("a question and its entries");
            let expected = expected.split(", ").filter(|one| *one != "?").collect();
            (question, expected)
        })
        .collect()
}

/// The first three entries that a search finds.
async fn first(env: &TestEnv, question: &str) -> Vec<String> {
    let found = search::find(&env.portal, &[Kind::Faq], question).await.expect("a search");
    found.hits.into_iter().take(3).map(|hit| hit.reference).collect()
}

#[tokio::test]
async fn right_entry_is_among_the_first_three() {
    on_each_database(async |env| {
        let answered: Vec<_> = questions().into_iter().filter(|(_, expected)| !expected.is_empty()).collect();
        assert!(answered.len() >= 120, "{} questions", answered.len());
        let (mut found, mut missed) = (0, Vec::new());
        for (question, expected) in &answered {
            let first = first(&env, question).await;
            if first.iter().any(|one| expected.contains(&one.as_str())) {
                found += 1;
            } else {
                missed.push(format!("{question}: {first:?} instead of {expected:?}"));
            }
        }
        let share = 100.0 * found as f64 / answered.len() as f64;
        eprintln!(
            "assistant: right entry among the first three for {found} of {} questions ({share:.1} %)\n{}",
            answered.len(),
            missed.join("\n")
        );
        assert!(100 * found >= GOAL * answered.len(), "under {GOAL} %:\n{}", missed.join("\n"));
    })
    .await;
}

/// Questions that no text answers.
pub(super) fn unanswerable() -> Vec<&'static str> {
    questions()
        .into_iter()
        .filter(|(_, expected)| expected.is_empty())
        .map(|(question, _)| question)
        .collect()
}
