//! Anonymous sessions and parked forms: anyone can create them, so their number is limited.

use backend::{
    accounts::{
        flash::{self, Flash},
        parked_forms,
        sessions::{self, EndedSession, Owner, Session},
    },
    id::SessionId,
};
use domain::form::Answers;

use crate::{
    accounts::client_at,
    database::{TestEnv, on_each_database, on_each_database_with},
};

impl TestEnv {
    async fn visitor_from(&self, address: [u8; 4]) -> (String, Session) {
        let client = sessions::Client { address: address.into(), ..client_at(1) };
        let (token, session) = sessions::create(&self.portal, &client).await.expect("a session");
        let typed = Answers::from_iter([("commentaire", "Rien à dire.")]);
        let input = Flash { form: "avis".to_owned(), answers: typed, ..Flash::default() };
        flash::store(&self.portal, session.id, &input).await.expect("stored");
        (token.into(), session)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn anonymous_sessions_of_one_subnet_are_limited_and_others_stay() {
    on_each_database_with(
        |config| config.sessions.anonymous_per_subnet = 5,
        async |env| {
            env.account("alix").await;
            let (signed_in, _) = env.sign_in("alix").await;
            let (elsewhere, _) = env.visitor_from([198, 51, 100, 1]).await;
            let mut tokens = Vec::new();
            for last in 0..40 {
                env.advance(std::time::Duration::from_secs(1));
                tokens.push(env.visitor_from([203, 0, 113, last]).await.0);
            }
            assert_eq!(env.count("session").await, 1 + 1 + 5);
            assert_eq!(env.count("flash").await, 1 + 5, "their input is deleted with them");
            env.session(tokens.last().expect("the last visitor")).await;
            assert!(sessions::find(&env.portal, &tokens[0]).await.expect("looked up").is_none());
            env.session(&elsewhere).await;
            env.session(&signed_in).await;
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn anonymous_sessions_of_all_subnets_are_limited() {
    on_each_database_with(
        |config| config.sessions.anonymous = 20,
        async |env| {
            // One creation in 64 checks the total.
            for number in 0..1_000_u16 {
                let [high, low] = number.to_be_bytes();
                env.visitor_from([10, high, low, 1]).await;
            }
            let count = env.count("session").await;
            eprintln!(
                "1,000 anonymous sessions of as many subnets, at most 20: {count} left on {}",
                env.engine
            );
            assert!(count < 900, "{count}");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parked_forms_of_one_person_are_limited_over_all_browsers() {
    on_each_database(async |env| {
        let (account, other) = (env.account("alix").await, env.account("basile").await);
        let park = async |owner, page: String| {
            let ended = EndedSession { chain: SessionId::generate(), owner: Some(Owner::Account(owner)) };
            let typed = Answers::from_iter([("telephone", "01 99 00 12 34")]);
            parked_forms::park(&env.portal, &ended, &page, "situation", &typed).await.expect("parked");
            ended.chain
        };
        park(other, "/profil/situation".to_owned()).await;
        let mut last = None;
        for number in 0..50 {
            env.advance(std::time::Duration::from_secs(1));
            last = Some(park(account, format!("/profil/situation/{number}")).await);
        }
        assert_eq!(env.count("parked_form").await, 20 + 1);
        let last = last.expect("a form");
        assert!(parked_forms::any_parked(&env.portal, last).await.expect("read"), "the last one is stored");
    })
    .await;
}
