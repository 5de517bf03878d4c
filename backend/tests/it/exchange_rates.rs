//! Exchange rates: import of the history of the European Central Bank, the rule of article 146, corrections, national rates,
//! conversions, scheduled fetch.

use std::collections::BTreeMap;

use backend::exchange_rates::{self, Imported, Program};
use domain::{
    decimal::Decimal, exchange_rate::MonthlyRate, form::Answers, month::Month, problem::Problem,
    rights::StaffRole,
};
use jiff::{
    ToSpan,
    civil::{Date, Weekday, date},
};
use platform::Error;

use crate::{
    database::{TestEnv, on_each_database, on_each_database_with},
    messaging::fixtures::problems,
    shared_data,
    simulator::Simulator,
};

/// Rates around the reference day of March 2026, Wednesday 18 February: no publication on that day; JPY has none for a day
/// more, RUB none any more.
const HISTORY: &str = "Date,USD,JPY,RUB,\n2026-02-19,1.19,181.5,N/A,\n2026-02-17,1.1845,N/A,N/A,\n\
                       2026-02-16,1.18,180,N/A,\n2022-03-01,1.1162,128.5,117.201,\n";

fn month(code: &str) -> Month {
    Month::parse(code).expect("a month")
}

fn number(text: &str) -> Decimal {
    Decimal::parse(text).expect("a number")
}

async fn import(env: &TestEnv, file: &str) -> Imported {
    exchange_rates::import(&env.portal, file.as_bytes().to_vec()).await.expect("imported")
}

/// The rate that applies and its day, as a text.
async fn rate(env: &TestEnv, code: &str, currency: &str) -> String {
    let rates = exchange_rates::month(&env.portal, month(code)).await.expect("rates");
    match rates.quotation(currency) {
        Some(MonthlyRate::Applicable(quote)) => format!("{} {}", quote.rate.plain(), quote.day),
        Some(MonthlyRate::Suspended { last }) => format!("suspended {}", last.day),
        other => format!("{other:?}"),
    }
}

/// Rates that apply by month and currency, computed apart from the portal: the file is searched backwards day by day.
fn independent_rates(file: &str) -> BTreeMap<(String, String), String> {
    let mut lines = file.lines();
    let columns: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let days: BTreeMap<Date, Vec<&str>> =
        lines.map(|line| (line[..10].parse().expect("a day"), line.split(',').collect())).collect();
    let last = *days.keys().last().expect("days");
    let mut found = BTreeMap::new();
    let mut first = date(1999, 2, 1);
    loop {
        let mut wednesdays = 0;
        let mut day = first;
        while wednesdays < 2 {
            day = day.yesterday().expect("a day");
            wednesdays += usize::from(day.weekday() == Weekday::Wednesday);
        }
        if day > last {
            return found;
        }
        for (index, currency) in
            columns.iter().enumerate().skip(1).filter(|(_, currency)| !currency.is_empty())
        {
            let week = (0..7).map(|back: i32| day.saturating_sub(back.days()));
            let rate =
                week.filter_map(|day| days.get(&day)).map(|rates| rates[index]).find(|rate| *rate != "N/A");
            if let Some(rate) = rate {
                let month = format!("{:04}-{:02}", first.year(), first.month());
                found.insert((month, (*currency).to_owned()), rate.to_owned());
            }
        }
        first = first.saturating_add(1.month());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_month_since_1999_agrees_with_an_independent_computation() {
    let Some(path) = shared_data::file("eurofxref-hist.zip") else {
        eprintln!("skipped: no history of the European Central Bank (PRODOUANE_SHARED_DATA)");
        return;
    };
    let archive = std::fs::read(path).expect("the archive");
    let mut text = String::new();
    let mut files = zip::ZipArchive::new(std::io::Cursor::new(archive.clone())).expect("an archive");
    std::io::Read::read_to_string(&mut files.by_index(0).expect("a file"), &mut text).expect("a text");
    let expected = independent_rates(&text);
    on_each_database(async |env| {
        let first = exchange_rates::import(&env.portal, archive.clone()).await.expect("imported");
        assert!(first.added > 200_000 && first.corrected == 0, "{first:?}");
        let again = exchange_rates::import(&env.portal, archive.clone()).await.expect("imported again");
        assert_eq!(again, Imported::default());
        let mut found = BTreeMap::new();
        for currency in exchange_rates::currencies(&env.portal).await.expect("currencies") {
            let history = exchange_rates::history(&env.portal, &currency, None).await.expect("a history");
            for (month, quote) in history.quoted {
                found.insert((month.code(), currency.clone()), quote.rate);
            }
        }
        assert_eq!(found.len(), expected.len());
        for (key, rate) in &found {
            assert_eq!(Some(*rate), Decimal::parse(&expected[key]), "{key:?}");
        }
        let months = found.keys().map(|(month, _)| month).collect::<std::collections::BTreeSet<_>>().len();
        eprintln!(
            "exchange rates: {} rates of {months} months agree with an independent computation",
            found.len()
        );
        // The page of a month says the same as the histories.
        for code in ["1999-02", "2010-12", "2026-03"] {
            let rates = exchange_rates::month(&env.portal, month(code)).await.expect("rates");
            let of_month = expected.keys().filter(|(month, _)| month == code).count();
            let applicable = rates.quoted.iter().filter(|one| matches!(one.rate, MonthlyRate::Applicable(_)));
            assert_eq!(applicable.count(), of_month, "{code}");
        }
        assert_eq!(rate(&env, "2026-03", "RUB").await, "suspended 2022-03-01");
        assert_eq!(rate(&env, "2026-03", "BGN").await, "suspended 2025-12-31");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn days_without_publication_use_the_rate_before() {
    on_each_database(async |env| {
        assert_eq!(import(&env, HISTORY).await, Imported { added: 8, corrected: 0 });
        assert_eq!(rate(&env, "2026-03", "USD").await, "1.1845 2026-02-17");
        assert_eq!(rate(&env, "2026-03", "JPY").await, "180 2026-02-16");
        assert_eq!(rate(&env, "2026-03", "RUB").await, "suspended 2022-03-01");
        assert_eq!(rate(&env, "2026-04", "USD").await, "Some(NotPublished)");
        let rates = exchange_rates::month(&env.portal, month("2026-04")).await.expect("rates");
        assert_eq!((rates.is_published, rates.reference_day), (false, date(2026, 3, 18)));
        assert!(exchange_rates::history(&env.portal, "XXX", None).await.is_err());
        let rouble =
            exchange_rates::history(&env.portal, "RUB", Some(month("2025-01"))).await.expect("a history");
        assert_eq!((rouble.quoted.len(), rouble.suspended.map(|last| last.day)), (0, Some(date(2022, 3, 1))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_rates_are_corrected_and_shown() {
    on_each_database(async |env| {
        import(&env, HISTORY).await;
        let corrected = import(&env, "Date,USD,\n2026-02-17,1.1854,\n").await;
        assert_eq!(corrected, Imported { added: 0, corrected: 1 });
        assert_eq!(rate(&env, "2026-03", "USD").await, "1.1854 2026-02-17");
        let rates = exchange_rates::month(&env.portal, month("2026-03")).await.expect("rates");
        let correction = &rates.corrections[0];
        assert_eq!((correction.before, correction.after), (number("1.1845"), number("1.1854")));
        assert_eq!(correction.found_at, env.portal.clock.now());
        // A damaged file changes nothing.
        let damaged = "Date,USD,\n2026-02-17,1.2,\n2026-02-18,beaucoup,\n";
        assert!(exchange_rates::import(&env.portal, damaged.into()).await.is_err());
        assert_eq!(rate(&env, "2026-03", "USD").await, "1.1854 2026-02-17");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn feed_announces_months_and_corrections() {
    on_each_database(async |env| {
        let month = Month::of(env.portal.clock.now().day());
        let day = domain::exchange_rate::reference_day(month);
        let feed = async || exchange_rates::feed(&env.portal).await.expect("a feed");
        assert!(!feed().await.contains("<entry>"), "nothing is published");
        import(&env, &format!("Date,USD,\n{day},1.1845,\n")).await;
        let published = feed().await;
        assert!(published.contains(&format!("<title>Taux {}</title>", month.with_de())), "{published}");
        assert!(published.contains("1,1845 USD"), "{published}");
        assert_eq!(feed().await, published, "only changes change it");
        import(&env, &format!("Date,USD,\n{day},1.1854,\n")).await;
        let corrected = feed().await;
        assert!(corrected.contains("1,1854 remplace 1,1845"), "{corrected}");
        assert!(corrected.contains(&format!("taux {} corrigé</title>", month.with_de())), "{corrected}");
    })
    .await;
}

fn conversion(amount: &str, currency: &str, date: &str) -> Answers {
    Answers::from_iter([("montant", amount), ("devise", currency), ("date", date)])
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_are_converted_with_the_rate_of_the_month() {
    on_each_database(async |env| {
        import(&env, HISTORY).await;
        let answers = conversion("1 000,50", "USD", "31/03/2026");
        let done = exchange_rates::convert(&env.portal, &answers).await.expect("converted");
        assert_eq!((done.euros.cents(), done.published_on), (84_466, Some(date(2026, 2, 17))));
        for (answers, field, problem) in [
            (
                conversion("beaucoup", "USD", "2026-03-01"),
                "montant",
                Problem::NotANumber { label: "Montant".to_owned() },
            ),
            (
                conversion("1", "XXX", "2026-03-01"),
                "devise",
                Problem::NotInList { label: "Devise".to_owned() },
            ),
            (conversion("1", "USD", "2026-04-01"), "date", Problem::RateNotPublished),
            (
                conversion("1", "RUB", "2026-03-01"),
                "devise",
                Problem::NoRate { currency: "rouble russe".to_owned() },
            ),
        ] {
            let refused = problems(exchange_rates::convert(&env.portal, &answers).await);
            assert_eq!(refused, [domain::problem::FieldProblem::new(field, problem)]);
        }
    })
    .await;
}

fn national(currency: &str, rate: &str, note: &str) -> Answers {
    Answers::from_iter([("devise", currency), ("mois", "2026-06"), ("taux", rate), ("note", note)])
}

#[tokio::test(flavor = "multi_thread")]
async fn editors_set_and_correct_national_rates() {
    on_each_database(async |env| {
        import(&env, "Date,USD,\n2026-05-20,1.17,\n").await;
        let editor = env.staff_session("redaction", StaffRole::Editor).await;
        let acts = env.count("staff_act").await;
        let set = async |answers| exchange_rates::set_national_rate(&env.portal, &editor, &answers).await;
        set(national("XPF", "119,3317", "Parité fixe")).await.expect("set");
        // Twice is once.
        set(national("XPF", "119,3317", "Parité fixe")).await.expect("set again");
        set(national("XPF", "119.3318", "Erreur de frappe")).await.expect("corrected");
        let rates = exchange_rates::month(&env.portal, month("2026-06")).await.expect("rates");
        let found: Vec<(i64, String)> =
            rates.national.iter().map(|one| (one.version, one.rate.plain())).collect();
        assert_eq!(found, [(2, "119.3318".to_owned())]);
        assert_eq!(env.count("staff_act").await, acts + 2);
        let history = exchange_rates::history(&env.portal, "XPF", None).await.expect("a history");
        assert_eq!(history.national.len(), 2);
        assert_eq!(history.current_national().count(), 1);
        let converted =
            exchange_rates::convert(&env.portal, &conversion("119,3318", "XPF", "2026-06-30")).await;
        assert_eq!(converted.expect("converted").euros.cents(), 100);
        let refused = problems(set(national("USD", "2", "Note")).await);
        assert_eq!(refused[0].problem, Problem::QuotedCurrency);
        let refused = problems(set(national("XPF", "zéro", "")).await);
        assert_eq!(refused.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["taux", "note"]);
        let json = exchange_rates::month_for_programs(&rates, Program::Json);
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["taux"][1]["devise"], "XPF");
        assert_eq!(json["taux"][1]["taux"], "119.3318");
        assert_eq!(json["taux"][0]["publie_le"], "2026-05-20");
        let agent = env.staff_session("agent.taux", StaffRole::Agent).await;
        let refused =
            exchange_rates::set_national_rate(&env.portal, &agent, &national("XPF", "1", "x")).await;
        assert!(matches!(refused, Err(Error::Refused(_) | Error::NotFound)), "{refused:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_are_text_in_xml() {
    on_each_database(async |env| {
        let editor = env.staff_session("redaction", StaffRole::Editor).await;
        let answers = national("XPF", "119,3317", "</taux><taux devise=\"USD\">2</taux>");
        exchange_rates::set_national_rate(&env.portal, &editor, &answers).await.expect("set");
        let rates = exchange_rates::month(&env.portal, month("2026-06")).await.expect("rates");
        let xml = exchange_rates::month_for_programs(&rates, Program::Xml);
        assert_eq!(xml.matches("<taux ").count(), 1, "{xml}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_fetched_from_the_configured_address() {
    let simulator = Simulator::start().await;
    let source = simulator.address("/bce/eurofxref-hist.csv");
    let missing = simulator.address("/bce/nulle-part.csv");
    on_each_database_with(
        |config| config.exchange_rates.source = Some(source.clone()),
        async |mut env| {
            assert!(exchange_rates::fetch(&env.portal).await.expect("fetched") > 10_000);
            // The same file adds nothing.
            assert_eq!(exchange_rates::fetch(&env.portal).await.expect("fetched again"), 0);
            let config = std::sync::Arc::make_mut(&mut env.portal.config);
            config.exchange_rates.source = Some(missing.clone());
            assert!(exchange_rates::fetch(&env.portal).await.is_err());
        },
    )
    .await;
}
