//! External sites to which the portal only links (mission §3.4): they have their own sign-in, or none.

/// A site of the téléservice catalogue without single sign-on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlainLink {
    Rita,
    Conex,
    Soget,
    Gamma,
    GuichetUnique,
}

impl PlainLink {
    pub const ALL: [PlainLink; 5] =
        [PlainLink::Rita, PlainLink::Conex, PlainLink::Soget, PlainLink::Gamma, PlainLink::GuichetUnique];

    pub const fn label(self) -> &'static str {
        match self {
            PlainLink::Rita => "RITA",
            PlainLink::Conex => "Conex",
            PlainLink::Soget => "Soget",
            PlainLink::Gamma => "Gamma",
            PlainLink::GuichetUnique => "Guichet unique national",
        }
    }

    /// Purpose in a few words, in French.
    pub const fn purpose(self) -> &'static str {
        match self {
            PlainLink::Rita => "Encyclopédie tarifaire\u{a0}: nomenclature, droits et taxes",
            PlainLink::Conex => "Déclarations en douane par un prestataire EDI",
            PlainLink::Soget => "Suivi des marchandises dans les ports",
            PlainLink::Gamma => "Suivi des mouvements de produits soumis à accise",
            PlainLink::GuichetUnique => "Formalités des administrations aux frontières",
        }
    }
}
