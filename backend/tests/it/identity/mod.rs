//! Sign-in through the simulated ProConnect, spoken to over HTTP.

mod attachment;
mod co_owners;
mod handovers;
mod journeys;
mod refusals;
mod sign_out;

use backend::{
    Error,
    config::Config,
    identity::{self, Arrival, BackParams},
    registration,
    session::Session,
    sign_in::Next,
};
use domain::{
    form::Answers,
    identity_provider::{IdentityProvider, Setback},
};

use crate::{
    database::{House, on_each_database_with},
    simulator::Simulator,
};

const PROCONNECT: IdentityProvider = IdentityProvider::ProConnect;

/// A portal that offers the simulated ProConnect, on each database; see [`Simulator::identity`].
async fn with_provider(asked: &[&str], strong: &[&str], test: impl AsyncFn(House, &Simulator)) {
    let simulator = Simulator::start().await;
    let offer = |config: &mut Config| {
        config.identity = simulator.identity(asked, strong);
        // The machine of the tests may be busy with many at once.
        config.partners.connect_timeout_ms = 10_000;
        config.partners.answer_timeout_ms = 20_000;
    };
    on_each_database_with(offer, async |house| test(house, &simulator).await).await;
}

impl House {
    /// Goes to ProConnect and signs in there; gives what the browser brings back.
    async fn at_provider(&self, simulator: &Simulator, session: &Session, login: &str) -> BackParams {
        let address = identity::begin(&self.portal, session, &self.client(), PROCONNECT.into(), "")
            .await
            .expect("a journey begins");
        simulator.sign_in(&address, login).await
    }

    async fn back(&self, session: &Session, params: &BackParams) -> Result<Arrival, Error> {
        identity::come_back(&self.portal, session, &self.client(), PROCONNECT.into(), params).await
    }

    /// The whole journey of one who signs in.
    async fn arrives(&self, simulator: &Simulator, session: &Session, login: &str) -> Arrival {
        let params = self.at_provider(simulator, session, login).await;
        self.back(session, &params).await.expect("a journey ends")
    }

    /// An account `alix` whose owner has attached the identity `alix.demo` of ProConnect; gives the session.
    async fn with_identity(&self, simulator: &Simulator) -> Session {
        let (_, session) = self.signed_in("alix").await;
        let address = identity::begin_attachment(&self.portal, &session, &self.client(), PROCONNECT)
            .await
            .expect("a journey begins");
        let params = simulator.sign_in(&address, "alix.demo").await;
        let arrival = self.back(&session, &params).await.expect("a journey ends");
        assert!(matches!(arrival, Arrival::Attached), "{arrival:?}");
        session
    }

    async fn register_in(&self, session: &Session, answers: &Answers) {
        let mut answers = answers.clone();
        answers.set("fournisseur", PROCONNECT.code());
        registration::register(&self.portal, session, &self.client(), &answers).await.expect("registered");
    }
}

/// What comes after a provider that knows the person.
fn next(arrival: &Arrival) -> Next {
    match arrival {
        Arrival::SignedIn { signed_in, .. } => signed_in.next,
        other => panic!("expected a sign-in, got {other:?}"),
    }
}

fn token(arrival: Arrival) -> String {
    match arrival {
        Arrival::SignedIn { signed_in, .. } => signed_in.token.into(),
        other => panic!("expected a sign-in, got {other:?}"),
    }
}

fn setback(arrival: &Arrival) -> Setback {
    match arrival {
        Arrival::Failed { setback, .. } => *setback,
        other => panic!("expected a setback, got {other:?}"),
    }
}
