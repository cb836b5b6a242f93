//! The storefront on the model site.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};

use anyhow::{Context, Result};
use xshell::cmd;

use crate::package;
use crate::site::ModelSite;
use crate::tools;
use crate::workspace::{products, root, shell};

pub struct Options {
    pub port: u16,
    pub smoke: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { port: 8787, smoke: false }
    }
}

/// `cargo xtask demo`
pub fn run(options: &Options) -> Result<ExitCode> {
    package::build()?;
    let pages = assemble_pages()?;
    if options.smoke {
        return smoke(&pages);
    }
    let mut site = ModelSite::start(options.port, &pages, Stdio::inherit())?;
    let status = site.wait()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Logs in with a real browser and shows each step.
fn smoke(pages: &Path) -> Result<ExitCode> {
    let tests = root().join("tests/storefront");
    tools::npm_ci(&tests)?;
    let browser = tools::browser()?;
    let site = ModelSite::start(0, pages, Stdio::null())?;
    let (sh, script, url) = (shell()?, tests.join("smoke.mjs"), site.url());
    let passed = cmd!(sh, "node {script} {url}").env("CHROME", browser.chrome).quiet().run().is_ok();
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The pages as they are served: `www/`, with the built package under `pkg/`, and the guides that the setup check links to.
pub fn assemble_pages() -> Result<PathBuf> {
    let pages = products().join("www");
    if pages.exists() {
        fs::remove_dir_all(&pages)?;
    }
    copy(&root().join("www"), &pages)?;
    copy(&package::folder().join("dist"), &pages.join("pkg"))?;
    copy(&root().join("docs"), &pages.join("docs"))?;
    Ok(pages)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
