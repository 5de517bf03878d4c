//! Demo data, created with the server's administration commands. Every name is plainly fictional.

use std::fs;
use std::process::Stdio;

use anyhow::Result;

use super::Demo;
use crate::process;

/// Name of the marker file written once the data are complete.
pub const COMPLETE: &str = "complete";

/// Password of all demo accounts.
pub const PASSWORD: &str = "Demo-Prodouane-2026";

pub struct Service {
    pub code: &'static str,
    pub kind: &'static str,
    pub name: &'static str,
    /// Postal address.
    pub address: &'static str,
    pub phone: &'static str,
    /// Customs office of [`OFFICES`].
    pub office: &'static str,
}

/// Customs offices, in the format of the European list.
const OFFICES: &str = include_str!("bureaux.json");

/// News, events and guides.
const PUBLICATIONS: &str = include_str!("publications.toml");

/// Customs services. The recettes are those of the simulator's créances.
pub const SERVICES: [Service; 5] = [
    Service {
        code: "FR009620",
        kind: "recette",
        name: "Recette interrégionale du Havre (démonstration)",
        address: "1 quai de la Démonstration, 76600 Le Havre",
        phone: "02 00 00 00 01",
        office: "FRDEM070",
    },
    Service {
        code: "FR009330",
        kind: "recette",
        name: "Recette régionale de Poitiers (démonstration)",
        address: "2 rue de la Démonstration, 86000 Poitiers",
        phone: "05 00 00 00 02",
        office: "FRDEM030",
    },
    Service {
        code: "FR009720",
        kind: "recette",
        name: "Recette régionale de la Martinique (démonstration)",
        address: "3 rue de la Démonstration, 97200 Fort-de-France",
        phone: "0596 00 00 03",
        office: "FRDEM040",
    },
    Service {
        code: "PAE-LEHAVRE",
        kind: "pae",
        name: "PAE du Havre (démonstration)",
        address: "4 quai de la Démonstration, 76600 Le Havre",
        phone: "02 00 00 00 04",
        office: "FRDEM010",
    },
    Service {
        code: "PAE-OUTREMER",
        kind: "pae",
        name: "PAE des Antilles (démonstration)",
        address: "5 rue de la Démonstration, 97110 Pointe-à-Pitre",
        phone: "0590 00 00 05",
        office: "FRDEM050",
    },
];

/// Services that offer appointments, with the territory of each as the command line names it.
const AGENDAS: [(&str, &str); 2] = [("PAE-LEHAVRE", "metropole"), ("PAE-OUTREMER", "guadeloupe")];

/// Services that undertake to answer within working days, with the territory of each; the others promise nothing.
const COMMITMENTS: [(&str, &str, &str); 3] =
    [("PAE-LEHAVRE", "metropole", "5"), ("PAE-OUTREMER", "guadeloupe", "8"), ("FR009620", "metropole", "3")];

pub struct Agent {
    pub login: &'static str,
    pub name: &'static str,
    pub services: &'static [&'static str],
}

pub const AGENTS: [Agent; 2] = [
    Agent { login: "agent.pae", name: "Paule Exemple", services: &["PAE-LEHAVRE", "PAE-OUTREMER"] },
    Agent { login: "agent.recette", name: "René Exemple", services: &["FR009620", "FR009330", "FR009720"] },
];

/// A member of the staff who is no agent.
pub struct Member {
    pub login: &'static str,
    pub name: &'static str,
    /// As the command line names it.
    pub role: &'static str,
    pub services: &'static [&'static str],
}

pub const MEMBERS: [Member; 4] = [
    Member { login: "conseil.demo", name: "Colette Exemple", role: "adviser", services: &[] },
    Member { login: "redaction.demo", name: "Régis Exemple", role: "editor", services: &[] },
    Member {
        login: "documents.demo",
        name: "Diane Exemple",
        role: "document-manager",
        services: &["PAE-LEHAVRE"],
    },
    Member { login: "admin.demo", name: "Adèle Exemple", role: "administrator", services: &[] },
];

pub struct Operator {
    /// Login at the portal and at the simulator.
    pub login: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub description: &'static str,
}

pub const OPERATORS: [Operator; 4] = [
    Operator {
        login: "alix.demo",
        first_name: "Alix",
        last_name: "Démonstration",
        description: "three companies, every right",
    },
    Operator {
        login: "basile.demo",
        first_name: "Basile",
        last_name: "Essai",
        description: "one company, declares and pays at one establishment",
    },
    Operator {
        login: "chloe.demo",
        first_name: "Chloé",
        last_name: "Exemple",
        description: "one company, reads only: no payments, no confidential questions",
    },
    Operator {
        login: "dorian.demo",
        first_name: "Dorian",
        last_name: "Fictif",
        description: "no right at all",
    },
];

/// E-mail address of an account; the simulator receives its mails.
pub fn email(login: &str) -> String {
    format!("{login}@exemple.test")
}

/// Applies the migrations, then creates the demo data unless an earlier start has done so.
pub fn run(demo: &Demo) -> Result<()> {
    // Demo data of an earlier version may need new migrations.
    run_server(demo, &["migrate"])?;
    let complete = demo.folder.join(COMPLETE);
    if complete.exists() {
        return Ok(());
    }
    let offices = demo.folder.join("bureaux.json");
    fs::write(&offices, OFFICES)?;
    run_server(demo, &["offices", "import", &offices.display().to_string()])?;
    for Service { code, kind, name, address, phone, office } in &SERVICES {
        let email = email(&code.to_lowercase());
        let identity = ["service", "add", "--code", code, "--kind", kind, "--name", name];
        let contact = ["--address", address, "--email", &email, "--phone", phone, "--office", office];
        run_server(demo, &[&identity[..], &contact].concat())?;
    }
    for (code, territory) in AGENDAS {
        let identity = ["service", "open-agenda", "--code", code, "--territory", territory];
        let offer = ["--hours", "09:00-12:00", "--hours", "14:00-16:30", "--label", "Agrément et procédures"];
        run_server(demo, &[&identity[..], &offer].concat())?;
    }
    for (code, territory, days) in COMMITMENTS {
        let identity = ["service", "commit", "--code", code, "--territory", territory];
        let commitment = ["--working-days", days, "--hours", "09:00-12:00", "--hours", "14:00-16:30"];
        run_server(demo, &[&identity[..], &commitment].concat())?;
    }
    for Agent { login, name, services } in &AGENTS {
        let email = email(login);
        let mut arguments =
            vec!["staff", "create", "--role", "agent", "--login", login, "--name", name, "--email", &email];
        arguments.extend(services.iter().flat_map(|code| ["--service", code]));
        run_server(demo, &arguments)?;
    }
    for Member { login, name, role, services } in &MEMBERS {
        let email = email(login);
        let mut arguments =
            vec!["staff", "create", "--role", role, "--login", login, "--name", name, "--email", &email];
        arguments.extend(services.iter().flat_map(|code| ["--service", code]));
        run_server(demo, &arguments)?;
    }
    for Operator { login, first_name, last_name, .. } in &OPERATORS {
        let email = email(login);
        let identity = ["--email", &email, "--first-name", first_name, "--last-name", last_name];
        run_server(demo, &[&["account", "create", "--login", login][..], &identity].concat())?;
    }
    let publications = demo.folder.join("publications.toml");
    fs::write(&publications, PUBLICATIONS)?;
    run_server(demo, &["publications", "import", &publications.display().to_string()])?;
    fs::write(complete, "")?;
    Ok(())
}

/// Runs `server …` with the demo's configuration and discards its output (identifiers).
fn run_server(demo: &Demo, arguments: &[&str]) -> Result<()> {
    process::run(
        demo.command("server").args(arguments).env("PRODOUANE_PASSWORD", PASSWORD).stdout(Stdio::null()),
    )
}
