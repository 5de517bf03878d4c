use std::fmt;

use serde::{Deserialize, Serialize};

use crate::co_owner::CoOwner;
use crate::siren::Siren;
use crate::siret::Siret;

/// An application of a co-owner on which rights are granted (mission §3.4; TRIGO is not offered).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Teleservice {
    DeltaG,
    DeltaX,
    Ciel,
    Isope,
    IsopeDom,
    Domino,
    TelepaiementSepa,
    TelepaiementCb,
    Ics,
    Nsti,
    Sofi,
    PaiementsDgfip,
    PaiementsUrssaf,
    /// Déclaration sociale nominative.
    Dsn,
}

impl Teleservice {
    pub const ALL: [Teleservice; 14] = [
        Teleservice::DeltaG,
        Teleservice::DeltaX,
        Teleservice::Ciel,
        Teleservice::Isope,
        Teleservice::IsopeDom,
        Teleservice::Domino,
        Teleservice::TelepaiementSepa,
        Teleservice::TelepaiementCb,
        Teleservice::Ics,
        Teleservice::Nsti,
        Teleservice::Sofi,
        Teleservice::PaiementsDgfip,
        Teleservice::PaiementsUrssaf,
        Teleservice::Dsn,
    ];

    /// Code used in the API contract with the co-owners.
    pub const fn code(self) -> &'static str {
        match self {
            Teleservice::DeltaG => "DELTA-G",
            Teleservice::DeltaX => "DELTA-X",
            Teleservice::Ciel => "CIEL",
            Teleservice::Isope => "ISOPE",
            Teleservice::IsopeDom => "ISOPE-DOM",
            Teleservice::Domino => "DOMINO",
            Teleservice::TelepaiementSepa => "TELEPAIEMENT-SEPA",
            Teleservice::TelepaiementCb => "TELEPAIEMENT-CB",
            Teleservice::Ics => "ICS",
            Teleservice::Nsti => "NSTI",
            Teleservice::Sofi => "SOFI",
            Teleservice::PaiementsDgfip => "PAIEMENTS-DGFIP",
            Teleservice::PaiementsUrssaf => "PAIEMENTS-URSSAF",
            Teleservice::Dsn => "DSN",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Teleservice::ALL.into_iter().find(|teleservice| teleservice.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Teleservice::TelepaiementSepa => "Télépaiement SEPA",
            Teleservice::TelepaiementCb => "Télépaiement CB",
            Teleservice::PaiementsDgfip => "Paiements de la DGFiP",
            Teleservice::PaiementsUrssaf => "Paiements de l’Urssaf",
            Teleservice::Dsn => "Déclaration sociale nominative (DSN)",
            other => other.code(),
        }
    }

    /// Returns the téléservices with single sign-on, those of customs, in display order (mission §3.4).
    pub fn with_single_sign_on() -> impl Iterator<Item = Teleservice> {
        Teleservice::ALL.into_iter().filter(|teleservice| teleservice.has_single_sign_on())
    }

    pub fn has_single_sign_on(self) -> bool {
        self.co_owner() == CoOwner::Dgddi
    }

    /// Returns the téléservices of customs on which declarations are made, in display order.
    pub fn of_declarations() -> impl Iterator<Item = Teleservice> {
        Teleservice::ALL.into_iter().filter(|teleservice| teleservice.takes_declarations())
    }

    /// Returns `true` if declarations to customs are made on it.
    pub fn takes_declarations(self) -> bool {
        self.co_owner() == CoOwner::Dgddi && self.droits().contains(&Droit::Declarer)
    }

    /// Purpose in a few words, in French.
    pub const fn purpose(self) -> &'static str {
        match self {
            Teleservice::DeltaG => "Dédouanement des marchandises",
            Teleservice::DeltaX => "Dédouanement du fret express et postal",
            Teleservice::Ciel => "Contributions indirectes\u{a0}: alcools et tabacs",
            Teleservice::Isope => "Produits énergétiques (TICPE)",
            Teleservice::IsopeDom => "Produits énergétiques outre-mer (TICPE-DOM)",
            Teleservice::Domino => "Octroi de mer",
            Teleservice::TelepaiementSepa => "Paiement des créances par prélèvement, mandats",
            Teleservice::TelepaiementCb => "Paiement des créances par carte bancaire",
            Teleservice::Ics => "Sûreté et sécurité à l’importation",
            Teleservice::Nsti => "Transit",
            Teleservice::Sofi => "Formalités centralisées",
            Teleservice::PaiementsDgfip => "Paiements des impôts professionnels",
            Teleservice::PaiementsUrssaf => "Paiements des cotisations",
            Teleservice::Dsn => "Déclaration sociale nominative",
        }
    }

    /// Rights that exist on the téléservice.
    pub const fn droits(self) -> &'static [Droit] {
        match self {
            Teleservice::TelepaiementSepa => &[Droit::Telepayer, Droit::Adherer],
            Teleservice::TelepaiementCb => &[Droit::Telepayer],
            Teleservice::PaiementsDgfip | Teleservice::PaiementsUrssaf => &[Droit::Consulter],
            Teleservice::Dsn => &[Droit::Declarer, Droit::Consulter],
            _ => &[Droit::Lire, Droit::Declarer],
        }
    }

    /// Administration that grants its rights.
    pub const fn co_owner(self) -> CoOwner {
        match self {
            Teleservice::PaiementsDgfip => CoOwner::Dgfip,
            Teleservice::PaiementsUrssaf => CoOwner::Urssaf,
            Teleservice::Dsn => CoOwner::NetEntreprises,
            _ => CoOwner::Dgddi,
        }
    }
}

/// A right on a téléservice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Droit {
    Lire,
    Declarer,
    Telepayer,
    Adherer,
    Consulter,
}

impl Droit {
    pub const ALL: [Droit; 5] =
        [Droit::Lire, Droit::Declarer, Droit::Telepayer, Droit::Adherer, Droit::Consulter];

    /// Code used in the API contract with the co-owners.
    pub const fn code(self) -> &'static str {
        match self {
            Droit::Lire => "lire",
            Droit::Declarer => "declarer",
            Droit::Telepayer => "telepayer",
            Droit::Adherer => "adherer",
            Droit::Consulter => "consulter",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Droit::ALL.into_iter().find(|droit| droit.code() == code)
    }

    /// Name inside a French sentence: « télépayer ».
    pub const fn label(self) -> &'static str {
        match self {
            Droit::Lire => "lire",
            Droit::Declarer => "déclarer",
            Droit::Telepayer => "télépayer",
            Droit::Adherer => "adhérer",
            Droit::Consulter => "consulter",
        }
    }
}

/// Establishment or company on which a right is granted: per SIRET by customs, per SIREN by the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    Siret(Siret),
    Siren(Siren),
}

impl Place {
    pub fn siren(&self) -> Siren {
        match self {
            Place::Siret(siret) => siret.siren(),
            Place::Siren(siren) => siren.clone(),
        }
    }

    pub fn is_in(&self, company: &Siren) -> bool {
        match self {
            Place::Siret(siret) => siret.is_of(company),
            Place::Siren(siren) => siren == company,
        }
    }

    /// Returns the number: 14 digits for a SIRET, 9 for a SIREN.
    pub fn number(&self) -> &str {
        match self {
            Place::Siret(siret) => siret.as_str(),
            Place::Siren(siren) => siren.as_str(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Siret(siret) => write!(f, "SIRET {}", siret.grouped()),
            Place::Siren(siren) => write!(f, "SIREN {}", siren.grouped()),
        }
    }
}

/// A right granted to a person by a co-owner on a téléservice, for an establishment or company.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Habilitation {
    pub co_owner: CoOwner,
    pub teleservice: Teleservice,
    pub droit: Droit,
    pub place: Place,
}

impl Habilitation {
    /// Returns `true` if it grants this right, and comes from the co-owner of the téléservice.
    pub fn grants(&self, teleservice: Teleservice, droit: Droit) -> bool {
        self.teleservice == teleservice && self.droit == droit && self.co_owner == teleservice.co_owner()
    }
}

/// A line of declarations on the dashboard (mission §4), in display order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeclarationLine {
    ContributionIndirecte,
    Dedouanement,
    OctroiDeMer,
    Ticpe,
    TicpeDom,
}

impl DeclarationLine {
    pub const ALL: [DeclarationLine; 5] = [
        DeclarationLine::ContributionIndirecte,
        DeclarationLine::Dedouanement,
        DeclarationLine::OctroiDeMer,
        DeclarationLine::Ticpe,
        DeclarationLine::TicpeDom,
    ];

    pub const fn label(self) -> &'static str {
        match self {
            DeclarationLine::ContributionIndirecte => "Contribution indirecte (tabac, alcool)",
            DeclarationLine::Dedouanement => "Dédouanement",
            DeclarationLine::OctroiDeMer => "Octroi de mer",
            DeclarationLine::Ticpe => "TICPE",
            DeclarationLine::TicpeDom => "TICPE-DOM",
        }
    }

    pub const fn teleservice(self) -> Teleservice {
        match self {
            DeclarationLine::ContributionIndirecte => Teleservice::Ciel,
            DeclarationLine::Dedouanement => Teleservice::DeltaG,
            DeclarationLine::OctroiDeMer => Teleservice::Domino,
            DeclarationLine::Ticpe => Teleservice::Isope,
            DeclarationLine::TicpeDom => Teleservice::IsopeDom,
        }
    }
}

impl TryFrom<String> for Teleservice {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Teleservice::from_code(&code).ok_or("unknown téléservice")
    }
}

impl From<Teleservice> for &'static str {
    fn from(teleservice: Teleservice) -> &'static str {
        teleservice.code()
    }
}
