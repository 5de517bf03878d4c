//! The converter: a form that is sent by its address, so that a conversion can be shared.

use backend::exchange_rates::{self, Conversion};
use domain::{calendar::french_date, exchange_rate_forms, form::Answers, path, problem::Problems};
use leptos::prelude::*;
use platform::Error;

use crate::{
    page::{PageRequest, Stop},
    ui::*,
};

const FIELDS: [&str; 3] = ["montant", "devise", "date"];

/// Returns the form, with the result of the conversion or the problems of its fields.
pub async fn converter(request: &PageRequest) -> Result<AnyView, Stop> {
    let currencies = exchange_rates::currencies(request.portal()).await?;
    if currencies.is_empty() {
        return Ok(().into_any());
    }
    let answers = answers(request);
    let is_sent = FIELDS.iter().any(|field| request.query(field).is_some());
    let (result, problems) = match is_sent {
        false => (None, Problems::new()),
        true => match exchange_rates::convert(request.portal(), &answers).await {
            Ok(conversion) => (Some(result(&conversion)), Problems::new()),
            Err(Error::Invalid(problems)) => (None, problems),
            Err(error) => return Err(error.into()),
        },
    };
    let definition = exchange_rate_forms::conversion(currencies.iter().map(String::as_str));
    Ok(view! {
        <section class="card" aria-labelledby="convertir">
            <h2 class="card__title" id="convertir">"Convertir un montant en euros"</h2>
            <form class="form" method="get" action=path::EXCHANGE_RATES novalidate>
                <ErrorSummary problems=problems.clone()/>
                <FormFields definition answers problems/>
                <div class="form__actions"><Submit variant=Variant::Secondary>"Convertir"</Submit></div>
            </form>
            {result}
        </section>
    }
    .into_any())
}

/// Returns what was typed, or today as the date.
fn answers(request: &PageRequest) -> Answers {
    let mut answers = Answers::default();
    answers.set("date", request.portal().clock.now().day().to_string());
    for field in FIELDS {
        if let Some(value) = request.query(field) {
            answers.set(field, value);
        }
    }
    answers
}

fn result(conversion: &Conversion) -> AnyView {
    let Conversion { currency, amount, date, month, rate, published_on, euros } = conversion;
    let source = match published_on {
        Some(day) => format!("publié par la Banque centrale européenne le {}", french_date(*day)),
        None => "taux national".to_owned(),
    };
    let equation = format!("{amount}\u{a0}{currency} = {euros}");
    let date = format!(" pour une déclaration acceptée le {}.", french_date(*date));
    let rate = format!("Taux {}\u{a0}: 1\u{a0}€ = {rate}\u{a0}{currency}, {source}.", month.with_de());
    view! {
        <Notice kind=NoticeKind::Success live=true>
            <p><strong>{equation}</strong> {date}</p>
            <p>{rate}</p>
        </Notice>
    }
    .into_any()
}
