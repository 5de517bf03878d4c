//! Sign-in through identity providers: the simulated ProConnect and co-owners, over HTTP.

mod attachment;
mod co_owners;
mod handovers;
mod refusals;
mod sign_in;
mod sign_out;

use backend::{
    accounts::{
        identity_providers::{self, CallbackOutcome, CallbackParams},
        registration,
        sessions::Session,
        sign_in::Next,
    },
    config::Config,
};
use domain::{
    form::Answers,
    identity_provider::{IdentityProvider, ProviderFailure},
};
use platform::Error;

use crate::{
    database::{TestEnv, on_each_database_with},
    simulator::Simulator,
};

const PROCONNECT: IdentityProvider = IdentityProvider::ProConnect;

/// Runs a test on each database with the simulated ProConnect; see [`Simulator::identity`].
async fn with_provider(acr_values: &[&str], two_factor: &[&str], test: impl AsyncFn(TestEnv, &Simulator)) {
    let simulator = Simulator::start().await;
    let configure = |config: &mut Config| {
        config.identity = simulator.identity(acr_values, two_factor);
        // Many tests run at the same time.
        config.co_owners.connect_timeout_ms = 10_000;
        config.co_owners.answer_timeout_ms = 20_000;
    };
    on_each_database_with(configure, async |env| test(env, &simulator).await).await;
}

impl TestEnv {
    /// Signs in at ProConnect; returns the parameters of the callback.
    async fn authenticate_at_provider(
        &self,
        simulator: &Simulator,
        session: &Session,
        login: &str,
    ) -> CallbackParams {
        let address = identity_providers::authorization_request(
            &self.portal,
            session,
            &self.client(),
            PROCONNECT.into(),
            "",
        )
        .await
        .expect("an authorization request");
        simulator.sign_in(&address, login).await
    }

    async fn callback(&self, session: &Session, params: &CallbackParams) -> Result<CallbackOutcome, Error> {
        identity_providers::callback(&self.portal, session, &self.client(), PROCONNECT.into(), params).await
    }

    /// Signs in through ProConnect: authorization request, sign-in, callback.
    async fn sign_in_with_provider(
        &self,
        simulator: &Simulator,
        session: &Session,
        login: &str,
    ) -> CallbackOutcome {
        let params = self.authenticate_at_provider(simulator, session, login).await;
        self.callback(session, &params).await.expect("a callback outcome")
    }

    /// Creates the account `alix` with the identity `alix.demo` of ProConnect attached; returns its session.
    async fn account_with_identity(&self, simulator: &Simulator) -> Session {
        let (_, session) = self.signed_in_account("alix").await;
        let address =
            identity_providers::attachment_request(&self.portal, &session, &self.client(), PROCONNECT)
                .await
                .expect("an authorization request");
        let params = simulator.sign_in(&address, "alix.demo").await;
        let outcome = self.callback(&session, &params).await.expect("a callback outcome");
        assert!(matches!(outcome, CallbackOutcome::Attached), "{outcome:?}");
        session
    }

    /// Registers with the pending identity of the session.
    async fn register_with_identity(&self, session: &Session, answers: &Answers) {
        let mut answers = answers.clone();
        answers.set("fournisseur", PROCONNECT.code());
        registration::register(&self.portal, session, &self.client(), &answers).await.expect("registered");
    }
}

/// Returns the next step of a successful sign-in.
fn next(outcome: &CallbackOutcome) -> Next {
    match outcome {
        CallbackOutcome::SignedIn { signed_in, .. } => signed_in.next,
        other => panic!("expected a sign-in, got {other:?}"),
    }
}

fn token(outcome: CallbackOutcome) -> String {
    match outcome {
        CallbackOutcome::SignedIn { signed_in, .. } => signed_in.token.into(),
        other => panic!("expected a sign-in, got {other:?}"),
    }
}

fn failure(outcome: &CallbackOutcome) -> ProviderFailure {
    match outcome {
        CallbackOutcome::Failed { failure, .. } => *failure,
        other => panic!("expected a failure, got {other:?}"),
    }
}
