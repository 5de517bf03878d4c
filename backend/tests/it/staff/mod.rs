//! Staff: sign-in, administration, networks.

mod administration;
mod factors;
mod networks;
mod pages;
mod sign_in;

use domain::form::Answers;

use crate::{database::TestEnv, messaging::fixtures::RECETTE};

fn credentials(login: &str, password: &str) -> Answers {
    Answers::from_iter([("identifiant", login), ("mot_de_passe", password)])
}

async fn create(env: &TestEnv, login: &str, remote: bool) {
    env.add_agent(login, RECETTE, remote).await;
}
