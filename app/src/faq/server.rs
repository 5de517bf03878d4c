use backend::faq::{self, Voter};
use domain::path;
use leptos::prelude::*;

use crate::forms::{Endpoint, FormRequest, Redirect, handle_without_cookies};

/// Stores whether an answer of the frequent questions helped.
#[server(prefix = "/form", endpoint = "faq-utile")]
pub async fn vote_on_answer() -> Result<(), ServerFnError> {
    handle_without_cookies(VoteOnAnswer::NAME, async |request: FormRequest| {
        let (id, useful) = (request.answers.text("entree"), request.answers.text("utile") == "oui");
        // Without a cookie, each form has a session of its own.
        let voter = match request.context.has_cookie {
            true => Voter::Session(&request.session),
            false => Voter::Form(request.answers.text("envoi")),
        };
        faq::vote(&request.portal, &request.context.client, voter, id, useful).await?;
        Ok(Redirect::to(path::faq_thanks(id, if useful { "oui" } else { "non" })))
    })
    .await
}
