//! Whether the crate compiles with the Rust that its manifest promises (`rust-version`).

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::tally::{Tally, check};
use crate::tools::{WASM, progress};
use crate::workspace::{cargo_target, shell};

const PROMISED: &str = env!("CARGO_PKG_RUST_VERSION");

/// The part of `cargo xtask test`. Where that Rust cannot be had (no rustup, no way to its server) nothing is counted.
pub fn test() -> Result<Tally> {
    let sh = shell()?;
    if !provide(&sh) {
        println!("skipped: no Rust {PROMISED} here, and rustup cannot install it");
        return Ok(Tally::default());
    }
    // A folder of its own: two compilers that share one build everything anew each time.
    let target = cargo_target()?.join("msrv");
    let mut tally = Tally::default();
    for features in ["", "yew", "js"] {
        println!("Rust {PROMISED}, features [{features}]");
        // By name: `cargo` is the one that runs this program, whatever `+1.88` says.
        tally += check(cmd!(
            sh,
            "rustup run {PROMISED} cargo check --quiet --package headless-identity --target {WASM} --features {features} --target-dir {target}"
        ));
    }
    Ok(tally)
}

/// Installs the toolchain and its wasm32, if it must.
fn provide(sh: &Shell) -> bool {
    if is_there(sh).unwrap_or(false) {
        return true;
    }
    progress(&format!("installing Rust {PROMISED} (once)"));
    let install = cmd!(sh, "rustup toolchain install {PROMISED} --profile minimal --target {WASM} --no-self-update");
    install.quiet().ignore_stdout().ignore_stderr().run().is_ok()
}

fn is_there(sh: &Shell) -> Result<bool> {
    let sysroot = cmd!(sh, "rustup run {PROMISED} rustc --print sysroot").quiet().ignore_stderr().read();
    let sysroot = sysroot.context("no such toolchain")?;
    Ok(sh.path_exists(format!("{sysroot}/lib/rustlib/{WASM}")))
}
