//! Whether the crate's API is still what an earlier version promised, by cargo-semver-checks.

use std::process::ExitCode;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::tally::check;
use crate::tools;

/// `cargo xtask semver`. The earlier version is the newest tag, or a revision that is named.
pub fn run(revision: Option<String>) -> Result<ExitCode> {
    let sh = tools::cargo_semver_checks()?;
    let revision = match revision {
        Some(revision) => revision,
        None => cmd!(sh, "git describe --tags --abbrev=0")
            .quiet()
            .ignore_stderr()
            .read()
            .context("there is no tag yet; name a revision: cargo xtask semver HEAD~20")?,
    };
    // Not the bindings for JavaScript: their API is the npm package's.
    let features = ["--only-explicit-features", "--features", "yew"];
    let tally = check(cmd!(
        sh,
        "cargo-semver-checks semver-checks --package headless-identity {features...} --baseline-rev {revision}"
    ));
    Ok(if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
