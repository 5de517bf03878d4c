//! Opinions of visitors, and their figures for the staff.

use backend::{assistance::opinions, id::RowId};
use domain::{form::Answers, month::Month, rights::StaffRole};
use platform::db::Duration;

use crate::{accounts::client_at, database::on_each_database};

fn opinion(page: &str, satisfaction: &str, comment: &str, key: RowId) -> Answers {
    Answers::from_iter([
        ("page", page.to_owned()),
        ("satisfaction", satisfaction.to_owned()),
        ("commentaire", comment.to_owned()),
        ("cle", key.to_string()),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_read_opinions_without_what_identifies_their_authors() {
    on_each_database(async |env| {
        let portal = &env.portal;
        let (client, key) = (client_at(7), RowId::generate());
        let first = opinion("/aide?x=1", "satisfait", "Appelez le 06 12 34 56 78", key);
        for _ in 0..2 {
            opinions::submit(portal, &client, &first).await.expect("stored");
        }
        for (page, satisfaction) in [("/aide", "pas-satisfait"), ("/mandats", "tres-satisfait")] {
            let other = opinion(page, satisfaction, "", RowId::generate());
            opinions::submit(portal, &client, &other).await.expect("stored");
        }
        assert_eq!(env.count("opinion").await, 3, "sent twice is one");
        let month = Month::of(portal.clock.now().day());
        for role in [StaffRole::Adviser, StaffRole::Editor, StaffRole::Administrator] {
            let reader = env.staff_session(role.code(), role).await;
            let found = opinions::figures(portal, &reader, month).await.expect("the figures");
            assert_eq!((found.all.numbers, found.all.satisfied_percent()), ([1, 1, 0, 1], Some(67)));
            let pages: Vec<_> = found.pages.iter().map(|one| (one.page.as_str(), one.total())).collect();
            assert_eq!(pages, [("/aide", 2), ("/mandats", 1)]);
            let comments: Vec<_> = found.comments.iter().map(|one| one.text.as_str()).collect();
            assert_eq!(comments, ["Appelez le [retiré]"]);
            let sheet = opinions::export(portal, &reader, month).await.expect("a sheet");
            assert_eq!(sheet.rows.count(), 3);
        }
        let agent = env.staff_session("agent", StaffRole::Agent).await;
        assert!(opinions::figures(portal, &agent, month).await.is_err());
        assert!(opinions::export(portal, &env.visitor().await.1, month).await.is_err());
        assert_eq!(opinions::purge(portal).await.expect("nothing old"), 0);
        env.advance(Duration::from_secs(397 * 24 * 3600));
        assert_eq!(opinions::purge(portal).await.expect("purged"), 3);
    })
    .await;
}
