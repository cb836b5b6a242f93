//! The npm package: crate → wasm-bindgen → pkg/scripts/wasm.mjs → pkg/carrier → pkg/scripts/build.mjs → tarball.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::freshness::Stamp;
use crate::tools::{self, WASM, progress};
use crate::workspace::{VERSION, cargo_target, products, root, shell_in};

const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// The folder of the package: its sources, and in `dist` what is built.
pub fn folder() -> PathBuf {
    root().join("pkg")
}

/// What a developer installs.
pub fn tarball() -> PathBuf {
    products().join(format!("npm/headless-identity-{VERSION}.tgz"))
}

/// `cargo xtask package`
pub fn run() -> Result<ExitCode> {
    build()?;
    println!("{}\n", tarball().display());
    let sh = shell_in(&folder())?;
    cmd!(sh, "node scripts/sizes.mjs").quiet().run()?;
    Ok(ExitCode::SUCCESS)
}

/// Makes `pkg/dist` and the tarball, unless they are up to date.
pub fn build() -> Result<()> {
    let stamp = Stamp::new(products().join("npm/inputs"), &inputs())?;
    if stamp.is_fresh() && tarball().is_file() && folder().join("dist/index.js").is_file() {
        return Ok(());
    }
    same_version()?;
    tools::wasm_target()?;
    let sh = tools::wasm_bindgen()?;
    tools::npm_ci(&folder())?;

    progress("compiling the crate to wasm");
    let anonymous = anonymous_paths()?;
    cmd!(
        sh,
        "cargo build --package headless-identity --profile wasm --target {WASM} --features js --config {anonymous}"
    )
    .quiet()
    .run()?;

    let target = cargo_target()?;
    let compiled = target.join(WASM).join("wasm/headless_identity.wasm");
    let bindings = target.join("bindings");
    // The loader gets its wasm handed in. The default path it would otherwise contain makes bundlers look for a file.
    cmd!(
        sh,
        "wasm-bindgen {compiled} --target web --omit-default-module-path --no-typescript --out-dir {bindings} --out-name core"
    )
    .quiet()
    .run()?;

    let carrier = target.join(WASM).join("wasm/carrier.wasm");
    cmd!(sh, "cargo build --package carrier --profile wasm --target {WASM} --config {anonymous}").quiet().run()?;
    fs::copy(carrier, bindings.join("carrier_plain.wasm"))?;

    progress("optimising and bundling");
    sh.change_dir(folder());
    cmd!(sh, "node scripts/wasm.mjs {bindings}").quiet().run()?;
    fs::write(bindings.join("core.txt"), carrier::pack(&fs::read(bindings.join("core.wasm"))?)?)?;
    cmd!(sh, "node scripts/build.mjs {bindings}").quiet().run()?;

    pack(&folder(), &tarball())?;
    stamp.write()
}

/// Panic messages name source files. Without the builder's folders in front of them, the wasm tells nobody whose machine
/// it comes from and is the same from every machine.
fn anonymous_paths() -> Result<String> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let registry = home.context("no home folder; set CARGO_HOME")?.join("registry/src");
    Ok(format!("target.{WASM}.rustflags=['--remap-path-prefix={}/=']", registry.display()))
}

/// All that the result depends on.
fn inputs() -> Vec<PathBuf> {
    let crate_files =
        ["src", "Cargo.toml", "Cargo.lock", ".cargo/config.toml", "xtask/src/package.rs"].map(PathBuf::from);
    let package_files =
        ["src", "carrier", "scripts", "package.json", "package-lock.json", "tsconfig.json", "README.md"]
            .map(|name| Path::new("pkg").join(name));
    let licenses = LICENSES.map(PathBuf::from);
    crate_files.iter().chain(&package_files).chain(&licenses).map(|path| root().join(path)).collect()
}

fn pack(package: &Path, tarball: &Path) -> Result<()> {
    let destination = tarball.parent().expect("the tarball lies in a folder");
    fs::create_dir_all(destination)?;
    for license in LICENSES {
        fs::copy(root().join(license), package.join(license))?;
    }
    let sh = shell_in(package)?;
    cmd!(sh, "npm pack --silent --pack-destination {destination}").quiet().ignore_stdout().run()?;
    Ok(())
}

fn same_version() -> Result<()> {
    let manifest = fs::read_to_string(folder().join("package.json"))?;
    ensure!(
        manifest.contains(&format!("\"version\": \"{VERSION}\"")),
        "pkg/package.json must have the workspace's version, {VERSION}"
    );
    Ok(())
}
