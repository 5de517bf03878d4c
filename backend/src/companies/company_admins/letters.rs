use platform::letter;

/// An offer of the role. Names the giver and the company; its link only opens the page of offers.
#[derive(Clone, Debug)]
pub(super) struct RoleOfferedLetter {
    pub first_name: String,
    pub giver: String,
    /// « de Brumaire Négoce (SIREN 123 456 782) ».
    pub of_company: String,
    pub until: String,
    pub link: String,
}
letter!(
    RoleOfferedLetter,
    "role-propose",
    "mail/role-propose.txt",
    "mail/role-propose.html",
    |_letter| "Proposition\u{a0}: administrer une entreprise sur Prodouane"
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| RoleOfferedLetter {
            first_name: text.clone(),
            giver: text.clone(),
            of_company: text.clone(),
            until: text.clone(),
            link: text.clone(),
        });
    }
}
