//! The same login page in Yew, with this crate, with the crate `oauth2`, and with nothing behind the form.

use std::fs;

use anyhow::Result;
use xshell::cmd;

use crate::package;
use crate::tools::{self, WASM, progress};
use crate::workspace::{cargo_target, products, root};

/// The folders under `bench/rust/`, each a Cargo project of its own.
pub const PROJECTS: [&str; 3] = ["headless-identity", "oauth2", "alone"];

/// Leaves `target/bench/rust/<project>.wasm`, made as the package's wasm is made.
pub fn build() -> Result<()> {
    tools::wasm_target()?;
    let sh = tools::wasm_bindgen()?;
    tools::npm_ci(&package::folder())?;
    let results = products().join("bench/rust");
    fs::create_dir_all(&results)?;
    let target = cargo_target()?.join("bench-rust");
    for project in PROJECTS {
        progress(&format!("building the Yew login: {project}"));
        let folder = root().join("bench/rust").join(project);
        sh.change_dir(&folder);
        cmd!(sh, "cargo build --profile wasm --target {WASM}").env("CARGO_TARGET_DIR", &target).quiet().run()?;
        let compiled = target.join(WASM).join(format!("wasm/yew-login-{project}.wasm"));
        let bindings = target.join("bindings").join(project);
        cmd!(sh, "wasm-bindgen {compiled} --target web --no-typescript --out-dir {bindings} --out-name app")
            .quiet()
            .run()?;
        sh.change_dir(package::folder());
        let (from, to) = (bindings.join("app_bg.wasm"), results.join(format!("{project}.wasm")));
        cmd!(sh, "node scripts/optimise.mjs {from} {to}").quiet().run()?;
    }
    Ok(())
}
