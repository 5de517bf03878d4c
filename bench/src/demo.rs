//! The company and the person that the measures are made with: invented, like everything the simulator knows.

use std::fmt::Write as _;

/// Somebody with an account, under the same name at the portal and at the co-owners.
pub struct Person {
    pub login: &'static str,
    pub email: &'static str,
    /// Where they have an account too.
    pub co_owners: &'static [&'static str],
}

/// Whom most measures are made with.
pub const CLERK: Person =
    Person { login: "banc.essai", email: "banc.essai@exemple.test", co_owners: &CO_OWNERS };
/// Who works for many companies: the simulator's own account for measures.
pub const BROKER: Person =
    Person { login: "volume.demo", email: "courtier@exemple.test", co_owners: &["dgddi"] };
/// Who works for some of the same companies.
pub const FEW: Person =
    Person { login: "quelques.demo", email: "quelques@exemple.test", co_owners: &["dgddi"] };

pub const FIRST_NAME: &str = "Bérénice";
pub const LAST_NAME: &str = "Banc-Essai (fictive)";
/// At the portal.
pub const PASSWORD: &str = "Mesures-Prodouane-2026";
/// At the co-owners: the simulator's own for accounts that are given none.
pub const CO_OWNER_PASSWORD: &str = "Simulateur-2026";

/// The co-owners that the person has an account at.
pub const CO_OWNERS: [&str; 2] = ["dgddi", "dgfip"];

/// Nobody's: no real SIREN begins with 0.
pub const SIREN: &str = "000101014";
pub const SIRET: &str = "00010101400017";

/// What the simulator gives the broker: as many companies as a large one has (mission §3.2), twenty rights on each.
pub const COMPANIES: u32 = 500;
pub const HABILITATIONS: u32 = 10_000;

/// The service that receives the questions.
pub const SERVICE: &str = "PAE-MESURES";

/// Créances in progress at each co-owner: one page of the dashboard's each, a hundred rows in all (quality.md).
const CREANCES: u32 = 50;

/// Créances in progress on the dashboard.
pub fn rows() -> usize {
    CREANCES as usize * CO_OWNERS.len()
}

/// The simulator's data file.
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
    // Half of them late, amounts of different lengths.
    let (amount, due) = (10_000 + rank * 104_729 % 4_000_000, i64::from(rank) - 25);
    let customs =
        if co_owner == "dgddi" { "teleservice = \"DELTA-G\"\nrecette = \"FR009620\"\n" } else { "" };
    let written = write!(
        text,
        "\n[[creances]]\nco_owner = \"{co_owner}\"\nsiret = \"{SIRET}\"\nreference = \"BANC-{co_owner}-{rank:04}\"\n\
         libelle = \"{label}\"\nmontant = {amount}\necheance = {due}\n{customs}"
    );
    debug_assert!(written.is_ok(), "a string takes every text");
}

/// Answers of a question that can be sent: motif `dedouanement-classement`.
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
