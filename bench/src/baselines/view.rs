//! View model of the dashboard's askama template.

use askama::Template;
use backend::companies::{CompanyView, figures::Share};
use backend::dashboard::{CreanceRow, Dashboard, DeclarationAccess, DeclarationRow, PaymentAccess};
use domain::amount::Amount;
use domain::co_owner::CoOwner;
use domain::{french, limited_count::LimitedCount, path};
use jiff::civil::Date;

use super::layout::Layout;
use platform::co_owners::{CreanceState, Echeance, Synthese};

/// Créances of one administration on one page, as in the portal.
const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "dashboard.html", whitespace = "suppress")]
pub struct Page<'a> {
    layout: &'a Layout,
    company: &'a str,
    siren: String,
    establishments: usize,
    notice: Option<String>,
    late: Option<Late>,
    habilitations: String,
    bars: Vec<Bar>,
    unread: Option<String>,
    payments: Vec<Payments<'a>>,
    declarations: Vec<DeclarationLine>,
    schedules: Vec<Schedule<'a>>,
}

/// Sum of the late payments, and their sums by administration if there are several.
struct Late {
    sum: Amount,
    parts: Option<String>,
}

/// One administration's bar in the chart.
struct Bar {
    label: String,
    aria_label: String,
    owed: Amount,
    parts: Vec<Part>,
}

struct Part {
    class: &'static str,
    label: &'static str,
    amount: Amount,
    x: String,
    width: String,
}

/// The créances of one administration.
struct Payments<'a> {
    label: &'static str,
    site: &'static str,
    /// Number of créances, and of late ones.
    count: String,
    /// Address of the button above the table.
    pay: Option<&'a str>,
    rows: Vec<Creance<'a>>,
}

struct Creance<'a> {
    reference: &'a str,
    libelle: &'a str,
    establishment: Option<String>,
    due: Date,
    short_due: String,
    tone: &'static str,
    state: &'static str,
    amount: Amount,
    remaining: Amount,
    pay: Option<&'a str>,
    question: Option<String>,
}

/// A row of the declarations table.
struct DeclarationLine {
    label: &'static str,
    teleservice: &'static str,
    open: Option<OpenDeclaration>,
    denied: Option<String>,
}

struct OpenDeclaration {
    address: Option<String>,
    verb: &'static str,
    in_progress: String,
    next_due: String,
    question: String,
}

struct Schedule<'a> {
    label: &'static str,
    dates: Vec<(Date, String, &'a str, String)>,
}

impl<'a> Page<'a> {
    pub fn new(layout: &'a Layout, dashboard: &'a Dashboard, notice: Option<String>) -> Self {
        let payments =
            dashboard.payments.iter().filter_map(|share| payments(&dashboard.view, share)).collect();
        Page {
            layout,
            company: dashboard.view.raison_sociale(),
            siren: dashboard.view.siren().grouped(),
            establishments: dashboard.view.company.etablissements.len(),
            notice,
            late: late(&dashboard.synthese),
            habilitations: path::rights_in(dashboard.view.siren()),
            bars: bars(&dashboard.synthese),
            unread: dashboard.messaging.as_ref().ok().map(|count| unread_sentence(*count)),
            payments,
            declarations: dashboard.declarations.lines.iter().map(line).collect(),
            schedules: dashboard.schedule.iter().filter_map(schedule).collect(),
        }
    }
}

fn late(shares: &[Share<Synthese>]) -> Option<Late> {
    let late: Vec<_> = shares
        .iter()
        .filter_map(|share| Some((share.co_owner.label(), share.block.shown()?.value.overdue)))
        .filter(|(_, overdue)| overdue.cents() > 0)
        .collect();
    let sum = late.iter().try_fold(Amount::ZERO, |sum, (_, overdue)| sum.checked_add(*overdue))?;
    let parts = || {
        let parts: Vec<_> = late.iter().map(|(label, overdue)| format!("{label}\u{a0}: {overdue}")).collect();
        parts.join(" · ")
    };
    (!late.is_empty()).then(|| Late { sum, parts: (late.len() > 1).then(parts) })
}

fn unread_sentence(count: LimitedCount) -> String {
    match count {
        LimitedCount::ZERO => "Aucun message non lu.".to_owned(),
        many => many.with_noun("message non lu", "messages non lus") + ".",
    }
}

fn bars(shares: &[Share<Synthese>]) -> Vec<Bar> {
    let total =
        |one: &Synthese| [one.paid, one.to_pay, one.overdue].iter().map(|part| part.cents().max(0)).sum();
    let shown = || shares.iter().filter_map(|share| Some((share.co_owner, &share.block.shown()?.value)));
    let scale: i64 = shown().map(|(_, one)| total(one)).max().unwrap_or(0).max(1);
    shown().map(|(co_owner, one)| bar(co_owner, one, scale)).collect()
}

fn bar(co_owner: CoOwner, one: &Synthese, scale: i64) -> Bar {
    let label = format!("{} ({})", co_owner.label(), co_owner.site());
    let mut from = 0.0;
    let parts: Vec<Part> =
        [("paid", "Payé", one.paid), ("due", "À payer", one.to_pay), ("late", "En retard", one.overdue)]
            .into_iter()
            .map(|(class, label, amount)| {
                #[expect(clippy::cast_precision_loss, reason = "a width on screen, not an amount")]
                let share = amount.cents() as f64 / scale as f64 * 100.0;
                let width = if amount.cents() > 0 { share.max(0.8).min(100.0 - from) } else { 0.0 };
                let x = format!("{from:.2}%");
                from += width;
                Part { class, label, amount, x, width: format!("{width:.2}%") }
            })
            .collect();
    let descriptions: Vec<_> =
        parts.iter().map(|part| format!("{} {}", part.label.to_lowercase(), part.amount)).collect();
    Bar {
        aria_label: format!("{label}\u{a0}: {}", descriptions.join(", ")),
        label,
        owed: Amount::from_cents(one.to_pay.cents() + one.overdue.cents()),
        parts,
    }
}

fn payments<'a>(view: &CompanyView, share: &'a Share<Vec<CreanceRow>>) -> Option<Payments<'a>> {
    let all = &share.block.shown()?.value;
    let late = all.iter().filter(|row| row.creance.state == CreanceState::EnRetard).count();
    let late = if late > 0 { format!(", dont {late} en retard") } else { String::new() };
    Some(Payments {
        label: share.co_owner.label(),
        site: share.co_owner.site(),
        count: french::count(all.len(), "créance", "créances") + &late,
        pay: all.iter().find_map(|row| payment_address(&row.payment)),
        rows: all.iter().take(ROWS).map(|row| creance(view, row)).collect(),
    })
}

fn payment_address(payment: &PaymentAccess) -> Option<&str> {
    match payment {
        PaymentAccess::At(address) => Some(address),
        PaymentAccess::NotPayable | PaymentAccess::Denied(_) => None,
    }
}

fn creance<'a>(view: &CompanyView, row: &'a CreanceRow) -> Creance<'a> {
    let creance = &row.creance;
    let (tone, state) = match creance.state {
        CreanceState::APayer => ("tag tag--info", "À payer"),
        CreanceState::Paye => ("tag tag--success", "Payée"),
        CreanceState::EnRetard => ("tag tag--error", "En retard"),
    };
    Creance {
        reference: &creance.reference,
        libelle: &creance.libelle,
        establishment: creance.siret.as_ref().map(|siret| view.company.label_of(siret)),
        due: creance.due,
        short_due: short(creance.due),
        tone,
        state,
        amount: creance.amount,
        remaining: creance.remaining,
        pay: payment_address(&row.payment),
        question: row.may_ask.then(|| question(row)),
    }
}

fn question(row: &CreanceRow) -> String {
    let mut query =
        form_urlencoded::Serializer::new("/messagerie/nouvelle?motif=precision-creance&".to_owned());
    query.append_pair("creance", &row.creance.reference);
    if let Some(siret) = &row.creance.siret {
        query.append_pair("siret", siret.as_str());
    }
    if let Some(recette) = &row.creance.usual_recette {
        query.append_pair("recette", recette);
    }
    query.finish()
}

fn line(row: &DeclarationRow) -> DeclarationLine {
    let (label, teleservice) = (row.line.label(), row.line.teleservice().label());
    let none = || "–".to_owned();
    match &row.access {
        DeclarationAccess::Denied(denial) => {
            DeclarationLine { label, teleservice, open: None, denied: Some(denial.to_string()) }
        }
        DeclarationAccess::Open { address, may_declare, in_progress, next_due, motif, siret } => {
            let siret = siret.as_ref().map_or_else(String::new, |siret| format!("&siret={siret}"));
            let open = OpenDeclaration {
                address: address.as_ref().map(ToString::to_string),
                verb: if *may_declare { "Déclarer" } else { "Consulter" },
                in_progress: in_progress.map_or_else(none, |count| count.to_string()),
                next_due: next_due.map_or_else(none, short),
                question: format!(
                    "/messagerie/nouvelle?motif={motif}&teleservice={}{siret}",
                    row.line.teleservice().code()
                ),
            };
            DeclarationLine { label, teleservice, open: Some(open), denied: None }
        }
    }
}

fn schedule(share: &Share<Vec<Echeance>>) -> Option<Schedule<'_>> {
    let dates = share.block.shown()?.value.iter().map(|one| {
        let amount = one.amount.map_or_else(|| "À déclarer".to_owned(), |amount| amount.to_string());
        (one.date, short(one.date), one.libelle.as_str(), amount)
    });
    Some(Schedule { label: share.co_owner.label(), dates: dates.collect() })
}

/// Formats a date as `22/11/2026`.
fn short(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}
