/// Returns the first blank « [[…]] » of a text, still to be filled by an agent or an adviser.
pub fn first_blank(text: &str) -> Option<&str> {
    let start = text.find("[[")?;
    let end = text[start..].find("]]").map_or(text.len(), |end| start + end + 2);
    Some(&text[start..end])
}

#[cfg(test)]
mod tests {
    use super::first_blank;

    #[test]
    fn blanks_are_found() {
        assert_eq!(first_blank("Bonjour [[prénom]], le [[date]]"), Some("[[prénom]]"));
        assert_eq!(first_blank("Reste [[ouvert"), Some("[[ouvert"));
        assert_eq!(first_blank("Un [crochet] simple"), None);
    }
}
