//! Forms of the profile pages and of the password reset (mission §2.4).

use crate::account_forms::{identity, new_password};
use crate::form::{FieldDefinition, FormDefinition, Kind};

/// Optional mails: names used by the form and the database.
pub const MAIL_CHOICES: [&str; 4] = ["mel_transmise", "mel_prise_en_charge", "mel_reponse", "mel_cloture"];

/// Fields of the registration form that [`situation`] reuses.
const SITUATION: [&str; 5] = ["prenom", "nom", "telephone", "adresse", "numero_entreprise"];

/// Request for a password reset link.
pub fn forgotten_password() -> FormDefinition {
    let account = FieldDefinition::new(
        "identifiant",
        "Identifiant ou adresse de courriel",
        Kind::ShortText { max: crate::email::MAX_LENGTH },
    )
    .mandatory()
    .hint("Ceux de votre compte Prodouane.")
    .autocomplete("username");
    FormDefinition::new("mot-de-passe-oublie", vec![account])
}

/// New password, after opening the reset link.
pub fn reset_password() -> FormDefinition {
    FormDefinition::new("nouveau-mot-de-passe", new_password("Nouveau mot de passe").into())
}

/// Change of password, after re-authentication.
pub fn change_password() -> FormDefinition {
    FormDefinition::new("changer-mot-de-passe", new_password("Nouveau mot de passe").into())
}

/// Deletion of the account, confirmed by typing the identifiant to prevent accidents.
pub fn delete_account() -> FormDefinition {
    let login = FieldDefinition::new(
        "identifiant",
        "Saisissez votre identifiant",
        Kind::ShortText { max: crate::login::MAX_LENGTH },
    )
    .mandatory()
    .hint("Pour confirmer la suppression définitive de votre compte.")
    .autocomplete("off");
    FormDefinition::new("supprimer-compte", vec![login])
}

/// Identity, telephone, address and company number, with the rules of registration.
pub fn situation() -> FormDefinition {
    let fields = identity().into_iter().filter(|field| SITUATION.contains(&field.name.as_str())).collect();
    FormDefinition::new("situation", fields)
}

/// Change of e-mail address, which must then be confirmed from both addresses.
pub fn change_email() -> FormDefinition {
    let email = FieldDefinition::new("email", "Nouvelle adresse de courriel", Kind::Email)
        .mandatory()
        .hint("Une adresse sert à un seul compte. Exemple\u{a0}: nom@entreprise.fr.")
        .autocomplete("email");
    FormDefinition::new("changer-adresse", vec![email])
}

/// Choice of the optional mails; security alerts are always sent.
pub fn mail_choices() -> FormDefinition {
    let tick = |name: &str, label: &str| FieldDefinition::new(name, label, Kind::Checkbox);
    let [sent, taken, replied, closed] = MAIL_CHOICES;
    let fields = vec![
        tick(sent, "Ma question est transmise (accusé de réception)"),
        tick(taken, "Ma question est prise en charge"),
        tick(replied, "Le service a répondu à ma question"),
        tick(closed, "Ma question est close"),
        tick("liste_diffusion", "Je souhaite recevoir la liste de diffusion Infos Douane"),
    ];
    FormDefinition::new("choix-messages", fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Answers, check};

    #[test]
    fn situation_follows_the_rules_of_registration() {
        assert_eq!(situation().fields.len(), SITUATION.len(), "every field exists in the registration form");
        let typed = Answers::from_iter([
            ("prenom", ""),
            ("nom", "Démo"),
            ("telephone", "12"),
            ("adresse", "a\u{1}b"),
        ]);
        let faulty: Vec<_> = check(&situation(), &typed, &()).into_iter().map(|one| one.field).collect();
        assert_eq!(faulty, ["prenom", "telephone"]);
    }

    #[test]
    fn a_new_password_must_be_confirmed() {
        let typed =
            Answers::from_iter([("mot_de_passe", "Simulateur-2026"), ("confirmation", "Simulateur-2027")]);
        for form in [change_password(), reset_password()] {
            let faulty: Vec<_> = check(&form, &typed, &()).into_iter().map(|one| one.field).collect();
            assert_eq!(faulty, ["confirmation"], "{}", form.name);
            assert_eq!(
                form.non_secret_answers(&typed),
                Answers::default(),
                "passwords are never redisplayed"
            );
        }
    }

    #[test]
    fn every_mail_choice_is_a_checkbox_of_the_form() {
        let form = mail_choices();
        assert!(
            MAIL_CHOICES
                .iter()
                .all(|name| form.field(name).is_some_and(|field| field.kind == Kind::Checkbox))
        );
    }
}
