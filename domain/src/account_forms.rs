//! The forms of the account pages (mission §2.1 to §2.3).

use crate::account::SecurityLevel;
use crate::factor_forms;
use crate::form::{ChoiceOption, FieldDefinition, FormDefinition, Kind};

/// Longest first or last name.
const MAX_NAME: usize = 80;
/// An identifiant or an address, as typed at sign-in: not judged there, only compared.
const MAX_IDENTIFIANT: usize = crate::email::MAX_LENGTH;

/// Registration. `available`: the levels that can be enforced at every sign-in, the only ones offered.
pub fn registration(available: &[SecurityLevel]) -> FormDefinition {
    let mut fields = vec![
        FieldDefinition::new("identifiant", "Identifiant", Kind::Login)
            .mandatory()
            .hint("3 à 32 caractères\u{a0}: lettres sans accent, chiffres, point, tiret ou tiret bas.")
            .autocomplete("username"),
    ];
    fields.extend(new_password("Mot de passe"));
    fields.push(level(available));
    if available.contains(&SecurityLevel::Sms) {
        fields.push(factor_forms::mobile().only_if("niveau", &[SecurityLevel::Sms.code()]));
    }
    fields.extend(identity());
    FormDefinition::new("inscription", fields)
}

/// A password being chosen, and the same again.
pub(crate) fn new_password(label: &str) -> [FieldDefinition; 2] {
    [
        FieldDefinition::new("mot_de_passe", label, Kind::NewPassword)
            .mandatory()
            .hint("Au moins 12 caractères avec majuscule, minuscule et chiffre, ou une phrase d’au moins 20 caractères.")
            .autocomplete("new-password"),
        FieldDefinition::new(
            "confirmation",
            "Confirmation du mot de passe",
            Kind::Repeat { of: "mot_de_passe".to_owned() },
        )
        .mandatory()
        .hint("Saisissez le même mot de passe une seconde fois.")
        .autocomplete("new-password"),
    ]
}

fn level(available: &[SecurityLevel]) -> FieldDefinition {
    let options = available.iter().map(|level| ChoiceOption::new(level.code(), level.label())).collect();
    FieldDefinition::new("niveau", "Niveau de sécurité", Kind::Choice { options })
        .mandatory()
        .hint("Ce qui vous sera demandé à chaque connexion.")
}

/// Who the person is and how they are reached; their address comes with it at registration.
pub(crate) fn identity() -> [FieldDefinition; 7] {
    let name = Kind::ShortText { max: MAX_NAME };
    [
        FieldDefinition::new("prenom", "Prénom", name.clone()).mandatory().autocomplete("given-name"),
        FieldDefinition::new("nom", "Nom", name).mandatory().autocomplete("family-name"),
        FieldDefinition::new("email", "Adresse mél", Kind::Email)
            .mandatory()
            .hint("Une adresse sert à un seul compte. Exemple\u{a0}: nom@entreprise.fr.")
            .autocomplete("email"),
        FieldDefinition::new("telephone", "Téléphone", Kind::Phone)
            .hint("10 chiffres, ou avec l’indicatif du pays. Exemple\u{a0}: 01 23 45 67 89.")
            .autocomplete("work tel"),
        FieldDefinition::new("adresse", "Adresse professionnelle", Kind::LongText { max: 300 })
            .autocomplete("street-address"),
        FieldDefinition::new("numero_entreprise", "N° SIREN, SIRET ou douane", Kind::CompanyNumber)
            .hint("9 chiffres pour un SIREN, 14 pour un SIRET. Un numéro que le portail ne peut pas vérifier est gardé comme «\u{a0}non vérifié\u{a0}»."),
        FieldDefinition::new(
            "liste_diffusion",
            "Je souhaite recevoir la liste de diffusion Infos Douane",
            Kind::Tick,
        ),
    ]
}

/// Activation (mission §2.2): the person proves that the link and the account are theirs.
pub fn activation() -> FormDefinition {
    credentials("activation", "Identifiant", "Celui que vous avez choisi à l’inscription.")
}

/// Asks for the activation mail again.
pub fn resend_activation() -> FormDefinition {
    let email = FieldDefinition::new("email", "Adresse mél", Kind::Email)
        .mandatory()
        .hint("Celle que vous avez donnée à l’inscription.")
        .autocomplete("email");
    FormDefinition::new("renvoyer-activation", vec![email])
}

pub fn sign_in() -> FormDefinition {
    credentials("connexion", "Identifiant ou adresse mél", "Celui de votre compte Prodouane.")
}

pub fn agent_sign_in() -> FormDefinition {
    credentials("agent-connexion", "Identifiant d’agent", "Celui que votre administrateur vous a remis.")
}

fn credentials(form: &str, label: &str, hint: &str) -> FormDefinition {
    let fields = vec![
        FieldDefinition::new("identifiant", label, Kind::ShortText { max: MAX_IDENTIFIANT })
            .mandatory()
            .hint(hint)
            .autocomplete("username"),
        FieldDefinition::new("mot_de_passe", "Mot de passe", Kind::Password)
            .mandatory()
            .autocomplete("current-password"),
    ];
    FormDefinition::new(form, fields)
}

/// An agent gives a second factor at every sign-in (001): no device is trusted.
pub fn agent_sign_in_code() -> FormDefinition {
    FormDefinition::new("agent-connexion-code", vec![code()])
}

fn code() -> FieldDefinition {
    FieldDefinition::new("code", "Code à 6 chiffres", Kind::Code)
        .mandatory()
        .hint("Il figure dans le mél que nous venons de vous envoyer.")
        .autocomplete("one-time-code")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Answers, check};
    use crate::problem::Problem;

    fn valid() -> Answers {
        Answers::from_iter([
            ("identifiant", "alix.demo"),
            ("mot_de_passe", "Simulateur-2026"),
            ("confirmation", "Simulateur-2026"),
            ("niveau", "mot_de_passe"),
            ("prenom", "Alix"),
            ("nom", "Démo"),
            ("email", "alix@exemple.fr"),
            ("telephone", ""),
        ])
    }

    /// Names of the faulty fields once `changes` are made to a valid registration.
    fn faulty(available: &[SecurityLevel], changes: &[(&str, &str)]) -> Vec<String> {
        let mut answers = valid();
        for (name, value) in changes {
            answers.set(*name, *value);
        }
        check(&registration(available), &answers, &()).into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn registration_rules() {
        let all = &SecurityLevel::ALL[..];
        for (changes, expected) in [
            (&[][..], &[][..]),
            (&[("identifiant", "é")], &["identifiant"]),
            (&[("confirmation", "Simulateur-2027")], &["confirmation"]),
            (&[("confirmation", "Simulateur-2026 ")], &["confirmation"]),
            (&[("niveau", "")], &["niveau"]),
            (&[("niveau", "sms")], &["numero_sms"]),
            (&[("niveau", "sms"), ("numero_sms", "0123456789")], &["numero_sms"]),
            (&[("niveau", "sms"), ("numero_sms", "06 12 34 56 78")], &[]),
            (&[("numero_sms", "n’importe quoi")], &[]),
            (&[("numero_entreprise", "12345678912345")], &[]),
            (&[("liste_diffusion", "oui")], &[]),
            (&[("prenom", " "), ("nom", "\0"), ("email", "a@b")], &["prenom", "nom", "email"]),
        ] {
            assert_eq!(faulty(all, changes), expected, "{changes:?}");
        }
    }

    #[test]
    fn only_levels_that_can_be_enforced_are_offered() {
        let available = &[SecurityLevel::Password];
        assert!(faulty(available, &[]).is_empty());
        for level in ["sms", "totp", "cle"] {
            assert_eq!(faulty(available, &[("niveau", level)]), ["niveau"]);
        }
        assert!(registration(available).field("numero_sms").is_none());
    }

    #[test]
    fn passwords_are_never_kept() {
        let kept = registration(&SecurityLevel::ALL).answers_to_keep(&valid());
        assert_eq!((kept.raw("mot_de_passe"), kept.raw("confirmation")), ("", ""));
        assert_eq!(kept.text("prenom"), "Alix");
    }

    #[test]
    fn sign_in_only_asks_for_something() {
        let problems =
            check(&sign_in(), &Answers::from_iter([("identifiant", "?"), ("mot_de_passe", "x")]), &());
        assert!(problems.is_empty());
        let problems = check(&agent_sign_in_code(), &Answers::from_iter([("code", "12345")]), &());
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].problem, Problem::NotACode);
    }
}
