//! Requests about regulations to Infos Douane Service: their own list, and the promise of an answer.

use backend::{
    accounts::sessions::Client,
    assistance::cases::{self, Access, Case, Opened},
    id::RowId,
};
use domain::{
    assistance::{CaseKind, CaseState},
    form::Answers,
    problem::Problem,
    rights::StaffRole,
};
use jiff::civil::date;
use platform::db::Duration;

use crate::{
    accounts::client_at,
    database::{TestEnv, on_each_database},
    messaging::fixtures::problems,
};

const DAY: Duration = Duration::from_secs(24 * 3600);
const DORIAN: &str = "dorian@exemple.fr";

fn request(subject: &str) -> Answers {
    Answers::from_iter([
        ("sujet", subject),
        ("description", "Quels droits pour du thé ?"),
        ("nom", "Dorian Fictif"),
        ("email", DORIAN),
    ])
}

fn text(message: &str) -> Answers {
    Answers::from_iter([("message", message.to_owned()), ("envoi", RowId::generate().to_string())])
}

/// The token of the link that confirms the address.
async fn token(env: &TestEnv) -> String {
    env.deliver().await;
    let link = env.mailbox.last_to(DORIAN).link("/assistance/confirmation");
    link.split("jeton=").nth(1).expect("a token").to_owned()
}

async fn read(env: &TestEnv, client: &Client, reference: &str, secret: &str) -> Case {
    let access = Access { session: None, client, reference, secret };
    cases::read(&env.portal, &access).await.expect("read")
}

#[tokio::test(flavor = "multi_thread")]
async fn answer_is_promised_five_working_days_after_the_confirmation() {
    on_each_database(async |env| {
        let (portal, client) = (&env.portal, client_at(7));
        // Thursday 9 July 2026: a weekend and the national holiday follow.
        env.advance(38 * DAY);
        assert_eq!(env.clock.now().day(), date(2026, 7, 9));
        let (_, visitor) = env.visitor().await;
        let opened = cases::open_regulation(portal, &visitor, &client, &request("droits-et-taxes")).await;
        assert!(matches!(opened.expect("stored"), Opened::AwaitsConfirmation));
        let token = token(&env).await;
        assert!(env.mailbox.last_to(DORIAN).text.contains("Infos Douane Service"));
        env.advance(DAY);
        let kind = cases::kind_to_confirm(portal, &token).await.expect("read");
        assert_eq!(kind, Some(CaseKind::Regulation));
        let (reference, secret) =
            cases::confirm(portal, &token).await.expect("no failure").expect("confirmed");
        let case = read(&env, &client, &reference, secret.expose()).await;
        assert_eq!((case.kind(), case.answer_by()), (CaseKind::Regulation, Some(date(2026, 7, 20))));
        env.deliver().await;
        let mail = env.mailbox.last_to(DORIAN).text;
        assert!(mail.contains("au plus tard le 20\u{a0}juillet 2026 (5\u{a0}jours ouvrés)"), "{mail}");

        // Answered, it promises nothing more, until the person writes again.
        let adviser = env.staff_session("conseil", StaffRole::Adviser).await;
        cases::take(portal, &adviser, case.id).await.expect("taken");
        cases::answer(portal, &adviser, case.id, &text("Le tarif dit tout.")).await.expect("answered");
        env.deliver().await;
        let mail = env.mailbox.last_to(DORIAN).text;
        assert!(mail.contains("à votre demande à Infos Douane Service"), "{mail}");
        assert_eq!(read(&env, &client, &reference, secret.expose()).await.answer_by(), None);
        env.advance(4 * DAY);
        let access =
            Access { session: None, client: &client, reference: &reference, secret: secret.expose() };
        cases::follow_up(portal, &access, &text("Et pour du café ?")).await.expect("sent");
        // Received on the holiday itself, Tuesday 14 July.
        let again = read(&env, &client, &reference, secret.expose()).await.answer_by();
        assert_eq!(again, Some(date(2026, 7, 21)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn technical_and_regulation_cases_have_their_own_lists() {
    on_each_database(async |env| {
        let (portal, client) = (&env.portal, client_at(7));
        let (_, alix) = env.signed_in_account("alix").await;
        let adviser = env.staff_session("conseil", StaffRole::Adviser).await;
        let other_subject = cases::open_regulation(portal, &alix, &client, &request("page")).await;
        assert!(matches!(problems(other_subject)[0].problem, Problem::NotInList { .. }));
        let opened = cases::open_regulation(portal, &alix, &client, &request("colis")).await.expect("open");
        assert!(matches!(opened, Opened::Open(..)));
        cases::open(portal, &alix, &client, &request("page")).await.expect("open");
        for (kind, subject, promised) in
            [(CaseKind::Regulation, "colis", Some(date(2026, 6, 8))), (CaseKind::Technical, "page", None)]
        {
            let listed = cases::cases(portal, &adviser, kind, CaseState::Open, "", 1).await.expect("a list");
            let found: Vec<_> =
                listed.cases.iter().map(|case| (case.subject.as_str(), case.answer_by())).collect();
            assert_eq!(found, [(subject, promised)]);
            let own = cases::own_cases(portal, &alix, kind).await.expect("a list");
            assert_eq!(own.iter().map(|case| case.subject.as_str()).collect::<Vec<_>>(), [subject]);
            assert_eq!(cases::waiting(portal, kind).await.expect("a number").to_string(), "1");
        }
    })
    .await;
}
