//! CPU pinning: the measured server runs on one core, everything that sends requests on another.

use std::path::Path;
use std::process::{Command, Stdio};

/// Core of the measured server, if there are two cores.
const SERVER_CORE: usize = 0;
/// Core of the load generator (this program) and the simulator.
const CLIENT_CORE: usize = 1;

#[derive(Clone, Copy, Debug)]
pub struct Cores {
    /// `true` if the server has its own core. False on a single core or without `taskset`.
    pub separate: bool,
}

impl Cores {
    /// Pins this program, and the programs that it starts, to the client core. To be called before any thread
    /// starts.
    pub fn pin_client() -> Cores {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let pinned = cores > CLIENT_CORE
            && Command::new("taskset")
                .args(["--cpu-list", "--pid", &CLIENT_CORE.to_string(), &std::process::id().to_string()])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success());
        Cores { separate: pinned }
    }

    /// Returns a command that runs a program on all cores: a browser has several processes.
    pub fn shared_command(self, program: &Path) -> Command {
        self.command_on(&format!("{SERVER_CORE},{CLIENT_CORE}"), program)
    }

    /// Returns a command that runs a program on the server core. `taskset` replaces itself by the program, so
    /// the process identifier is that of the program.
    pub fn server_command(self, program: &Path) -> Command {
        self.command_on(&SERVER_CORE.to_string(), program)
    }

    fn command_on(self, cores: &str, program: &Path) -> Command {
        if !self.separate {
            return Command::new(program);
        }
        let mut command = Command::new("taskset");
        command.args(["--cpu-list", cores]).arg(program);
        command
    }
}
