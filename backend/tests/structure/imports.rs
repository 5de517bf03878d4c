//! Imports of a file, resolved to the files that define what is imported.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::{Item, UseTree};

use crate::sources::{Crate, Module, Source};

/// A path written in a file, from the crate's root.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    pub line: usize,
    pub path: Vec<String>,
}

impl Crate {
    /// Paths that the file of `module` writes to other modules of the crate: `use` items, `crate::…` and `super::…`
    /// anywhere, macros included, and what is reached through an imported module (`store::insert`).
    pub fn imports(&self, module: &Module) -> BTreeSet<Import> {
        let source = &self.files[module];
        let mut found = BTreeSet::new();
        let mut names = Vec::new();
        collect_uses(self, module, &source.syntax.items, &mut found, &mut names);
        let tokens: Vec<Token> = flatten(source);
        for (index, token) in tokens.iter().enumerate() {
            // The rest of a path, or the scope of `pub(in …)`.
            if index > 0 && matches!(tokens[index - 1].text.as_str(), "::" | "in") {
                continue;
            }
            let written = path_at(&tokens, index);
            if written.len() < 2 {
                continue;
            }
            let absolute = match written[0].as_str() {
                "crate" | "super" | "self" => self.absolute(module, &written),
                name => names
                    .iter()
                    .find(|(known, _)| known == name)
                    .map(|(_, path)| path.iter().cloned().chain(written[1..].iter().cloned()).collect()),
            };
            found.extend(absolute.map(|path| Import { line: token.line, path }));
        }
        found
    }

    /// The module whose file defines the last item of `path`, following the re-exports of facades.
    pub fn definition(&self, path: &[String]) -> Module {
        let mut module = Module::new();
        for (index, segment) in path.iter().enumerate() {
            let mut deeper = module.clone();
            deeper.push(segment.clone());
            if self.files.contains_key(&deeper) {
                module = deeper;
                continue;
            }
            let rest = &path[index + 1..];
            return match self.re_exported(&module, segment) {
                Some(target) => {
                    self.definition(&target.into_iter().chain(rest.iter().cloned()).collect::<Vec<_>>())
                }
                None => module,
            };
        }
        module
    }

    /// The path behind `pub use … name` in the file of `module`.
    fn re_exported(&self, module: &Module, name: &str) -> Option<Vec<String>> {
        let source = self.files.get(module)?;
        for item in &source.syntax.items {
            let Item::Use(item) = item else { continue };
            if matches!(item.vis, syn::Visibility::Inherited) {
                continue;
            }
            let leaves = leaves(&item.tree);
            for (path, alias) in leaves {
                let exported = alias.as_ref().or(path.last());
                if exported.is_some_and(|exported| exported == name) {
                    let path = self.absolute(module, &path)?;
                    return (path.last().is_none_or(|last| last != name)
                        || path[..path.len() - 1] != module[..])
                        .then_some(path);
                }
            }
        }
        None
    }

    /// Resolves `written` from the crate's root; `None` for another crate's path.
    fn absolute(&self, module: &Module, written: &[String]) -> Option<Vec<String>> {
        let mut base = match written[0].as_str() {
            "crate" => Module::new(),
            "super" | "self" => module.clone(),
            name => {
                let mut child = module.clone();
                child.push(name.to_owned());
                return self.files.contains_key(&child).then(|| {
                    child.extend(written[1..].iter().cloned());
                    child
                });
            }
        };
        let mut rest = written;
        while let Some(first) =
            rest.first().filter(|first| matches!(first.as_str(), "crate" | "super" | "self"))
        {
            if first == "super" {
                base.pop();
            }
            rest = &rest[1..];
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }
}

fn collect_uses(
    sources: &Crate,
    module: &Module,
    items: &[Item],
    found: &mut BTreeSet<Import>,
    names: &mut Vec<(String, Vec<String>)>,
) {
    for item in items {
        match item {
            Item::Use(item) => {
                let line = item.use_token.span.start().line;
                for (written, alias) in leaves(&item.tree) {
                    let Some(path) = sources.absolute(module, &written) else { continue };
                    let Some(last) = path.last().cloned() else { continue };
                    if sources.files.contains_key(&path) {
                        names.push((alias.unwrap_or(last), path));
                    } else {
                        found.insert(Import { line, path });
                    }
                }
            }
            // Unit tests may look at their own file only: they are not part of the structure.
            Item::Mod(inline) if inline.ident != "tests" => {
                if let Some((_, items)) = &inline.content {
                    collect_uses(sources, module, items, found, names);
                }
            }
            _ => {}
        }
    }
}

/// Each path of a `use` tree with its alias; `self` and `*` leave the module's own path.
fn leaves(tree: &UseTree) -> Vec<(Vec<String>, Option<String>)> {
    match tree {
        UseTree::Path(path) => leaves(&path.tree)
            .into_iter()
            .map(|(mut rest, alias)| {
                rest.insert(0, path.ident.to_string());
                (rest, alias)
            })
            .collect(),
        UseTree::Name(name) if name.ident == "self" => vec![(Vec::new(), None)],
        UseTree::Name(name) => vec![(vec![name.ident.to_string()], None)],
        UseTree::Rename(rename) if rename.ident == "self" => {
            vec![(Vec::new(), Some(rename.rename.to_string()))]
        }
        UseTree::Rename(rename) => vec![(vec![rename.ident.to_string()], Some(rename.rename.to_string()))],
        UseTree::Glob(_) => vec![(Vec::new(), None)],
        UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
    }
}

struct Token {
    text: String,
    line: usize,
}

/// The tokens of a file without its `use` items and unit tests, groups opened, `::` as one token.
fn flatten(source: &Source) -> Vec<Token> {
    let mut tokens = Vec::new();
    for item in &source.syntax.items {
        match item {
            Item::Use(_) => {}
            Item::Mod(inline) if inline.ident == "tests" => {}
            item => push(&mut tokens, quote::ToTokens::to_token_stream(item)),
        }
    }
    tokens
}

fn push(tokens: &mut Vec<Token>, stream: TokenStream) {
    let mut colon = false;
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                tokens.push(Token { text: "(".to_owned(), line });
                push(tokens, group.stream());
                tokens.push(Token { text: ")".to_owned(), line });
                colon = false;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                if colon {
                    tokens.push(Token { text: "::".to_owned(), line });
                }
                colon = !colon;
            }
            other => {
                tokens.push(Token { text: other.to_string(), line });
                colon = false;
            }
        }
    }
}

/// The path that starts at `index`: `a::b::c`.
fn path_at(tokens: &[Token], index: usize) -> Vec<String> {
    let is_name = |text: &str| text.starts_with(|first: char| first.is_alphabetic() || first == '_');
    let mut path = Vec::new();
    let mut at = index;
    while let Some(token) = tokens.get(at).filter(|token| is_name(&token.text)) {
        path.push(token.text.clone());
        if tokens.get(at + 1).is_none_or(|next| next.text != "::") {
            break;
        }
        at += 2;
    }
    path
}
