use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::co_owner::CoOwner;
use crate::faults::{Fault, TokenFault};
use crate::problem::{Json, Problem};
use crate::state::Simulator;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultOf {
    co_owner: CoOwner,
    en_panne: bool,
    /// Delay of each answer of the HTTP contract, in milliseconds.
    #[serde(default)]
    delai_ms: u32,
    /// Changes of rights are not pushed to the portals.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    sans_evenements: bool,
    /// What is wrong with its ID tokens: `nonce`, `audience`, `signature`, `expire`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    jeton: Option<TokenFault>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portal {
    /// Base address, such as `http://127.0.0.1:3000`.
    adresse: String,
}

/// The state of the three co-owners.
pub async fn current(State(simulator): State<Arc<Simulator>>) -> axum::Json<Vec<FaultOf>> {
    let faults = simulator.faults();
    let states = CoOwner::ALL.map(|co_owner| {
        let fault = faults.of(co_owner);
        let delai_ms = u32::try_from(fault.delay.as_millis()).unwrap_or(u32::MAX);
        FaultOf {
            co_owner,
            en_panne: fault.down,
            delai_ms,
            jeton: fault.token,
            sans_evenements: fault.silent,
        }
    });
    axum::Json(states.into())
}

pub async fn change(State(simulator): State<Arc<Simulator>>, Json(asked): Json<FaultOf>) -> StatusCode {
    let fault = Fault {
        down: asked.en_panne,
        delay: Duration::from_millis(asked.delai_ms.into()),
        silent: asked.sans_evenements,
        token: asked.jeton,
    };
    simulator.change_faults(|faults| faults.set(asked.co_owner, fault));
    StatusCode::NO_CONTENT
}

/// Registers the redirect addresses of one more portal, for one that drew its port after the simulator started.
pub async fn register_portal(
    State(simulator): State<Arc<Simulator>>,
    Json(portal): Json<Portal>,
) -> Result<StatusCode, Problem> {
    // The address goes into a response header: nothing that could end a directive there.
    let plain = |byte: u8| byte.is_ascii_graphic() && !b";,'\"".contains(&byte);
    let web = portal.adresse.starts_with("http://") || portal.adresse.starts_with("https://");
    if !web || !portal.adresse.bytes().all(plain) {
        return Err(Problem::invalid("L’adresse commence par http:// ou https://, sans espace."));
    }
    simulator.add_portal(&portal.adresse);
    Ok(StatusCode::NO_CONTENT)
}

pub async fn reset(State(simulator): State<Arc<Simulator>>) -> StatusCode {
    simulator.reset();
    StatusCode::NO_CONTENT
}
