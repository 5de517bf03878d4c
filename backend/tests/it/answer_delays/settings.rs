use backend::{
    directory::answer_delays::{self, DelaySettings, NewSettings},
    staff::{self, ActFilter, ActKind, Author},
};
use domain::{
    answer_delay::{WorkingDays, closing_words, hours_words},
    form::Answers,
    problem::Problem,
    rights::StaffRole,
    territory::Territory,
};
use platform::Error;

use crate::{
    database::on_each_database,
    messaging::fixtures::{RECETTE, only_problem},
};

fn hours(day: &str) -> Answers {
    Answers::from_iter([(day, "oui"), ("debut", "09:00"), ("fin", "12:00")])
}

fn commitment(days: &str) -> Answers {
    Answers::from_iter([("engagement", days), ("territoire", "la-reunion")])
}

fn closing() -> Answers {
    Answers::from_iter([("ferme_du", "2026-12-24"), ("ferme_au", ""), ("motif_fermeture", "Inventaire")])
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_states_hours_then_a_commitment() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let administrator = env.staff_session("admin", StaffRole::Administrator).await;
        let author = Author::CommandLine;
        assert_eq!(answer_delays::settings(portal, RECETTE).await.expect("read"), DelaySettings::default());
        let early = answer_delays::set_commitment(portal, &author, RECETTE, &commitment("5")).await;
        assert_eq!(only_problem(early), ("engagement".to_owned(), Problem::HoursBeforeCommitment));

        for day in ["jour_1", "jour_2", "jour_2"] {
            answer_delays::add_hours(portal, &author, RECETTE, &hours(day)).await.expect("added");
        }
        answer_delays::set_commitment(portal, &author, RECETTE, &commitment("5")).await.expect("set");
        for _ in 0..2 {
            answer_delays::close(portal, &author, RECETTE, &closing()).await.expect("closed");
        }
        let settings = answer_delays::settings(portal, RECETTE).await.expect("read");
        assert_eq!((settings.days, settings.hours.week.len()), (WorkingDays::new(5), 2));
        assert_eq!((settings.hours.territory, settings.hours.closings.len()), (Territory::LaReunion, 1));
        assert_eq!(answer_delays::all(portal).await.expect("read")[RECETTE], settings);

        let words: Vec<String> = settings.hours.week.iter().map(hours_words).collect();
        answer_delays::remove_hours(portal, &author, RECETTE, &words[0]).await.expect("removed");
        let last = answer_delays::remove_hours(portal, &author, RECETTE, &words[1]).await;
        assert_eq!(only_problem(last), (String::new(), Problem::LastHoursOfCommitment));
        let closed = closing_words(&settings.hours.closings[0]);
        for _ in 0..2 {
            answer_delays::open(portal, &author, RECETTE, &closed).await.expect("opened");
        }
        let settings = answer_delays::settings(portal, RECETTE).await.expect("read");
        assert_eq!((settings.hours.week.len(), settings.hours.closings.len()), (1, 0));

        let unknown = answer_delays::close(portal, &author, "INCONNU", &closing()).await;
        assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
        let filter = ActFilter { kind: Some(ActKind::DelayChanged), ..ActFilter::default() };
        let acts = staff::acts(portal, &administrator, &filter, 1).await.expect("the trail").acts;
        assert_eq!(acts.len(), 2 + 1 + 1 + 1 + 1, "hours, commitment, closing, two removals");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_at_once_lose_none() {
    on_each_database(async |env| {
        env.add_services().await;
        let changes = (1..=5).map(|day| {
            let portal = env.portal.clone();
            tokio::spawn(async move {
                let hours = hours(&format!("jour_{day}"));
                answer_delays::add_hours(&portal, &Author::CommandLine, RECETTE, &hours).await
            })
        });
        for change in futures::future::join_all(changes).await {
            change.expect("no panic").expect("added");
        }
        let settings = answer_delays::settings(&env.portal, RECETTE).await.expect("read");
        assert_eq!(settings.hours.week.len(), 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_needs_hours_for_a_commitment() {
    on_each_database(async |env| {
        env.add_services().await;
        let settings =
            NewSettings { days: WorkingDays::new(3), territory: Territory::Mainland, hours: Vec::new() };
        let refused = answer_delays::set(&env.portal, RECETTE, &settings).await;
        assert_eq!(only_problem(refused).1, Problem::HoursBeforeCommitment);
        env.commit(RECETTE, Some(3)).await;
        env.commit(RECETTE, None).await;
        let settings = answer_delays::settings(&env.portal, RECETTE).await.expect("read");
        assert!(settings.commitment().is_none() && settings.hours.week.len() == 10);
    })
    .await;
}
