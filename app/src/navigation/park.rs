//! Address to which the browser posts the forms of a page whose session has ended.
//!
//! Compiled for both builds: the server runs the function, the browser reads only its address.

use leptos::prelude::*;

/// Parks a form that is being filled in when its session ends.
#[server(prefix = "/form", endpoint = "garder-saisie")]
pub async fn park_form() -> Result<(), ServerFnError> {
    crate::forms::park().await
}
