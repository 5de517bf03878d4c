use crate::path;
use crate::siret::Siret;

/// Page of Télépaiement SEPA that the portal opens for a person (004, Paiements).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SepaPage {
    /// A créance, to pay it by direct debit.
    Creance {
        reference: String,
    },
    Mandat {
        rum: String,
        act: MandatAct,
    },
    /// A new mandat of this establishment.
    NewMandat(Siret),
}

/// What the person does with a mandat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MandatAct {
    Open,
    Sign,
    Delete,
}

impl MandatAct {
    const ALL: [MandatAct; 3] = [MandatAct::Open, MandatAct::Sign, MandatAct::Delete];

    /// Code in the portal's address.
    pub const fn code(self) -> &'static str {
        match self {
            MandatAct::Open => "ouvrir",
            MandatAct::Sign => "signer",
            MandatAct::Delete => "supprimer",
        }
    }
}

impl SepaPage {
    /// Reads the query of the portal's address; `value` returns a parameter. `None` if it names no page.
    pub fn read(value: impl Fn(&str) -> Option<String>) -> Option<Self> {
        if let Some(reference) = value("creance") {
            return Some(SepaPage::Creance { reference });
        }
        if let Some(siret) = value("nouveau_mandat") {
            return Siret::parse(&siret).ok().map(SepaPage::NewMandat);
        }
        let rum = value("mandat")?;
        let code = value("acte").unwrap_or_default();
        let act = MandatAct::ALL.into_iter().find(|act| act.code() == code).unwrap_or(MandatAct::Open);
        Some(SepaPage::Mandat { rum, act })
    }

    /// Address of the portal that leads to the page; `teleservice`: that of the téléservice for the company shown.
    pub fn address(&self, teleservice: &str) -> String {
        match self {
            SepaPage::Creance { reference } => {
                format!("{teleservice}&creance={}", path::encode(reference))
            }
            SepaPage::Mandat { rum, act } => {
                format!("{teleservice}&mandat={}&acte={}", path::encode(rum), act.code())
            }
            SepaPage::NewMandat(siret) => format!("{teleservice}&nouveau_mandat={siret}"),
        }
    }

    /// Path of the page below the téléservice's home page, by segments (`docs/api/contrat-coproprietaires.json`).
    pub fn segments(&self) -> Vec<&str> {
        match self {
            SepaPage::Creance { reference } => vec!["creances", reference],
            SepaPage::Mandat { rum, act: MandatAct::Open } => vec!["mandats", rum],
            SepaPage::Mandat { rum, act: MandatAct::Sign } => vec!["mandats", rum, "signature"],
            SepaPage::Mandat { rum, act: MandatAct::Delete } => vec!["mandats", rum, "suppression"],
            SepaPage::NewMandat(_) => vec!["nouveau-mandat"],
        }
    }

    /// Establishment that the page is to begin with.
    pub fn siret(&self) -> Option<&Siret> {
        match self {
            SepaPage::NewMandat(siret) => Some(siret),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_the_page_that_wrote_it() {
        let siret = Siret::parse("73282932000074").expect("a SIRET");
        let mandat = |act| SepaPage::Mandat { rum: "RUM-1".to_owned(), act };
        for page in [
            SepaPage::Creance { reference: "DEMO-1".to_owned() },
            mandat(MandatAct::Open),
            mandat(MandatAct::Sign),
            mandat(MandatAct::Delete),
            SepaPage::NewMandat(siret),
        ] {
            let address = page.address("/teleservices/X?siren=732829320");
            let query = address.split_once('?').expect("a query").1.to_owned();
            let value = |name: &str| {
                let pair = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")))?;
                Some(pair.to_owned())
            };
            assert_eq!(SepaPage::read(value), Some(page), "{address}");
        }
        assert_eq!(SepaPage::read(|_| None), None);
        assert_eq!(SepaPage::read(|name| (name == "nouveau_mandat").then(|| "1".to_owned())), None);
    }

    #[test]
    fn texts_of_the_co_owner_are_encoded_in_the_address() {
        let page = SepaPage::Creance { reference: "A&b=c d".to_owned() };
        assert_eq!(page.address("/t?siren=1"), "/t?siren=1&creance=A%26b%3Dc%20d");
    }
}
