//! Sign-in through an account that is linked at a co-owner (mission §3.1).

use std::time::Duration;

use backend::{
    accounts::{
        identity_providers::{self, CallbackOutcome, CallbackParams},
        registration,
        sessions::{self, Session},
        sign_in::Next,
    },
    companies,
    id::AccountId,
};
use domain::{
    co_owner::CoOwner,
    identity_provider::{Provider, ProviderFailure},
    path,
};
use platform::Error;

use super::{failure, next, token};
use crate::{
    accounts, companies::with_simulator, database::TestEnv, mfa::fixtures::code_form, simulator::Simulator,
};

const CUSTOMS: Provider = Provider::CoOwner(CoOwner::Dgddi);

impl TestEnv {
    async fn authenticate_at_customs(
        &self,
        simulator: &Simulator,
        session: &Session,
        login: &str,
    ) -> CallbackParams {
        let address =
            identity_providers::authorization_request(&self.portal, session, &self.client(), CUSTOMS, "")
                .await
                .expect("an authorization request");
        assert!(
            !address.query().unwrap_or_default().contains("prompt="),
            "an existing session at the co-owner is enough"
        );
        simulator.sign_in(&address, login).await
    }

    async fn callback_from_customs(&self, session: &Session, params: &CallbackParams) -> CallbackOutcome {
        identity_providers::callback(&self.portal, session, &self.client(), CUSTOMS, params)
            .await
            .expect("a callback outcome")
    }

    async fn sign_in_through_customs(
        &self,
        simulator: &Simulator,
        session: &Session,
        login: &str,
    ) -> CallbackOutcome {
        let params = self.authenticate_at_customs(simulator, session, login).await;
        self.callback_from_customs(session, &params).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn linked_account_replaces_the_password_only() {
    with_simulator(async |env, simulator| {
        let (account, owner) = env.signed_in_account("alix").await;
        simulator.link(&env.portal, &owner, CoOwner::Dgddi, "alix.demo").await;
        env.deliver().await;
        env.mailbox
            .last_containing(&accounts::email("alix"), "votre compte douane.gouv.fr permet de se connecter");

        let (_, visitor) = env.visitor().await;
        let outcome = env.sign_in_through_customs(&simulator, &visitor, "alix.demo").await;
        assert_eq!(next(&outcome), Next::SecondFactor, "an untrusted device requires a code");
        let pending = env.session(&token(outcome)).await;
        assert!(pending.usager().is_err(), "not signed in yet");
        let code = env.code("alix").await;
        let done = env.submit_second_factor(&pending, &code_form("mel", &code)).await.expect("a right code");
        let session = env.session_of(done.token).await;
        assert_eq!(session.usager().expect("signed in").account, account);
        assert!(
            !session.is_recently_authenticated(env.clock.now()),
            "the session at the co-owner may be hours old"
        );
        let unlinked = companies::unlink(&env.portal, &session, CoOwner::Dgddi).await;
        assert!(matches!(unlinked, Err(Error::Invalid(_))), "{unlinked:?}");
        let request = companies::begin_link(&env.portal, &session, CoOwner::Dgfip).await;
        assert!(matches!(request, Err(Error::Invalid(_))), "linking requires recent authentication");
        let links = companies::links(&env.portal, &owner).await.expect("listed");
        assert_eq!(links[0].linked.as_ref().expect("linked").last_used_at, Some(env.clock.now()));

        // The second factor is required after the co-owner as after the password.
        let (uri, _, _) = env.add_authenticator_app(&owner, true).await;
        let (_, visitor) = env.visitor().await;
        let outcome = env.sign_in_through_customs(&simulator, &visitor, "alix.demo").await;
        assert_eq!(next(&outcome), Next::SecondFactor);
        let pending = env.session(&token(outcome)).await;
        let answers = code_form("application", &env.totp_code(&uri));
        env.submit_second_factor(&pending, &answers).await.expect("the app is accepted");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unlinked_account_cannot_sign_in() {
    with_simulator(async |env, simulator| {
        let (_, owner) = env.signed_in_account("alix").await;
        simulator.link(&env.portal, &owner, CoOwner::Dgddi, "alix.demo").await;
        let (_, visitor) = env.visitor().await;
        let outcome = env.sign_in_through_customs(&simulator, &visitor, "alix.demo").await;
        let pending = token(outcome);
        // Unlinking ends the sessions and the pending authorization requests.
        let late = env.visitor().await.1;
        let params = env.authenticate_at_customs(&simulator, &late, "alix.demo").await;
        companies::unlink(&env.portal, &owner, CoOwner::Dgddi).await.expect("unlinked");
        assert!(sessions::find(&env.portal, &pending).await.expect("looked up").is_none());
        let outcome = env.callback_from_customs(&late, &params).await;
        assert!(matches!(outcome, CallbackOutcome::UnknownIdentity { .. }), "{outcome:?}");
        env.deliver().await;
        env.mailbox.last_containing(&accounts::email("alix"), "ne permet plus de se connecter");

        simulator.link(&env.portal, &owner, CoOwner::Dgddi, "alix.demo").await;
        backend::accounts::profile::secure(&env.portal, &owner, &env.client()).await.expect("secured");
        let (_, visitor) = env.visitor().await;
        let outcome = env.sign_in_through_customs(&simulator, &visitor, "alix.demo").await;
        assert!(
            matches!(outcome, CallbackOutcome::UnknownIdentity { .. }),
            "« ce n'était pas moi » unlinks: {outcome:?}"
        );
        assert_eq!(env.count("habilitation").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn callback_is_bound_to_its_session_and_issuer_and_works_once() {
    with_simulator(async |env, simulator| {
        let (_, owner) = env.signed_in_account("alix").await;
        simulator.link(&env.portal, &owner, CoOwner::Dgddi, "alix.demo").await;
        let (_, visitor) = env.visitor().await;
        let (_, other) = env.visitor().await;
        let params = env.authenticate_at_customs(&simulator, &visitor, "alix.demo").await;
        assert_eq!(failure(&env.callback_from_customs(&other, &params).await), ProviderFailure::Expired);
        // The same state at the callback of another provider.
        let outcome = identity_providers::callback(
            &env.portal,
            &visitor,
            &env.client(),
            Provider::CoOwner(CoOwner::Dgfip),
            &params,
        )
        .await
        .expect("answered");
        assert_eq!(failure(&outcome), ProviderFailure::Expired);
        let foreign = CallbackParams { iss: Some("https://ailleurs.example".to_owned()), ..params.clone() };
        assert_eq!(
            failure(&env.callback_from_customs(&visitor, &foreign).await),
            ProviderFailure::InvalidResponse
        );
        assert_eq!(
            failure(&env.callback_from_customs(&visitor, &params).await),
            ProviderFailure::Expired,
            "already used"
        );
        let params = env.authenticate_at_customs(&simulator, &visitor, "alix.demo").await;
        env.advance(Duration::from_secs(601));
        assert_eq!(failure(&env.callback_from_customs(&visitor, &params).await), ProviderFailure::Expired);

        // An authorization request for sign-in cannot be used to link.
        let params = env.authenticate_at_customs(&simulator, &visitor, "basile.demo").await;
        let link = companies::complete_link(&env.portal, &owner, "dgddi", &params).await.expect("answered");
        assert!(link.token.is_none());
        assert_eq!(env.count("rattachement").await, 1);

        for (fault, name) in [("nonce", "nonce"), ("audience", "audience"), ("signature", "signature")] {
            let params = env.authenticate_at_customs(&simulator, &visitor, "alix.demo").await;
            simulator.set_token_fault_of(CoOwner::Dgddi, Some(fault)).await;
            assert_eq!(
                failure(&env.callback_from_customs(&visitor, &params).await),
                ProviderFailure::InvalidResponse,
                "{name}"
            );
            simulator.set_token_fault_of(CoOwner::Dgddi, None).await;
        }
        simulator.set_down(CoOwner::Dgddi, true).await;
        let request =
            identity_providers::authorization_request(&env.portal, &visitor, &env.client(), CUSTOMS, "")
                .await;
        assert!(matches!(request, Err(Error::CoOwnerDown { .. })), "{request:?}");
        simulator.set_down(CoOwner::Dgddi, false).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_through_a_co_owner_keeps_the_signed_in_account() {
    with_simulator(async |env, simulator| {
        let (_, alix) = env.signed_in_account("alix").await;
        let (basile, other) = env.signed_in_account("basile").await;
        simulator.link(&env.portal, &alix, CoOwner::Dgddi, "alix.demo").await;
        let outcome = env.sign_in_through_customs(&simulator, &other, "alix.demo").await;
        assert_eq!(failure(&outcome), ProviderFailure::OtherAccountSignedIn);
        let outcome = env.sign_in_through_customs(&simulator, &alix, "alix.demo").await;
        assert!(matches!(outcome, CallbackOutcome::AlreadySignedIn { .. }), "{outcome:?}");
        let still: Option<AccountId> = platform::on!(env.portal.db, |c| {
            sqlx::query_scalar("SELECT account_id FROM session WHERE id = $1 AND closed_at IS NULL")
                .bind(other.id)
                .fetch_one(c)
                .await
        })
        .expect("the session is there");
        assert_eq!(still, Some(basile));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_account_links_nothing_and_is_suggested_after_registration() {
    with_simulator(async |env, simulator| {
        let (_, visitor) = env.visitor().await;
        let outcome = env.sign_in_through_customs(&simulator, &visitor, "chloe.demo").await;
        assert!(matches!(outcome, CallbackOutcome::UnknownIdentity { .. }), "{outcome:?}");
        let pending = identity_providers::pending_identity(&env.portal, &visitor)
            .await
            .expect("read")
            .expect("a pending identity");
        assert_eq!((pending.provider, pending.full_name().as_str()), (CUSTOMS, "Chloé Exemple"));
        let (_, malik) = env.signed_in_account("malik").await;
        assert!(
            identity_providers::attach_pending(&env.portal, &malik).await.is_err(),
            "bound to another session"
        );

        let mut answers = accounts::registration_form("chloe", "chloe@exemple.fr");
        answers.set("fournisseur", CUSTOMS.code());
        registration::register(&env.portal, &visitor, &env.client(), &answers).await.expect("registered");
        assert_eq!((env.count("rattachement").await, env.count("identity").await), (0, 0));
        let account: AccountId = platform::on!(env.portal.db, |c| {
            sqlx::query_scalar("SELECT id FROM account WHERE login = 'chloe'").fetch_one(c).await
        })
        .expect("an account");
        let suggested = companies::suggested_links(&env.portal, account).await.expect("read");
        assert_eq!(suggested, [CoOwner::Dgddi]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn third_party_initiated_sign_in_only_starts_an_authorization_request() {
    with_simulator(async |env, simulator| {
        let (_, owner) = env.signed_in_account("alix").await;
        simulator.link(&env.portal, &owner, CoOwner::Dgddi, "alix.demo").await;
        let issuer = simulator.address("/dgddi").to_string();
        let begin = async |session: Option<&Session>, issuer: &str| {
            identity_providers::third_party_initiated_request(
                &env.portal,
                session,
                &env.client(),
                issuer,
                path::MANDATS,
            )
            .await
        };
        assert!(matches!(begin(None, "https://ailleurs.example").await, Err(Error::NotFound)));
        let request = begin(None, &issuer).await.expect("begun");
        assert_eq!(request.provider, CUSTOMS);
        let session = env.session(request.token.expect("a session for it").expose()).await;
        let params = simulator.sign_in(&request.address.expect("an address"), "alix.demo").await;
        match env.callback_from_customs(&session, &params).await {
            CallbackOutcome::SignedIn { signed_in, return_path } => {
                assert_eq!((signed_in.next, return_path.as_str()), (Next::SecondFactor, path::MANDATS));
            }
            other => panic!("{other:?}"),
        }
        let request = begin(Some(&owner), &issuer).await.expect("begun");
        assert!(request.token.is_none(), "the current session is used");
        simulator.set_down(CoOwner::Dgddi, true).await;
        let sessions = env.count("session").await;
        let request = begin(None, &issuer).await.expect("answered");
        assert_eq!(request.address, Err(ProviderFailure::Unavailable));
        assert_eq!(env.count("session").await, sessions, "no session is opened");
    })
    .await;
}
