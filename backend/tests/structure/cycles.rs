//! Files that import each other in a circle.

use std::collections::BTreeMap;

use crate::sources::{Crate, Module, crate_folders};

const LARGEST: usize = 3;

#[test]
fn import_cycles_are_small() {
    let mut all = Vec::new();
    for folder in crate_folders() {
        let sources = Crate::read(&folder);
        let largest = cycles(&sources);
        eprintln!("{folder}: largest import cycle: {} file(s)", largest.first().map_or(1, Vec::len));
        all.extend(largest.into_iter().filter(|cycle| cycle.len() > LARGEST).map(|cycle| {
            let files: Vec<_> = cycle.iter().map(|module| sources.files[module].path.as_str()).collect();
            format!("{folder}: {}", files.join(" "))
        }));
    }
    assert!(all.is_empty(), "these files import each other in a circle:\n{}", all.join("\n"));
}

/// Groups of files that reach each other, the largest first.
fn cycles(sources: &Crate) -> Vec<Vec<Module>> {
    let modules: Vec<&Module> = sources.files.keys().collect();
    let index: BTreeMap<&Module, usize> =
        modules.iter().enumerate().map(|(at, module)| (*module, at)).collect();
    let edges: Vec<Vec<usize>> = modules
        .iter()
        .map(|module| {
            let imports = sources.imports(module);
            let definitions = imports.iter().map(|import| sources.definition(&import.path));
            // The root defines exported macros only; each expands at its call.
            definitions
                .filter(|definition| !definition.is_empty())
                .map(|definition| index[&definition])
                .collect()
        })
        .collect();
    let reach: Vec<Vec<bool>> = (0..modules.len()).map(|from| reachable(&edges, from)).collect();
    let mut grouped = vec![false; modules.len()];
    let mut cycles = Vec::new();
    for from in 0..modules.len() {
        if grouped[from] {
            continue;
        }
        let group: Vec<usize> =
            (0..modules.len()).filter(|to| *to == from || reach[from][*to] && reach[*to][from]).collect();
        group.iter().for_each(|member| grouped[*member] = true);
        if group.len() > 1 {
            cycles.push(group.into_iter().map(|member| modules[member].clone()).collect::<Vec<_>>());
        }
    }
    cycles.sort_by_key(|cycle| std::cmp::Reverse(cycle.len()));
    cycles
}

fn reachable(edges: &[Vec<usize>], from: usize) -> Vec<bool> {
    let mut seen = vec![false; edges.len()];
    let mut pending = vec![from];
    while let Some(at) = pending.pop() {
        for &next in &edges[at] {
            if !seen[next] {
                seen[next] = true;
                pending.push(next);
            }
        }
    }
    seen
}
