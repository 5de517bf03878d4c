//! Customs agents: sign-in, administration, networks.

mod administration;
mod networks;
mod sign_in;

use backend::customs::{self, NewAgent};
use domain::form::Answers;

use crate::{
    database::TestEnv,
    messaging::fixtures::{AGENT_PASSWORD, RECETTE},
};

fn credentials(login: &str, password: &str) -> Answers {
    Answers::from_iter([("identifiant", login), ("mot_de_passe", password)])
}

async fn create(env: &TestEnv, login: &str, remote: bool) {
    let mail = format!("{login}@douane.exemple.fr");
    let agent = NewAgent {
        login,
        name: "Dominique Fictif",
        mail: &mail,
        password: AGENT_PASSWORD,
        services: &[RECETTE.to_owned()],
        remote,
    };
    customs::create(&env.portal, &agent).await.expect("created");
}
