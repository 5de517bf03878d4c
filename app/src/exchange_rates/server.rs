//! Server function of the form of national rates.

use backend::exchange_rates;
use domain::path;
use leptos::prelude::*;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

#[server(prefix = "/form", endpoint = "fixer-taux-national")]
pub async fn set_national_rate() -> Result<(), ServerFnError> {
    forms::handle(SetNationalRate::NAME, async |request: FormRequest| {
        exchange_rates::set_national_rate(&request.portal, &request.session, &request.answers).await?;
        Ok(Redirect::to(path::NATIONAL_RATES).with_notice("Le taux est publié.").once())
    })
    .await
}
