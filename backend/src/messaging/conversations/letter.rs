use platform::letter;

/// Confirms to the author that the question was sent. Contains neither subject nor motif: mail is not secure.
#[derive(Clone, Debug)]
pub struct SentLetter {
    pub number: String,
    pub service: String,
    pub sent_at: String,
    pub answer_due_on: String,
    pub link: String,
}
letter!(
    SentLetter,
    "question-transmise",
    "mail/question-transmise.txt",
    "mail/question-transmise.html",
    |letter| format!("Votre question {} est transmise", letter.number)
);
