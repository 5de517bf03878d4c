use backend::{exchange_rates::MonthRates, interruptions::ServiceState};
use domain::{co_owner::CoOwner, currency, decimal::Decimal, french, path};
use leptos::prelude::*;

use crate::{public::service_status::tag_of, ui::*};

/// Renders which administrations answer the portal.
pub(super) fn services_state(states: Vec<(CoOwner, ServiceState)>) -> impl IntoView {
    let line = |(co_owner, state): (CoOwner, ServiceState)| {
        let (tone, words) = tag_of(state);
        view! { <Definition term=co_owner.site()><Tag tone>{words}</Tag></Definition> }
    };
    let list = (!states.is_empty())
        .then(|| view! { <DefinitionList>{states.into_iter().map(line).collect_view()}</DefinitionList> });
    view! {
        <section class="card" aria-labelledby="etat">
            <h2 class="card__title" id="etat">"État des services"</h2>
            {list}
            <p><a href=path::SERVICE_STATUS>"Interruptions récentes"</a></p>
        </section>
    }
}

/// Renders the rates of the main currencies. `rates`: those of the current month; `None` if they could not be read.
pub(super) fn main_rates(rates: Option<MonthRates>) -> impl IntoView {
    let found: Vec<(&str, Decimal)> = rates.iter().flat_map(main_currencies).collect();
    let title = match &rates {
        Some(rates) if !found.is_empty() => format!("Taux de change {}", rates.month.with_de()),
        _ => "Taux de change".to_owned(),
    };
    let list = (!found.is_empty()).then(|| {
        let lines = found.into_iter().map(rate).collect_view();
        view! {
            <p class="muted">"Pour 1\u{a0}€, à retenir pour la valeur en douane."</p>
            <DefinitionList>{lines}</DefinitionList>
        }
    });
    view! {
        <section class="card" aria-labelledby="taux">
            <h2 class="card__title" id="taux">{title}</h2>
            {list}
            <p><a href=path::EXCHANGE_RATES>"Taux de change et convertisseur"</a></p>
        </section>
    }
}

fn main_currencies(rates: &MonthRates) -> impl Iterator<Item = (&'static str, Decimal)> {
    currency::MAIN.into_iter().filter_map(|code| Some((code, rates.applicable(code)?.0)))
}

fn rate((code, rate): (&'static str, Decimal)) -> impl IntoView {
    let name = french::capitalised(currency::name(code).unwrap_or(code));
    let text = format!("{rate} {code}");
    view! { <Definition term=name><a href=path::currency_rates(code)>{text}</a></Definition> }
}
