//! French texts of the sources: sentences of the code, mails, forms of the messaging.

use std::{fs, path::Path};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::{
    french::faults,
    source_files::{rust_files, workspace},
};

/// Words of English texts, which log messages mix with French terms.
const ENGLISH: [&str; 9] = [" the ", " is ", " of ", " no ", " has ", " to ", "unknown", "failed", "missing"];

/// Start of the text message, whose alphabet (GSM 03.38) has no no-break space.
const TEXT_MESSAGE: &str = "Prodouane : votre code est ";

#[test]
fn sentences_of_the_code_are_correct() {
    let root = workspace();
    let (mut sentences, mut found) = (0, Vec::new());
    for file in ["domain", "platform", "backend", "app", "server"]
        .iter()
        .flat_map(|folder| rust_files(&root.join(folder).join("src")))
        .filter(|file| !is_test(file))
    {
        let text = fs::read_to_string(&file).expect("a readable file");
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let name = file.strip_prefix(&root).expect("in the workspace").display();
        for (line, sentence) in literals(tokens).into_iter().filter(|(_, text)| is_french(text)) {
            sentences += 1;
            let faults = faults(&without_tags(&sentence));
            found.extend(faults.into_iter().map(|fault| format!("{name}:{line}: {fault}")));
        }
    }
    eprintln!("French sentences in the code: {sentences}");
    assert!(sentences > 1_000, "the sentences are no longer found");
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

#[test]
fn mails_and_forms_are_correct() {
    let root = workspace();
    let (mut files, mut found) = (0, Vec::new());
    for folder in ["backend/templates/mail", "domain/motifs"] {
        for entry in fs::read_dir(root.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("a readable file");
            let shown = match path.extension().and_then(|extension| extension.to_str()) {
                Some("toml") => quoted(&text),
                _ => template_text(&text),
            };
            files += 1;
            let name = path.strip_prefix(&root).expect("in the workspace").display();
            found.extend(faults(&shown).into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    eprintln!("templates of mails and forms of the messaging: {files}");
    assert!(files > 50, "the files are no longer found");
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

#[test]
fn frequent_questions_are_correct() {
    let (mut texts, mut found) = (0, Vec::new());
    for entry in fs::read_dir(workspace().join("backend/faq")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a readable file");
        // Keywords are what people type, not what the portal shows.
        let shown =
            |line: &&str| ["title = ", "question = ", "answer = "].iter().any(|key| line.starts_with(key));
        for line in text.lines().filter(shown) {
            texts += 1;
            let (_, value) = line.split_once(" = ").expect("a value");
            let value = value.trim_matches('"').replace("\\n", "\n");
            found.extend(faults(&value).into_iter().map(|fault| format!("{}: {fault}", path.display())));
        }
    }
    eprintln!("texts of the frequent questions: {texts}");
    assert!(texts > 200, "the files are no longer found");
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

fn is_test(file: &Path) -> bool {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    name.ends_with("_tests")
        || name == "letter_check"
        || file.components().any(|part| part.as_os_str() == "tests")
}

/// Texts of string literals with their lines, without doc comments and test modules.
fn literals(tokens: TokenStream) -> Vec<(usize, String)> {
    let (mut found, mut skip_block) = (Vec::new(), false);
    for token in tokens {
        match token {
            TokenTree::Literal(literal) => {
                let line = literal.span().start().line;
                if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                    found.push((line, text.value()));
                }
            }
            TokenTree::Group(group) => {
                let attribute = group.stream().to_string();
                match group.delimiter() {
                    Delimiter::Bracket if attribute == "cfg (test)" => skip_block = true,
                    Delimiter::Bracket if attribute.starts_with("doc =") => {}
                    Delimiter::Brace if skip_block => skip_block = false,
                    _ => found.extend(literals(group.stream())),
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => skip_block = false,
            _ => {}
        }
    }
    found
}

fn is_french(text: &str) -> bool {
    text.chars().any(|c| "àâçéèêëîïôùûœÀÂÇÉÈÊÎÔÛŒ’«»".contains(c))
        && !ENGLISH.iter().any(|word| text.contains(word))
        && text.contains(' ')
        && !text.starts_with(TEXT_MESSAGE)
}

/// Text of a template: without tags of HTML and statements, variables as `{}`.
fn template_text(template: &str) -> String {
    let mut text = String::new();
    for part in template.split("{%").map(|part| part.split_once("%}").map_or(part, |(_, rest)| rest)) {
        text.push_str(part);
    }
    let mut shown = String::new();
    for part in text.split("{{") {
        match part.split_once("}}") {
            Some((_, rest)) => shown.push_str(&format!("{{X}}{rest}")),
            None => shown.push_str(part),
        }
    }
    without_tags(&shown).replace("&nbsp;", "\u{a0}").replace("&#8239;", "\u{202f}")
}

fn without_tags(html: &str) -> String {
    let mut parts = html.split('<');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once('>').map_or(part, |(_, rest)| rest));
    }
    text
}

/// Quoted texts of a TOML file, one a line.
fn quoted(toml: &str) -> String {
    toml.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).collect::<Vec<_>>().join("\n")
}
