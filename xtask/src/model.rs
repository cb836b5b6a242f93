//! The npm package of the model site: tests/model → wasm-bindgen → wasm-opt → tarball.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, ensure};
use xshell::cmd;

use crate::demo::{add_yew_app, assemble_pages, copy};
use crate::freshness::Stamp;
use crate::package::{self, anonymous_paths, pack};
use crate::site::ModelSite;
use crate::tools::{self, WASM, progress};
use crate::workspace::{VERSION, cargo_target, products, root, shell_in};

/// All that the result depends on.
const INPUTS: [&str; 15] = [
    "tests/model/src",
    "tests/model/Cargo.toml",
    "tests/model/wasm",
    "tests/model/npm/src",
    "tests/model/npm/index.d.ts",
    "tests/model/npm/package.json",
    "tests/model/npm/README.md",
    "www/styles",
    "www/favicon.svg",
    "pkg/scripts",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "LICENSE-MIT",
    "xtask/src/model.rs",
];

/// Under this part of the pages' policy no script can register a service worker.
const TRUSTED_TYPES: &str = "; require-trusted-types-for 'script'; trusted-types 'none'";

/// What is otherwise on a static host: page, text, what stands there in its place.
const CHANGED: [(&str, &str, &str); 4] = [
    ("index.html", TRUSTED_TYPES, ""),
    ("check.html", TRUSTED_TYPES, ""),
    ("yew/index.html", TRUSTED_TYPES, ""),
    (
        "yew/start.js",
        "import start from \"./pkg/app.js\";\n",
        "import { config } from \"../config.js\";\nimport start from \"./pkg/app.js\";\n\n\
         document.body.dataset.modelDoor = config.modelDoor;\n",
    ),
];

/// The folder of the package: its sources, and in `built` what is built.
pub fn folder() -> PathBuf {
    root().join("tests/model/npm")
}

pub fn tarball() -> PathBuf {
    products().join(format!("npm/headless-identity-model-site-{VERSION}.tgz"))
}

/// Makes the tarball, unless it is up to date.
pub fn build() -> Result<()> {
    let stamp = Stamp::new(products().join("npm/model-inputs"), &INPUTS.map(|path| root().join(path)))?;
    let built = folder().join("built");
    if stamp.is_fresh() && tarball().is_file() && built.join("model.wasm").is_file() {
        return Ok(());
    }
    let manifest = fs::read_to_string(folder().join("package.json"))?;
    let is_same = manifest.contains(&format!("\"version\": \"{VERSION}\""));
    ensure!(is_same, "tests/model/npm/package.json must have the workspace's version, {VERSION}");
    tools::wasm_target()?;
    let sh = tools::wasm_bindgen()?;
    // For wasm-opt.
    tools::npm_ci(&package::folder())?;

    progress("compiling the model site to wasm");
    let anonymous = anonymous_paths()?;
    cmd!(sh, "cargo build --package model-wasm --profile wasm --target {WASM} --config {anonymous}").quiet().run()?;
    let compiled = cargo_target()?.join(WASM).join("wasm/model_wasm.wasm");
    let bindings = cargo_target()?.join("model-bindings");
    let web = ["--target", "web", "--omit-default-module-path", "--no-typescript", "--out-name", "model"];
    cmd!(sh, "wasm-bindgen {compiled} {web...} --out-dir {bindings}").quiet().run()?;

    progress("optimising the model site");
    fs::create_dir_all(&built)?;
    fs::copy(bindings.join("model.js"), built.join("model.js"))?;
    let (from, to) = (bindings.join("model_bg.wasm"), built.join("model.wasm"));
    sh.change_dir(package::folder());
    cmd!(sh, "node scripts/optimise-plain.mjs {from} {to}").quiet().run()?;
    pack(&folder(), &tarball())?;
    stamp.write()
}

/// The tests of the package, with the tarball in it and the client's beside it, as a user installs them.
pub fn tests() -> Result<PathBuf> {
    install(root().join("tests/model/tests"))
}

/// The app and the tests of docs/testing.md, in the same way.
pub fn recipes() -> Result<PathBuf> {
    install(root().join("tests/model/recipes"))
}

fn install(folder: PathBuf) -> Result<PathBuf> {
    build()?;
    package::build()?;
    let lock = folder.join("package-lock.json");
    let mut inputs = vec![package::tarball(), tarball()];
    if lock.is_file() {
        tools::npm_ci(&folder)?;
        inputs.push(lock);
    }
    let stamp = Stamp::new(folder.join("node_modules/.tarballs"), &inputs)?;
    if !stamp.is_fresh() {
        let (sh, tarballs) = (shell_in(&folder)?, [package::tarball(), tarball()]);
        let quietly =
            ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        cmd!(sh, "npm install {quietly...} {tarballs...}").quiet().ignore_stdout().run()?;
        stamp.write()?;
    }
    Ok(folder)
}

/// The program, as the tests have it installed.
pub fn script() -> Result<PathBuf> {
    Ok(tests()?.join("node_modules/headless-identity-model-site/src/program.js"))
}

/// That program, running.
pub fn start() -> Result<ModelSite> {
    let mut node = Command::new("node");
    node.arg(script()?).arg("--quiet");
    ModelSite::start_program(node)
}

/// A folder for any static host: the shop, the setup check and the shop in Yew, and the model in a service worker in the place of
/// a server.
pub fn site() -> Result<PathBuf> {
    build()?;
    let site = products().join("site");
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    copy(&assemble_pages()?, &site)?;
    add_yew_app(&site)?;
    copy(&root().join("tests/model/site"), &site)?;
    for part in ["src", "built"] {
        copy(&folder().join(part), &site.join("model").join(part))?;
    }
    for (page, text, other) in CHANGED {
        let page = site.join(page);
        let source = fs::read_to_string(&page)?;
        ensure!(source.contains(text), "{} no longer has: {text}", page.display());
        fs::write(page, source.replace(text, other))?;
    }
    Ok(site)
}

/// What the tarball's content weighs, unpacked and after brotli, and what is in it.
pub fn print_size() -> Result<()> {
    let sh = shell_in(&folder())?;
    cmd!(sh, "node size.mjs").quiet().run()?;
    Ok(())
}
