//! JSON interface to simulate faults, register portals and reset the data.

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
pub struct CoOwnerFault {
    co_owner: CoOwner,
    en_panne: bool,
    /// Delay of each response of the HTTP contract, in milliseconds.
    #[serde(default)]
    delai_ms: u32,
    /// Changes of rights are not pushed to the portals.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    sans_evenements: bool,
    /// Defect of the ID tokens: `nonce`, `audience`, `signature`, `expire`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    jeton: Option<TokenFault>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portal {
    /// Base address, such as `http://127.0.0.1:3000`.
    adresse: String,
}

/// Returns the simulated faults of each co-owner.
pub async fn current(State(simulator): State<Arc<Simulator>>) -> axum::Json<Vec<CoOwnerFault>> {
    let faults = simulator.faults();
    let states = CoOwner::ALL.map(|co_owner| {
        let fault = faults.of(co_owner);
        let delai_ms = u32::try_from(fault.delay.as_millis()).unwrap_or(u32::MAX);
        CoOwnerFault {
            co_owner,
            en_panne: fault.down,
            delai_ms,
            jeton: fault.token,
            sans_evenements: fault.push_disabled,
        }
    });
    axum::Json(states.into())
}

pub async fn change(
    State(simulator): State<Arc<Simulator>>,
    Json(requested): Json<CoOwnerFault>,
) -> StatusCode {
    let fault = Fault {
        down: requested.en_panne,
        delay: Duration::from_millis(requested.delai_ms.into()),
        push_disabled: requested.sans_evenements,
        token: requested.jeton,
    };
    simulator.change_faults(|faults| faults.set(requested.co_owner, fault));
    StatusCode::NO_CONTENT
}

/// Registers the redirect addresses of another portal, such as one whose port was chosen after the simulator
/// started.
pub async fn register_portal(
    State(simulator): State<Arc<Simulator>>,
    Json(portal): Json<Portal>,
) -> Result<StatusCode, Problem> {
    // The address becomes part of a Content-Security-Policy header, where it must not end the directive.
    let is_allowed = |byte: u8| byte.is_ascii_graphic() && !b";,'\"".contains(&byte);
    let is_http = portal.adresse.starts_with("http://") || portal.adresse.starts_with("https://");
    if !is_http || !portal.adresse.bytes().all(is_allowed) {
        return Err(Problem::invalid("L’adresse commence par http:// ou https://, sans espace."));
    }
    simulator.add_portal(&portal.adresse);
    Ok(StatusCode::NO_CONTENT)
}

pub async fn reset(State(simulator): State<Arc<Simulator>>) -> StatusCode {
    simulator.reset();
    StatusCode::NO_CONTENT
}
