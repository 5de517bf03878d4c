use std::time::Duration;

use backend::throttle::{Attempt, attempt, forgive};

use crate::database::{on_each_database, on_each_database_with};

const WINDOW: Duration = Duration::from_secs(900);

#[tokio::test(flavor = "multi_thread")]
async fn the_window_slides_and_forgives() {
    on_each_database(async |house| {
        let try_once = async || attempt(&house.portal, "essai", 3, WINDOW).await.expect("counted");
        for _ in 0..3 {
            assert!(matches!(try_once().await, Attempt::Allowed(_)));
            house.advance(Duration::from_secs(60));
        }
        assert_eq!(try_once().await, Attempt::Refused { retry_after: Duration::from_secs(720) });
        house.advance(Duration::from_secs(720));
        let Attempt::Allowed(id) = try_once().await else { panic!("the first attempt is out of the window") };
        assert!(matches!(try_once().await, Attempt::Refused { .. }));
        forgive(&house.portal, id).await.expect("forgiven");
        assert!(matches!(try_once().await, Attempt::Allowed(_)));
        assert!(matches!(
            attempt(&house.portal, "autre", 1, WINDOW).await.expect("counted"),
            Attempt::Allowed(_)
        ));
        house.advance(Duration::from_secs(25 * 3600));
        house.run_jobs().await;
        assert_eq!((house.count("throttle").await, house.count("throttle_attempt").await), (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parallel_attempts_are_counted_exactly() {
    on_each_database_with(
        |config| config.database.busy_seconds = 30,
        async |house| {
            let tries = (0..50).map(|_| attempt(&house.portal, "essai", 10, WINDOW));
            let outcomes = futures::future::join_all(tries).await;
            let allowed = outcomes.iter().filter(|one| matches!(one, Ok(Attempt::Allowed(_)))).count();
            assert_eq!(allowed, 10);
            assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        },
    )
    .await;
}
