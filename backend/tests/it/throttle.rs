use std::time::Duration;

use platform::throttle::{Attempt, attempt, forgive};

use crate::database::{on_each_database, on_each_database_with};

const WINDOW: Duration = Duration::from_secs(900);

#[tokio::test(flavor = "multi_thread")]
async fn window_slides_and_attempts_can_be_forgiven() {
    on_each_database(async |env| {
        let attempt_once = async || attempt(&env.portal, "essai", 3, WINDOW).await.expect("counted");
        for _ in 0..3 {
            assert!(matches!(attempt_once().await, Attempt::Allowed(_)));
            env.advance(Duration::from_secs(60));
        }
        assert_eq!(attempt_once().await, Attempt::Refused { retry_after: Duration::from_secs(720) });
        env.advance(Duration::from_secs(720));
        let Attempt::Allowed(id) = attempt_once().await else { panic!("the first attempt left the window") };
        assert!(matches!(attempt_once().await, Attempt::Refused { .. }));
        forgive(&env.portal, id).await.expect("forgiven");
        assert!(matches!(attempt_once().await, Attempt::Allowed(_)));
        assert!(matches!(
            attempt(&env.portal, "autre", 1, WINDOW).await.expect("counted"),
            Attempt::Allowed(_)
        ));
        env.advance(Duration::from_secs(25 * 3600));
        env.run_jobs().await;
        assert_eq!((env.count("throttle").await, env.count("throttle_attempt").await), (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_attempts_are_counted_exactly() {
    on_each_database_with(
        |config| config.database.busy_seconds = 30,
        async |env| {
            let tries = (0..50).map(|_| attempt(&env.portal, "essai", 10, WINDOW));
            let outcomes = futures::future::join_all(tries).await;
            let allowed = outcomes.iter().filter(|one| matches!(one, Ok(Attempt::Allowed(_)))).count();
            assert_eq!(allowed, 10);
            assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        },
    )
    .await;
}
