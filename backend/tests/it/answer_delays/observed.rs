use backend::messaging;
use domain::answer_delay::{Observed, WorkingDays};

use crate::{
    database::{TestEnv, on_each_database},
    messaging::fixtures::{OTHER_RECETTE, RECETTE},
};

const MOTIF: &str = "precision-creance";

async fn figures(env: &TestEnv, service: &str) -> Option<Observed> {
    messaging::observed_delay(&env.portal, MOTIF, service).await.expect("read").observed
}

#[tokio::test(flavor = "multi_thread")]
async fn real_delays_come_from_the_answers_of_the_last_ninety_days() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        env.add_agent("camille", RECETTE, true).await;
        let mut questions = Vec::new();
        for _ in 0..6 {
            questions.push(env.send_question(&alix).await);
        }
        env.answer_as("camille", questions[0]).await;
        env.answer_as("camille", questions[1]).await;
        // Tuesday, Wednesday, then the Monday after.
        for (rank, day) in [(2, "2026-06-02T08:00:00Z"), (3, "2026-06-03T08:00:00Z")] {
            env.advance_to(day);
            env.answer_as("camille", questions[rank]).await;
        }
        assert_eq!(figures(&env, RECETTE).await, None, "four answers are not enough");
        env.advance_to("2026-06-08T08:00:00Z");
        env.answer_as("camille", questions[4]).await;
        let expected = Observed { answers: 5, median: 1, ninth_decile: 5 };
        assert_eq!(figures(&env, RECETTE).await, Some(expected));
        assert_eq!(figures(&env, OTHER_RECETTE).await, None);
        assert_eq!(env.question_of(&alix, questions[5]).await.delay.observed, Some(expected));

        env.commit(RECETTE, Some(4)).await;
        let motif = env.portal.motifs.current().find(MOTIF).expect("the motif").clone();
        let delays = messaging::delays_of_services(&env.portal, &motif).await.expect("read");
        assert_eq!(delays.len(), 2);
        let own = delays.iter().find(|one| one.name == "Recette régionale fictive").expect("the service");
        assert_eq!((own.days, own.observed), (WorkingDays::new(4), Some(expected)));

        env.advance_to("2026-10-01T08:00:00Z");
        assert_eq!(figures(&env, RECETTE).await, None);
    })
    .await;
}
