//! What a self-check means, in the words that the person and the assistance both read.

use domain::{
    browser::{Family, Support},
    diagnostic::{CLOCK_TOLERANCE, NumberVerdict},
};

use super::{AccountState, Diagnostic, LinkState, Report};

/// One line of the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// « Navigateur ».
    pub subject: &'static str,
    pub verdict: Verdict,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Good,
    /// Explains why access may fail.
    Bad,
    /// Could not be looked at.
    Unknown,
    /// A fact, neither good nor bad.
    Fact,
}

impl Verdict {
    pub const fn label(self) -> &'static str {
        match self {
            Verdict::Good => "Correct",
            Verdict::Bad => "À corriger",
            Verdict::Unknown => "Non vérifié",
            Verdict::Fact => "Constat",
        }
    }
}

fn finding(subject: &'static str, verdict: Verdict, text: impl Into<String>) -> Finding {
    Finding { subject, verdict, text: text.into() }
}

impl Diagnostic {
    /// In the order in which causes are to be looked for.
    pub fn findings(&self) -> Vec<Finding> {
        let report = &self.report;
        let mut all = vec![
            browser(report),
            cookies(self.cookies),
            scripts(report),
            clock(report),
            storage(report),
            caps_lock(report.caps_lock),
            connection(report),
        ];
        all.extend(report.number.as_ref().map(number));
        match &report.account {
            Some(state) => all.extend(account(state)),
            None => all.push(finding(
                "Compte",
                Verdict::Unknown,
                "Connectez-vous, puis refaites l’auto-contrôle pour vérifier l’état du compte.",
            )),
        }
        all
    }
}

fn browser(report: &Report) -> Finding {
    let name = &report.browser;
    let tried = || {
        let names = Family::tried().map(|(family, since)| format!("{}\u{a0}{since}", family.label()));
        names.collect::<Vec<_>>().join(", ")
    };
    match report.support {
        Support::Supported => {
            finding("Navigateur", Verdict::Good, format!("{name}\u{a0}: suivi par le portail."))
        }
        Support::TooOld { since } => finding(
            "Navigateur",
            Verdict::Bad,
            format!("{name}\u{a0}: trop ancien. Installez la version {since} ou une version plus récente."),
        ),
        Support::Untried => finding(
            "Navigateur",
            Verdict::Unknown,
            format!("{name}. Le portail est essayé avec {} et leurs versions plus récentes.", tried()),
        ),
    }
}

fn cookies(accepted: bool) -> Finding {
    if accepted {
        finding("Cookies", Verdict::Good, "Le navigateur a renvoyé le cookie du portail.")
    } else {
        finding(
            "Cookies",
            Verdict::Bad,
            "Le navigateur n’a pas renvoyé le cookie du portail\u{a0}: aucune connexion ne peut tenir. Autorisez les cookies \
             de ce site, puis recommencez.",
        )
    }
}

fn scripts(report: &Report) -> Finding {
    match report.measured {
        Some(_) => finding("Scripts", Verdict::Good, "Les scripts du portail fonctionnent."),
        None => finding(
            "Scripts",
            Verdict::Fact,
            "Les scripts ne fonctionnent pas\u{a0}: tout le portail reste utilisable, avec moins de confort.",
        ),
    }
}

fn clock(report: &Report) -> Finding {
    let Some(measured) = &report.measured else {
        return finding(
            "Horloge",
            Verdict::Unknown,
            "Ne peut pas être mesurée sans scripts. Vérifiez que l’heure de l’appareil est réglée automatiquement.",
        );
    };
    let skew = measured.clock_skew;
    if skew.abs() <= CLOCK_TOLERANCE {
        return finding("Horloge", Verdict::Good, "L’heure de l’appareil est juste.");
    }
    let way = if skew > 0 { "avance" } else { "retarde" };
    finding(
        "Horloge",
        Verdict::Bad,
        format!(
            "L’appareil {way} de {}. Réglez son heure automatiquement\u{a0}: sinon les codes d’une application \
             d’authentification sont refusés.",
            spoken(skew.unsigned_abs())
        ),
    )
}

/// « 3 minutes », « 2 heures », « 12 jours ».
fn spoken(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..120 => (seconds, "seconde"),
        120..7_200 => (seconds / 60, "minute"),
        7_200..172_800 => (seconds / 3_600, "heure"),
        _ => (seconds / 86_400, "jour"),
    };
    format!("{count}\u{a0}{unit}s")
}

fn storage(report: &Report) -> Finding {
    match &report.measured {
        None => finding("Stockage", Verdict::Unknown, "Ne peut pas être vérifié sans scripts."),
        Some(measured) if measured.storage => {
            finding("Stockage", Verdict::Good, "Le navigateur laisse le portail garder des réglages.")
        }
        Some(_) => finding(
            "Stockage",
            Verdict::Fact,
            "Le navigateur refuse de garder des réglages. Le portail n’en a pas besoin pour la connexion.",
        ),
    }
}

fn caps_lock(locked: Option<bool>) -> Finding {
    match locked {
        Some(true) => finding(
            "Majuscules",
            Verdict::Bad,
            "Le verrouillage des majuscules semble actif. Désactivez-le avant de saisir votre mot de passe.",
        ),
        Some(false) => finding("Majuscules", Verdict::Good, "Le verrouillage des majuscules est inactif."),
        None => finding("Majuscules", Verdict::Unknown, "Aucune lettre n’a été tapée."),
    }
}

/// A wait over this, in milliseconds, is felt.
const SLOW: u32 = 2_000;

fn connection(report: &Report) -> Finding {
    let network = &report.network;
    match report.measured.as_ref().and_then(|measured| measured.wait) {
        Some(wait) if wait > SLOW => finding(
            "Connexion internet",
            Verdict::Bad,
            format!(
                "Réseau {network}, lent\u{a0}: {wait}\u{a0}ms d’attente. Essayez sans VPN, ou depuis un autre réseau."
            ),
        ),
        Some(wait) => finding(
            "Connexion internet",
            Verdict::Good,
            format!("Réseau {network}, {wait}\u{a0}ms d’attente."),
        ),
        None => {
            finding("Connexion internet", Verdict::Good, format!("Le portail répond au réseau {network}."))
        }
    }
}

fn number(verdict: &NumberVerdict) -> Finding {
    let (verdict, text) = match verdict {
        NumberVerdict::Siren => (Verdict::Good, "La clé de ce SIREN est juste.".to_owned()),
        NumberVerdict::Siret => (Verdict::Good, "La clé de ce SIRET est juste.".to_owned()),
        NumberVerdict::Eori { key: true } => {
            (Verdict::Good, "La clé de cet EORI français est juste.".to_owned())
        }
        NumberVerdict::Eori { key: false } => (
            Verdict::Fact,
            "Cet EORI a la forme voulue\u{a0}; sa validité se vérifie auprès du pays.".to_owned(),
        ),
        NumberVerdict::Wrong { problem } => (Verdict::Bad, problem.to_string()),
    };
    finding("Numéro", verdict, text)
}

fn account(state: &AccountState) -> Vec<Finding> {
    let level = format!("Connecté. Niveau de sécurité\u{a0}: {}.", state.level.label());
    let mut all = vec![finding("Compte", Verdict::Good, level)];
    if let Some(at) = state.previous_sign_in {
        let text = format!("La précédente date du {}.", at.french_minute());
        all.push(finding("Dernière connexion", Verdict::Fact, text));
    }
    if state.links.is_empty() {
        all.push(finding(
            "Rattachement",
            Verdict::Bad,
            "Aucun compte d’administration n’est rattaché\u{a0}: sans lui, le portail n’ouvre que sa partie publique.",
        ));
    }
    all.extend(state.links.iter().map(link));
    all
}

fn link(link: &LinkState) -> Finding {
    let site = link.co_owner.site();
    let (verdict, text) = if !link.known {
        (Verdict::Bad, format!("{site} ne reconnaît plus le compte rattaché. Vérifiez-le sur {site}."))
    } else if link.silent {
        (
            Verdict::Unknown,
            format!("{site} ne répond pas pour le moment\u{a0}: les derniers droits connus s’appliquent."),
        )
    } else if link.habilitations == 0 {
        (Verdict::Bad, format!("{site}\u{a0}: aucune habilitation. Demandez-la à qui l’accorde sur {site}."))
    } else {
        let (companies, rights) = (link.companies, link.habilitations);
        (
            Verdict::Good,
            format!("{site}\u{a0}: habilitations\u{a0}: {rights}\u{a0}; entreprises\u{a0}: {companies}."),
        )
    };
    finding("Rattachement", verdict, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_are_spoken_in_the_unit_that_fits() {
        for (seconds, expected) in
            [(61, "61 secondes"), (180, "3 minutes"), (7_200, "2 heures"), (200_000, "2 jours")]
        {
            assert_eq!(spoken(seconds).replace('\u{a0}', " "), expected);
        }
    }
}
