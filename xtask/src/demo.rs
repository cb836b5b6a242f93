//! The storefront on the model site.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::thread;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::app;
use crate::package;
use crate::site::ModelSite;
use crate::tools::{self, progress};
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
    let pages = assemble_pages()?;
    if options.smoke {
        return smoke(&pages);
    }
    let mut site = ModelSite::start(options.port, &pages, Stdio::inherit())?;
    let url = site.url();
    // In parallel: if this process is ended while it compiles, the site ends as well.
    thread::spawn(move || match add_yew_app(&pages) {
        Ok(()) => progress(&format!("the shop in Yew is ready: {url}/yew/")),
        Err(error) => eprintln!("error: the shop in Yew is not there: {error:#}"),
    });
    let status = site.wait()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Logs in with a real browser and shows each step.
fn smoke(pages: &Path) -> Result<ExitCode> {
    let tests = root().join("tests/storefront");
    tools::npm_ci(&root().join("tests/browsers"))?;
    let browser = tools::browser()?;
    let site = ModelSite::start(0, pages, Stdio::null())?;
    let (sh, script, url) = (shell()?, tests.join("smoke.mjs"), site.url());
    let passed = cmd!(sh, "node {script} {url}").env("CHROME", browser.chrome).quiet().run().is_ok();
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The pages as they are served: `www/` with the built package under `pkg/`, and the guides that the setup check links to.
/// What the page under `yew/` loads comes by [`add_yew_app`].
pub fn assemble_pages() -> Result<PathBuf> {
    package::build()?;
    let pages = products().join("www");
    if pages.exists() {
        fs::remove_dir_all(&pages)?;
    }
    let sources = root().join("www");
    copy(&sources, &pages)?;
    copy(&package::folder().join("dist"), &pages.join("pkg"))?;
    copy(&root().join("docs"), &pages.join("docs"))?;
    // The app's Rust is no page.
    fs::remove_dir_all(pages.join("yew"))?;
    copy(&sources.join("yew/page"), &pages.join("yew"))?;
    Ok(pages)
}

/// The Yew app, compiled: minutes on a fresh clone, which the other pages need not wait for.
pub fn add_yew_app(pages: &Path) -> Result<()> {
    copy(&app::yew()?, &pages.join("yew/pkg"))
}

/// Copies what is in a folder.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
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
