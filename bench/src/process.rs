//! Background programs, and the CPU time and memory of processes.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, SysconfVar, sysconf};

/// Time allowed for a program to exit after SIGTERM, before it is killed.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);

/// A program running in the background; stopped by its process identifier when dropped.
pub struct Program {
    name: &'static str,
    child: Child,
}

impl Program {
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        // Its own process group: Ctrl-C in the terminal reaches only this program, which stops the others in
        // order.
        let child = command.process_group(0).spawn().with_context(|| format!("failed to start {name}"))?;
        Ok(Self { name, child })
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the first line on the program's standard output, which must be piped.
    pub fn first_line(&mut self) -> Result<String> {
        let output = self.child.stdout.take().context("standard output is not piped")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        ensure!(!line.is_empty(), "{} exited before it was ready", self.name);
        Ok(line.trim_end().to_owned())
    }

    /// Checks that the program is running.
    ///
    /// # Errors
    /// If the program has exited.
    pub fn ensure_running(&mut self) -> Result<()> {
        let status = self.child.try_wait()?;
        ensure!(status.is_none(), "{} exited unexpectedly", self.name);
        Ok(())
    }

    fn stop(&mut self) -> Result<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        kill(Pid::from_raw(self.child.id().cast_signed()), Signal::SIGTERM)?;
        let start = Instant::now();
        while start.elapsed() < STOP_TIMEOUT {
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
        if let Err(error) = self.stop() {
            eprintln!("failed to stop {} (process {}): {error:#}", self.name, self.child.id());
        }
    }
}

/// Waits between two checks of a stopping program, which does not signal that it has exited.
#[expect(clippy::disallowed_methods, reason = "everything is being stopped: no other work needs this thread")]
fn pause(duration: Duration) {
    std::thread::sleep(duration);
}

/// Returns the CPU time that a process has used, system calls included, in seconds.
///
/// # Errors
/// If the process does not exist or the system has no `/proc`.
pub fn cpu_seconds(process: u32) -> Result<f64> {
    let line = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name, in brackets, may contain any character; user and system time are fields 14 and 15 of proc(5).
    let after_name = line.rsplit_once(')').context("/proc/…/stat")?.1;
    let mut times = after_name.split_ascii_whitespace().skip(11).map(str::parse::<u32>);
    let (user, system) = (times.next().context("utime")??, times.next().context("stime")??);
    let ticks = u32::try_from(sysconf(SysconfVar::CLK_TCK)?.context("clock ticks")?)?;
    Ok(f64::from(user + system) / f64::from(ticks))
}

/// Returns the resident memory of a process, in bytes (`VmRSS`).
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
    fn cpu_time_and_memory_of_this_process_are_read() {
        let id = std::process::id();
        assert!(cpu_seconds(id).unwrap() >= 0.0);
        assert!(resident_bytes(id).unwrap() > 100_000);
    }
}
