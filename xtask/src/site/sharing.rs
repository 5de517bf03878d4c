//! Builds the scripts of shared views from `frontend/sharing` and the recorder of rrweb (`docs/adr/0048`). Pages load them
//! only while a view is shared.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::workspace::Workspace;
use crate::{node, process};

/// Scripts, minified.
pub struct Scripts {
    /// For the person's pages.
    pub recorder: Vec<u8>,
    /// For the adviser's page.
    pub follower: Vec<u8>,
    /// For the document that shows the view.
    pub player: Vec<u8>,
}

/// The notice that the licence of the library asks for.
const NOTICE: &str =
    "/*! rrweb 2.1.6, MIT License, Copyright (c) Contributors, https://github.com/rrweb-io/rrweb */\n";

const LIBRARY: &str = "node_modules/@rrweb/record/dist/record.umd.min.cjs";

/// Joins and minifies the scripts.
pub fn build(workspace: &Workspace) -> Result<Scripts> {
    let (tools, sources) = (workspace.path("xtask/web"), workspace.path("frontend/sharing"));
    let folder = workspace.target("web-sharing");
    fs::create_dir_all(&folder)?;
    let part = |name: &str| read(&sources.join(name));
    let library = with_style_object(&read(&tools.join(LIBRARY))?)?;
    // The library exports itself to a module of CommonJS, which is given to it here.
    let library = format!(
        "const module={{exports:{{}}}};const exports=module.exports;\n{library}\nconst record=module.exports.record;\n"
    );
    let (allowed, recorder, player) = (part("allowed.js")?, part("recorder.js")?, part("player.js")?);
    let minified = |name: &str, text: &str| minify(&tools, &folder, name, &enclose(text));
    let mut noticed = NOTICE.as_bytes().to_vec();
    noticed.extend(minified("recorder.js", &format!("{library}{allowed}{recorder}"))?);
    Ok(Scripts {
        recorder: noticed,
        follower: minified("follower.js", &part("follower.js")?)?,
        player: minified("player.js", &format!("{allowed}{player}"))?,
    })
}

/// Lets the library write a former style through the object of the style: the portal's policy refuses the attribute, and the
/// browser would log an error.
fn with_style_object(library: &str) -> Result<String> {
    const ATTRIBUTE: &str = "c.setAttribute(\"style\",t.oldValue)";
    ensure!(
        library.matches(ATTRIBUTE).count() == 1,
        "the library writes styles in another way: adapt {ATTRIBUTE}"
    );
    Ok(library.replace(ATTRIBUTE, "(c.style.cssText=t.oldValue)"))
}

/// Keeps the names of a script out of the page.
fn enclose(script: &str) -> String {
    format!("(()=>{{{script}}})();")
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| file.display().to_string())
}

fn minify(tools: &Path, folder: &Path, name: &str, script: &str) -> Result<Vec<u8>> {
    let (source, minified) = (folder.join(name), folder.join(format!("minified-{name}")));
    fs::write(&source, script)?;
    let mut command: Command = node::program(tools, "terser");
    command.arg(&source).args(["--compress", "--mangle", "-o"]).arg(&minified);
    process::run(&mut command)?;
    fs::read(&minified).with_context(|| minified.display().to_string())
}
