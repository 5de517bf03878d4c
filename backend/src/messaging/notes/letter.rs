use platform::letter;

/// Notifies a colleague of a note that mentions them. Contains neither the note nor the subject: mail is not secure.
#[derive(Clone, Debug)]
pub struct MentionLetter {
    pub name: String,
    pub author: String,
    pub number: String,
    pub link: String,
}
letter!(MentionLetter, "note-interne", "mail/note-interne.txt", "mail/note-interne.html", |letter| format!(
    "Question {}\u{a0}: une note vous mentionne",
    letter.number
));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| MentionLetter {
            name: text.clone(),
            author: text.clone(),
            number: text.clone(),
            link: text.clone(),
        });
    }
}
