use platform::letter;

/// An offer of the role. Names the giver and the company; its link only opens the page of offers.
#[derive(Clone, Debug)]
pub(super) struct RoleOfferedLetter {
    pub first_name: String,
    pub giver: String,
    pub company: String,
    pub until: String,
    pub link: String,
}
letter!(
    RoleOfferedLetter,
    "role-propose",
    "mail/role-propose.txt",
    "mail/role-propose.html",
    |_letter| "On vous propose d’administrer une entreprise sur Prodouane"
);
