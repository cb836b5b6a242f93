//! The API's reference: rustdoc for the crate and the model site, typedoc for the package.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use xshell::cmd;

use crate::package;
use crate::tally::{Tally, check};
use crate::tools;
use crate::workspace::{cargo_target, products, shell, shell_in};

/// `cargo xtask docs`
pub fn run() -> Result<ExitCode> {
    let tally = build()?;
    println!("{}", cargo_target()?.join("doc/headless_identity/index.html").display());
    println!("{}", cargo_target()?.join("doc/model_site/index.html").display());
    println!("{}", typedoc().join("index.html").display());
    Ok(if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds both. A warning is a failure: a link that leads nowhere, a public member without a word.
pub fn build() -> Result<Tally> {
    let sh = shell()?;
    sh.set_var("RUSTDOCFLAGS", "-D warnings");
    let mut tally =
        check(cmd!(sh, "cargo doc --quiet --no-deps --all-features --package headless-identity --package model-site"));

    // Typedoc asks the compiler, which asks for the types of React.
    tools::npm_ci(&package::folder())?;
    let project = package::folder().join("typedoc");
    tools::npm_ci(&project)?;
    let (sh, out) = (shell_in(&project)?, typedoc());
    tally += check(cmd!(sh, "node_modules/.bin/typedoc --logLevel Warn --out {out}"));
    Ok(tally)
}

fn typedoc() -> PathBuf {
    products().join("typedoc")
}
