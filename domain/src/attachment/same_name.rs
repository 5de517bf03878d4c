//! Files of one list that have the same name: numbered, so that people can tell them apart.

/// Returns the rank of each file among the equal ones before it, from 1. `files`: what makes two files look the same, in the
/// order of the list.
pub fn same_name_ranks<T: PartialEq>(files: &[T]) -> Vec<usize> {
    let equal_before = |index: usize| files[..index].iter().filter(|file| **file == files[index]).count();
    (0..files.len()).map(|index| 1 + equal_before(index)).collect()
}

/// Returns the name as shown: `facture.pdf`, then `facture.pdf (2)` for the second of that name.
pub fn numbered_name(name: &str, rank: usize) -> String {
    if rank < 2 { name.to_owned() } else { format!("{name}\u{a0}({rank})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_same_name_are_numbered_in_order() {
        let names = ["a.pdf", "b.pdf", "a.pdf", "A.pdf", "a.pdf"];
        assert_eq!(same_name_ranks(&names), [1, 1, 2, 1, 3]);
        assert_eq!(same_name_ranks::<&str>(&[]), []);
        assert_eq!(numbered_name("a.pdf", 1), "a.pdf");
        assert_eq!(numbered_name("a.pdf", 3), "a.pdf\u{a0}(3)");
    }
}
