//! Opening hours, compared with an independent program at every minute of two years.

use std::{path::Path, process::Command};

use domain::{
    calendar::is_public_holiday,
    helpline::{HOTLINE, INFOS_DOUANE_SERVICE, PHONE_CALLS},
    opening_hours::{State, WorkingCalendar},
};
use jiff::civil::{Date, date};
use platform::db::{Duration, Moment};

/// Environment variable with a Python that has the package `holidays`; the test then requires it.
const VARIABLE: &str = "PRODOUANE_PYTHON";

/// 1 January 2026 at midnight, UTC, in microseconds.
const START: i64 = 1_767_225_600_000_000;

const CALENDARS: [WorkingCalendar; 3] = [HOTLINE.calendar, INFOS_DOUANE_SERVICE.calendar, PHONE_CALLS];

/// Returns what the independent program prints; `None` if it is not installed.
fn independent() -> Option<(Vec<Date>, String)> {
    let configured = std::env::var_os(VARIABLE);
    let program = configured.clone().unwrap_or_else(|| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/opening_hours/open_minutes.py");
    let output = Command::new(program).arg(script).output();
    let text = match output {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout).expect("text"),
        Ok(output) if configured.is_none() => {
            eprintln!("not compared: {}", String::from_utf8_lossy(&output.stderr));
            return None;
        }
        Ok(output) => panic!("{VARIABLE}: {}", String::from_utf8_lossy(&output.stderr)),
        Err(error) if configured.is_none() => {
            eprintln!("not compared: {error}");
            return None;
        }
        Err(error) => panic!("{VARIABLE}: {error}"),
    };
    let (holidays, minutes) = text.split_once('\n').expect("two lines");
    let holidays = holidays.split(' ').map(|day| day.parse().expect("a day")).collect();
    Some((holidays, minutes.trim_end().to_owned()))
}

#[test]
fn hours_agree_with_an_independent_program_at_every_minute_of_two_years() {
    let Some((holidays, expected)) = independent() else { return };
    let days = std::iter::successors(Some(date(2008, 1, 1)), |day| day.tomorrow().ok());
    let own: Vec<Date> =
        days.take_while(|day| day.year() <= 2100).filter(|day| is_public_holiday(*day)).collect();
    assert_eq!(own, holidays);

    let mut differences = 0;
    for (number, expected) in expected.bytes().enumerate() {
        let at = minute(number).paris_time();
        let open: u8 =
            CALENDARS.iter().enumerate().map(|(bit, calendar)| u8::from(calendar.is_open(at)) << bit).sum();
        differences += usize::from(b'0' + open != expected);
    }
    eprintln!(
        "opening hours: {} minutes of {} services compared, {differences} differences; {} public holidays",
        expected.len(),
        CALENDARS.len(),
        holidays.len()
    );
    assert_eq!(expected.len(), 2 * 365 * 24 * 60);
    assert_eq!(differences, 0);
}

/// What the state announces is what happens: open until the named time, closed until the named opening.
#[test]
fn announced_times_are_the_next_changes() {
    for calendar in CALENDARS {
        let (mut announced, mut changes) = (None, 0);
        for number in 0..2 * 365 * 24 * 60 {
            let at = minute(number).paris_time();
            let state = calendar.state(at);
            let next = match state {
                State::Open { until } => at.date().to_datetime(until),
                State::Closed { opens, .. } => opens.expect("an opening within a month"),
            };
            match announced {
                Some((open, change)) if open != state.is_open() => {
                    assert_eq!(at, change, "the state changes at the announced time");
                    changes += 1;
                }
                Some((_, change)) => assert!(at < change, "{at}: no change at {change}"),
                None => {}
            }
            announced = Some((state.is_open(), next));
        }
        assert!(changes > 900, "{changes} changes in two years");
    }
}

fn minute(number: usize) -> Moment {
    Moment::from_micros(START) + Duration::from_secs(60 * number as u64)
}
