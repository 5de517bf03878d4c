//! Mails about the accounts of the staff.

use platform::letter;

use crate::staff::audit::Change;

/// The link with which a member chooses a password.
#[derive(Clone, Debug)]
pub(super) struct InvitationLetter {
    pub name: String,
    pub login: String,
    /// Name of the administrator who sent it.
    pub author: String,
    pub link: String,
    pub valid_hours: u64,
}
letter!(
    InvitationLetter,
    "equipe-invitation",
    "mail/equipe-invitation.txt",
    "mail/equipe-invitation.html",
    |_letter| "Choisissez votre mot de passe de l’équipe Prodouane"
);

/// Tells a member that their account was changed.
#[derive(Clone, Debug)]
pub(super) struct MemberChangedLetter {
    pub name: String,
    pub author: String,
    pub lines: Vec<ChangeLine>,
}
letter!(
    MemberChangedLetter,
    "equipe-compte-modifie",
    "mail/equipe-compte-modifie.txt",
    "mail/equipe-compte-modifie.html",
    |_letter| "Votre compte de l’équipe Prodouane a été modifié"
);

/// A field of the account, before and after.
#[derive(Clone, Debug)]
pub(super) struct ChangeLine {
    pub field: String,
    pub before: String,
    pub after: String,
}

impl ChangeLine {
    pub fn of(change: &Change) -> Self {
        let or_none = |text: &str| if text.is_empty() { "aucun".to_owned() } else { text.to_owned() };
        ChangeLine {
            field: change.field.clone(),
            before: or_none(&change.before),
            after: or_none(&change.after),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| InvitationLetter {
            name: text.clone(),
            login: text.clone(),
            author: text.clone(),
            link: text.clone(),
            valid_hours: 48,
        });
        assert_texts_stay_text(|text| MemberChangedLetter {
            name: text.clone(),
            author: text.clone(),
            lines: vec![ChangeLine { field: text.clone(), before: text.clone(), after: text }],
        });
    }
}
