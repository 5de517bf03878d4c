//! Removes JavaScript classes that no page creates from the module, before wasm-bindgen writes them. As exports, they keep
//! all the code behind their methods: with the streams of `wasm-streams`, a dependency of Leptos' server functions, a
//! kilobyte and a half once compressed.

use anyhow::{Context, Result, ensure};
use walrus::{Module, ModuleConfig, RawCustomSection};

/// Section in which `#[wasm_bindgen]` describes imports and exports, as pairs of a version and a program.
const SECTION: &str = "__wasm_bindgen_unstable";

/// Common part of the names of the classes, in lower case without `_`.
const UNUSED: &str = "intounderlying";

/// Parses the module as wasm-bindgen does, without the unused classes.
///
/// # Errors
/// If the module cannot be read, or has none of the classes: this step is then no longer needed.
pub fn remove_unused(raw: &[u8]) -> Result<Module> {
    let mut module = ModuleConfig::new()
        // The compiler has written it: wasm-bindgen does not check it either.
        .strict_validate(false)
        .generate_name_section(false)
        .generate_producers_section(false)
        .parse(raw)
        .context("failed to parse the WebAssembly module")?;
    let unused: Vec<_> =
        module.exports.iter().filter(|one| is_unused(&one.name)).map(|one| one.id()).collect();
    ensure!(!unused.is_empty(), "no export is named like {UNUSED}: remove this step");
    unused.into_iter().for_each(|id| module.exports.delete(id));
    let mut sections = Vec::new();
    while let Some(section) = module.customs.remove_raw(SECTION) {
        sections.push(used_programs(&section.data)?);
    }
    for data in sections {
        module.customs.add(RawCustomSection { name: SECTION.to_owned(), data });
    }
    walrus::passes::gc::run(&mut module);
    Ok(module)
}

fn is_unused(name: &str) -> bool {
    name.to_lowercase().replace('_', "").contains(UNUSED)
}

/// Returns the section without the programs that describe the classes.
fn used_programs(section: &[u8]) -> Result<Vec<u8>> {
    let mut used = Vec::with_capacity(section.len());
    let mut rest = section;
    while !rest.is_empty() {
        let (version, after) = block(rest)?;
        let (program, after) = block(after)?;
        if !is_unused(&String::from_utf8_lossy(program)) {
            used.extend_from_slice(version);
            used.extend_from_slice(program);
        }
        rest = after;
    }
    Ok(used)
}

/// Splits off a block: its length, as four bytes in little-endian order, and as many bytes.
fn block(bytes: &[u8]) -> Result<(&[u8], &[u8])> {
    let length = bytes.first_chunk::<4>().map(|length| u32::from_le_bytes(*length) as usize);
    let end = length.and_then(|length| length.checked_add(4)).filter(|end| *end <= bytes.len());
    Ok(bytes.split_at(end.context("a truncated section of wasm-bindgen")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(text: &str) -> Vec<u8> {
        [&[1, 0, 0, 0][..], b"v", &u32::try_from(text.len()).unwrap().to_le_bytes(), text.as_bytes()].concat()
    }

    #[test]
    fn only_programs_of_the_unused_classes_are_removed() {
        let section = [program("hydrate"), program("..IntoUnderlyingSink.."), program("fetch")].concat();
        let used = used_programs(&section).unwrap();
        assert_eq!(used, [program("hydrate"), program("fetch")].concat());
        assert!(used_programs(&section[..section.len() - 1]).is_err());
    }

    #[test]
    fn names_are_compared_without_case_and_underscores() {
        assert!(is_unused("__wbg_new_with_into_underlying_sink_94"));
        assert!(is_unused("intounderlyingsource_pull") && !is_unused("hydrate"));
    }
}
