//! Contexts of `backend` import downwards only.

use crate::sources::Crate;

/// Contexts from the lowest to the highest. A context may import those before it.
const ORDER: &[&str] = &[
    // Of the unit tests.
    "letter_check",
    "id",
    "atom",
    "config",
    "portal",
    "schema",
    "search",
    "accounts",
    "archives",
    "staff",
    "appointments",
    "companies",
    "customs_news",
    "interruptions",
    "directory",
    "publishing",
    "faq",
    "motifs",
    "assistant",
    "information",
    "exchange_rates",
    "publications",
    "site_search",
    "proofs",
    "payments",
    "oidc_provider",
    "messaging",
    "customs",
    "documents",
    "own_search",
    "dashboard",
    "export_follow_up",
    "declarant_statements",
    "assistance",
    "live_pages",
    "personal_data",
    "health",
    "jobs",
    "startup",
];

#[test]
fn no_import_runs_upward() {
    let backend = Crate::read("backend");
    let rank = |context: &str| ORDER.iter().position(|one| *one == context);
    let mut upward = Vec::new();
    for (module, source) in backend.files.iter().filter(|(module, _)| !module.is_empty()) {
        let Some(own) = rank(&module[0]) else { panic!("{} is in no known context", source.path) };
        for import in backend.imports(module) {
            let target = import.path.first().and_then(|context| rank(context));
            if target.is_some_and(|target| target > own) {
                upward.push(format!(
                    "backend/src/{}:{} {}",
                    source.path,
                    import.line,
                    import.path.join("::")
                ));
            }
        }
    }
    eprintln!("imports between contexts that run upward: {}", upward.len());
    assert!(upward.is_empty(), "these imports run upward:\n{}", upward.join("\n"));
}
