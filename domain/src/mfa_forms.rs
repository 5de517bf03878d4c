//! Forms for second factors and security levels (mission §2.3, §2.4).

use crate::account::SecurityLevel;
use crate::account_forms;
use crate::form::{FieldDefinition, FormDefinition, Kind};
use crate::mfa::SecondFactor;

/// Maximum number of characters of the name of an authenticator app or passkey.
const MAX_NAME: usize = 40;

/// Name of the hidden input with the passkey's response as JSON (WebAuthn 3, §5.5). It belongs to no form
/// definition and is never redisplayed.
pub const PASSKEY_RESPONSE: &str = "reponse_cle";

/// Second step of sign-in: the code, and the `confiance` checkbox to trust the device. `on_trusted_devices`:
/// the security level requires the code even there; trusting a device then only avoids the alert by mail.
pub fn sign_in_code(factor: SecondFactor, on_trusted_devices: bool) -> FormDefinition {
    let (label, hint) = if on_trusted_devices {
        (
            "Reconnaître cet appareil",
            "Vous ne serez plus prévenu par courriel de chaque connexion avec cet appareil. Le code reste demandé.",
        )
    } else {
        (
            "Ne plus demander de code sur cet appareil",
            "Cochez cette case seulement sur un appareil que vous êtes seul à utiliser.",
        )
    };
    let trust = FieldDefinition::new("confiance", label, Kind::Checkbox).hint(hint);
    FormDefinition::new("connexion-code", code(factor).into_iter().chain([trust]).collect())
}

/// Second step of the staff's sign-in, required every time because no device is trusted (001).
pub fn staff_sign_in_code(factor: SecondFactor) -> FormDefinition {
    FormDefinition::new("equipe-connexion-code", code(factor).into_iter().collect())
}

/// Re-authentication before a sensitive action: the password, and the second factor if the security level has
/// one. A passkey is two factors in one, so that no field is needed.
pub fn reauthentication(factor: Option<SecondFactor>) -> FormDefinition {
    if factor == Some(SecondFactor::Passkey) {
        return FormDefinition::new("preuve", Vec::new());
    }
    let password = FieldDefinition::new("mot_de_passe", "Mot de passe", Kind::Password)
        .mandatory()
        .autocomplete("current-password");
    let fields = std::iter::once(password).chain(factor.and_then(code)).collect();
    FormDefinition::new("preuve", fields)
}

/// Form that adds an authenticator app; a first code shows that it stored the secret.
pub fn authenticator_app() -> FormDefinition {
    let name = FieldDefinition::new("nom", "Nom de cette application", Kind::ShortText { max: MAX_NAME })
        .mandatory()
        .hint("Pour la reconnaître plus tard. Exemple\u{a0}: téléphone professionnel.");
    FormDefinition::new(
        "application",
        std::iter::once(name).chain(code(SecondFactor::AuthenticatorApp)).collect(),
    )
}

/// Form that adds a passkey, whose response is sent as [`PASSKEY_RESPONSE`].
pub fn passkey() -> FormDefinition {
    let name = FieldDefinition::new("nom", "Nom de cette clé", Kind::ShortText { max: MAX_NAME })
        .mandatory()
        .hint("Pour la reconnaître plus tard. Exemple\u{a0}: ordinateur du bureau.");
    FormDefinition::new("cle", vec![name])
}

/// Choice of a security level. `available`: levels that the portal can enforce.
pub fn level(available: &[SecurityLevel]) -> FormDefinition {
    let mut fields = vec![account_forms::level(available)];
    if available.contains(&SecurityLevel::Sms) {
        fields.push(mobile().only_if("niveau", &[SecurityLevel::Sms.code()]));
    }
    FormDefinition::new("niveau", fields)
}

/// Mobile number for SMS codes, used by registration and by the choice of a level.
pub(crate) fn mobile() -> FieldDefinition {
    FieldDefinition::new("numero_sms", "Numéro de mobile pour les SMS", Kind::Mobile)
        .mandatory()
        .hint("Le code y sera envoyé à chaque connexion. Exemple\u{a0}: 06\u{a0}12\u{a0}34\u{a0}56\u{a0}78.")
        .autocomplete("mobile tel")
}

/// Confirmation of a mobile number with a code sent to it.
pub fn sms_number() -> FormDefinition {
    FormDefinition::new("numero-sms", code(SecondFactor::Sms).into_iter().collect())
}

/// Field for the code of a factor. Returns `None` for a passkey, which needs no input.
fn code(factor: SecondFactor) -> Option<FieldDefinition> {
    let (label, kind, hint) = match factor {
        SecondFactor::Passkey => return None,
        SecondFactor::Mail => (
            "Code à 6\u{a0}chiffres",
            Kind::Code,
            "Il figure dans le courriel que nous venons de vous envoyer.",
        ),
        SecondFactor::Sms => {
            ("Code à 6\u{a0}chiffres", Kind::Code, "Il figure dans le SMS que nous venons de vous envoyer.")
        }
        SecondFactor::AuthenticatorApp => (
            "Code à 6\u{a0}chiffres",
            Kind::Code,
            "Celui que votre application affiche en ce moment pour Prodouane.",
        ),
        SecondFactor::RecoveryCode => (
            "Code de secours",
            Kind::RecoveryCode,
            "16 lettres et chiffres de votre liste\u{a0}; espaces et tirets sont sans importance.",
        ),
    };
    let autocomplete = if factor == SecondFactor::RecoveryCode { "off" } else { "one-time-code" };
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
    fn each_factor_has_its_code_format() {
        for factor in [SecondFactor::Mail, SecondFactor::Sms, SecondFactor::AuthenticatorApp] {
            let form = sign_in_code(factor, true);
            assert!(problems(&form, &[("code", "123 456")]).is_empty());
            assert_eq!(problems(&form, &[("code", "12345")]), [("code".to_owned(), Problem::NotACode)]);
        }
        let form = sign_in_code(SecondFactor::RecoveryCode, true);
        assert!(problems(&form, &[("code", "mzxw-6ytb-ojtg-633c")]).is_empty());
        assert_eq!(problems(&form, &[("code", "123456")]), [("code".to_owned(), Problem::NotARecoveryCode)]);
    }

    #[test]
    fn skipping_the_code_is_offered_only_if_the_level_trusts_devices() {
        let label = |on_trusted_devices| {
            sign_in_code(SecondFactor::AuthenticatorApp, on_trusted_devices).fields[1].label.clone()
        };
        assert!(label(false).contains("Ne plus demander"));
        assert!(!label(true).contains("Ne plus demander"));
    }

    #[test]
    fn reauthentication_requires_the_password_and_the_second_factor() {
        assert!(problems(&reauthentication(None), &[("mot_de_passe", "x")]).is_empty());
        let missing =
            problems(&reauthentication(Some(SecondFactor::AuthenticatorApp)), &[("mot_de_passe", "x")]);
        assert_eq!(missing.len(), 1);
        assert_eq!(missing[0].0, "code");
    }

    #[test]
    fn a_passkey_needs_no_field() {
        assert!(reauthentication(Some(SecondFactor::Passkey)).fields.is_empty());
        let form = sign_in_code(SecondFactor::Passkey, true);
        assert_eq!(form.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["confiance"]);
        assert_eq!(problems(&passkey(), &[]).len(), 1);
    }

    #[test]
    fn mobile_number_is_required_for_the_sms_level_only() {
        let all = level(&SecurityLevel::ALL);
        assert!(problems(&all, &[("niveau", "totp")]).is_empty());
        assert_eq!(problems(&all, &[("niveau", "sms")])[0].0, "numero_sms");
        assert!(problems(&all, &[("niveau", "sms"), ("numero_sms", "06 12 34 56 78")]).is_empty());
        let without = level(&[SecurityLevel::Password, SecurityLevel::Totp]);
        assert_eq!(problems(&without, &[("niveau", "sms")])[0].0, "niveau");
    }

    #[test]
    fn codes_are_never_redisplayed() {
        let typed = Answers::from_iter([("nom", "Téléphone"), ("code", "123456")]);
        let shown = authenticator_app().non_secret_answers(&typed);
        assert_eq!((shown.text("nom"), shown.raw("code")), ("Téléphone", ""));
    }
}
