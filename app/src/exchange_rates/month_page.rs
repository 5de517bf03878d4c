use backend::exchange_rates::{self, Correction, CurrencyRate, MonthRates, NationalRate};
use domain::{
    calendar::{french_date, french_weekday},
    currency,
    exchange_rate::{MonthlyRate, Quote},
    french,
    month::Month,
    path,
};
use leptos::prelude::*;
use leptos_meta::Link;

use super::conversion::converter;
use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/taux-de-change?mois=AAAA-MM`: rates of a month; `?montant=…&devise=…&date=…`: a conversion.
#[component]
pub fn MonthPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let portal = request.portal();
        let current = Month::of(portal.clock.now().day());
        let offered = exchange_rates::offered_months(portal);
        let asked = request.query("mois").and_then(Month::parse).filter(|month| offered.contains(month));
        let month = asked.unwrap_or(current);
        let rates = exchange_rates::month(portal, month).await?;
        let converter = converter(&request).await?;
        let months: Vec<(String, String)> =
            offered.into_iter().map(|month| (month.code(), month.to_string())).collect();
        Ok(view! {
            <Link rel="alternate" type_="application/atom+xml" title="Taux de change" href=path::EXCHANGE_RATES_FEED/>
            <Page
                title="Taux de change pour la valeur en douane"
                detail=month.to_string()
                lead="Taux à retenir pour convertir en euros une valeur en douane facturée dans une autre monnaie."
                wide=true
            >
                {converter}
                <form class="cluster" method="get" action=path::EXCHANGE_RATES>
                    {filter_list("mois", "Mois d’application", "Mois en cours", Some(month.code().as_str()), &months)}
                    <Submit variant=Variant::Secondary>"Afficher"</Submit>
                </form>
                {rates_of(rates)}
                <p>
                    <a href=path::EXCHANGE_RATES_FEED rel="external">"Suivre les nouveaux taux et les corrections (flux Atom)"</a>
                </p>
            </Page>
        }
        .into_any())
    })
}

fn rates_of(rates: MonthRates) -> AnyView {
    let applicable: Vec<(&str, Quote)> = rates.quoted.iter().filter_map(applicable).collect();
    let quoted = if rates.is_published { quoted_table(&rates, &applicable) } else { not_published(&rates) };
    let national = (!rates.national.is_empty()).then(|| national_table(&rates.national));
    let suspended = rates.is_published.then(|| suspended(&rates.quoted));
    let corrections: Vec<&Correction> = rates
        .corrections
        .iter()
        .filter(|one| applicable.iter().any(|(code, quote)| *code == one.currency && quote.day == one.day))
        .collect();
    let has_rates = !applicable.is_empty() || !rates.national.is_empty();
    view! {
        {quoted}
        {corrected(&corrections)}
        {national}
        {suspended}
        {has_rates.then(|| files(rates.month))}
    }
    .into_any()
}

fn applicable(one: &CurrencyRate) -> Option<(&str, Quote)> {
    match one.rate {
        MonthlyRate::Applicable(quote) => Some((one.currency.as_str(), quote)),
        _ => None,
    }
}

fn not_published(rates: &MonthRates) -> AnyView {
    let title = format!("Les taux {} ne sont pas encore publiés", rates.month.with_de());
    let day = format!("{} {}", french_weekday(rates.reference_day), french_date(rates.reference_day));
    view! {
        <EmptyState title>
            <p>
                {format!("Ce sont ceux que la Banque centrale européenne publie le {day}. Ils paraissent ici après cette publication.")}
            </p>
        </EmptyState>
    }
    .into_any()
}

fn quoted_table(rates: &MonthRates, applicable: &[(&str, Quote)]) -> AnyView {
    let columns = [
        Column::wide("Devise"),
        Column::text("Code"),
        Column::amount("Pour 1\u{a0}€"),
        Column::text("Publié le"),
    ];
    let caption = format!("Taux {}", rates.month.with_de());
    let table = Table::new(&caption, &columns)
        .rows(applicable, |row, (code, quote)| {
            row.cell().link(path::currency_rates(code), french::capitalised(name(code)));
            row.cell().mono(code);
            row.cell().text(quote.rate);
            row.cell().date(quote.day);
        })
        .finish();
    let rule = format!(
        "Ces taux s’appliquent pendant tout le mois. La Banque centrale européenne les a publiés le {}, avant-dernier mercredi \
         du mois précédent, ou à défaut le dernier jour de publication avant cette date.",
        french_date(rates.reference_day)
    );
    view! {
        <p>{rule} " Règlement (UE) 2015/2447, article 146."</p>
        {table}
    }
    .into_any()
}

fn name(code: &str) -> &str {
    currency::name(code).unwrap_or(code)
}

fn national_table(national: &[NationalRate]) -> AnyView {
    let columns = [
        Column::wide("Devise"),
        Column::text("Code"),
        Column::amount("Pour 1\u{a0}€"),
        Column::wide("Source"),
    ];
    Table::new("Taux nationaux des devises sans cotation", &columns)
        .rows(national, |row, rate| {
            row.cell().link(path::currency_rates(&rate.currency), french::capitalised(name(&rate.currency)));
            row.cell().mono(&rate.currency);
            row.cell().text(rate.rate);
            let mut cell = row.cell();
            cell.text(&rate.note);
            if rate.version > 1 {
                cell.text(" ").tag(Tone::Warning, "Corrigé").text(" ").date(rate.set_at.day());
            }
        })
        .finish()
}

/// Says which currencies are no longer quoted: neither a former rate nor zero applies to them.
fn suspended(quoted: &[CurrencyRate]) -> AnyView {
    let items: Vec<_> = quoted
        .iter()
        .filter_map(|one| match one.rate {
            MonthlyRate::Suspended { last } => Some((one.currency.clone(), last)),
            _ => None,
        })
        .map(|(code, last)| {
            let text = format!(
                "{} ({code})\u{a0}: cotation interrompue depuis le {}",
                name(&code),
                french_date(last.day)
            );
            view! { <li><a href=path::currency_rates(&code)>{text}</a></li> }
        })
        .collect();
    if items.is_empty() {
        return ().into_any();
    }
    view! {
        <details class="disclosure">
            <summary>"Devises qui ne sont plus cotées"</summary>
            <ul>{items}</ul>
        </details>
    }
    .into_any()
}

fn corrected(corrections: &[&Correction]) -> AnyView {
    if corrections.is_empty() {
        return ().into_any();
    }
    let item = |one: &&Correction| {
        let text = format!(
            "{} ({})\u{a0}: {} remplace {}, le {}",
            name(&one.currency),
            one.currency,
            one.after,
            one.before,
            one.found_at.french_day()
        );
        view! { <li>{text}</li> }
    };
    let items = corrections.iter().map(item).collect_view();
    view! {
        <Notice kind=NoticeKind::Warning title="Taux corrigés par la Banque centrale européenne">
            <ul>{items}</ul>
        </Notice>
    }
    .into_any()
}

fn files(month: Month) -> impl IntoView {
    view! {
        <p class="cluster">
            <span>"Télécharger les taux du mois\u{a0}:"</span>
            <a href=path::exchange_rates_csv(month.code()) download="">"tableur (CSV)"</a>
            <a href=path::exchange_rates_json(month.code()) download="">"JSON"</a>
            <a href=path::exchange_rates_xml(month.code()) download="">"XML"</a>
        </p>
    }
}
