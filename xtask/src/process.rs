//! Other programs: in the foreground until they end, or in the background until we end.

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
/// The children that `run` waits for.
static FOREGROUND: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// Turns Ctrl-C and SIGTERM into an orderly end: foreground children are told, background ones are stopped on drop.
pub fn listen_for_stop() -> Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
    thread::spawn(move || {
        for _ in signals.forever() {
            STOP.store(true, Ordering::SeqCst);
            for child in foreground().iter() {
                // It may just have ended: nothing is lost then.
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

/// Runs a program to its end; its failure is an error that names it.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("{} failed ({status})", describe(command));
    }
    Ok(())
}

fn status(command: &mut Command) -> Result<ExitStatus> {
    let mut child = command.spawn().with_context(|| format!("{} does not start", describe(command)))?;
    let pid = pid(&child);
    foreground().push(pid);
    let status = child.wait();
    foreground().retain(|one| *one != pid);
    if stop_requested() {
        bail!("interrupted");
    }
    Ok(status?)
}

/// Is this program on the PATH?
pub fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Between two looks at another program: nothing tells us when it is ready or gone.
#[expect(clippy::disallowed_methods, reason = "a command line tool has one thing to do: wait")]
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

/// A program in the background; stopped by its own identifier when dropped.
pub struct Service {
    name: &'static str,
    stop_with: Signal,
    pub child: Child,
}

impl Service {
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        // A group of its own: the terminal's Ctrl-C reaches us alone, and we stop things in order.
        let child = command.process_group(0).spawn().with_context(|| format!("{name} does not start"))?;
        Ok(Self { name, stop_with: Signal::SIGTERM, child })
    }

    pub fn stopped_with(mut self, signal: Signal) -> Self {
        self.stop_with = signal;
        self
    }

    /// Fails when the program has ended by itself.
    pub fn ensure_running(&mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("{} has stopped ({status})", self.name);
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

impl Drop for Service {
    fn drop(&mut self) {
        if let Err(problem) = self.stop() {
            eprintln!("{} (process {}) could not be stopped: {problem:#}", self.name, self.child.id());
        }
    }
}
