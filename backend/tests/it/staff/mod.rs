//! Staff: sign-in, administration, networks.

mod administration;
mod networks;
mod pages;
mod sign_in;

use backend::staff::{self, NewMember};
use domain::{form::Answers, rights::StaffRole};

use crate::{
    database::TestEnv,
    messaging::fixtures::{AGENT_PASSWORD, RECETTE},
};

fn credentials(login: &str, password: &str) -> Answers {
    Answers::from_iter([("identifiant", login), ("mot_de_passe", password)])
}

async fn create(env: &TestEnv, login: &str, remote: bool) {
    let mail = format!("{login}@douane.exemple.fr");
    let agent = NewMember {
        login,
        name: "Dominique Fictif",
        mail: &mail,
        password: AGENT_PASSWORD,
        roles: &[StaffRole::Agent],
        services: &[RECETTE.to_owned()],
        remote,
    };
    staff::create(&env.portal, &agent).await.expect("created");
}
