//! Demo data, put in through the server's own administration commands. Every name is plainly fictional.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use anyhow::{Context, Result};

use super::Demo;
use crate::process;

/// File that says that the data are complete.
pub const COMPLETE: &str = "complete";

/// Of everybody here.
pub const PASSWORD: &str = "Demo-Prodouane-2026";

pub struct Service {
    pub code: &'static str,
    pub kind: &'static str,
    pub name: &'static str,
}

/// The recettes are those that the simulator's créances name.
pub const SERVICES: [Service; 5] = [
    Service { code: "FR009620", kind: "recette", name: "Recette interrégionale du Havre (démonstration)" },
    Service { code: "FR009330", kind: "recette", name: "Recette de Cognac (démonstration)" },
    Service { code: "FR009720", kind: "recette", name: "Recette de Fort-de-France (démonstration)" },
    Service { code: "PAE-LEHAVRE", kind: "pae", name: "PAE du Havre (démonstration)" },
    Service { code: "PAE-OUTREMER", kind: "pae", name: "PAE des Antilles (démonstration)" },
];

pub struct Agent {
    pub login: &'static str,
    pub name: &'static str,
    pub services: &'static [&'static str],
}

pub const AGENTS: [Agent; 2] = [
    Agent { login: "agent.pae", name: "Paule Exemple", services: &["PAE-LEHAVRE", "PAE-OUTREMER"] },
    Agent { login: "agent.recette", name: "René Exemple", services: &["FR009620", "FR009330", "FR009720"] },
];

pub struct Operator {
    /// The same as at the simulator.
    pub login: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub what: &'static str,
}

pub const OPERATORS: [Operator; 4] = [
    Operator {
        login: "alix.demo",
        first_name: "Alix",
        last_name: "Démonstration",
        what: "three companies, every right",
    },
    Operator {
        login: "basile.demo",
        first_name: "Basile",
        last_name: "Essai",
        what: "one company, declares and pays at one establishment",
    },
    Operator {
        login: "chloe.demo",
        first_name: "Chloé",
        last_name: "Exemple",
        what: "one company, reads only: no payments, no confidential questions",
    },
    Operator { login: "dorian.demo", first_name: "Dorian", last_name: "Fictif", what: "no right at all" },
];

/// Address of an account's mails, which the simulator keeps.
pub fn email(login: &str) -> String {
    format!("{login}@exemple.test")
}

/// Does nothing when an earlier start has done it.
pub fn run(demo: &Demo) -> Result<()> {
    // New migrations apply to old demo data too.
    administer(demo, &["migrate"], None)?;
    let complete = demo.folder.join(COMPLETE);
    if complete.exists() {
        return Ok(());
    }
    for service in &SERVICES {
        administer(
            demo,
            &["service", "add", service.code, "--kind", service.kind, "--name", service.name],
            None,
        )?;
    }
    for agent in &AGENTS {
        let email = email(agent.login);
        let mut words = vec!["agent", "create", agent.login, "--name", agent.name, "--email", &email];
        words.extend(agent.services.iter().flat_map(|code| ["--service", code]));
        words.push("--password-stdin");
        administer(demo, &words, Some(PASSWORD))?;
    }
    for person in &OPERATORS {
        let email = email(person.login);
        let name = ["--first-name", person.first_name, "--last-name", person.last_name];
        let mut words = vec!["account", "create", person.login, "--email", &email];
        words.extend(name);
        words.push("--password-stdin");
        administer(demo, &words, Some(PASSWORD))?;
    }
    fs::write(complete, "")?;
    Ok(())
}

/// Runs `server …`; `input` is what it asks for on its standard input.
fn administer(demo: &Demo, words: &[&str], input: Option<&str>) -> Result<()> {
    let mut command = demo.command("server");
    command.args(words);
    let Some(input) = input else { return process::run(&mut command) };
    let mut child = command.stdin(Stdio::piped()).spawn()?;
    child.stdin.take().context("no input to write to")?.write_all(input.as_bytes())?;
    anyhow::ensure!(child.wait()?.success(), "server {} failed", words.join(" "));
    Ok(())
}
