use domain::{french, self_check::NumberVerdict};

use super::{
    findings::{Finding, Verdict, finding},
    report::{AccountState, LinkState},
};

pub(super) fn number(verdict: &NumberVerdict) -> Finding {
    let (verdict, text) = match verdict {
        NumberVerdict::Siren => (Verdict::Good, "La clé de contrôle de ce SIREN est exacte.".to_owned()),
        NumberVerdict::Siret => (Verdict::Good, "La clé de contrôle de ce SIRET est exacte.".to_owned()),
        NumberVerdict::Eori { key: true } => {
            (Verdict::Good, "La clé de contrôle de cet EORI français est exacte.".to_owned())
        }
        NumberVerdict::Eori { key: false } => (
            Verdict::Fact,
            "Cet EORI a la forme attendue\u{a0}; sa validité se vérifie auprès du pays qui l’a attribué."
                .to_owned(),
        ),
        NumberVerdict::Wrong { problem } => (Verdict::Bad, problem.to_string()),
    };
    finding("Numéro", verdict, text)
}

pub(super) fn account(state: &AccountState) -> Vec<Finding> {
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
            "Aucun compte d’administration n’est rattaché\u{a0}: seule la partie publique du portail vous est accessible.",
        ));
    }
    all.extend(state.links.iter().map(link));
    all
}

fn link(link: &LinkState) -> Finding {
    let site = link.co_owner.site();
    let (verdict, text) = if !link.known {
        (
            Verdict::Bad,
            format!("{site} ne reconnaît plus le compte rattaché. Vérifiez ce compte sur ce site."),
        )
    } else if link.stale {
        (
            Verdict::Unknown,
            format!("{site} ne répond pas pour le moment\u{a0}: les derniers droits connus s’appliquent."),
        )
    } else if link.habilitations == 0 {
        (
            Verdict::Bad,
            format!(
                "{site}\u{a0}: aucune habilitation. Demandez-la sur ce site à la personne qui l’accorde."
            ),
        )
    } else {
        let rights = french::count(link.habilitations, "habilitation", "habilitations");
        let companies = french::count(link.companies, "entreprise", "entreprises");
        (Verdict::Good, format!("{site}\u{a0}: {rights}, {companies}."))
    };
    finding("Rattachement", verdict, text)
}
