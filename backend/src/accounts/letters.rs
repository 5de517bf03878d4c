//! Mails about accounts.

use platform::letter;

/// Sent at registration: the link that activates the account.
#[derive(Clone, Debug)]
pub struct ActivationLetter {
    /// Empty if the name looks like the address of a site.
    pub first_name: String,
    /// Empty if mail programs would turn it into a link.
    pub login: String,
    pub link: String,
    pub valid_hours: u64,
}
letter!(
    ActivationLetter,
    "activation",
    "mail/activation.txt",
    "mail/activation.html",
    |_letter| "Activez votre compte Prodouane"
);

/// Sent to the owner of an e-mail address if another registration uses it.
#[derive(Clone, Debug)]
pub struct AddressTakenLetter {
    pub first_name: String,
    pub login: String,
    pub link: String,
}
letter!(
    AddressTakenLetter,
    "adresse-deja-utilisee",
    "mail/adresse-deja-utilisee.txt",
    "mail/adresse-deja-utilisee.html",
    |_letter| "Une inscription a été demandée avec votre adresse"
);

/// The 6-digit code of a sign-in or a re-authentication.
#[derive(Clone, Debug)]
pub struct CodeLetter {
    pub first_name: String,
    pub code: String,
    /// Paris time.
    pub asked_at: String,
    pub valid_minutes: u64,
}
letter!(
    CodeLetter,
    "code",
    "mail/code.txt",
    "mail/code.html",
    |_letter| "Votre code de connexion à Prodouane"
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| ActivationLetter {
            first_name: text.clone(),
            login: text.clone(),
            link: text.clone(),
            valid_hours: 48,
        });
        assert_texts_stay_text(|text| AddressTakenLetter {
            first_name: text.clone(),
            login: text.clone(),
            link: text.clone(),
        });
        assert_texts_stay_text(|text| CodeLetter {
            first_name: text.clone(),
            code: text.clone(),
            asked_at: text.clone(),
            valid_minutes: 10,
        });
    }
}
