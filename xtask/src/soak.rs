//! Random journeys in real tabs, for as long as one likes.

use std::process::{ExitCode, Stdio};

use anyhow::Result;
use xshell::cmd;

use crate::demo::assemble_pages;
use crate::package;
use crate::site::ModelSite;
use crate::tools;
use crate::workspace::{root, shell};

pub struct Options {
    pub seconds: u32,
    /// Drawn by the test unless one is given.
    pub seed: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self { seconds: 600, seed: None }
    }
}

/// `cargo xtask soak`
pub fn run(options: &Options) -> Result<ExitCode> {
    let projects = root().join("tests/npm");
    package::install(&projects.join("tabs"))?;
    tools::npm_ci(&root().join("tests/browsers"))?;
    let site = ModelSite::start(0, &assemble_pages()?, Stdio::null())?;
    let (sh, test) = (shell()?, projects.join("tabs/soak.test.mjs"));
    let mut node = cmd!(sh, "node --test --test-reporter=spec {test}")
        .env("MODEL_SITE", site.url())
        .env("CHROME", tools::browser()?.chrome)
        .env("SOAK_SECONDS", options.seconds.to_string());
    if let Some(seed) = options.seed {
        node = node.env("SOAK_SEED", seed.to_string());
    }
    Ok(if node.quiet().run().is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
