//! The short tree of subjects: groups and their subjects, with the code stored in the database.

/// Group, code, label of the technical subjects.
pub const SUBJECTS: [(&str, &str, &str); 11] = [
    ("Connexion", "connexion", "Je ne parviens pas à me connecter"),
    ("Connexion", "code", "Je ne reçois pas mon code ou mes courriels"),
    ("Connexion", "second-facteur", "J’ai perdu mon second facteur"),
    ("Compte", "inscription", "Inscription ou activation du compte"),
    ("Compte", "rattachement", "Rattachement d’un compte d’une administration"),
    ("Compte", "habilitations", "Mes habilitations ne s’affichent pas"),
    ("Utilisation", "page", "Une page ne fonctionne pas"),
    ("Utilisation", "piece", "Envoi ou ouverture d’un fichier"),
    ("Utilisation", "teleservice", "Ouverture d’un téléservice"),
    ("Utilisation", "annuaire", "Erreur dans l’annuaire des bureaux"),
    ("Utilisation", "autre", "Autre question technique"),
];

/// Group, code, label of the subjects of regulations.
pub const REGULATION_SUBJECTS: [(&str, &str, &str); 10] = [
    ("Échanges", "importation", "Formalités à l’importation"),
    ("Échanges", "exportation", "Formalités à l’exportation"),
    ("Échanges", "union-europeenne", "Échanges dans l’Union européenne"),
    ("Marchandises", "droits-et-taxes", "Droits et taxes d’une marchandise"),
    ("Marchandises", "classement-origine", "Classement tarifaire, origine et valeur"),
    ("Marchandises", "marchandises-reglementees", "Marchandises interdites ou réglementées"),
    ("Entreprises", "regimes", "Régimes et autorisations"),
    ("Particuliers", "voyage", "Voyages et franchises"),
    ("Particuliers", "colis", "Colis et achats en ligne"),
    ("Réglementation", "autre-reglementation", "Autre question de réglementation"),
];

/// Returns « groupe : sujet »; the code itself if it is unknown.
pub fn subject_label(code: &str) -> String {
    let found = SUBJECTS.iter().chain(&REGULATION_SUBJECTS).find(|(_, known, _)| *known == code);
    found.map_or_else(|| code.to_owned(), |(group, _, label)| format!("{group}\u{a0}: {label}"))
}
