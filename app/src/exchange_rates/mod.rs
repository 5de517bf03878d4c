//! Exchange rates for the value in customs: rates of a month, converter, rates of a currency, and national rates for editors.

mod conversion;
mod currency_page;
mod month_page;
mod server;
mod staff_page;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use currency_page::CurrencyPage;
use month_page::MonthPage;
use staff_page::NationalRatesPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::EXCHANGE_RATES) view=MonthPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::CURRENCY_RATES) view=CurrencyPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NATIONAL_RATES) view=NationalRatesPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
