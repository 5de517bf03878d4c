use backend::exchange_rates::{self, NationalRate};
use domain::{currency, exchange_rate_forms, path, rights::Action};
use leptos::prelude::*;

use super::server::SetNationalRate;
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/equipe/taux`: national rates of currencies without quotation, for editors.
#[component]
pub fn NationalRatesPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::EditTexts)?;
        let portal = request.portal();
        let rates = exchange_rates::national_rates(portal, session).await?;
        let form = PageForm::read::<SetNationalRate>(&request).await?;
        let codes = currency::all().iter().map(|(code, _)| *code);
        let definition = exchange_rate_forms::national_rate(codes, exchange_rates::editable_months(portal));
        Ok(view! {
            <Page
                title="Taux de change nationaux"
                lead="Fixer le taux mensuel des devises que la Banque centrale européenne ne cote pas."
                wide=true
            >
                {table(&rates)}
                <section class="card" aria-labelledby="fixer">
                    <h2 class="card__title" id="fixer">"Fixer ou corriger un taux"</h2>
                    <FieldForm form definition submit="Publier le taux">
                        <MandatoryNote/>
                        <p>"Le taux est public dès maintenant. Une correction laisse visible le taux précédent, avec sa date."</p>
                    </FieldForm>
                </section>
            </Page>
        }
        .into_any())
    })
}

fn table(rates: &[NationalRate]) -> AnyView {
    if rates.is_empty() {
        return view! {
            <EmptyState title="Aucun taux national">
                <p>"Les taux fixés pour les douze derniers mois et le mois prochain s’affichent ici."</p>
            </EmptyState>
        }
        .into_any();
    }
    let columns = [
        Column::text("Mois"),
        Column::wide("Devise"),
        Column::amount("Pour 1\u{a0}€"),
        Column::wide("Source"),
        Column::text("Rédacteur"),
        Column::text("Publié le"),
    ];
    Table::with_hidden_caption("Taux nationaux", &columns)
        .rows(rates, |row, rate| {
            row.cell().text(rate.month);
            row.cell().link(path::currency_rates(&rate.currency), exchange_rate_forms::label(&rate.currency));
            row.cell().text(rate.rate);
            row.cell().text(&rate.note);
            row.cell().text(&rate.author_name);
            row.cell().minute(rate.set_at);
        })
        .finish()
}
