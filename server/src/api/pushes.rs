//! Pushes of the co-owners: changes of rights, of figures and of payments by card.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::{
    Portal,
    companies::{self, PushRefusal, figures},
    payments,
};
use domain::co_owner::CoOwner;
use platform::{Error, co_owners::SignedBody};
use serde_json::{Value, json};

/// `Retry-After` if the portal could not read the rights from the co-owner.
const UNAVAILABLE_RETRY_SECONDS: u32 = 5;

/// Kind of push, with the words of its refusals.
struct Kind {
    /// As in a log line: « a rights event ».
    name: &'static str,
    /// The body is not one of the contract.
    unreadable: &'static str,
    /// The portal does not know the identifier in it.
    unknown: &'static str,
}

const RIGHTS: Kind = Kind {
    name: "a rights event",
    unreadable: "Le corps n’est pas un événement du contrat.",
    unknown: "Aucun compte du portail n’est rattaché à ce compte.",
};

const FIGURES: Kind = Kind {
    name: "a change of figures",
    unreadable: "Le corps n’est pas un changement de chiffres du contrat.",
    unknown: "Le portail n’a aucun chiffre de cette entreprise.",
};

const PAYMENT: Kind = Kind {
    name: "the state of a payment",
    unreadable: "Le corps n’est pas un paiement du contrat.",
    unknown: "Aucun paiement du portail n’a cet identifiant.",
};

/// A push as received.
#[derive(FromRequest)]
pub struct Push {
    /// Code of the co-owner in the address.
    #[from_request(via(Path))]
    co_owner: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Push {
    /// Returns the co-owner that the address names; `None` if there is no such co-owner.
    fn sender(&self) -> Option<CoOwner> {
        CoOwner::from_code(&self.co_owner)
    }

    fn signed_body(&self) -> SignedBody<'_> {
        let text =
            |name: &str| self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        SignedBody {
            timestamp: text("prodouane-horodatage"),
            signature: text("prodouane-signature"),
            body: &self.body,
        }
    }
}

/// `POST /api/v1/coproprietaires/{co_owner}/evenements`.
pub async fn receive_rights_event(State(portal): State<Portal>, push: Push) -> Response {
    let Some(co_owner) = push.sender() else { return RIGHTS.refuse_unknown_sender() };
    let outcome = companies::receive_event(&portal, co_owner, &push.signed_body()).await;
    RIGHTS.respond(co_owner, outcome.map(|outcome| json!({ "effet": outcome.code() })))
}

/// `POST /api/v1/coproprietaires/{co_owner}/chiffres`.
pub async fn receive_figures_change(State(portal): State<Portal>, push: Push) -> Response {
    let Some(co_owner) = push.sender() else { return FIGURES.refuse_unknown_sender() };
    let outcome = figures::receive_figures_change(&portal, co_owner, &push.signed_body()).await;
    FIGURES.respond(co_owner, outcome.map(|()| json!({ "ok": true })))
}

/// `POST /api/v1/coproprietaires/{co_owner}/paiements`.
pub async fn receive_payment(State(portal): State<Portal>, push: Push) -> Response {
    let Some(co_owner) = push.sender() else { return PAYMENT.refuse_unknown_sender() };
    let outcome = payments::receive_payment(&portal, co_owner, &push.signed_body()).await;
    PAYMENT.respond(co_owner, outcome.map(|()| json!({ "ok": true })))
}

impl Kind {
    /// Responds to a push with its result, or with a refusal.
    fn respond(&self, co_owner: CoOwner, outcome: Result<Value, PushRefusal>) -> Response {
        match outcome {
            Ok(result) => Json(result).into_response(),
            Err(refusal) => self.refuse(co_owner, &refusal),
        }
    }

    /// Logs a refusal, and responds to it: the status determines whether the co-owner delivers the push again; the message
    /// is for its log.
    fn refuse(&self, co_owner: CoOwner, refusal: &PushRefusal) -> Response {
        let (co_owner, what) = (co_owner.code(), self.name);
        match refusal {
            PushRefusal::Error(Error::Unexpected(error)) => {
                tracing::error!(co_owner, what, %error, "failed to apply a push")
            }
            PushRefusal::Unknown => {
                tracing::info!(co_owner, what, "refused a push about an unknown identifier")
            }
            refusal => tracing::warn!(co_owner, what, reason = %refusal, "refused a push"),
        }
        self.respond_to(refusal)
    }

    /// Responds to a push of an unknown co-owner as to a wrong signature, which does not reveal the configured co-owners.
    fn refuse_unknown_sender(&self) -> Response {
        self.respond_to(&PushRefusal::Unsigned)
    }

    fn respond_to(&self, refusal: &PushRefusal) -> Response {
        let (status, message) = match refusal {
            PushRefusal::Unsigned => {
                (StatusCode::UNAUTHORIZED, "La signature n’est pas valable, ou date de plus de cinq minutes.")
            }
            PushRefusal::Unreadable(_) => (StatusCode::UNPROCESSABLE_ENTITY, self.unreadable),
            PushRefusal::Unknown => (StatusCode::NOT_FOUND, self.unknown),
            PushRefusal::OtherBody => {
                (StatusCode::CONFLICT, "Un autre événement porte déjà cet identifiant.")
            }
            PushRefusal::CoOwnerUnavailable => return retry_later(UNAVAILABLE_RETRY_SECONDS),
            PushRefusal::Error(Error::Busy { retry_after_seconds }) => {
                return retry_later(*retry_after_seconds);
            }
            PushRefusal::Error(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "Le portail rencontre une difficulté.")
            }
        };
        (status, body(message)).into_response()
    }
}

fn retry_later(seconds: u32) -> Response {
    let message = "Le portail n’a pas pu traiter l’événement\u{a0}: à renvoyer.";
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, seconds.to_string())], body(message))
        .into_response()
}

fn body(message: &str) -> Json<Value> {
    Json(json!({ "ok": false, "message": message }))
}
