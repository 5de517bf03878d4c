//! Fictional users, company and question used by the benchmarks.

use std::fmt::Write as _;

/// A user with the same login at the portal and at the co-owners.
pub struct User {
    pub login: &'static str,
    pub email: &'static str,
    /// Co-owners at which the user has an account.
    pub co_owners: &'static [&'static str],
}

/// User of one company, for most measures.
pub const CLERK: User = User { login: "banc.essai", email: "banc.essai@exemple.test", co_owners: &CO_OWNERS };
/// User of many companies: the account that the simulator provides for load tests.
pub const BROKER: User = User { login: "volume.demo", email: "courtier@exemple.test", co_owners: &["dgddi"] };
/// User of a few of the broker's companies.
pub const SMALL_BROKER: User =
    User { login: "quelques.demo", email: "quelques@exemple.test", co_owners: &["dgddi"] };

pub const FIRST_NAME: &str = "Bérénice";
pub const LAST_NAME: &str = "Banc-Essai (fictive)";
/// Password of all users at the portal.
pub const PASSWORD: &str = "Mesures-Prodouane-2026";
/// Password of all users at the co-owners: the simulator's default.
pub const CO_OWNER_PASSWORD: &str = "Simulateur-2026";

/// Co-owners at which the clerk has an account.
pub const CO_OWNERS: [&str; 2] = ["dgddi", "dgfip"];

/// SIREN of the clerk's company; no real SIREN begins with 0.
pub const SIREN: &str = "000101014";
pub const SIRET: &str = "00010101400017";

/// Number of the broker's companies: that of a large customs broker (mission §3.2), with twenty rights on
/// each.
pub const COMPANIES: u32 = 500;
pub const HABILITATIONS: u32 = 10_000;

/// Code of the customs service that receives the questions.
pub const SERVICE: &str = "PAE-MESURES";

/// Arguments of `server` that add a customs service.
pub fn new_service<'a>(code: &'a str, name: &'a str) -> [&'a str; 14] {
    let [service, add] = ["service", "add"];
    let contact = ["--address", "1 quai des Mesures", "--email", "pae@exemple.test", "--phone", "0240000000"];
    let [address, quay, email, mailbox, phone, number] = contact;
    [
        service, add, "--code", code, "--kind", "pae", "--name", name, address, quay, email, mailbox, phone,
        number,
    ]
}

/// Créances in progress at each co-owner: a full page of the dashboard each, a hundred rows in all
/// (quality.md).
const CREANCES: u32 = 50;

/// Number of créances in progress on the dashboard.
pub fn rows() -> usize {
    CREANCES as usize * CO_OWNERS.len()
}

/// Returns the content of the simulator's data file.
pub fn data() -> String {
    let mut text = format!(
        r#"[[entreprises]]
siren = "{SIREN}"
raison_sociale = "Brumaire Négoce (fictif)"
etablissements = [
    {{ siret = "{SIRET}", nom = "Siège et entrepôt", commune = "Le Havre" }},
    {{ siret = "00010101400025", nom = "Plateforme logistique", commune = "Rouen" }},
]

[[comptes]]
identifiant = "{}"
prenom = "{FIRST_NAME}"
nom = "{LAST_NAME}"
email = "{}"
role = "Compte pour les mesures"
co_owners = ["dgddi", "dgfip"]
droits = [
    {{ co_owner = "dgddi", teleservice = "DELTA-G", droits = ["lire", "declarer"], lieux = ["{SIRET}", "00010101400025"] }},
    {{ co_owner = "dgddi", teleservice = "CIEL", droits = ["lire", "declarer"], lieux = ["{SIRET}"] }},
    {{ co_owner = "dgddi", teleservice = "ISOPE", droits = ["lire", "declarer"], lieux = ["{SIRET}"] }},
    {{ co_owner = "dgddi", teleservice = "TELEPAIEMENT-SEPA", droits = ["telepayer", "adherer"], lieux = ["{SIRET}", "00010101400025"] }},
    {{ co_owner = "dgfip", teleservice = "PAIEMENTS-DGFIP", droits = ["consulter"], lieux = ["{SIREN}"] }},
]

[[declarations]]
co_owner = "dgddi"
siren = "{SIREN}"
teleservice = "DELTA-G"
en_cours = 4

[[echeances]]
co_owner = "dgfip"
siren = "{SIREN}"
jour = 9
libelle = "TVA, mois écoulé"
montant = 1278223
"#,
        CLERK.login, CLERK.email
    );
    for rank in 0..CREANCES {
        creance(&mut text, "dgddi", rank, "Droits de douane, bordereau décadaire");
        creance(&mut text, "dgfip", rank, "TVA, régularisation");
    }
    text
}

fn creance(text: &mut String, co_owner: &str, rank: u32, label: &str) {
    // Half of them are overdue; amounts have different lengths.
    let (amount, due) = (10_000 + rank * 104_729 % 4_000_000, i64::from(rank) - 25);
    let customs =
        if co_owner == "dgddi" { "teleservice = \"DELTA-G\"\nrecette = \"FR009620\"\n" } else { "" };
    let written = write!(
        text,
        "\n[[creances]]\nco_owner = \"{co_owner}\"\nsiret = \"{SIRET}\"\nreference = \"BANC-{co_owner}-{rank:04}\"\n\
         libelle = \"{label}\"\nmontant = {amount}\necheance = {due}\n{customs}"
    );
    debug_assert!(written.is_ok(), "writing to a string cannot fail");
}

/// Motif of the questions that are sent, and valid answers of its form.
pub const MOTIF: &str = "dedouanement-classement";
pub const QUESTION: [(&str, &str); 5] = [
    ("siret", SIRET),
    ("domaine", "classement"),
    ("service", SERVICE),
    ("objet", "Classement d’un article fictif"),
    (
        "message",
        "Bonjour,\nnous importons un article d’essai et hésitons entre deux positions. Laquelle convient ?\nMerci.",
    ),
];
