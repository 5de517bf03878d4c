//! Each letter has its check with hostile texts.

use std::fs;

use crate::source_files::{rust_files, workspace};

#[test]
fn every_letter_is_checked() {
    let backend = workspace().join("backend");
    let mut letters = 0;
    for path in rust_files(&backend.join("src")) {
        let text = fs::read_to_string(&path).expect("a readable file");
        let declared = text.matches("\nletter!(").count();
        let checked = text.matches("assert_texts_stay_text(|text|").count();
        assert_eq!(
            declared,
            checked,
            "{}: one call of assert_texts_stay_text for each letter",
            path.display()
        );
        letters += declared;
    }
    let templates = fs::read_dir(backend.join("templates/mail")).expect("the templates");
    let is_html = |file: &fs::DirEntry| file.path().extension().is_some_and(|extension| extension == "html");
    let templates = templates.filter(|file| file.as_ref().is_ok_and(is_html)).count();
    assert_eq!(letters, templates - 1, "each template but the layout belongs to a letter");
}
