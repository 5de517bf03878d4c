//! SQL texts in the sources: string literals that are a statement, with `concat!`, constants and macros resolved.

use std::{collections::BTreeMap, fs, path::PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Expr, ExprLit, Item, Lit, Token,
    parse::Parser,
    punctuated::Punctuated,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::source_files::{rust_files, workspace};

pub struct Statement {
    /// File and line.
    pub place: String,
    pub text: String,
}

#[derive(Default)]
pub struct Texts {
    pub statements: Vec<Statement>,
    /// Places of texts that are built at run time.
    pub dynamic: Vec<String>,
}

/// Beginnings of a statement.
const VERBS: [&str; 5] = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH "];

/// Reads the sources of `platform` and `backend`.
pub fn read() -> Texts {
    let files: Vec<(PathBuf, syn::File)> = ["platform", "backend"]
        .iter()
        .flat_map(|folder| rust_files(&workspace().join(folder).join("src")))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a readable file");
            let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path, syntax)
        })
        .collect();
    let mut macros = BTreeMap::new();
    for (_, file) in &files {
        Definitions { macros: &mut macros }.visit_file(file);
    }
    let mut texts = Texts::default();
    for (path, file) in &files {
        let mut constants = BTreeMap::new();
        Constants { constants: &mut constants }.visit_file(file);
        let resolver = Resolver { macros: &macros, constants: &constants };
        let path = path.strip_prefix(workspace()).expect("in the workspace").display().to_string();
        Statements { path, resolver, texts: &mut texts }.visit_file(file);
    }
    texts
}

/// A macro that makes a text: its parameters and its body.
struct TextMacro {
    parameters: Vec<String>,
    body: TokenStream,
}

struct Definitions<'a> {
    macros: &'a mut BTreeMap<String, TextMacro>,
}

impl Visit<'_> for Definitions<'_> {
    fn visit_item_macro(&mut self, item: &syn::ItemMacro) {
        let Some(name) = &item.ident else { return };
        let mut groups = item.mac.tokens.clone().into_iter().filter_map(|tree| match tree {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        });
        let (Some(parameters), Some(body)) = (groups.next(), groups.next()) else { return };
        let parameters = dollar_names(parameters);
        let former = self.macros.insert(name.to_string(), TextMacro { parameters, body });
        assert!(
            former.is_none(),
            "two macros are named {name}: a statement could be read with the wrong one"
        );
    }
}

/// The names after each `$`.
fn dollar_names(tokens: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens
        .windows(2)
        .filter_map(|pair| match pair {
            [TokenTree::Punct(dollar), TokenTree::Ident(name)] if dollar.as_char() == '$' => {
                Some(name.to_string())
            }
            _ => None,
        })
        .collect()
}

struct Constants<'a> {
    constants: &'a mut BTreeMap<String, Expr>,
}

impl<'ast> Visit<'ast> for Constants<'_> {
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.constants.insert(item.ident.to_string(), (*item.expr).clone());
    }
}

struct Resolver<'a> {
    macros: &'a BTreeMap<String, TextMacro>,
    constants: &'a BTreeMap<String, Expr>,
}

impl Resolver<'_> {
    fn text(&self, expression: &Expr) -> Option<String> {
        match expression {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            Expr::Group(group) => self.text(&group.expr),
            Expr::Path(path) => {
                let name = path.path.segments.last()?.ident.to_string();
                self.text(self.constants.get(&name)?)
            }
            Expr::Macro(call) => {
                let name = call.mac.path.segments.last()?.ident.to_string();
                let arguments = arguments(call.mac.tokens.clone())?;
                if name == "concat" {
                    return arguments.iter().map(|argument| self.text(argument)).collect();
                }
                self.text(&self.expanded(&call.mac)?)
            }
            _ => None,
        }
    }

    /// Expands a macro whose arguments are texts.
    fn expanded(&self, call: &syn::Macro) -> Option<Expr> {
        let definition = self.macros.get(&call.path.segments.last()?.ident.to_string())?;
        let arguments = arguments(call.tokens.clone())?;
        let values = arguments.iter().map(|argument| self.text(argument)).collect::<Option<Vec<_>>>()?;
        let names = definition.parameters.iter().map(String::as_str);
        let known: BTreeMap<_, _> = names.zip(values.iter().map(String::as_str)).collect();
        syn::parse2(substitute(definition.body.clone(), &known)).ok()
    }

    /// Expands a macro that makes a value with several statements.
    fn statements(&self, expression: &Expr) -> Option<Expr> {
        let Expr::Macro(call) = expression else { return None };
        self.expanded(&call.mac).filter(|expanded| matches!(expanded, Expr::Struct(_)))
    }
}

fn arguments(tokens: TokenStream) -> Option<Vec<Expr>> {
    let list = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens).ok()?;
    Some(list.into_iter().collect())
}

fn substitute(tokens: TokenStream, known: &BTreeMap<&str, &str>) -> TokenStream {
    let mut replaced = Vec::new();
    let mut pending = tokens.into_iter().peekable();
    while let Some(tree) = pending.next() {
        match &tree {
            TokenTree::Punct(dollar) if dollar.as_char() == '$' => {
                let Some(name) = pending.next() else { break };
                let name = name.to_string();
                // `$crate::…` is the path of a macro, not a parameter.
                if name == "crate" {
                    replaced.extend(quote::quote!(crate));
                    continue;
                }
                let value = known.get(name.as_str()).copied().unwrap_or_default();
                replaced.push(TokenTree::Literal(proc_macro2::Literal::string(value)));
            }
            TokenTree::Group(group) => {
                let inner = substitute(group.stream(), known);
                replaced.push(TokenTree::Group(proc_macro2::Group::new(group.delimiter(), inner)));
            }
            _ => replaced.push(tree),
        }
    }
    replaced.into_iter().collect()
}

struct Statements<'a> {
    path: String,
    resolver: Resolver<'a>,
    texts: &'a mut Texts,
}

impl<'ast> Visit<'ast> for Statements<'_> {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        if let Some(expanded) = self.resolver.statements(expression) {
            let resolver = Resolver { ..self.resolver };
            Statements { path: self.path.clone(), resolver, texts: self.texts }.visit_expr(&expanded);
            return;
        }
        match expression {
            Expr::Lit(_) => self.add(expression),
            Expr::Macro(call) if call.mac.path.is_ident("concat") => self.add(expression),
            // A macro that makes a whole statement.
            Expr::Macro(_) if self.resolver.text(expression).is_some() => self.add(expression),
            Expr::Call(call) if is_built_at_run_time(&call.func) => {
                self.texts.dynamic.push(self.place(expression));
            }
            // Fragments for a `QueryBuilder`.
            Expr::MethodCall(call) if call.method == "push" => self.visit_expr(&call.receiver),
            _ => visit::visit_expr(self, expression),
        }
    }

    /// The arguments of `on!`, `execute!` and their kind are expressions; `format!` takes fragments.
    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if call.path.is_ident("format") {
            return;
        }
        for argument in arguments(call.tokens.clone()).unwrap_or_default() {
            let resolver = Resolver { ..self.resolver };
            Statements { path: self.path.clone(), resolver, texts: self.texts }.visit_expr(&argument);
        }
    }

    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Macro(_) => {}
            Item::Mod(tests) if tests.ident == "tests" => {}
            item => visit::visit_item(self, item),
        }
    }
}

/// Returns `true` for `AssertSqlSafe(…)` and `QueryBuilder::new(…)`.
fn is_built_at_run_time(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    path.path
        .segments
        .iter()
        .any(|segment| segment.ident == "AssertSqlSafe" || segment.ident == "QueryBuilder")
}

impl Statements<'_> {
    /// Adds the text if it is a statement.
    fn add(&mut self, expression: &Expr) {
        let Some(text) = self.resolver.text(expression) else {
            // A `concat!` with a part that is not known: it must not pass unnoticed.
            self.texts.dynamic.extend(matches!(expression, Expr::Macro(_)).then(|| self.place(expression)));
            return;
        };
        if VERBS.iter().any(|verb| text.trim_start().starts_with(verb)) {
            self.texts.statements.push(Statement { place: self.place(expression), text });
        }
    }

    fn place(&self, expression: &Expr) -> String {
        format!("{}:{}", self.path, expression.span().start().line)
    }
}
