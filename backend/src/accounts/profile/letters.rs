//! Letters of the personal space. None contains a password or a code. All but the first two say what to do if the
//! recipient did not request the change.

use platform::letter;

/// Link to choose a new password.
#[derive(Clone, Debug)]
pub struct ResetLetter {
    pub first_name: String,
    pub login: String,
    pub link: String,
    pub valid_minutes: u64,
}
letter!(
    ResetLetter,
    "mot-de-passe-oublie",
    "mail/mot-de-passe-oublie.txt",
    "mail/mot-de-passe-oublie.html",
    |_letter| "Choisissez un nouveau mot de passe pour Prodouane"
);

/// Sent to the new address: link to confirm it.
#[derive(Clone, Debug)]
pub struct ConfirmAddressLetter {
    /// Empty if the name looks like the address of a site.
    pub first_name: String,
    pub link: String,
    pub valid_hours: u64,
}
letter!(
    ConfirmAddressLetter,
    "nouvelle-adresse",
    "mail/nouvelle-adresse.txt",
    "mail/nouvelle-adresse.html",
    |_letter| "Confirmez votre nouvelle adresse de courriel"
);

/// Sent to the current address: link to agree to the change.
#[derive(Clone, Debug)]
pub struct AgreeToAddressLetter {
    pub first_name: String,
    pub new: String,
    pub link: String,
    pub valid_hours: u64,
    pub securing_link: String,
}
letter!(
    AgreeToAddressLetter,
    "accord-changement-adresse",
    "mail/accord-changement-adresse.txt",
    "mail/accord-changement-adresse.html",
    |_letter| "Autorisez le changement de votre adresse de courriel"
);

/// Sent to the owner of an address that another account requested.
#[derive(Clone, Debug)]
pub struct AddressWantedLetter {
    pub first_name: String,
}
letter!(
    AddressWantedLetter,
    "adresse-demandee",
    "mail/adresse-demandee.txt",
    "mail/adresse-demandee.html",
    |_letter| "Votre adresse a été demandée pour un autre compte"
);

/// Sent to both addresses after the change.
#[derive(Clone, Debug)]
pub struct AddressChangedLetter {
    pub first_name: String,
    pub login: String,
    /// Masked new address.
    pub new: String,
    pub when: String,
    pub securing_link: String,
}
letter!(
    AddressChangedLetter,
    "adresse-changee",
    "mail/adresse-changee.txt",
    "mail/adresse-changee.html",
    |_letter| "L’adresse de courriel de votre compte a changé"
);

/// Sent after a change of password.
#[derive(Clone, Debug)]
pub struct PasswordChangedLetter {
    pub first_name: String,
    pub when: String,
    pub securing_link: String,
}
letter!(
    PasswordChangedLetter,
    "mot-de-passe-change",
    "mail/mot-de-passe-change.txt",
    "mail/mot-de-passe-change.html",
    |_letter| "Votre mot de passe a changé"
);

/// Sent after a sign-in on a device that is not trusted.
#[derive(Clone, Debug)]
pub struct NewDeviceLetter {
    pub first_name: String,
    pub when: String,
    pub place: String,
    pub securing_link: String,
}
letter!(
    NewDeviceLetter,
    "nouvel-appareil",
    "mail/nouvel-appareil.txt",
    "mail/nouvel-appareil.html",
    |_letter| "Connexion à votre compte avec un nouvel appareil"
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| ResetLetter {
            first_name: text.clone(),
            login: text.clone(),
            link: text.clone(),
            valid_minutes: 30,
        });
        assert_texts_stay_text(|text| ConfirmAddressLetter {
            first_name: text.clone(),
            link: text.clone(),
            valid_hours: 24,
        });
        assert_texts_stay_text(|text| AgreeToAddressLetter {
            first_name: text.clone(),
            new: text.clone(),
            link: text.clone(),
            securing_link: text.clone(),
            valid_hours: 24,
        });
        assert_texts_stay_text(|text| AddressWantedLetter { first_name: text.clone() });
        assert_texts_stay_text(|text| AddressChangedLetter {
            first_name: text.clone(),
            login: text.clone(),
            new: text.clone(),
            when: text.clone(),
            securing_link: text.clone(),
        });
        assert_texts_stay_text(|text| PasswordChangedLetter {
            first_name: text.clone(),
            when: text.clone(),
            securing_link: text.clone(),
        });
        assert_texts_stay_text(|text| NewDeviceLetter {
            first_name: text.clone(),
            when: text.clone(),
            place: text.clone(),
            securing_link: text.clone(),
        });
    }
}
