//! What the portal only links to (mission §3.4): sites that ask for their own sign-in, or for none.

/// A site of the catalogue without single sign-on.
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

    /// What it is for, in a few words.
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
