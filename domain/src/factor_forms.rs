//! The forms about second factors and security levels (mission §2.3, §2.4).

use crate::account::SecurityLevel;
use crate::factor::Way;
use crate::form::{ChoiceOption, FieldDefinition, FormDefinition, Kind};

/// Longest name of an application or of a passkey.
const MAX_NAME: usize = 40;

/// Name of the answer that holds what the browser got from a passkey, as JSON (WebAuthn 3, §5.5): no field of a form,
/// never shown again.
pub const PASSKEY_ANSWER: &str = "reponse_cle";

/// The code that sign-in asks; ticking `confiance` makes the device known. `everywhere`: the level asks known devices
/// too, which are then recognised only.
pub fn sign_in_code(way: Way, everywhere: bool) -> FormDefinition {
    let (label, hint) = if everywhere {
        (
            "Reconnaître cet appareil",
            "Vous ne serez plus prévenu par mél de chaque connexion depuis cet appareil. Un code y restera demandé.",
        )
    } else {
        (
            "Ne plus demander de code sur cet appareil",
            "À ne cocher que sur un appareil que vous êtes seul à utiliser.",
        )
    };
    let trust = FieldDefinition::new("confiance", label, Kind::Tick).hint(hint);
    FormDefinition::new("connexion-code", code(way).into_iter().chain([trust]).collect())
}

/// A fresh proof before something sensitive: the password, then the level's factor when it has one. A passkey is two
/// proofs in one, and asks for nothing else.
pub fn proof(way: Option<Way>) -> FormDefinition {
    if way == Some(Way::Passkey) {
        return FormDefinition::new("preuve", Vec::new());
    }
    let password = FieldDefinition::new("mot_de_passe", "Mot de passe", Kind::Password)
        .mandatory()
        .autocomplete("current-password");
    let fields = std::iter::once(password).chain(way.and_then(code)).collect();
    FormDefinition::new("preuve", fields)
}

/// Adds an authenticator application, once a first code shows that it holds the key.
pub fn application() -> FormDefinition {
    let name = FieldDefinition::new("nom", "Nom de cette application", Kind::ShortText { max: MAX_NAME })
        .mandatory()
        .hint("Pour la reconnaître plus tard. Exemple\u{a0}: téléphone professionnel.");
    FormDefinition::new("application", std::iter::once(name).chain(code(Way::Application)).collect())
}

/// Adds a passkey; what the browser got from it goes under [`PASSKEY_ANSWER`].
pub fn passkey() -> FormDefinition {
    let name = FieldDefinition::new("nom", "Nom de cette clé", Kind::ShortText { max: MAX_NAME })
        .mandatory()
        .hint("Pour la reconnaître plus tard. Exemple\u{a0}: ordinateur du bureau.");
    FormDefinition::new("cle", vec![name])
}

/// The choice of a level. `available`: the levels that can be enforced.
pub fn level(available: &[SecurityLevel]) -> FormDefinition {
    let options = available.iter().map(|level| ChoiceOption::new(level.code(), level.label())).collect();
    let choice = FieldDefinition::new("niveau", "Niveau de sécurité", Kind::Choice { options })
        .mandatory()
        .hint("Ce qui vous sera demandé à chaque connexion.");
    let mut fields = vec![choice];
    if available.contains(&SecurityLevel::Sms) {
        fields.push(mobile().only_if("niveau", &[SecurityLevel::Sms.code()]));
    }
    FormDefinition::new("niveau", fields)
}

/// The number that codes go to; registration and the choice of a level ask it alike.
pub(crate) fn mobile() -> FieldDefinition {
    FieldDefinition::new("numero_sms", "Numéro de mobile pour les SMS", Kind::Mobile)
        .mandatory()
        .hint("Le jeton y sera envoyé à chaque connexion. Exemple\u{a0}: 06 12 34 56 78.")
        .autocomplete("mobile tel")
}

/// The code that shows that a number receives messages.
pub fn sms_number() -> FormDefinition {
    FormDefinition::new("numero-sms", code(Way::Sms).into_iter().collect())
}

/// The field of a code; nothing is typed where a passkey answers.
fn code(way: Way) -> Option<FieldDefinition> {
    let (label, kind, hint) = match way {
        Way::Passkey => return None,
        Way::Mail => {
            ("Code à 6 chiffres", Kind::Code, "Il figure dans le mél que nous venons de vous envoyer.")
        }
        Way::Sms => {
            ("Code à 6 chiffres", Kind::Code, "Il figure dans le SMS que nous venons de vous envoyer.")
        }
        Way::Application => (
            "Code à 6 chiffres",
            Kind::Code,
            "Celui que votre application affiche en ce moment pour Prodouane.",
        ),
        Way::RecoveryCode => (
            "Code de secours",
            Kind::RecoveryCode,
            "16 lettres et chiffres de votre liste\u{a0}; espaces et tirets sont sans importance.",
        ),
    };
    let autocomplete = if way == Way::RecoveryCode { "off" } else { "one-time-code" };
    Some(FieldDefinition::new("code", label, kind).mandatory().hint(hint).autocomplete(autocomplete))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Answers, check};
    use crate::problem::Problem;

    fn problems(form: &FormDefinition, answers: &[(&str, &str)]) -> Vec<(String, Problem)> {
        let found = check(form, &answers.iter().copied().collect::<Answers>(), &());
        found.into_iter().map(|one| (one.field, one.problem)).collect()
    }

    #[test]
    fn each_way_asks_a_code_of_its_form() {
        for way in [Way::Mail, Way::Sms, Way::Application] {
            let form = sign_in_code(way, true);
            assert!(problems(&form, &[("code", "123 456")]).is_empty());
            assert_eq!(problems(&form, &[("code", "12345")]), [("code".to_owned(), Problem::NotACode)]);
        }
        let form = sign_in_code(Way::RecoveryCode, true);
        assert!(problems(&form, &[("code", "mzxw-6ytb-ojtg-633c")]).is_empty());
        assert_eq!(problems(&form, &[("code", "123456")]), [("code".to_owned(), Problem::NotARecoveryCode)]);
    }

    #[test]
    fn no_device_is_promised_to_be_spared_where_all_are_asked() {
        let label = |everywhere| sign_in_code(Way::Application, everywhere).fields[1].label.clone();
        assert!(label(false).contains("Ne plus demander"));
        assert!(!label(true).contains("Ne plus demander"));
    }

    #[test]
    fn a_proof_asks_the_password_and_the_factor_of_the_level() {
        assert!(problems(&proof(None), &[("mot_de_passe", "x")]).is_empty());
        let missing = problems(&proof(Some(Way::Application)), &[("mot_de_passe", "x")]);
        assert_eq!(missing.len(), 1);
        assert_eq!(missing[0].0, "code");
    }

    #[test]
    fn a_passkey_asks_for_nothing_to_be_typed() {
        assert!(proof(Some(Way::Passkey)).fields.is_empty());
        let form = sign_in_code(Way::Passkey, true);
        assert_eq!(form.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["confiance"]);
        assert_eq!(problems(&passkey(), &[]).len(), 1);
    }

    #[test]
    fn the_level_asks_a_number_for_sms_alone() {
        let all = level(&SecurityLevel::ALL);
        assert!(problems(&all, &[("niveau", "totp")]).is_empty());
        assert_eq!(problems(&all, &[("niveau", "sms")])[0].0, "numero_sms");
        assert!(problems(&all, &[("niveau", "sms"), ("numero_sms", "06 12 34 56 78")]).is_empty());
        let without = level(&[SecurityLevel::Password, SecurityLevel::Totp]);
        assert_eq!(problems(&without, &[("niveau", "sms")])[0].0, "niveau");
    }

    #[test]
    fn codes_are_never_kept() {
        let typed = Answers::from_iter([("nom", "Téléphone"), ("code", "123456")]);
        let kept = application().answers_to_keep(&typed);
        assert_eq!((kept.text("nom"), kept.raw("code")), ("Téléphone", ""));
    }
}
