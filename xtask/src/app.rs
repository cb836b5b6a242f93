//! Apps in wasm, from Cargo's product to what a page loads: the demo shop in Yew, and two apps of a user's.

use std::path::{Path, PathBuf};

use anyhow::Result;
use xshell::cmd;

use crate::freshness::Stamp;
use crate::package;
use crate::tools::{self, WASM, progress};
use crate::workspace::{cargo_target, products, root};

const YEW: &str = "headless-identity-yew-demo";

/// What any app's wasm depends on, its own files apart.
const SHARED: [&str; 7] = [
    "src",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "pkg/scripts",
    "pkg/package-lock.json",
    "xtask/src/app.rs",
];

/// Makes the Yew app's wasm and its loader, unless they are up to date, and says where they are.
pub fn yew() -> Result<PathBuf> {
    let shipped = products().join("yew");
    let stamp = stamp("yew-inputs", &["www/yew/src", "www/yew/Cargo.toml"])?;
    if stamp.is_fresh() && shipped.join("app.js").is_file() {
        return Ok(shipped);
    }
    progress("compiling the Yew app to wasm");
    tools::wasm_target()?;
    let sh = tools::wasm_bindgen()?;
    let anonymous = package::anonymous_paths()?;
    cmd!(sh, "cargo build --package {YEW} --profile wasm --target {WASM} --config {anonymous}").quiet().run()?;
    let target = cargo_target()?;
    let compiled = target.join(WASM).join("wasm").join(YEW).with_extension("wasm");
    ship(&compiled, &target.join("bindings"), &shipped)?;
    stamp.write()?;
    Ok(shipped)
}

/// Makes the apps in `tests/downstream`, unless they are up to date: in a folder for each, `bindings` as wasm-bindgen wrote
/// them and `shipped` as a page loads them.
pub fn downstream() -> Result<PathBuf> {
    let built = products().join("downstream");
    let manifests = ["Cargo.toml", "bare/Cargo.toml", "login/Cargo.toml", "bare/src", "login/src"]
        .map(|file| format!("tests/downstream/{file}"));
    let stamp = stamp("downstream-inputs", &manifests.each_ref().map(String::as_str))?;
    if stamp.is_fresh() {
        return Ok(built);
    }
    progress("compiling two apps of a user's to wasm");
    tools::wasm_target()?;
    let sh = tools::wasm_bindgen()?;
    let apps = root().join("tests/downstream");
    // The same versions as here, so that what is measured is ours; Cargo strikes out the rest.
    sh.copy_file(root().join("Cargo.lock"), &apps)?;
    let target = built.join("target");
    sh.change_dir(&apps);
    // A user has none of the flags in .cargo/config.toml.
    cmd!(sh, "cargo build --release --target {WASM} --target-dir {target}")
        .env("CARGO_ENCODED_RUSTFLAGS", "")
        .quiet()
        .run()?;
    for app in ["bare", "login"] {
        let compiled = target.join(WASM).join("release").join(app).with_extension("wasm");
        ship(&compiled, &built.join(app).join("bindings"), &built.join(app).join("shipped"))?;
    }
    stamp.write()?;
    Ok(built)
}

fn stamp(name: &str, own: &[&str]) -> Result<Stamp> {
    let inputs: Vec<PathBuf> = SHARED.iter().chain(own).map(|input| root().join(input)).collect();
    Stamp::new(products().join(name), &inputs)
}

/// From a compiled app to what its page loads, `app.js` and `app_bg.wasm`; prints what they weigh.
fn ship(compiled: &Path, bindings: &Path, shipped: &Path) -> Result<()> {
    let sh = tools::wasm_bindgen()?;
    tools::npm_ci(&package::folder())?;
    cmd!(sh, "wasm-bindgen {compiled} --target web --no-typescript --out-dir {bindings} --out-name app")
        .quiet()
        .run()?;
    sh.change_dir(package::folder());
    cmd!(sh, "node scripts/app.mjs {bindings} {shipped}").quiet().run()?;
    Ok(())
}
