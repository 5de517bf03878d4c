//! Output and errors of commands.

use std::fmt::Display;

/// Prints one line of the result of a command on standard output.
#[expect(clippy::print_stdout, reason = "standard output is for the results of commands")]
pub fn print(line: impl Display) {
    println!("{line}");
}

/// Formats an error of a use case in one line, each problem with its field.
pub fn one_line(error: platform::Error) -> anyhow::Error {
    match error {
        platform::Error::Invalid(problems) => {
            let lines: Vec<_> =
                problems.iter().map(|found| format!("{}: {}", found.field, found.problem)).collect();
            anyhow::anyhow!("{}", lines.join("; "))
        }
        other => other.into_anyhow(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cause_is_printed_once() {
        let error = platform::Error::Unexpected(anyhow::anyhow!("line 3 is not readable"));
        assert_eq!(format!("{:#}", one_line(error)), "line 3 is not readable");
    }
}
