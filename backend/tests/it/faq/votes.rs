//! « Cette réponse vous a-t-elle aidé ? ».

use backend::faq::{self, Voter};
use platform::{Error, db::Duration, on};

use crate::database::{TestEnv, on_each_database};

async fn votes(env: &TestEnv) -> Vec<(String, bool)> {
    on!(env.portal.db, |c| {
        sqlx::query_as("SELECT entry, useful FROM faq_vote ORDER BY entry, useful").fetch_all(c).await
    })
    .expect("the answers")
}

#[tokio::test]
async fn answers_sent_twice_are_one_and_the_last_counts() {
    on_each_database(async |env| {
        let form = Voter::Form("abc");
        for useful in [true, true, false] {
            faq::vote(&env.portal, &env.client(), form, "trigo", useful).await.expect("stored");
        }
        faq::vote(&env.portal, &env.client(), Voter::Form("autre"), "trigo", true).await.expect("stored");
        assert_eq!(votes(&env).await, [("trigo".to_owned(), false), ("trigo".to_owned(), true)]);
        let missing = faq::vote(&env.portal, &env.client(), form, "nulle-part", true).await;
        assert!(matches!(missing, Err(Error::NotFound)));
        env.clock.advance(Duration::from_secs(397 * 24 * 3600));
        assert_eq!(faq::purge_votes(&env.portal).await.expect("purged"), 2);
    })
    .await;
}

#[tokio::test]
async fn one_network_answers_a_bounded_number_of_times() {
    on_each_database(async |env| {
        let mut refused = 0;
        for number in 0..80 {
            let form = number.to_string();
            let outcome = faq::vote(&env.portal, &env.client(), Voter::Form(&form), "trigo", true).await;
            refused += usize::from(matches!(outcome, Err(Error::Invalid(_))));
        }
        assert_eq!((votes(&env).await.len(), refused), (60, 20));
    })
    .await;
}
