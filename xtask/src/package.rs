//! The npm package: crate → wasm-bindgen → pkg/scripts/wasm.mjs → pkg/carrier → pkg/scripts/build.mjs → tarball.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::freshness::Stamp;
use crate::model;
use crate::tools::{self, WASM, progress};
use crate::workspace::{VERSION, cargo_target, products, root, shell_in};

const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Of the core's instances, of which each client has one: without it each would take a megabyte. JSON that nests 64 deep needs
/// 16 kB.
const STACK_BYTES: u32 = 1 << 17;

/// The features of WebAssembly beyond its first version that the wasm may use: every browser of `browserslist` in `pkg/package.json`
/// has them. The linker would otherwise list what Rust's standard library was compiled with, and wasm-bindgen would add a table of
/// references (`reference-types`, browsers of late 2021) that the core does not use. wasm-opt reads the list from the wasm.
const FEATURES: [&str; 2] = [
    "-Clink-arg=--features=bulk-memory,bulk-memory-opt,nontrapping-fptoint,sign-ext",
    "-Clink-arg=--no-check-features",
];

/// The folder of the package: its sources, and in `dist` what is built.
pub fn folder() -> PathBuf {
    root().join("pkg")
}

/// What wasm-bindgen made of the crate: the last wasm in which every function has its name.
pub fn bindings() -> Result<PathBuf> {
    Ok(cargo_target()?.join("bindings"))
}

/// What a developer installs.
pub fn tarball() -> PathBuf {
    products().join(format!("npm/headless-identity-{VERSION}.tgz"))
}

/// `cargo xtask package`
pub fn run() -> Result<ExitCode> {
    build()?;
    println!("{}\n", tarball().display());
    let sh = shell_in(&bench()?)?;
    cmd!(sh, "node sizes.mjs").quiet().run()?;
    model::build()?;
    println!("\n{}\n", model::tarball().display());
    model::print_size()?;
    println!("\n{}: the shop and the model, for any static host", model::site()?.display());
    Ok(ExitCode::SUCCESS)
}

/// `cargo xtask budget`
pub fn raise_budget(reason: &str) -> Result<ExitCode> {
    let sh = shell_in(&bench()?)?;
    cmd!(sh, "node sizes.mjs --budget {reason}").quiet().run()?;
    Ok(ExitCode::SUCCESS)
}

/// The project that weighs the package: with the tarball in it, as its user.
pub fn bench() -> Result<PathBuf> {
    let bench = root().join("bench");
    install(&bench)?;
    Ok(bench)
}

/// Makes `pkg/dist` and the tarball, unless they are up to date.
pub fn build() -> Result<()> {
    let stamp = Stamp::new(products().join("npm/inputs"), &inputs())?;
    let results = [tarball(), folder().join("dist/index.js"), bindings()?.join("core_bg.wasm")];
    if stamp.is_fresh() && results.iter().all(|file| file.is_file()) {
        return Ok(());
    }
    same_version()?;
    tools::wasm_target()?;
    let sh = tools::wasm_bindgen()?;
    tools::npm_ci(&folder())?;

    progress("compiling the crate to wasm");
    // Only here are they modules of their own: a Rust front end links the crate as any other. As the only type, too: beside an
    // rlib Cargo does not optimise across crates (LTO), which is a twelfth of the core.
    let module = ["--lib", "--crate-type", "cdylib"];
    let anonymous = anonymous_paths()?;
    let stack = format!("-Clink-arg=-zstack-size={STACK_BYTES}");
    cmd!(
        sh,
        "cargo rustc --package headless-identity {module...} --profile wasm --target {WASM} --features js --config {anonymous} -- {stack} {FEATURES...}"
    )
    .quiet()
    .run()?;

    let compiled = cargo_target()?.join(WASM).join("wasm");
    let (core, carrier) = (compiled.join("headless_identity.wasm"), compiled.join("carrier.wasm"));
    let bindings = bindings()?;
    // It takes its descriptions out of the wasm. The core imports nothing, so the loader is not needed.
    cmd!(sh, "wasm-bindgen {core} --target web --no-typescript --out-dir {bindings} --out-name core").quiet().run()?;

    cmd!(
        sh,
        "cargo rustc --package carrier {module...} --profile wasm --target {WASM} --config {anonymous} -- {FEATURES...}"
    )
    .quiet()
    .run()?;
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
pub fn anonymous_paths() -> Result<String> {
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

/// Makes a user's project: what it depends on, and then the tarball, as a user would install it.
pub fn install(project: &Path) -> Result<()> {
    build()?;
    add_tarball(project)
}

/// The same for many projects, one on each core: npm works on one, and waits for the registry in between.
pub fn install_all(projects: &[PathBuf]) -> Result<()> {
    build()?;
    let waiting = Mutex::new(projects.iter());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let installer = || -> Result<()> {
        while let Some(project) = next() {
            add_tarball(project)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let installers =
            (0..thread::available_parallelism()?.get()).map(|_| scope.spawn(installer)).collect::<Vec<_>>();
        installers.into_iter().try_for_each(|installer| installer.join().expect("an installer does not panic"))
    })
}

fn add_tarball(project: &Path) -> Result<()> {
    let tarball = tarball();
    let stamp = Stamp::new(
        project.join("node_modules/.tarball"),
        &[tarball.clone(), project.join("package.json"), project.join("package-lock.json")],
    )?;
    if stamp.is_fresh() {
        return Ok(());
    }
    tools::npm_ci(project)?;
    progress(&format!("installing the tarball in {}", project.display()));
    let sh = shell_in(project)?;
    cmd!(sh, "npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error {tarball}")
        .quiet()
        .ignore_stdout()
        .run()?;
    stamp.write()
}

/// Makes a tarball of a package, with the licences in it.
pub fn pack(package: &Path, tarball: &Path) -> Result<()> {
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
