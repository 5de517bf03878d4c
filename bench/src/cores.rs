//! Who runs where: the measured server on one core, everything that asks it on another.

use std::path::Path;
use std::process::{Command, Stdio};

/// Where the measured server runs when cores are kept apart.
const SERVER_CORE: usize = 0;
/// Where the loader, the simulator and this program run.
const LOADER_CORE: usize = 1;

#[derive(Clone, Copy, Debug)]
pub struct Cores {
    /// False on a single core, or without `taskset`: loader and server then share what there is.
    pub apart: bool,
}

impl Cores {
    /// Moves this program, and all that it will start, to the loader's core. To be called before any thread starts.
    pub fn share() -> Cores {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let moved = cores > LOADER_CORE
            && Command::new("taskset")
                .args(["--cpu-list", "--pid", &LOADER_CORE.to_string(), &std::process::id().to_string()])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success());
        Cores { apart: moved }
    }

    /// A program to be measured, on the core kept for it. `taskset` becomes the program: the identifier is its own.
    pub fn measured(self, program: &Path) -> Command {
        if !self.apart {
            return Command::new(program);
        }
        let mut command = Command::new("taskset");
        command.args(["--cpu-list", &SERVER_CORE.to_string()]).arg(program);
        command
    }
}
