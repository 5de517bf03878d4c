//! The delay function, compared with an independent program that walks through every minute.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use domain::{
    answer_delay::{
        ExceptionalClosing, Fact, FactKind, WorkCalendar, WorkingDays, WorkingHours, delay, rounds,
    },
    opening_hours::TimeRange,
    territory::Territory,
};
use jiff::{
    Timestamp,
    civil::{Date, Weekday, date},
    tz::TimeZone,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

/// Environment variable with a Python that has the package `holidays`; the test then requires it.
const VARIABLE: &str = "PRODOUANE_HOLIDAYS";

const CASES: usize = 80;

/// 15 December 2025 at midnight, UTC, in minutes.
const START: i64 = 29_429_280;

struct Case {
    hours: WorkingHours,
    facts: Vec<Fact>,
    days: u8,
    now: i64,
}

fn minute(at: i64) -> Timestamp {
    Timestamp::from_second(60 * at).expect("an instant")
}

fn day(number: i64) -> Date {
    date(2025, 12, 15).checked_add(jiff::Span::new().days(number)).expect("a day")
}

impl Case {
    fn random(random: &mut StdRng) -> Self {
        let territory = Territory::ALL[random.random_range(0..8)];
        let mut hours = WorkingHours { territory, ..WorkingHours::default() };
        let weekdays: Vec<Weekday> = Weekday::Monday.cycle_forward().take(5).collect();
        let noon = random.random_range(11..13);
        hours.add(&weekdays, TimeRange::new((random.random_range(7..10), 30), (noon, 15)));
        hours.add(&weekdays[..random.random_range(1..6)], TimeRange::new((14, 0), (17, 45)));
        let sent = random.random_range(0..380);
        let first = day(sent + random.random_range(0..6));
        let last = first.checked_add(jiff::Span::new().days(random.random_range(0..3))).expect("a day");
        hours.closings.push(ExceptionalClosing { first, last, reason: String::new() });
        let (facts, now) = Self::facts(random, START + sent * 24 * 60);
        Case { hours, facts, days: random.random_range(1..8), now }
    }

    fn facts(random: &mut StdRng, sent: i64) -> (Vec<Fact>, i64) {
        let mut at = sent + random.random_range(0..24 * 60);
        let mut facts = vec![Fact { at: minute(at), kind: FactKind::Sent }];
        for pause in 0..random.random_range(0..5) {
            at += random.random_range(1..3 * 24 * 60);
            let kind = if pause % 2 == 0 { FactKind::DetailsAsked } else { FactKind::DetailsGiven };
            facts.push(Fact { at: minute(at), kind });
        }
        (facts, at + random.random_range(0..5 * 24 * 60))
    }

    fn json(&self) -> Value {
        let subdivision = match self.hours.territory {
            Territory::Mainland => "",
            Territory::AlsaceMoselle => "57",
            Territory::Guadeloupe => "971",
            Territory::Martinique => "972",
            Territory::Guyane => "973",
            Territory::LaReunion => "974",
            Territory::Mayotte => "976",
            Territory::SaintPierreEtMiquelon => "PM",
        };
        let week = self.hours.week.iter().map(|hours| {
            json!([
                hours.weekday.to_monday_one_offset(),
                hours.range.start.to_string(),
                hours.range.end.to_string()
            ])
        });
        let closings =
            self.hours.closings.iter().map(|one| json!([one.first.to_string(), one.last.to_string()]));
        let facts = self
            .facts
            .iter()
            .map(|fact| json!([fact.at.as_second() / 60, fact.kind != FactKind::DetailsAsked]));
        json!({
            "zone": self.hours.territory.zone(), "subdivision": subdivision, "days": self.days, "now": self.now,
            "week": week.collect::<Vec<_>>(), "closings": closings.collect::<Vec<_>>(),
            "facts": facts.collect::<Vec<_>>(),
        })
    }

    fn solve(&self) -> Value {
        let zone = TimeZone::get(self.hours.territory.zone()).expect("a zone");
        let calendar = WorkCalendar { hours: &self.hours, zone };
        let round = rounds(&self.facts).pop().expect("a round");
        let delay = delay(&calendar, WorkingDays::new(self.days), &round, minute(self.now));
        let left = delay.left.expect("a commitment");
        json!({
            "spent": delay.spent.as_mins(), "due": delay.due.map(|at| at.as_second() / 60),
            "allotted": (delay.spent + left).as_mins(),
        })
    }
}

/// Returns what the independent program prints; `None` if it is not installed.
fn walked(cases: &[Case]) -> Option<Vec<Value>> {
    let configured = std::env::var_os(VARIABLE);
    let program = configured.clone().unwrap_or_else(|| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/answer_delays/walk.py");
    let pipes = |command: &mut Command| {
        command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
    };
    let started = pipes(&mut Command::new(program));
    let mut child = match started {
        Ok(child) => child,
        Err(error) if configured.is_none() => {
            eprintln!("not compared: {error}");
            return None;
        }
        Err(error) => panic!("{VARIABLE}: {error}"),
    };
    let input = Value::from(cases.iter().map(Case::json).collect::<Vec<_>>()).to_string();
    // A program without the package ends before it reads.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("the program ends");
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(configured.is_none(), "{VARIABLE}: {error}");
        eprintln!("not compared: {error}");
        return None;
    }
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

#[test]
fn delays_agree_with_an_independent_program() {
    let mut random = StdRng::seed_from_u64(20_261_201);
    let cases: Vec<Case> = (0..CASES).map(|_| Case::random(&mut random)).collect();
    let Some(walked) = walked(&cases) else { return };
    assert_eq!(walked.len(), CASES);
    for (case, walked) in cases.iter().zip(&walked) {
        assert_eq!(&case.solve(), walked, "{}", case.json());
    }
    let due = walked.iter().filter(|one| !one["due"].is_null()).count();
    eprintln!("answer delays: {CASES} questions compared, {due} with an end of the commitment");
    assert!((CASES / 3..CASES).contains(&due));
}
