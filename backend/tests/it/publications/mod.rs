//! News, events and guides: work of editors, lists, feeds, and the search over all public texts.

mod editing;
mod feeds;
mod lists;
mod site_search;

use backend::{accounts::sessions::Session, publications};
use domain::{article::ArticleKind, form::Answers, rights::StaffRole};

use crate::database::TestEnv;

/// Answers to the form of any kind.
fn text(title: &str) -> Answers {
    Answers::from_iter([
        ("titre", title),
        ("resume", "Un résumé."),
        ("texte", "## Titre\n\nUn mot rare\u{a0}: zanzibar. Voir l’[aide](/aide)."),
        ("mots", "essai"),
        ("genre", "guide"),
        ("teleservice", "CIEL"),
        ("debut_jour", "2026-06-10"),
        ("debut_heure", "09:00"),
        ("fin_heure", "10:30"),
        ("territoire", "la-reunion"),
        ("lieu", "Le Port; La Réunion"),
        ("lien", "https://exemple.fr/inscription"),
    ])
}

/// Answers to the form, with other values.
fn changed(title: &str, changes: &[(&str, &str)]) -> Answers {
    let mut answers = text(title);
    changes.iter().for_each(|(name, value)| answers.set(*name, *value));
    answers
}

fn now() -> Answers {
    Answers::from_iter([("quand", "maintenant")])
}

async fn editor(env: &TestEnv) -> Session {
    env.staff_session("redac", StaffRole::Editor).await
}

/// Publishes an article at once. Returns its identifier.
async fn publish(env: &TestEnv, session: &Session, kind: ArticleKind, answers: &Answers) -> String {
    let id = publications::create(&env.portal, session, kind, answers).await.expect("created");
    publications::publish(&env.portal, session, &id, 1, &now()).await.expect("published");
    id
}
