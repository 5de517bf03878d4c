//! Programs started for the measures, and what the system says of them.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, SysconfVar, sysconf};

/// Time given to a program to end by itself once it is asked to.
const FAREWELL: Duration = Duration::from_secs(10);

/// A program in the background; stopped by its own identifier when dropped.
pub struct Program {
    name: &'static str,
    child: Child,
}

impl Program {
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        // A group of its own: the terminal's Ctrl-C reaches us alone, and we stop things in order.
        let child = command.process_group(0).spawn().with_context(|| format!("{name} does not start"))?;
        Ok(Self { name, child })
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it says when it is ready, on a standard output that was piped.
    pub fn first_line(&mut self) -> Result<String> {
        let output = self.child.stdout.take().context("no output to read")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        ensure!(!line.is_empty(), "{} ended before it was ready", self.name);
        Ok(line.trim_end().to_owned())
    }

    /// Fails when the program has ended by itself.
    pub fn ensure_running(&mut self) -> Result<()> {
        let ended = self.child.try_wait()?;
        ensure!(ended.is_none(), "{} has stopped", self.name);
        Ok(())
    }

    fn stop(&mut self) -> Result<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        kill(Pid::from_raw(self.child.id().cast_signed()), Signal::SIGTERM)?;
        let asked = Instant::now();
        while asked.elapsed() < FAREWELL {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            pause(Duration::from_millis(20));
        }
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Err(problem) = self.stop() {
            eprintln!("{} (process {}) could not be stopped: {problem:#}", self.name, self.child.id());
        }
    }
}

/// Between two looks at a program that is ending: nothing tells us when it is gone.
#[expect(clippy::disallowed_methods, reason = "everything is being stopped: nobody waits for this thread")]
fn pause(duration: Duration) {
    std::thread::sleep(duration);
}

/// Processor time that a process has used so far, its system calls included, in seconds.
///
/// # Errors
/// When the process is gone, or the system has no `/proc`.
pub fn cpu_seconds(process: u32) -> Result<f64> {
    let line = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name, in brackets, may hold anything; user and system time are fields 14 and 15 of proc(5).
    let after_name = line.rsplit_once(')').context("/proc/…/stat")?.1;
    let mut times = after_name.split_ascii_whitespace().skip(11).map(str::parse::<u32>);
    let (user, system) = (times.next().context("utime")??, times.next().context("stime")??);
    let ticks = u32::try_from(sysconf(SysconfVar::CLK_TCK)?.context("clock ticks")?)?;
    Ok(f64::from(user + system) / f64::from(ticks))
}

/// Resident memory of a process, in bytes (`VmRSS`).
///
/// # Errors
/// As [`cpu_seconds`].
pub fn resident_bytes(process: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_tells_of_this_very_process() {
        let own = std::process::id();
        assert!(cpu_seconds(own).unwrap() >= 0.0);
        assert!(resident_bytes(own).unwrap() > 100_000);
    }
}
