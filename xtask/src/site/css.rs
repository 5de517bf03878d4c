//! Merges the files imported by `style/main.css` into one minified style sheet.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Reads `main`, replaces its `@import "file.css";` lines by the contents of those files, and minifies the
/// result.
pub fn build(main: &Path) -> Result<Vec<u8>> {
    Ok(minify(&inline(main)?).into_bytes())
}

fn inline(file: &Path) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut merged = String::with_capacity(text.len());
    for line in text.lines() {
        match parse_import(line)? {
            Some(name) => merged.push_str(&inline(&file.with_file_name(name))?),
            None => merged.push_str(line),
        }
        merged.push('\n');
    }
    Ok(merged)
}

/// Returns the file name of an `@import "file.css";` line, or `None` for any other line.
///
/// # Errors
/// For any other form of `@import`.
fn parse_import(line: &str) -> Result<Option<&str>> {
    let Some(rest) = line.trim().strip_prefix("@import ") else { return Ok(None) };
    let Some(name) = rest.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix("\";")) else {
        bail!("only `@import \"file.css\";`, alone on its line, is supported: {line}");
    };
    Ok(Some(name))
}

/// Removes comments and insignificant white space; compression does the rest. Quoted text is unchanged.
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

/// Returns the length in bytes of the quoted text at the start of `rest`, or of its first character.
fn token_length(rest: &str, first: char) -> usize {
    if first != '"' && first != '\'' {
        return first.len_utf8();
    }
    let mut escaped = false;
    for (position, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == first => return position + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Returns `true` if white space is significant between the two characters: everywhere except next to `{};,`.
fn needs_gap(before: &str, next: char) -> bool {
    let last = before.chars().next_back();
    !matches!(last, None | Some('{' | '}' | ';' | ',')) && !matches!(next, '{' | '}' | ';' | ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_insignificant_space_are_removed() {
        let css = "/* tokens */\n:root {\n  --a: 1px; /* b */\n}\n\na > b , c :hover { x : y }\n";
        assert_eq!(minify(css), ":root{--a: 1px;}a > b,c :hover{x : y}");
    }

    #[test]
    fn quoted_text_is_unchanged() {
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
    fn unsupported_imports_are_refused() {
        assert_eq!(parse_import("@import \"tokens.css\";").unwrap(), Some("tokens.css"));
        assert_eq!(parse_import("a { b: c }").unwrap(), None);
        assert!(parse_import("@import url(tokens.css) print;").is_err());
    }
}
