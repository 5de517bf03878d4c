//! Builds the `frontend` crate into an optimised WebAssembly module and its JavaScript.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use super::{classes, names};
use crate::workspace::Workspace;
use crate::{cargo, node, process};

/// WebAssembly features that wasm-opt may use. With `--all-features` it writes a module that browsers reject.
const FEATURES: [&str; 8] = [
    "bulk-memory",
    "bulk-memory-opt",
    "call-indirect-overlong",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
];

pub struct Module {
    pub wasm: Vec<u8>,
    pub js: Vec<u8>,
}

/// Builds the module; `configure` can change the cargo command before it runs.
pub fn build(workspace: &Workspace, configure: fn(&mut Command) -> &mut Command) -> Result<Module> {
    let raw = compile(workspace, configure)?;
    let folder = workspace.target("web");
    let tools = workspace.path("xtask/web");

    // Optimising is the slowest step when another crate changes: skip it if the module is unchanged.
    let fingerprint = fingerprint(&raw, &tools)?;
    let stamp = folder.join("fingerprint");
    if fs::read_to_string(&stamp).is_ok_and(|previous| previous == fingerprint) {
        return read(&folder);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    bind(&raw, &folder)?;
    optimise(&folder, &tools)?;
    minify(&folder, &tools)?;
    fs::write(stamp, fingerprint)?;
    read(&folder)
}

/// Compiles in a separate cargo call, so that features of the server's crates are not enabled for the
/// browser.
fn compile(workspace: &Workspace, configure: fn(&mut Command) -> &mut Command) -> Result<Vec<u8>> {
    process::run(configure(
        cargo::command(workspace).args(["build", "--locked", "--package", "frontend"]).args([
            "--target",
            cargo::WASM,
            "--profile",
            "wasm-release",
        ]),
    ))?;
    let file = workspace.target(&format!("{}/wasm-release/frontend.wasm", cargo::WASM));
    fs::read(&file).with_context(|| file.display().to_string())
}

fn fingerprint(raw: &[u8], tools: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(raw);
    hash.update(fs::read(tools.join("package-lock.json"))?);
    // The steps after compilation.
    hash.update(include_str!("wasm.rs"));
    hash.update(include_str!("classes.rs"));
    hash.update(include_str!("names.rs"));
    Ok(hex::encode(hash.finalize()))
}

/// Writes `prodouane.js` and `prodouane_bg.wasm`. The JavaScript does not contain the module's address, which
/// has a hash in it; the page passes it.
fn bind(raw: &[u8], folder: &Path) -> Result<()> {
    let mut output = Bindgen::new()
        .input_module("prodouane", classes::remove_unused(raw)?)
        .out_name("prodouane")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .generate_output()?;
    ensure!(
        output.snippets().values().all(Vec::is_empty) && output.local_modules().is_empty(),
        "a dependency contains JavaScript files, which the site cannot serve"
    );
    let javascript = names::shorten(&mut output)?;
    output.emit(folder)?;
    Ok(fs::write(folder.join("prodouane.js"), javascript)?)
}

fn optimise(folder: &Path, tools: &Path) -> Result<()> {
    let mut command = node::program(tools, "wasm-opt");
    command.current_dir(folder).args(["prodouane_bg.wasm", "-o", "optimised.wasm"]);
    // Flat code optimised again: a kilobyte less than once, compressed.
    command.args(["--flatten", "--rereloop", "-Oz", "-Oz", "--converge"]);
    command.args(FEATURES.map(|feature| format!("--enable-{feature}")));
    process::run(&mut command)
}

fn minify(folder: &Path, tools: &Path) -> Result<()> {
    let mut command: Command = node::program(tools, "terser");
    command.current_dir(folder).args([
        "prodouane.js",
        "--module",
        "--compress",
        "--mangle",
        "-o",
        "minified.js",
    ]);
    process::run(&mut command)
}

fn read(folder: &Path) -> Result<Module> {
    Ok(Module { wasm: fs::read(folder.join("optimised.wasm"))?, js: fs::read(folder.join("minified.js"))? })
}
