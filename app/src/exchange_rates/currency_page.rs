use backend::exchange_rates::{self, History, NationalRate};
use domain::{
    calendar::french_date, currency, decimal::Decimal, exchange_rate::Quote, french, month::Month, path,
};
use leptos::prelude::*;

use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// Number of months shown at first.
const MONTHS: usize = 60;

/// `/taux-de-change/devise/{devise}`: rates of the last five years; `?periode=tout`: all rates.
#[component]
pub fn CurrencyPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let portal = request.portal();
        let code: String = request.param("devise")?;
        let is_whole = request.query("periode") == Some("tout");
        let current = Month::of(portal.clock.now().day());
        let since = std::iter::successors(Some(current), |month| Some(month.previous())).nth(MONTHS);
        let history = exchange_rates::history(portal, &code, since.filter(|_| !is_whole)).await?;
        let name = french::capitalised(currency::name(&code).unwrap_or(&code));
        let title = format!("{name} ({code})");
        let trail = vec![("Taux de change".to_owned(), path::EXCHANGE_RATES.to_owned())];
        let detail = if is_whole { "toutes les années" } else { "" };
        Ok(view! {
            <Page title detail lead="Taux à retenir pour la valeur en douane, mois par mois." trail wide=true>
                {suspension(history.suspended)}
                {chart(&history.quoted)}
                {quoted_table(&history.quoted)}
                {national_table(&history.national)}
                {nothing(&history)}
                <p class="cluster">
                    {(!is_whole).then(|| view! { <a href=path::all_currency_rates(&code)>"Voir toutes les années"</a> })}
                    <a href=path::currency_rates_csv(&code) download="">"Télécharger tous les taux (CSV)"</a>
                </p>
            </Page>
        }
        .into_any())
    })
}

fn suspension(last: Option<Quote>) -> Option<AnyView> {
    let Quote { day, rate } = last?;
    Some(
        view! {
            <Notice kind=NoticeKind::Warning title="Cotation interrompue">
                <p>
                    {format!(
                        "La Banque centrale européenne ne publie plus de taux depuis le {}. Le dernier, {rate} pour 1\u{a0}€, n’est plus applicable.",
                        french_date(day)
                    )}
                </p>
            </Notice>
        }
        .into_any(),
    )
}

/// Draws the rates; says the extremes in words. Needs two rates.
fn chart(quoted: &[(Month, Quote)]) -> Option<AnyView> {
    let (last, first) = (quoted.first()?.0, quoted.last()?.0);
    let lowest = quoted.iter().min_by_key(|(_, quote)| quote.rate)?;
    let highest = quoted.iter().max_by_key(|(_, quote)| quote.rate)?;
    let extreme = |(month, quote): &(Month, Quote)| format!("{} en {month}", quote.rate);
    let text = format!(
        "{} à {last}\u{a0}: au plus bas {}, au plus haut {}.",
        french::capitalised(&first.with_de()),
        extreme(lowest),
        extreme(highest)
    );
    let months =
        std::iter::successors(Some(first), |month| Some(month.next())).take_while(|month| *month <= last);
    let value = |month| quoted.iter().find(|(one, _)| *one == month).map(|(_, quote)| quote.rate);
    let values: Vec<Option<f64>> = months.map(|month| value(month).map(Decimal::approximate)).collect();
    (values.len() > 1).then(|| {
        view! {
            <figure class="chart">
                <LineChart values text=text.clone()/>
                <figcaption class="muted">{text}</figcaption>
            </figure>
        }
        .into_any()
    })
}

fn quoted_table(quoted: &[(Month, Quote)]) -> Option<AnyView> {
    let columns =
        [Column::text("Mois d’application"), Column::amount("Pour 1\u{a0}€"), Column::text("Publié le")];
    (!quoted.is_empty()).then(|| {
        Table::new("Taux de la Banque centrale européenne", &columns)
            .rows(quoted, |row, (month, quote)| {
                row.cell().link(path::exchange_rates_of(month.code()), month);
                row.cell().text(quote.rate);
                row.cell().date(quote.day);
            })
            .finish()
    })
}

/// All versions: a correction does not hide the rate that was published before.
fn national_table(national: &[NationalRate]) -> Option<AnyView> {
    let columns = [
        Column::text("Mois d’application"),
        Column::amount("Pour 1\u{a0}€"),
        Column::text("Publié le"),
        Column::wide("Source"),
    ];
    let is_replaced = |rate: &NationalRate| {
        national.iter().any(|other| other.month == rate.month && other.version > rate.version)
    };
    (!national.is_empty()).then(|| {
        Table::new("Taux nationaux", &columns)
            .rows(national, |row, rate| {
                row.cell().link(path::exchange_rates_of(rate.month.code()), rate.month);
                row.cell().text(rate.rate);
                row.cell().date(rate.set_at.day());
                let mut cell = row.cell();
                cell.text(&rate.note);
                if is_replaced(rate) {
                    cell.text(" ").tag(Tone::Neutral, "Remplacé");
                }
            })
            .finish()
    })
}

fn nothing(history: &History) -> Option<AnyView> {
    (history.quoted.is_empty() && history.national.is_empty()).then(|| {
        view! {
            <EmptyState title="Aucun taux ces cinq dernières années">
                <p>"Les taux plus anciens sont dans le fichier et parmi toutes les années."</p>
            </EmptyState>
        }
        .into_any()
    })
}
