//! The tools of the trade: found, or installed. Downloads come from crates.io, npm, rustup and Debian only.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::iter;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::freshness::Stamp;
use crate::workspace::{locked_version, shell, shell_in};

pub const WASM: &str = "wasm32-unknown-unknown";
const WASM_PACK: &str = "0.15.1";
const GECKODRIVER: &str = "0.37.1";
const CARGO_DENY: &str = "0.20.2";
const CARGO_MUTANTS: &str = "27.1.0";
const CARGO_SEMVER_CHECKS: &str = "0.51.0";
const NODE_MAJOR: u32 = 20;

/// One line for a step that takes a while.
pub fn progress(step: &str) {
    eprintln!("  → {step}");
}

/// The standard library for wasm32.
pub fn wasm_target() -> Result<()> {
    let sh = shell()?;
    let sysroot = cmd!(sh, "rustc --print sysroot").read()?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    progress("adding the Rust target wasm32-unknown-unknown");
    cmd!(sh, "rustup target add {WASM}").quiet().run().context("this Rust has no wasm32 target and no rustup to add it")
}

/// A shell whose PATH leads to the wasm-bindgen tools of exactly the version in Cargo.lock: older and newer ones refuse
/// the compiled crate.
pub fn wasm_bindgen() -> Result<Shell> {
    let sh = shell()?;
    provide(&sh, "wasm-bindgen-cli", "wasm-bindgen", &locked_version("wasm-bindgen")?)?;
    Ok(sh)
}

/// The same with wasm-pack.
pub fn wasm_pack() -> Result<Shell> {
    let sh = wasm_bindgen()?;
    provide(&sh, "wasm-pack", "wasm-pack", WASM_PACK)?;
    Ok(sh)
}

/// Puts geckodriver on a shell's PATH, by which wasm-bindgen's test runner drives Firefox.
pub fn geckodriver(sh: &Shell) -> Result<()> {
    provide(sh, "geckodriver", "geckodriver", GECKODRIVER)
}

/// A shell with cargo-deny.
pub fn cargo_deny() -> Result<Shell> {
    with("cargo-deny", CARGO_DENY)
}

/// A shell with cargo-mutants.
pub fn cargo_mutants() -> Result<Shell> {
    with("cargo-mutants", CARGO_MUTANTS)
}

/// A shell with cargo-semver-checks.
pub fn cargo_semver_checks() -> Result<Shell> {
    with("cargo-semver-checks", CARGO_SEMVER_CHECKS)
}

/// A shell with a program whose crate has its name.
fn with(program: &str, version: &str) -> Result<Shell> {
    let sh = shell()?;
    provide(&sh, program, program, version)?;
    Ok(sh)
}

/// Puts a program of a crate on crates.io, in just this version, on the shell's PATH.
fn provide(sh: &Shell, package: &str, program: &str, version: &str) -> Result<()> {
    let on_path = cmd!(sh, "{program} --version").quiet().ignore_stderr().read();
    if on_path.is_ok_and(|text| text.split_whitespace().nth(1) == Some(version)) {
        return Ok(());
    }
    let home = tool_cache()?.join(format!("{package}-{version}"));
    let bin = home.join("bin");
    let path = sh.var_os("PATH").unwrap_or_default();
    sh.set_var("PATH", env::join_paths(iter::once(bin.clone()).chain(env::split_paths(&path)))?);
    if !bin.join(program).with_extension(env::consts::EXE_EXTENSION).is_file() {
        progress(&format!("installing {package} {version} into {} (once, some minutes)", home.display()));
        // Without --locked: a registry mirror need not have every version of the tool's own lock file.
        cmd!(sh, "cargo install {package} --version {version} --root {home}").env_remove("CARGO_TARGET_DIR").run()?;
    }
    Ok(())
}

/// Per user, not per clone: these tools take minutes to compile.
fn tool_cache() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("HEADLESS_IDENTITY_TOOLS") {
        return Ok(PathBuf::from(folder));
    }
    let cache = match env::var_os("XDG_CACHE_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => env::home_dir().context("no home folder; set HEADLESS_IDENTITY_TOOLS")?.join(".cache"),
    };
    Ok(cache.join("headless-identity/tools"))
}

/// Installs what a folder's package-lock.json says, unless that is what its node_modules holds.
pub fn npm_ci(folder: &Path) -> Result<()> {
    let modules = folder.join("node_modules");
    let stamp = Stamp::new(modules.join(".xtask"), &[folder.join("package-lock.json")])?;
    if stamp.is_fresh() {
        return Ok(());
    }
    node()?;
    progress(&format!("npm ci in {}", folder.display()));
    let sh = shell_in(folder)?;
    // None of the packages needs its install script.
    cmd!(sh, "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error").quiet().ignore_stdout().run()?;
    stamp.write()
}

/// Node, in a version that runs the scripts.
pub fn node() -> Result<()> {
    let sh = shell()?;
    let version = cmd!(sh, "node --version").quiet().ignore_stderr().read().unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE_MAJOR) {
        bail!("Node {NODE_MAJOR} or later with npm is needed (found: {version:?}); see https://nodejs.org/en/download");
    }
    Ok(())
}

/// Chromium, as tests drive it.
pub struct Browser {
    pub chrome: PathBuf,
    pub chromedriver: PathBuf,
}

/// The browser of `CHROME` and `CHROMEDRIVER`, or the one on PATH, or else Debian's.
pub fn browser() -> Result<Browser> {
    if let Some(browser) = find_browser() {
        return Ok(browser);
    }
    install_by_apt(&["chromium", "chromium-driver"])?;
    find_browser().context(
        "Chromium and its driver are needed, in the same major version. Install them with\n\
         \n    sudo apt-get install chromium chromium-driver\n\n\
         or set CHROME and CHROMEDRIVER to the two programs.",
    )
}

/// Firefox, the one that Debian has.
pub fn firefox() -> Result<PathBuf> {
    let find = || named_by("FIREFOX").or_else(|| find_program("firefox-esr"));
    if let Some(firefox) = find() {
        return Ok(firefox);
    }
    install_by_apt(&["--no-install-recommends", "firefox-esr"])?;
    find().context(
        "Firefox is needed. Install it with\n\n    sudo apt-get install firefox-esr\n\nor set FIREFOX to the program.",
    )
}

/// The driver of WebKitGTK, which knows its browser, and a screen for it.
pub fn webkit_driver() -> Result<PathBuf> {
    let find = || {
        find_program("xvfb-run").and(find_program("xauth"))?;
        named_by("WEBKIT_DRIVER").or_else(|| find_program("WebKitWebDriver"))
    };
    if let Some(driver) = find() {
        return Ok(driver);
    }
    install_by_apt(&["--no-install-recommends", "webkit2gtk-driver", "xvfb", "xauth"])?;
    find().context(
        "WebKitGTK's driver and a screen for it are needed. Install them with\n\n    \
         sudo apt-get install webkit2gtk-driver xvfb xauth\n\n\
         or set WEBKIT_DRIVER to the driver.",
    )
}

/// Installs packages of Debian's, with an option before them where one helps. Where nothing can be installed nothing happens:
/// whoever needs them looks for them afterwards.
fn install_by_apt(packages: &[&str]) -> Result<()> {
    let sh = shell()?;
    let is_root = cmd!(sh, "id -u").quiet().ignore_stderr().read().is_ok_and(|id| id == "0");
    if !is_root || find_program("apt-get").is_none() {
        return Ok(());
    }
    progress(&format!("apt-get install {}", packages.join(" ")));
    cmd!(sh, "apt-get -qq update").quiet().run()?;
    let install = cmd!(sh, "apt-get -qq install --yes {packages...}");
    install.env("DEBIAN_FRONTEND", "noninteractive").quiet().ignore_stdout().run()?;
    Ok(())
}

fn find_browser() -> Option<Browser> {
    let chrome = named_by("CHROME").or_else(|| {
        ["chromium", "chromium-browser", "google-chrome", "chrome"].iter().find_map(|name| find_program(name))
    })?;
    let chromedriver = named_by("CHROMEDRIVER").or_else(|| find_program("chromedriver"))?;
    Some(Browser { chrome, chromedriver })
}

fn named_by(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn find_program(name: &str) -> Option<PathBuf> {
    let path: OsString = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|program| fs::metadata(program).is_ok_and(|m| m.is_file()))
}
