//! One style sheet out of the files that `style/main.css` imports.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Reads `main`, puts the imported files in place of its `@import "file.css";` lines, and drops what browsers ignore.
pub fn build(main: &Path) -> Result<Vec<u8>> {
    Ok(minify(&inline(main)?).into_bytes())
}

fn inline(file: &Path) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut whole = String::with_capacity(text.len());
    for line in text.lines() {
        match imported(line)? {
            Some(name) => whole.push_str(&inline(&file.with_file_name(name))?),
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    Ok(whole)
}

/// The file of an `@import "file.css";` line.
fn imported(line: &str) -> Result<Option<&str>> {
    let Some(rest) = line.trim().strip_prefix("@import ") else { return Ok(None) };
    let Some(name) = rest.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix("\";")) else {
        bail!("only `@import \"file.css\";` is understood, alone on its line: {line}");
    };
    Ok(Some(name))
}

/// Drops comments and the white space that means nothing; compression does the rest. Text in quotes is left alone.
fn minify(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut gap = false;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
            gap = true;
        } else if first.is_whitespace() {
            rest = rest.trim_start();
            gap = true;
        } else {
            let length = token_length(rest, first);
            if gap && needs_gap(&out, first) {
                out.push(' ');
            }
            gap = false;
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    out
}

/// Length in bytes of the quoted text that starts here, else of one character.
fn token_length(rest: &str, first: char) -> usize {
    if first != '"' && first != '\'' {
        return first.len_utf8();
    }
    let mut escaped = false;
    for (place, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == first => return place + 1,
            _ => {}
        }
    }
    rest.len()
}

/// White space matters everywhere but beside these.
fn needs_gap(before: &str, next: char) -> bool {
    let last = before.chars().next_back();
    !matches!(last, None | Some('{' | '}' | ';' | ',')) && !matches!(next, '{' | '}' | ';' | ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_idle_space_go() {
        let css = "/* tokens */\n:root {\n  --a: 1px; /* b */\n}\n\na > b , c :hover { x : y }\n";
        assert_eq!(minify(css), ":root{--a: 1px;}a > b,c :hover{x : y}");
    }

    #[test]
    fn quoted_text_stays() {
        assert_eq!(
            minify("a::after { content: \" /* \\\" {  \" ; }"),
            "a::after{content: \" /* \\\" {  \";}"
        );
    }

    #[test]
    fn calculations_keep_their_spaces() {
        assert_eq!(minify("a{width: calc(1px   +  2px)}"), "a{width: calc(1px + 2px)}");
    }

    #[test]
    fn imports_are_understood_or_refused() {
        assert_eq!(imported("@import \"tokens.css\";").unwrap(), Some("tokens.css"));
        assert_eq!(imported("a { b: c }").unwrap(), None);
        assert!(imported("@import url(tokens.css) print;").is_err());
    }
}
