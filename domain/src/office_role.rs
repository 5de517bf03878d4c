//! Roles of customs offices, in the words of the European list of offices.

/// A role that an office may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficeRole {
    /// In the list: `EXP`.
    pub code: &'static str,
    pub label: &'static str,
    /// Formalities that the office handles, for operators.
    pub meaning: &'static str,
}

/// Roles that the customs legislation of the Union defines (Regulation (EU) 952/2013 and its acts). The list has others, which
/// it does not explain.
const ROLES: [OfficeRole; 11] = [
    OfficeRole {
        code: "EXP",
        label: "Bureau d’exportation",
        meaning: "Reçoit les déclarations d’exportation des marchandises qui quittent l’Union européenne.",
    },
    OfficeRole {
        code: "EXT",
        label: "Bureau de sortie",
        meaning: "Constate que les marchandises exportées quittent le territoire douanier.",
    },
    OfficeRole {
        code: "ENT",
        label: "Bureau d’entrée",
        meaning: "Reçoit les marchandises qui entrent sur le territoire douanier, et leur déclaration sommaire.",
    },
    OfficeRole {
        code: "DEP",
        label: "Bureau de départ (transit)",
        meaning: "Accepte les déclarations de transit des marchandises qui partent.",
    },
    OfficeRole {
        code: "DES",
        label: "Bureau de destination (transit)",
        meaning: "Reçoit les marchandises qui arrivent sous le régime du transit.",
    },
    OfficeRole {
        code: "TRA",
        label: "Bureau de passage (transit)",
        meaning: "Contrôle les marchandises en transit à l’entrée ou à la sortie d’un territoire.",
    },
    OfficeRole {
        code: "ENQ",
        label: "Bureau de recherche (transit)",
        meaning: "Recherche les envois en transit qui ne sont pas arrivés à destination.",
    },
    OfficeRole {
        code: "REC",
        label: "Bureau de recouvrement (transit)",
        meaning: "Recouvre les droits et taxes des envois en transit qui ne sont pas arrivés.",
    },
    OfficeRole {
        code: "GUA",
        label: "Bureau de garantie",
        meaning: "Accepte et suit les garanties et les cautions.",
    },
    OfficeRole {
        code: "EXC",
        label: "Bureau des accises",
        meaning: "Suit les produits soumis à accise\u{a0}: alcools, tabacs, énergies.",
    },
    OfficeRole {
        code: "BTI",
        label: "Renseignements tarifaires contraignants",
        meaning: "Reçoit les demandes de renseignement tarifaire contraignant (RTC).",
    },
];

/// Splits the codes of an office: its roles, and the codes that the list does not explain.
pub fn roles(codes: &str) -> (Vec<OfficeRole>, Vec<&str>) {
    let codes: Vec<&str> = codes.split_whitespace().collect();
    let known = ROLES.into_iter().filter(|role| codes.contains(&role.code)).collect();
    let others = codes.iter().filter(|code| ROLES.iter().all(|role| role.code != **code));
    (known, others.copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_roles_have_words_and_others_are_kept() {
        let (known, others) = roles("CAU EXC EXP");
        assert_eq!(known.iter().map(|role| role.code).collect::<Vec<_>>(), ["EXP", "EXC"]);
        assert_eq!(others, ["CAU"]);
        assert_eq!(roles(""), (vec![], vec![]));
    }
}
