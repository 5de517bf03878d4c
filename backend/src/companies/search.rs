//! Search for a company by name or number.

use domain::siren::Siren;

/// Pattern that matches every company.
pub(super) const ANY: &str = "%";
/// Maximum length of a search, in characters.
const MAX_SEARCH: usize = 100;

/// Returns the value of `entreprise.search_key`, used for searches and for the order of lists.
pub(super) fn search_key(name: &str, siren: &Siren) -> String {
    format!("{} {}", normalize(name), siren.as_str())
}

/// Converts the input of a person to a `LIKE` pattern on `entreprise.search_key`. Removes wildcards from `search`.
pub(super) fn pattern(search: &str) -> String {
    let search: String = search.chars().take(MAX_SEARCH).collect();
    let words = normalize(&search);
    if words.is_empty() {
        return ANY.to_owned();
    }
    // « 123 456 782 » is typed with spaces and stored without.
    let digits: String = words.chars().filter(|c| *c != ' ').collect();
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        // The search key holds the SIREN only, which is the beginning of a SIRET.
        return format!("%{}%", digits.get(..9).unwrap_or(&digits));
    }
    format!("%{}%", words.replace(' ', "%"))
}

/// Converts to lower case, without accents or punctuation, with one space between words.
fn normalize(text: &str) -> String {
    let mut normalized = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' => normalized.push('a'),
            'ç' => normalized.push('c'),
            'é' | 'è' | 'ê' | 'ë' => normalized.push('e'),
            'î' | 'ï' | 'í' => normalized.push('i'),
            'ñ' => normalized.push('n'),
            'ô' | 'ö' | 'ó' | 'õ' => normalized.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => normalized.push('u'),
            'ÿ' => normalized.push('y'),
            'œ' => normalized.push_str("oe"),
            'æ' => normalized.push_str("ae"),
            c if c.is_alphanumeric() => normalized.push(c),
            _ if normalized.ends_with(' ') || normalized.is_empty() => {}
            _ => normalized.push(' '),
        }
    }
    normalized.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_accents_and_punctuation() {
        assert_eq!(normalize("  Îlot des Épices (fictif)"), "ilot des epices fictif");
        assert_eq!(normalize("Œuvre & Cie"), "oeuvre cie");
    }

    #[test]
    fn pattern_matches_names_and_numbers_as_typed() {
        assert_eq!(pattern("  "), "%");
        assert_eq!(pattern("Épices"), "%epices%");
        assert_eq!(pattern("123 456 782"), "%123456782%");
        assert_eq!(pattern("123 456 782 00015"), "%123456782%");
        assert_eq!(pattern("brumaire négoce"), "%brumaire%negoce%");
    }

    #[test]
    fn typed_wildcards_are_removed() {
        assert_eq!(pattern("100 %"), "%100%");
        assert_eq!(pattern("_a"), "%a%");
    }
}
