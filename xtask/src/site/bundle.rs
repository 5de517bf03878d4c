//! Writes the site's files with hashed names, and a compressed copy of each.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use super::{sharing::Scripts, wasm::Module};

/// Contents of the site.
pub struct SiteContents {
    pub module: Module,
    pub style: Vec<u8>,
    pub sharing: Scripts,
    pub public: PathBuf,
}

/// Transfer sizes in bytes, compressed with brotli.
pub struct Sizes {
    pub wasm: u64,
    pub js: u64,
    pub css: u64,
    /// Of shared views, loaded only while a view is shared.
    pub recorder: u64,
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "brotli: wasm {} B, js {} B, css {} B; while a view is shared: {} B",
            self.wasm, self.js, self.css, self.recorder
        )
    }
}

/// Replaces the site folder. Writes `hash.txt` there and into the `programs` folders, whose programs read it.
pub fn write(site: &Path, programs: &[PathBuf], contents: &SiteContents) -> Result<Sizes> {
    if site.exists() {
        fs::remove_dir_all(site)?;
    }
    let package = site.join("pkg");
    fs::create_dir_all(&package)?;
    copy_public(&contents.public, site)?;

    let wasm = write_hashed(&package, PORTAL, "wasm", &contents.module.wasm)?;
    let js = write_hashed(&package, PORTAL, "js", &contents.module.js)?;
    let css = write_hashed(&package, PORTAL, "css", &contents.style)?;
    let Scripts { recorder, follower, player } = &contents.sharing;
    let recorder = write_hashed(&package, "partage", "js", recorder)?;
    let follower = write_hashed(&package, "suivi", "js", follower)?;
    let player = write_hashed(&package, "lecteur", "js", player)?;
    let names = [
        ("js", &js),
        ("wasm", &wasm),
        ("css", &css),
        ("partage", &recorder),
        ("suivi", &follower),
        ("lecteur", &player),
    ]
    .map(|(name, file)| format!("{name}: {}\n", file.hash))
    .concat();
    for folder in programs.iter().map(PathBuf::as_path).chain([site]) {
        fs::write(folder.join("hash.txt"), &names)?;
    }
    Ok(Sizes { wasm: wasm.brotli, js: js.brotli, css: css.brotli, recorder: recorder.brotli })
}

/// Name of the files of every page.
const PORTAL: &str = "prodouane";

struct WrittenFile {
    hash: String,
    brotli: u64,
}

fn write_hashed(package: &Path, name: &str, extension: &str, bytes: &[u8]) -> Result<WrittenFile> {
    let hash = hex::encode(&Sha256::digest(bytes)[..8]);
    let file = package.join(format!("{name}.{hash}.{extension}"));
    fs::write(&file, bytes)?;
    Ok(WrittenFile { hash, brotli: compress(&file, bytes)? })
}

/// Writes `file.br` and `file.gz`. Returns the size of `file.br` in bytes.
fn compress(file: &Path, bytes: &[u8]) -> Result<u64> {
    let mut brotli = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut brotli, &parameters)?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    fs::write(with_suffix(file, "br"), &brotli)?;
    fs::write(with_suffix(file, "gz"), gzip.finish()?)?;
    Ok(brotli.len() as u64)
}

fn with_suffix(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

fn copy_public(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let (source, copy) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&copy)?;
            copy_public(&source, &copy)?;
        } else {
            fs::copy(&source, &copy)?;
            if is_compressible(&source) {
                compress(&copy, &fs::read(&source)?)?;
            }
        }
    }
    Ok(())
}

/// Returns `true` if compressing the file is worthwhile: images and archives are compressed already.
fn is_compressible(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["css", "html", "js", "json", "svg", "txt", "webmanifest", "xml"].contains(&extension)
}
