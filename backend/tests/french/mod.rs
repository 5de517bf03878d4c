//! Rules of typography, vocabulary and elision for French texts, shared by the tests of sources and of pages.

/// Words that the texts do not use, with the word to write.
const REPLACED: [(&str, &str); 9] = [
    ("mél", "courriel"),
    ("méls", "courriels"),
    ("e-mail", "courriel"),
    ("e-mails", "courriels"),
    ("email", "courriel"),
    ("mail", "courriel"),
    ("mails", "courriels"),
    ("cliquez", "choisissez"),
    ("login", "identifiant"),
];

/// Places that do not follow « depuis », which only means « since ».
const PLACES: [&str; 11] = [
    "accueil",
    "appareil",
    "navigateur",
    "ordinateur",
    "page",
    "poste",
    "portail",
    "réseau",
    "site",
    "téléphone",
    "outre-mer",
];

const UNITS: [&str; 6] = ["€", "%", "h", "min", "Ko", "Mo"];

/// Units after an inserted number.
const COUNTED: [&str; 7] = ["secondes", "minutes", "heures", "jours", "mois", "ans", "caractères"];

/// Lists the faults of a text, each with its place.
pub fn faults(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut found: Vec<String> = (0..chars.len())
        .filter_map(|at| Some(format!("{}: « {} »", typography_fault(&chars, at)?, excerpt(&chars, at))))
        .collect();
    let words: Vec<&str> = text.split([' ', '\u{a0}', '\n']).collect();
    found.extend(words.iter().filter_map(|word| replaced_word(word)));
    found.extend(words.windows(2).filter_map(|pair| elision_fault(pair[0], pair[1])));
    found.extend(words.windows(2).filter_map(|pair| company_fault(pair[0], pair[1])));
    found.extend(words.windows(3).filter_map(spatial_depuis));
    found
}

/// The fault at a character, if any.
fn typography_fault(chars: &[char], at: usize) -> Option<&'static str> {
    let before = at.checked_sub(1).map(|before| chars[before]);
    let after = chars.get(at + 1).copied();
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    match chars[at] {
        ';' | ':' | '!' | '?' | '»' if before == Some(' ') => Some("ordinary space before a mark"),
        ';' | ':' | '!' | '?' if is_attached(before) && after.is_none_or(char::is_whitespace) => {
            Some("no space before a mark")
        }
        '»' if is_attached(before) => Some("no space before a mark"),
        '«' if after.is_some_and(|c| !is_no_break_space(c)) => Some("no-break space missing after «"),
        '\'' if is_letter(before) && is_letter(after) => Some("straight apostrophe"),
        '.' if chars[at..].starts_with(&['.', '.', '.']) => Some("three points instead of …"),
        // Several lines of plain text may have columns.
        ' ' if after == Some(' ') && !chars.contains(&'\n') => Some("two spaces"),
        ' ' if ends_number(&chars[..at], &chars[at + 1..]) => Some("ordinary space in a number"),
        ' ' if before == Some('}') && starts_with_word(&chars[at + 1..], &COUNTED) => {
            Some("ordinary space in a number")
        }
        _ => None,
    }
}

fn is_attached(before: Option<char>) -> bool {
    before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | '}' | '»'))
}

fn is_no_break_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}')
}

/// Returns `true` between the parts of a number: thousands, or number and unit. Groups of four digits are those of an
/// IBAN, which may be broken between lines.
fn ends_number(start: &[char], rest: &[char]) -> bool {
    let is_digit = |c: &&char| c.is_ascii_digit();
    let (before, after) =
        (start.iter().rev().take_while(is_digit).count(), rest.iter().take_while(is_digit).count());
    let thousands = after == 3 && before <= 3 && rest.get(3).is_none_or(|c| !c.is_alphanumeric());
    before > 0 && (thousands || starts_with_word(rest, &UNITS))
}

fn starts_with_word(rest: &[char], words: &[&str]) -> bool {
    let word: String = rest.iter().take_while(|c| !c.is_whitespace() && !".,;)".contains(**c)).collect();
    words.contains(&word.as_str())
}

fn replaced_word(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let (_, instead) = REPLACED.iter().find(|(replaced, _)| *replaced == word)?;
    Some(format!("write {instead}, not {word}"))
}

/// « de impots.gouv.fr », « que {name} »: `domain::french` joins inserted names.
fn elision_fault(word: &str, next: &str) -> Option<String> {
    let word = word.trim_start_matches(|c: char| !c.is_alphabetic());
    let first = next.chars().next()?;
    let elides = "aeiouyâàéèêëîïôûœAEIOUYÂÀÉÈÊËÎÏÔÛŒ".contains(first)
        && !["onze", "oui", "y", "un", "une", "unième"].contains(&next.trim_end_matches(['.', ',']));
    let is_inserted_name = first == '{' && !next.starts_with("{minutes}");
    let is_fault = matches!(word, "de" | "que" | "De" | "Que") && (elides || is_inserted_name)
        || matches!(word, "le" | "la" | "ne" | "se" | "je") && elides && next != "y" && next != "une";
    is_fault.then(|| format!("elision: « {word} {next} »"))
}

/// « société » is said of a surety (« société de caution »), not of the company that a person works for.
fn company_fault(word: &str, next: &str) -> Option<String> {
    (word == "société" && next != "de").then(|| format!("write entreprise, not {word} {next}"))
}

fn spatial_depuis(words: &[&str]) -> Option<String> {
    let place = words[2].trim_matches(|c: char| !c.is_alphabetic());
    let place = place.strip_prefix("l’").unwrap_or(place);
    let elided = words[1].strip_prefix("l’").is_some_and(|place| PLACES.contains(&place));
    let is_fault = words[0].eq_ignore_ascii_case("depuis") && (elided || PLACES.contains(&place));
    is_fault.then(|| format!("« depuis » for a place: {}", words.join(" ")))
}

fn excerpt(chars: &[char], at: usize) -> String {
    chars[at.saturating_sub(20)..(at + 20).min(chars.len())].iter().collect()
}

#[test]
fn faults_are_found() {
    for text in [
        "Besoin d’aide ?",
        "Exemple: FR",
        "«Activer\u{a0}»",
        "« Activer\u{a0}»",
        "«\u{a0}Activer»",
        "l'adresse",
        "En cours...",
        "deux  espaces",
        "1 234,56",
        "12 €",
        "de 8 h à 19",
        "valable {} minutes",
        "votre adresse mél",
        "un e-mail.",
        "les habilitations de impots.gouv.fr",
        "compte de {site}",
        "ce que Alix a envoyé",
        "le établissement",
        "pour la société Exemple",
        "Connexion depuis un appareil",
        "Depuis l’outre-mer et",
        "depuis votre navigateur",
    ] {
        assert_eq!(faults(text).len(), 1, "{text}: {:?}", faults(text));
    }
}

#[test]
fn correct_texts_have_no_fault() {
    for text in [
        "Besoin d’aide\u{a0}?",
        "Du lundi au vendredi de 8\u{a0}h à 19\u{a0}h\u{a0}30 (appel gratuit)\u{a0}: 0809\u{a0}400\u{a0}210.",
        "Choisissez «\u{a0}Activer\u{a0}»\u{202f}; puis /connexion?retour=/aide…",
        "1\u{202f}234,56\u{a0}€, en 2026 aussi",
        "10 chiffres, ou 12:30",
        "IBAN FR76 1010 172",
        "les habilitations d’impots.gouv.fr, que l’Urssaf accorde depuis le 3\u{a0}mars",
        "au bout de onze jours, il ne l’a pas vu",
        "valable {minutes}\u{a0}minutes",
        "la banque ou la société de caution",
    ] {
        assert_eq!(faults(text), Vec::<String>::new(), "{text}");
    }
}
