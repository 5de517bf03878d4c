//! Where results come from: date, commit and machine of a run.

use std::fs;
use std::process::Command;

use platform::clock::Clock;

/// Describes this run: `29 November 2026, 036cfc48, AMD EPYC, 2 cores, 26 GB`.
pub fn of_this_run() -> String {
    format!("{}, {}, {}", Clock::system().now().timestamp().strftime("%-d %B %Y"), commit(), machine())
}

/// Returns the short hash of the commit, with `+` if sources differ from it.
fn commit() -> String {
    let git = |arguments: &[&str]| {
        let output =
            Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let Some(hash) = git(&["rev-parse", "--short=8", "HEAD"]) else { return "no commit".to_owned() };
    let changes = git(&["status", "--porcelain", "--", ".", ":!docs"]);
    let mark = if changes.is_some_and(|changes| !changes.is_empty()) { "+" } else { "" };
    format!("{hash}{mark}")
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{}, {cores} cores, {} GB", processor(), memory_gigabytes())
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    field(&text, "model name").unwrap_or(std::env::consts::ARCH).to_owned()
}

fn memory_gigabytes() -> u64 {
    let text = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kibibytes = field(&text, "MemTotal").and_then(|value| value.split(' ').next()?.parse::<u64>().ok());
    (kibibytes.unwrap_or_default() * 1024).div_ceil(1_000_000_000)
}

/// Returns the value of the first line `name: value`.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = text.lines().filter_map(|line| line.split_once(':'));
    pairs.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn fields_of_the_machine_are_read() {
        let text = "processor\t: 0\nmodel name\t: Example CPU @ 2 GHz\n";
        assert_eq!(field(text, "model name"), Some("Example CPU @ 2 GHz"));
        assert_eq!(field(text, "MemTotal"), None);
    }
}
