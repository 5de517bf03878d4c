//! Demo data, put in through the server's own administration commands. Every name is plainly fictional.

use std::fs;
use std::process::Stdio;

use anyhow::Result;

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
    Service { code: "FR009330", kind: "recette", name: "Recette régionale de Poitiers (démonstration)" },
    Service {
        code: "FR009720", kind: "recette", name: "Recette régionale de la Martinique (démonstration)"
    },
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
    administer(demo, &["migrate"])?;
    let complete = demo.folder.join(COMPLETE);
    if complete.exists() {
        return Ok(());
    }
    for Service { code, kind, name } in &SERVICES {
        administer(demo, &["service", "add", "--code", code, "--kind", kind, "--name", name])?;
    }
    for Agent { login, name, services } in &AGENTS {
        let email = email(login);
        let mut words = vec!["agent", "create", "--login", login, "--name", name, "--email", &email];
        words.extend(services.iter().flat_map(|code| ["--service", code]));
        administer(demo, &words)?;
    }
    for Operator { login, first_name, last_name, .. } in &OPERATORS {
        let email = email(login);
        let identity = ["--email", &email, "--first-name", first_name, "--last-name", last_name];
        administer(demo, &[&["account", "create", "--login", login][..], &identity].concat())?;
    }
    fs::write(complete, "")?;
    Ok(())
}

/// Runs `server …` with the demo's configuration. Its answers (identifiers) interest nobody here.
fn administer(demo: &Demo, words: &[&str]) -> Result<()> {
    process::run(demo.command("server").args(words).env("PRODOUANE_PASSWORD", PASSWORD).stdout(Stdio::null()))
}
