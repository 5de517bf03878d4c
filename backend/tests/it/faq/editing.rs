//! Work of editors: drafts, publication, collisions, history, audit trail.

use backend::{
    accounts::sessions::Session,
    faq::{self, EditedFilter, EditedState, Voter},
    staff::{self, ActFilter},
};
use domain::{
    form::Answers,
    problem::{Problem, Problems},
    rights::StaffRole,
};
use platform::{Error, db::Duration, execute};

use crate::database::{TestEnv, on_each_database};

const DAY: Duration = Duration::from_secs(24 * 3600);

fn text(question: &str) -> Answers {
    Answers::from_iter([
        ("question", question),
        ("reponse", "Une réponse avec un mot rare\u{a0}: zanzibar."),
        ("theme", "paiements"),
        ("mots", "essai"),
        ("liens", "trigo"),
        ("responsable", "Bureau des essais"),
        ("relecture", "2099-01-01"),
    ])
}

fn now() -> Answers {
    Answers::from_iter([("quand", "maintenant")])
}

fn problems<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Problems {
    match outcome {
        Err(Error::Invalid(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

async fn editor(env: &TestEnv) -> Session {
    env.staff_session("redac", StaffRole::Editor).await
}

/// Question that people read; `None` if they read none.
async fn read(env: &TestEnv, id: &str) -> Option<String> {
    faq::entry(&env.portal, id).await.ok().map(|entry| entry.summary.question)
}

async fn found(env: &TestEnv, typed: &str) -> Vec<String> {
    let found = faq::search(&env.portal, typed).await.expect("a search");
    found.entries.into_iter().map(|entry| entry.id).collect()
}

/// Codes of the acts on an entry, the first one first.
async fn acts(env: &TestEnv, id: &str) -> Vec<&'static str> {
    let administrator = env.staff_session("admin", StaffRole::Administrator).await;
    let filter = ActFilter { words: id.to_owned(), ..ActFilter::default() };
    let acts = staff::acts(&env.portal, &administrator, &filter, 1).await.expect("a list").acts;
    acts.iter().rev().filter(|act| act.subject == id).map(|act| act.kind.code()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn new_entry_is_a_draft_until_it_is_published() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        let id = faq::create(&env.portal, &session, &text("Où est le zanzibar ?")).await.expect("created");
        assert_eq!(id, "ou-est-le-zanzibar");
        let again = faq::create(&env.portal, &session, &text("Où est le zanzibar ?")).await.expect("created");
        assert_eq!(again, "ou-est-le-zanzibar-2");
        assert_eq!(read(&env, &id).await, None);
        let entry = faq::edited_entry(&env.portal, &session, &id).await.expect("an entry");
        assert!(entry.state() == EditedState::Unpublished && entry.has_draft());
        faq::publish(&env.portal, &session, &id, 1, &now()).await.expect("published");
        assert_eq!(read(&env, &id).await.as_deref(), Some("Où est le zanzibar ?"));
        assert_eq!(found(&env, "zanzibars").await, [id.as_str()]);
        let shown = faq::entry(&env.portal, &id).await.expect("an entry").summary;
        assert_eq!(shown.updated_on(), Some(env.clock.now().day()));
        assert_eq!(shown.theme, "paiements");
        let twice = faq::publish(&env.portal, &session, &id, 1, &now()).await;
        assert_eq!(problems(twice)[0].problem, Problem::FaqVersionNotOpen);
        assert_eq!(acts(&env, &id).await, ["question-creee", "question-publiee"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn version_appears_at_its_date_and_the_search_follows() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        let before = read(&env, "trigo").await;
        faq::change(&env.portal, &session, "trigo", 1, &text("Nouvelle question")).await.expect("written");
        assert_eq!(read(&env, "trigo").await, before, "a draft changes nothing");
        let day = (env.clock.now() + DAY + DAY).day();
        let at = |day: String| Answers::from_iter([("quand", "date".to_owned()), ("jour", day)]);
        let past = at(env.clock.now().day().to_string());
        assert_eq!(problems(faq::publish(&env.portal, &session, "trigo", 2, &past).await)[0].field, "jour");
        let from =
            faq::publish(&env.portal, &session, "trigo", 2, &at(day.to_string())).await.expect("planned");
        let entry = faq::edited_entry(&env.portal, &session, "trigo").await.expect("an entry");
        assert_eq!((entry.shown, entry.planned, entry.planned_at), (Some(1), Some(2), Some(from)));
        assert_eq!(read(&env, "trigo").await, before);
        assert!(found(&env, "zanzibar").await.is_empty());

        env.clock.advance(DAY + DAY);
        assert_eq!(read(&env, "trigo").await.as_deref(), Some("Nouvelle question"));
        assert!(faq::refresh_index(&env.portal).await.expect("the job") > 0);
        assert_eq!(found(&env, "zanzibar").await, ["trigo"]);
        let shown = faq::entry(&env.portal, "trigo").await.expect("an entry").summary;
        assert_eq!(shown.updated_on(), Some(day));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_publication_does_not_appear() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        let before = read(&env, "trigo").await;
        faq::change(&env.portal, &session, "trigo", 1, &text("Nouvelle question")).await.expect("written");
        let day = (env.clock.now() + DAY).day().to_string();
        let tomorrow = Answers::from_iter([("quand", "date"), ("jour", &day)]);
        faq::publish(&env.portal, &session, "trigo", 2, &tomorrow).await.expect("planned");
        faq::cancel_publication(&env.portal, &session, "trigo", 2).await.expect("cancelled");
        env.clock.advance(DAY + DAY);
        assert_eq!(read(&env, "trigo").await, before);
        let twice = faq::cancel_publication(&env.portal, &session, "trigo", 2).await;
        assert_eq!(problems(twice)[0].problem, Problem::FaqVersionNotOpen);
        let acts = acts(&env, "trigo").await;
        assert_eq!(acts, ["question-modifiee", "question-publiee", "publication-annulee"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn second_of_two_editors_is_refused() {
    on_each_database(async |env| {
        let first = editor(&env).await;
        let second = env.staff_session("autre", StaffRole::Editor).await;
        faq::change(&env.portal, &first, "trigo", 1, &text("De la première")).await.expect("written");
        let refused = faq::change(&env.portal, &second, "trigo", 1, &text("Du second")).await;
        let collision = Problem::FaqEntryChanged { author: "redac".to_owned() };
        assert_eq!(problems(refused)[0].problem, collision);
        let withdrawn = faq::withdraw(&env.portal, &second, "trigo", 1).await;
        assert_eq!(problems(withdrawn)[0].problem, Problem::FaqVersionNotOpen);
        let restored = faq::restore(&env.portal, &second, "trigo", 1, 1).await;
        assert_eq!(problems(restored)[0].problem, Problem::FaqVersionNotOpen);
        let published = faq::publish(&env.portal, &second, "trigo", 1, &now()).await;
        assert_eq!(problems(published)[0].problem, Problem::FaqVersionNotOpen);
        let history = faq::history(&env.portal, &second, "trigo").await.expect("a list");
        let written: Vec<_> =
            history.iter().map(|version| (version.number, version.author.as_str())).collect();
        assert_eq!(written, [(2, "redac"), (1, "")]);
        // Once its page has shown the version of the first.
        faq::change(&env.portal, &second, "trigo", 2, &text("Du second")).await.expect("written");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_editors_at_once_write_one_version() {
    on_each_database(async |env| {
        let first = editor(&env).await;
        let second = env.staff_session("autre", StaffRole::Editor).await;
        let (one, two) = (text("De la première"), text("Du second"));
        let (one, two) = tokio::join!(
            faq::change(&env.portal, &first, "trigo", 1, &one),
            faq::change(&env.portal, &second, "trigo", 1, &two),
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert_eq!(faq::history(&env.portal, &first, "trigo").await.expect("a list").len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawn_entry_comes_back_from_a_former_version() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        let question = read(&env, "trigo").await.expect("published");
        faq::change(&env.portal, &session, "trigo", 1, &text("Où est le zanzibar ?")).await.expect("written");
        faq::publish(&env.portal, &session, "trigo", 2, &now()).await.expect("published");
        faq::withdraw(&env.portal, &session, "trigo", 2).await.expect("withdrawn");
        assert_eq!(read(&env, "trigo").await, None);
        assert!(found(&env, "zanzibar").await.is_empty(), "the search follows");
        let entry = faq::edited_entry(&env.portal, &session, "trigo").await.expect("an entry");
        assert_eq!((entry.state(), entry.number), (EditedState::Withdrawn, 3));
        faq::restore(&env.portal, &session, "trigo", 3, 1).await.expect("restored");
        assert_eq!(read(&env, "trigo").await, None, "a draft");
        faq::publish(&env.portal, &session, "trigo", 4, &now()).await.expect("published");
        assert_eq!(read(&env, "trigo").await, Some(question));
        let acts = acts(&env, "trigo").await;
        assert_eq!(acts[2..], ["question-retiree", "version-reprise", "question-publiee"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_shipped_text_never_replaces_that_of_an_editor() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        faq::change(&env.portal, &session, "trigo", 1, &text("Mon texte")).await.expect("written");
        faq::publish(&env.portal, &session, "trigo", 2, &now()).await.expect("published");
        faq::change(&env.portal, &session, "declaration-h7", 1, &text("Mon brouillon"))
            .await
            .expect("written");
        let id = faq::create(&env.portal, &session, &text("Ma question")).await.expect("created");
        // As if each shipped text had changed.
        execute!(env.portal.db, sqlx::query("UPDATE faq_entry SET shipped_hash = NULL")).expect("changed");
        faq::load(&env.portal).await.expect("loaded again");
        assert_eq!(read(&env, "trigo").await.as_deref(), Some("Mon texte"));
        let draft = faq::edited_entry(&env.portal, &session, "declaration-h7").await.expect("an entry");
        assert_eq!((draft.number, draft.text.question.as_str()), (2, "Mon brouillon"));
        let own = faq::edited_entry(&env.portal, &session, &id).await.expect("an entry");
        assert_eq!((own.number, own.text.question.as_str()), (1, "Ma question"));
        let other = faq::edited_entry(&env.portal, &session, "mot-de-passe-oublie").await.expect("an entry");
        assert_eq!(other.number, 2, "a text that no editor has changed is loaded");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn overdue_reviews_come_first() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        execute!(
            env.portal.db,
            sqlx::query(
                "UPDATE faq_version SET review_by = '2020-01-01' WHERE entry = 'infos-douane-service'"
            )
        )
        .expect("changed");
        faq::vote(&env.portal, &env.client(), Voter::Form("a"), "infos-douane-service", true)
            .await
            .expect("voted");
        let all = faq::edited(&env.portal, &session, None, None, "", 1).await.expect("a list");
        assert!(all.total >= 100 && all.pages > 1 && all.entries.len() == 50);
        assert_eq!(all.entries[0].id, "infos-douane-service");
        assert_eq!((all.entries[0].useful, all.entries[0].not_useful), (1, 0));
        let late = Some(EditedFilter::Overdue);
        let late = faq::edited(&env.portal, &session, None, late, "", 1).await.expect("a list");
        assert_eq!(late.total, 1);
        let found =
            faq::edited(&env.portal, &session, Some("connexion"), None, "MOT de passe oublié", 1).await;
        let found = found.expect("a list");
        assert!(found.entries.iter().any(|entry| entry.id == "mot-de-passe-oublie"), "{found:?}");
        assert!(found.entries.iter().all(|entry| entry.text.theme == "connexion"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_are_checked_and_reserved_for_editors() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        let mut wrong = text("Question");
        for (field, value) in
            [("reponse", "Un [lien](http://a"), ("liens", "nulle-part"), ("relecture", "2020-01-01")]
        {
            wrong.set(field, value);
        }
        let found = problems(faq::create(&env.portal, &session, &wrong).await);
        let fields: Vec<&str> = found.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["reponse", "liens", "relecture"]);
        let (_, visitor) = env.visitor().await;
        assert!(matches!(faq::create(&env.portal, &visitor, &wrong).await, Err(Error::NotFound)));
        let adviser = env.staff_session("conseil", StaffRole::Adviser).await;
        let refused = [
            faq::create(&env.portal, &adviser, &wrong).await.map(drop),
            faq::change(&env.portal, &adviser, "trigo", 1, &wrong).await,
            faq::publish(&env.portal, &adviser, "trigo", 1, &wrong).await.map(drop),
            faq::cancel_publication(&env.portal, &adviser, "trigo", 1).await,
            faq::withdraw(&env.portal, &adviser, "trigo", 1).await,
            faq::restore(&env.portal, &adviser, "trigo", 1, 1).await,
            faq::edited(&env.portal, &adviser, None, None, "", 1).await.map(drop),
            faq::history(&env.portal, &adviser, "trigo").await.map(drop),
            faq::version(&env.portal, &adviser, "trigo", 1).await.map(drop),
            faq::unanswered(&env.portal, &adviser).await.map(drop),
        ];
        for outcome in refused {
            assert!(matches!(outcome, Err(Error::Refused(_))), "{outcome:?}");
        }
    })
    .await;
}
