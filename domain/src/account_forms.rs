//! Forms of the account pages: registration, activation, sign-in (mission §2.1 to §2.3).

use crate::account::SecurityLevel;
use crate::form::{ChoiceOption, FieldDefinition, FormDefinition, Kind};
use crate::mfa_forms;

/// Maximum number of characters of a first or last name.
const MAX_NAME: usize = 80;
/// Maximum length of an identifiant or e-mail address at sign-in, where it is compared but not validated.
const MAX_IDENTIFIANT: usize = crate::email::MAX_LENGTH;

/// Registration form. `available`: security levels that the portal can enforce; only these are offered.
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
        fields.push(mfa_forms::mobile().only_if("niveau", &[SecurityLevel::Sms.code()]));
    }
    fields.extend(identity());
    FormDefinition::new("inscription", fields)
}

/// Fields of a new password and its confirmation.
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

/// Choice of a security level. The recommended one comes first and is marked, unless it is the only one.
pub(crate) fn level(available: &[SecurityLevel]) -> FieldDefinition {
    let levels = SecurityLevel::by_strength(available);
    let recommended = levels.first().copied().filter(|_| levels.len() > 1);
    let label = |level: SecurityLevel| match recommended == Some(level) {
        true => [level.label(), " (conseillé)"].concat(),
        false => level.label().to_owned(),
    };
    let options = levels.iter().map(|level| ChoiceOption::new(level.code(), label(*level))).collect();
    FieldDefinition::new("niveau", "Niveau de sécurité", Kind::Choice { options })
        .mandatory()
        .hint("Ce qui vous sera demandé à chaque connexion.")
}

/// Identity and contact fields of a person, including the e-mail address.
pub(crate) fn identity() -> [FieldDefinition; 7] {
    let name = Kind::PersonName { max: MAX_NAME };
    [
        FieldDefinition::new("prenom", "Prénom", name.clone()).mandatory().autocomplete("given-name"),
        FieldDefinition::new("nom", "Nom", name).mandatory().autocomplete("family-name"),
        FieldDefinition::new("email", "Adresse de courriel", Kind::Email)
            .mandatory()
            .hint("Une adresse sert à un seul compte. Exemple\u{a0}: nom@entreprise.fr.")
            .autocomplete("email"),
        FieldDefinition::new("telephone", "Téléphone", Kind::Phone)
            .hint("10 chiffres, ou avec l’indicatif du pays. Exemple\u{a0}: 01\u{a0}23\u{a0}45\u{a0}67\u{a0}89.")
            .autocomplete("work tel"),
        FieldDefinition::new("adresse", "Adresse professionnelle", Kind::LongText { max: 300 })
            .autocomplete("street-address"),
        FieldDefinition::new("numero_entreprise", "N° SIREN, SIRET ou douane", Kind::CompanyNumber)
            .hint("9 chiffres pour un SIREN, 14 pour un SIRET. Un numéro que le portail ne peut pas \
                   vérifier est enregistré comme «\u{a0}non vérifié\u{a0}»."),
        FieldDefinition::new(
            "liste_diffusion",
            "Je souhaite recevoir la liste de diffusion Infos Douane",
            Kind::Checkbox,
        ),
    ]
}

/// Activation (mission §2.2): the credentials verify that the person who opened the link owns the account.
pub fn activation() -> FormDefinition {
    credentials("activation", "Identifiant", "Celui que vous avez choisi à l’inscription.")
}

/// Request for a new activation mail.
pub fn resend_activation() -> FormDefinition {
    let email = FieldDefinition::new("email", "Adresse de courriel", Kind::Email)
        .mandatory()
        .hint("Celle que vous avez indiquée à l’inscription.")
        .autocomplete("email");
    FormDefinition::new("renvoyer-activation", vec![email])
}

pub fn sign_in() -> FormDefinition {
    credentials("connexion", "Identifiant ou adresse de courriel", "Ceux de votre compte Prodouane.")
}

pub fn staff_sign_in() -> FormDefinition {
    credentials("equipe-connexion", "Identifiant", "Celui que votre administrateur vous a remis.")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Answers, check};

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

    /// Returns the names of the invalid fields after applying `changes` to a valid registration.
    fn invalid_fields(available: &[SecurityLevel], changes: &[(&str, &str)]) -> Vec<String> {
        let mut answers = valid();
        for (name, value) in changes {
            answers.set(*name, *value);
        }
        check(&registration(available), &answers, &()).into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn registration_fields_are_validated() {
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
            (&[("prenom", " "), ("nom", "\u{200b}"), ("email", "a@b")], &["prenom", "nom", "email"]),
            (
                &[("prenom", "Gagnez 500 € sur https://exemple.invalid"), ("nom", "exemple.fr")],
                &["prenom", "nom"],
            ),
            (&[("prenom", "Jean-Éloi"), ("nom", "d’Arc")], &[]),
            (&[("prenom", "O\u{200b}"), ("nom", "\u{feff}Ng\u{a0}")], &[]),
            (&[("identifiant", "\u{202a}alix.demo\u{202c}"), ("telephone", "tel:+33612345678")], &[]),
        ] {
            assert_eq!(invalid_fields(all, changes), expected, "{changes:?}");
        }
    }

    #[test]
    fn only_available_security_levels_are_offered() {
        let available = &[SecurityLevel::Password];
        assert!(invalid_fields(available, &[]).is_empty());
        for level in ["sms", "totp", "cle"] {
            assert_eq!(invalid_fields(available, &[("niveau", level)]), ["niveau"]);
        }
        assert!(registration(available).field("numero_sms").is_none());
    }

    #[test]
    fn passwords_are_never_redisplayed() {
        let shown = registration(&SecurityLevel::ALL).non_secret_answers(&valid());
        assert_eq!((shown.raw("mot_de_passe"), shown.raw("confirmation")), ("", ""));
        assert_eq!(shown.text("prenom"), "Alix");
    }

    #[test]
    fn sign_in_accepts_any_non_empty_credentials() {
        let problems =
            check(&sign_in(), &Answers::from_iter([("identifiant", "?"), ("mot_de_passe", "x")]), &());
        assert!(problems.is_empty());
    }
}
