//! Services that the home page offers to everybody, grouped by need (003, Services disponibles; mission §3.4).

use crate::{path, plain_link::PlainLink};

/// A service of the portal or of another site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicService {
    /// A page of the portal: what one does there, its name, its path.
    Page(&'static str, &'static str, &'static str),
    Site(PlainLink),
}

impl PublicService {
    /// Task of a professional with the service, as the text of a link.
    pub const fn task(self) -> &'static str {
        match self {
            PublicService::Page(task, _, _) => task,
            PublicService::Site(link) => link.task(),
        }
    }

    /// Its name, by which those know it who have used it.
    pub const fn name(self) -> &'static str {
        match self {
            PublicService::Page(_, name, _) => name,
            PublicService::Site(link) => link.label(),
        }
    }
}

/// A need in words, and the services that meet it.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// Anchor of its heading.
    pub code: &'static str,
    pub title: &'static str,
    pub services: &'static [PublicService],
}

/// Needs, in the order of the home page.
pub const NEEDS: [Need; 4] = [
    Need {
        code: "marchandise",
        title: "Connaître les droits et taxes d’une marchandise",
        services: &[
            PublicService::Site(PlainLink::Rita),
            PublicService::Site(PlainLink::TarifEnLigne),
            PublicService::Site(PlainLink::QuotaEuropa),
            PublicService::Page("Convertir une valeur en douane", "Taux de change", path::EXCHANGE_RATES),
            PublicService::Site(PlainLink::InfoAccises),
        ],
    },
    Need {
        code: "declarer",
        title: "Déclarer et suivre vos marchandises",
        services: &[
            PublicService::Page("Suivre une exportation", "par son MRN", path::EXPORT_FOLLOW_UP),
            PublicService::Page("Adhérer à un téléservice", "DELTA-G, CIEL, ISOPE…", path::ADHESION),
            PublicService::Site(PlainLink::Conex),
            PublicService::Site(PlainLink::Soget),
            PublicService::Site(PlainLink::GuichetUnique),
            PublicService::Site(PlainLink::Gamma),
        ],
    },
    Need {
        code: "union",
        title: "Commercer dans l’Union européenne",
        services: &[
            PublicService::Site(PlainLink::TvaIntracom),
            PublicService::Site(PlainLink::EchangesDeBiens),
            PublicService::Site(PlainLink::StatNcb),
        ],
    },
    Need {
        code: "renseigner",
        title: "Trouver un service ou une réponse",
        services: &[
            PublicService::Page("Trouver un bureau de douane", "Annuaire", path::DIRECTORY),
            PublicService::Site(PlainLink::Annuaire),
            PublicService::Page("Lire les questions fréquentes", "FAQ", path::FAQ),
            PublicService::Page("Lire les guides et tutoriels", "Documentation", path::GUIDES),
            PublicService::Site(PlainLink::Douane),
        ],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_service_of_the_sources_is_offered_once() {
        let all: Vec<PublicService> = NEEDS.iter().flat_map(|need| need.services).copied().collect();
        let tasks: BTreeSet<_> = all.iter().map(|service| service.task()).collect();
        assert_eq!(tasks.len(), all.len());
        let others = [PlainLink::Cnil];
        for link in PlainLink::ALL.into_iter().filter(|link| !others.contains(link)) {
            assert!(all.contains(&PublicService::Site(link)), "{}", link.label());
        }
    }
}
