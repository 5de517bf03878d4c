//! External sites to which the portal only links (003, Services disponibles; mission §3.4): they have their own sign-in, or
//! none. Their addresses are in the configuration.

/// A site to which the portal links without single sign-on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlainLink {
    Rita,
    TarifEnLigne,
    QuotaEuropa,
    TvaIntracom,
    InfoAccises,
    StatNcb,
    EchangesDeBiens,
    Conex,
    Soget,
    Gamma,
    GuichetUnique,
    /// Directory of customs, with addresses and hours, which the European list does not have.
    Annuaire,
    /// Site of customs.
    Douane,
    /// Authority to which people complain about their personal data.
    Cnil,
}

impl PlainLink {
    pub const ALL: [PlainLink; 14] = [
        PlainLink::Rita,
        PlainLink::TarifEnLigne,
        PlainLink::QuotaEuropa,
        PlainLink::TvaIntracom,
        PlainLink::InfoAccises,
        PlainLink::StatNcb,
        PlainLink::EchangesDeBiens,
        PlainLink::Conex,
        PlainLink::Soget,
        PlainLink::Gamma,
        PlainLink::GuichetUnique,
        PlainLink::Annuaire,
        PlainLink::Douane,
        PlainLink::Cnil,
    ];

    /// Those of the téléservice catalogue.
    pub const CATALOGUE: [PlainLink; 5] =
        [PlainLink::Rita, PlainLink::Conex, PlainLink::Soget, PlainLink::Gamma, PlainLink::GuichetUnique];

    /// Key in the configuration.
    pub const fn code(self) -> &'static str {
        match self {
            PlainLink::Rita => "rita",
            PlainLink::TarifEnLigne => "tarif_en_ligne",
            PlainLink::QuotaEuropa => "quota_europa",
            PlainLink::TvaIntracom => "tva_intracom",
            PlainLink::InfoAccises => "info_accises",
            PlainLink::StatNcb => "stat_ncb",
            PlainLink::EchangesDeBiens => "echanges_de_biens",
            PlainLink::Conex => "conex",
            PlainLink::Soget => "soget",
            PlainLink::Gamma => "gamma",
            PlainLink::GuichetUnique => "guichet_unique",
            PlainLink::Annuaire => "annuaire",
            PlainLink::Douane => "douane",
            PlainLink::Cnil => "cnil",
        }
    }

    /// Returns the link with that key.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            PlainLink::Rita => "RITA",
            PlainLink::TarifEnLigne => "Tarif en ligne",
            PlainLink::QuotaEuropa => "Quota Europa",
            PlainLink::TvaIntracom => "TVA intracom (VIES)",
            PlainLink::InfoAccises => "Info accises",
            PlainLink::StatNcb => "StatNCB",
            PlainLink::EchangesDeBiens => "Déclaration d’échanges de biens",
            PlainLink::Conex => "Conex",
            PlainLink::Soget => "Soget",
            PlainLink::Gamma => "Gamma",
            PlainLink::GuichetUnique => "Guichet unique national",
            PlainLink::Annuaire => "Annuaire de douane.gouv.fr",
            PlainLink::Douane => "douane.gouv.fr",
            PlainLink::Cnil => "CNIL",
        }
    }

    /// Purpose in a few words, in French.
    pub const fn purpose(self) -> &'static str {
        match self {
            PlainLink::Rita => "Encyclopédie tarifaire\u{a0}: nomenclature, droits et taxes",
            PlainLink::TarifEnLigne => "Taux de droits et mesures par nomenclature",
            PlainLink::QuotaEuropa => "État des contingents tarifaires de l’Union européenne",
            PlainLink::TvaIntracom => "Validité d’un numéro de TVA intracommunautaire",
            PlainLink::InfoAccises => "Produits soumis à accise et numéros d’accise",
            PlainLink::StatNcb => "Statistiques du commerce extérieur par nomenclature",
            PlainLink::EchangesDeBiens => "Enquête statistique et état récapitulatif de TVA",
            PlainLink::Conex => "Déclarations en douane par un prestataire EDI",
            PlainLink::Soget => "Suivi des marchandises dans les ports",
            PlainLink::Gamma => "Suivi des mouvements de produits soumis à accise",
            PlainLink::GuichetUnique => "Formalités des administrations aux frontières",
            PlainLink::Annuaire => "Adresses et horaires des bureaux, des recettes et des PAE",
            PlainLink::Douane => "Site de la douane",
            PlainLink::Cnil => "Réclamations sur les données personnelles",
        }
    }

    /// Task of a professional on the site, as the text of a link, in French.
    pub const fn task(self) -> &'static str {
        match self {
            PlainLink::Rita => "Simuler les droits et taxes d’une marchandise",
            PlainLink::TarifEnLigne => "Trouver la nomenclature d’une marchandise",
            PlainLink::QuotaEuropa => "Savoir ce qui reste d’un contingent tarifaire",
            PlainLink::TvaIntracom => "Vérifier le numéro de TVA d’un partenaire",
            PlainLink::InfoAccises => "Se renseigner sur les produits soumis à accise",
            PlainLink::StatNcb => "Consulter les statistiques du commerce extérieur",
            PlainLink::EchangesDeBiens => "Déclarer des échanges de biens dans l’Union",
            PlainLink::Conex => "Déclarer en douane par un prestataire",
            PlainLink::Soget => "Suivre une marchandise dans un port",
            PlainLink::Gamma => "Suivre un mouvement de produits soumis à accise",
            PlainLink::GuichetUnique => "Accomplir les formalités des autres administrations",
            PlainLink::Annuaire => "Trouver l’adresse et les horaires d’un service",
            PlainLink::Douane => "Lire la réglementation",
            PlainLink::Cnil => "Adresser une réclamation",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_and_tasks_are_distinct() {
        for link in PlainLink::ALL {
            assert_eq!(PlainLink::from_code(link.code()), Some(link));
        }
        assert_eq!(PlainLink::from_code("ailleurs"), None);
        let tasks: BTreeSet<_> = PlainLink::ALL.into_iter().map(PlainLink::task).collect();
        assert_eq!(tasks.len(), PlainLink::ALL.len());
    }
}
