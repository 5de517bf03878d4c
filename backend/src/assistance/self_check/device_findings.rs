use domain::{
    browser::{Family, Support},
    french,
    self_check::CLOCK_TOLERANCE,
};

use super::{
    findings::{Finding, Verdict, finding},
    report::Report,
};

/// Returns the findings about browser, device and connection. `cookies`: the browser returned the cookie.
pub(super) fn findings(report: &Report, cookies: bool) -> Vec<Finding> {
    vec![
        browser(report),
        self::cookies(cookies),
        scripts(report),
        clock(report),
        storage(report),
        caps_lock(report.caps_lock),
        connection(report),
    ]
}

fn browser(report: &Report) -> Finding {
    let name = &report.browser;
    let tested = || {
        let names = Family::tested().map(|(family, since)| format!("{}\u{a0}{since}", family.label()));
        names.collect::<Vec<_>>().join(", ")
    };
    match report.support {
        Support::Supported => {
            finding("Navigateur", Verdict::Good, format!("{name}\u{a0}: pris en charge par le portail."))
        }
        Support::TooOld { since } => finding(
            "Navigateur",
            Verdict::Bad,
            format!("{name}\u{a0}: trop ancien. Installez la version {since} ou une version plus récente."),
        ),
        Support::Untested => finding(
            "Navigateur",
            Verdict::Unknown,
            format!("{name}. Le portail est testé avec {} et les versions plus récentes.", tested()),
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
            "Le navigateur n’a pas renvoyé le cookie du portail\u{a0}: la connexion est impossible. Autorisez les \
             cookies de ce site, puis recommencez.",
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
    let direction = if skew > 0 { "avance" } else { "retarde" };
    finding(
        "Horloge",
        Verdict::Bad,
        format!(
            "L’heure de l’appareil {direction} {}. Activez son réglage automatique\u{a0}: sinon les codes d’une \
             application d’authentification sont refusés.",
            french::with_de(&duration_label(skew.unsigned_abs()))
        ),
    )
}

/// Formats a duration: « 3 minutes », « 2 heures », « 12 jours ».
fn duration_label(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..120 => (seconds, "seconde"),
        120..7_200 => (seconds / 60, "minute"),
        7_200..172_800 => (seconds / 3_600, "heure"),
        _ => (seconds / 86_400, "jour"),
    };
    french::count(count, unit, &format!("{unit}s"))
}

fn storage(report: &Report) -> Finding {
    match &report.measured {
        None => finding("Stockage", Verdict::Unknown, "Ne peut pas être vérifié sans scripts."),
        Some(measured) if measured.storage => {
            finding("Stockage", Verdict::Good, "Le navigateur enregistre les réglages du portail.")
        }
        Some(_) => finding(
            "Stockage",
            Verdict::Fact,
            "Le navigateur n’enregistre pas les réglages du portail. La connexion reste possible.",
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
        None => finding("Majuscules", Verdict::Unknown, "Aucune lettre n’a été saisie."),
    }
}

/// Maximum wait that counts as fast, in milliseconds.
const MAX_FAST_WAIT: u32 = 2_000;

fn connection(report: &Report) -> Finding {
    let network = &report.network;
    match report.measured.as_ref().and_then(|measured| measured.wait) {
        Some(wait) if wait > MAX_FAST_WAIT => finding(
            "Connexion internet",
            Verdict::Bad,
            format!(
                "Réseau {network}\u{a0}: réponse lente, en {}. Essayez sans VPN, ou sur un autre réseau.",
                wait_label(wait)
            ),
        ),
        Some(wait) => finding(
            "Connexion internet",
            Verdict::Good,
            format!("Réseau {network}\u{a0}: réponse en {}.", wait_label(wait)),
        ),
        None => {
            finding("Connexion internet", Verdict::Good, format!("Le portail répond au réseau {network}."))
        }
    }
}

/// Formats a time in milliseconds: « 180 ms », « 2,4 s ».
fn wait_label(milliseconds: u32) -> String {
    match milliseconds {
        0..1_000 => format!("{milliseconds}\u{a0}ms"),
        _ => {
            let tenths = milliseconds / 100;
            format!("{},{}\u{a0}s", french::format_number(u64::from(tenths / 10)), tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duration_label_chooses_the_unit() {
        for (seconds, expected) in
            [(61, "61 secondes"), (180, "3 minutes"), (7_200, "2 heures"), (200_000, "2 jours")]
        {
            assert_eq!(duration_label(seconds).replace('\u{a0}', " "), expected);
        }
    }

    #[test]
    fn wait_label_chooses_the_unit() {
        for (wait, expected) in
            [(180, "180\u{a0}ms"), (2_450, "2,4\u{a0}s"), (1_234_000, "1\u{202f}234,0\u{a0}s")]
        {
            assert_eq!(wait_label(wait), expected);
        }
    }
}
