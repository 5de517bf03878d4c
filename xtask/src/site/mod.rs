//! Builds the folder of static files served to browsers: WebAssembly, its JavaScript, the style sheet and
//! public files.

mod bundle;
mod classes;
mod css;
mod names;
mod sharing;
mod wasm;

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};

pub use bundle::Sizes;

use crate::workspace::{Profile, Workspace};
use crate::{cargo, node, step};

/// Maximum transfer size of the WebAssembly module and its JavaScript, in bytes after brotli. The product's limit is
/// 120 KB (quality.md); this one keeps what was reached.
const BUDGET: u64 = 80_500;

/// Maximum transfer size of the recorder of shared views, likewise. Loaded only while a view is shared.
const RECORDER_BUDGET: u64 = 26_000;

/// Builds the whole site of a profile.
pub fn build(workspace: &Workspace, profile: Profile) -> Result<Sizes> {
    write(workspace, profile, |command| command)
}

/// Builds the site and, in parallel, runs `programs`, which builds the programs.
pub fn build_with_programs(
    workspace: &Workspace,
    profile: Profile,
    programs: impl FnOnce() -> Result<()>,
) -> Result<Sizes> {
    let site = || step::run("site", || build(workspace, profile));
    step::in_parallel(site, || step::run("programs", programs))
}

/// Like [`build`], with clippy; its warnings are errors.
pub fn build_with_clippy(workspace: &Workspace, profile: Profile) -> Result<Sizes> {
    write(workspace, profile, cargo::with_clippy)
}

fn write(
    workspace: &Workspace,
    profile: Profile,
    configure: fn(&mut Command) -> &mut Command,
) -> Result<Sizes> {
    cargo::ensure_wasm_target(workspace)?;
    node::install(&workspace.path("xtask/web"))?;
    let module = step::run("WebAssembly module", || wasm::build(workspace, configure))?;
    let sharing = sharing::build(workspace)?;
    let style = css::build(&workspace.path("style/main.css"))?;

    let site = workspace.site(profile);
    let programs = workspace.programs(profile);
    fs::create_dir_all(&programs)?;
    let sizes = bundle::write(
        &site,
        &[programs],
        &bundle::SiteContents { module, style, sharing, public: workspace.path("public") },
    )
    .with_context(|| format!("failed to write {}", site.display()))?;
    println!("{sizes}");
    Ok(sizes)
}

/// Checks the transfer size of the browser code.
///
/// # Errors
/// If it exceeds the budget.
pub fn check_budget(sizes: &Sizes) -> Result<()> {
    let size = sizes.wasm + sizes.js;
    println!("WebAssembly + JavaScript: {size} bytes with brotli (limit {BUDGET})");
    ensure!(size <= BUDGET, "the browser code is {size} bytes, {} over the limit", size - BUDGET);
    let recorder = sizes.recorder;
    println!("recorder of shared views: {recorder} bytes with brotli (limit {RECORDER_BUDGET})");
    ensure!(
        recorder <= RECORDER_BUDGET,
        "the recorder is {} bytes over the limit",
        recorder - RECORDER_BUDGET
    );
    Ok(())
}
