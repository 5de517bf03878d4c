//! Named steps; prints the duration of each.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// Runs a step; prints its name before and its duration after.
pub fn run<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("\n▶ {name}");
    let start = Instant::now();
    let outcome = work().with_context(|| format!("step \"{name}\""));
    let mark = if outcome.is_ok() { "✔" } else { "✘" };
    println!("{mark} {name}: {}", duration(start.elapsed()));
    outcome
}

/// Runs two builds in parallel, since the last steps of each use one core only. Returns the result of the
/// first.
pub fn in_parallel<T: Send>(
    one: impl FnOnce() -> Result<T> + Send,
    other: impl FnOnce() -> Result<()>,
) -> Result<T> {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        other()?;
        one.join().expect("the thread panicked")
    })
}

/// Formats a duration: `3.4 s`, `2 min 05 s`.
pub fn duration(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    if seconds < 60 {
        format!("{:.1} s", elapsed.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_formatted_in_seconds_or_minutes() {
        assert_eq!(duration(Duration::from_millis(3_400)), "3.4 s");
        assert_eq!(duration(Duration::from_secs(125)), "2 min 05 s");
    }
}
