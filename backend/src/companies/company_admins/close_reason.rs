/// Reason why an offer or a role is closed. Stored by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// By the giver.
    Withdrawn,
    /// By the holder.
    Renounced,
    /// By the recipient of the offer.
    Declined,
    /// The offer was not answered in time.
    Unanswered,
    /// The end date was reached.
    Expired,
    /// The role it derives from was closed.
    ParentClosed,
    /// By the portal's operator.
    Revoked,
}

impl CloseReason {
    const ALL: [CloseReason; 7] = [
        CloseReason::Withdrawn,
        CloseReason::Renounced,
        CloseReason::Declined,
        CloseReason::Unanswered,
        CloseReason::Expired,
        CloseReason::ParentClosed,
        CloseReason::Revoked,
    ];

    pub(super) const fn code(self) -> &'static str {
        match self {
            CloseReason::Withdrawn => "retiree",
            CloseReason::Renounced => "rendue",
            CloseReason::Declined => "declinee",
            CloseReason::Unanswered => "sans_reponse",
            CloseReason::Expired => "terme",
            CloseReason::ParentClosed => "amont",
            CloseReason::Revoked => "operateur",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        CloseReason::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// French wording: « retirée par son auteur ».
    pub const fn label(self) -> &'static str {
        match self {
            CloseReason::Withdrawn => "retirée par son auteur",
            CloseReason::Renounced => "rendue par son titulaire",
            CloseReason::Declined => "déclinée",
            CloseReason::Unanswered => "restée sans réponse",
            CloseReason::Expired => "arrivée à son terme",
            CloseReason::ParentClosed => "terminée avec le rôle dont elle découlait",
            CloseReason::Revoked => "retirée par l’exploitant du portail",
        }
    }
}
