//! Report of the delays of a service.

use backend::{
    accounts::sessions::Session,
    messaging::{self, DelayReport, ReportQuery, ReportScope},
};
use domain::{answer_delay::Tally, rights::StaffRole};
use jiff::civil::{Date, date};
use platform::Error;

use crate::{
    database::{TestEnv, on_each_database},
    messaging::fixtures::{PAE, RECETTE, text},
};

fn scope(service: &str, motif: Option<&str>, first: Date, last: Date) -> ReportScope {
    ReportScope { service: service.to_owned(), motif: motif.map(str::to_owned), first, last }
}

async fn report(env: &TestEnv, session: &Session, scope: &ReportScope) -> Result<DelayReport, Error> {
    messaging::delay_report(&env.portal, session, scope).await
}

/// Received, answered, open, median, ninth decile, share of kept commitments.
type Figures = (u32, u32, u32, Option<u32>, Option<u32>, Option<u32>);

fn figures(tally: &Tally) -> Figures {
    let Tally { received, answered, open, .. } = *tally;
    (received, answered, open, tally.median(), tally.ninth_decile(), tally.kept_percent())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_counts_the_questions_of_each_week_and_motif() {
    on_each_database(async |env| {
        env.add_services().await;
        env.commit(RECETTE, Some(1)).await;
        env.add_agent("camille", RECETTE, true).await;
        let (_, alix) = env.accountant("alix").await;
        let mut questions = Vec::new();
        for _ in 0..3 {
            questions.push(env.send_question(&alix).await);
        }
        env.answer_as("camille", questions[0]).await;
        // The Monday after: one late answer, one new question, one that returns after its answer.
        env.advance_to("2026-06-08T08:00:00Z");
        env.answer_as("camille", questions[1]).await;
        let last = env.send_question(&alix).await;
        env.answer_as("camille", last).await;
        env.write(&alix, questions[0], &text("Ce n’est pas clair.")).await;

        let agent = env.agent_session("camille").await;
        let fortnight = scope(RECETTE, None, date(2026, 6, 3), date(2026, 6, 9));
        let found = report(&env, &agent, &fortnight).await.expect("a report");
        let weeks: Vec<(Date, Figures)> =
            found.by_week().iter().map(|(week, tally)| (*week, figures(tally))).collect();
        let first = (3, 2, 1, Some(0), Some(5), Some(33));
        let second = (2, 1, 1, Some(0), Some(0), Some(100));
        assert_eq!(weeks, [(date(2026, 6, 1), first), (date(2026, 6, 8), second)]);
        assert_eq!(figures(&found.total()), (5, 3, 2, Some(0), Some(5), Some(50)));
        let motifs = found.by_motif();
        let in_use = env.portal.motifs.current();
        let title = &in_use.find("precision-creance").expect("the motif").title;
        assert_eq!((motifs.len(), &motifs[0].0), (1, title));

        let one_week = scope(RECETTE, Some("precision-creance"), date(2026, 6, 8), date(2026, 6, 8));
        let found = report(&env, &agent, &one_week).await.expect("a report");
        assert_eq!(figures(&found.total()), second);
        let other = scope(RECETTE, Some("autre"), date(2026, 6, 1), date(2026, 6, 8));
        assert!(report(&env, &agent, &other).await.expect("a report").lines.is_empty());
        let backwards = scope(RECETTE, None, date(2026, 6, 8), date(2026, 6, 1));
        assert!(report(&env, &agent, &backwards).await.expect("a report").weeks.is_empty());
        let sheet = messaging::export_delay_report(&env.portal, &agent, &fortnight).await.expect("exported");
        assert_eq!(sheet.rows.count(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_see_the_delays_of_their_services_and_administrators_all() {
    on_each_database(async |env| {
        env.add_services().await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let administrator = env.staff_session("ada", StaffRole::Administrator).await;
        let adviser = env.staff_session("colin", StaffRole::Adviser).await;
        let codes = async |session: &Session| {
            let services = messaging::reported_services(&env.portal, session).await?;
            Ok::<Vec<String>, Error>(services.into_iter().map(|one| one.code).collect())
        };
        assert_eq!(codes(&agent).await.expect("listed"), [RECETTE]);
        assert!(codes(&administrator).await.expect("listed").len() > 2);
        assert!(matches!(codes(&adviser).await, Err(Error::Refused(_))));
        let other = scope(PAE, None, date(2026, 6, 1), date(2026, 6, 8));
        assert!(matches!(report(&env, &agent, &other).await, Err(Error::NotFound)), "as if it did not exist");
        assert!(matches!(report(&env, &adviser, &other).await, Err(Error::NotFound)));
        report(&env, &administrator, &other).await.expect("a report");

        let services = messaging::reported_services(&env.portal, &agent).await.expect("listed");
        let scope = ReportQuery::default().scope(&services, date(2026, 6, 8)).expect("a service");
        assert_eq!((scope.service.as_str(), scope.first), (RECETTE, date(2026, 3, 23)));
        let typed = [("du", "2026-05-04"), ("au", "hier"), ("motif", "m"), ("service", "X")];
        let query =
            ReportQuery::read(|name| typed.iter().find(|(one, _)| *one == name).map(|(_, text)| *text));
        let scope = query.scope(&services, date(2026, 6, 8)).expect("a service");
        assert_eq!((scope.first, scope.last), (date(2026, 5, 4), date(2026, 6, 8)));
        assert!(
            query.scope(&[], date(2026, 6, 8)).is_some()
                && ReportQuery::default().scope(&[], date(2026, 6, 8)).is_none()
        );
    })
    .await;
}
