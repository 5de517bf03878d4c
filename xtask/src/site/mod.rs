//! The folder that browsers are served from: WebAssembly, its JavaScript, the style sheet and the public files.

mod bundle;
mod css;
mod wasm;

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};

pub use bundle::Sizes;

use crate::workspace::{Profile, Workspace};
use crate::{cargo, node, step};

/// Most that the module and its JavaScript may weigh on the wire, in bytes after brotli (quality.md).
const BUDGET: u64 = 120_000;
/// What we aim at, in bytes.
const AIM: u64 = 80_000;

/// Compiles and writes the whole site of a profile.
pub fn build(workspace: &Workspace, profile: Profile) -> Result<Sizes> {
    write(workspace, profile, |command| command)
}

/// The same, and the programs beside it.
pub fn build_beside(
    workspace: &Workspace,
    profile: Profile,
    programs: impl FnOnce() -> Result<()>,
) -> Result<Sizes> {
    let site = || step::run("site", || build(workspace, profile));
    step::beside(site, || step::run("programs", programs))
}

/// The site alone, with clippy's warnings as errors.
pub fn build_linting(workspace: &Workspace, profile: Profile) -> Result<Sizes> {
    write(workspace, profile, cargo::linting)
}

fn write(
    workspace: &Workspace,
    profile: Profile,
    prepare: fn(&mut Command) -> &mut Command,
) -> Result<Sizes> {
    cargo::ensure_wasm_target(workspace)?;
    node::install(&workspace.path("xtask/web"))?;
    let module = step::run("WebAssembly module", || wasm::build(workspace, prepare))?;
    let style = css::build(&workspace.path("style/main.css"))?;

    let site = workspace.site(profile);
    let programs = workspace.programs(profile);
    fs::create_dir_all(&programs)?;
    let sizes =
        bundle::write(&site, &[programs], &bundle::Parts { module, style, public: workspace.path("public") })
            .with_context(|| format!("writing {}", site.display()))?;
    println!("{sizes}");
    Ok(sizes)
}

/// Refuses a browser part that has grown too heavy.
pub fn check_budget(sizes: &Sizes) -> Result<()> {
    let weight = sizes.wasm + sizes.js;
    println!("WebAssembly + JavaScript: {weight} bytes with brotli (limit {BUDGET}, aim {AIM})");
    ensure!(weight <= BUDGET, "the browser part weighs {weight} bytes, {} too many", weight - BUDGET);
    Ok(())
}
