//! Runs other programs: in the foreground until they exit, or in the background until xtask exits.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use signal_hook::consts::{SIGINT, SIGTERM};

static STOP: AtomicBool = AtomicBool::new(false);
/// Child processes that [`run`] is waiting for.
static FOREGROUND: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// Handles Ctrl-C and SIGTERM: foreground children receive SIGTERM; background ones are stopped when dropped.
pub fn handle_stop_signals() -> Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
    thread::spawn(move || {
        for _ in signals.forever() {
            STOP.store(true, Ordering::SeqCst);
            for child in foreground().iter() {
                // Fails if the child has just exited, which does no harm.
                let _ = kill(*child, Signal::SIGTERM);
            }
        }
    });
    Ok(())
}

fn foreground() -> MutexGuard<'static, Vec<Pid>> {
    FOREGROUND.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn stop_requested() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// Runs a program until it exits.
///
/// # Errors
/// If it cannot be started, fails or is interrupted; the error names the command.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("{} failed ({status})", describe(command));
    }
    Ok(())
}

fn status(command: &mut Command) -> Result<ExitStatus> {
    let mut child = command.spawn().with_context(|| format!("failed to start {}", describe(command)))?;
    let pid = pid(&child);
    foreground().push(pid);
    let status = child.wait();
    foreground().retain(|one| *one != pid);
    if stop_requested() {
        bail!("interrupted");
    }
    Ok(status?)
}

/// Returns `true` if the program is on the PATH.
pub fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Waits between two checks of another program, which does not signal when it is ready or has exited.
#[expect(clippy::disallowed_methods, reason = "a command line tool has nothing else to do meanwhile")]
pub fn pause(duration: Duration) {
    thread::sleep(duration);
}

fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

fn pid(child: &Child) -> Pid {
    Pid::from_raw(child.id().cast_signed())
}

/// A program running in the background; stopped by its process identifier when dropped.
pub struct BackgroundProgram {
    name: &'static str,
    stop_with: Signal,
    pub child: Child,
}

impl BackgroundProgram {
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        // Its own process group: Ctrl-C in the terminal reaches only xtask, which stops the programs in
        // order.
        let child = command.process_group(0).spawn().with_context(|| format!("failed to start {name}"))?;
        Ok(Self { name, stop_with: Signal::SIGTERM, child })
    }

    /// Sets the signal that stops the program; SIGTERM by default.
    pub fn with_stop_signal(mut self, signal: Signal) -> Self {
        self.stop_with = signal;
        self
    }

    /// Checks that the program is running.
    ///
    /// # Errors
    /// If the program has exited.
    pub fn ensure_running(&mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("{} exited unexpectedly ({status})", self.name);
        }
        Ok(())
    }

    fn stop(&mut self) -> Result<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        kill(pid(&self.child), self.stop_with)?;
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(15) {
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

impl Drop for BackgroundProgram {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("failed to stop {} (process {}): {error:#}", self.name, self.child.id());
        }
    }
}
