//! The tests that need a browser, in Chromium, Firefox and WebKit: `tests/browsers` drives each by the same interface.

use std::path::{Path, PathBuf};

use anyhow::Result;
use xshell::cmd;

use crate::package;
use crate::tally::{Tally, count};
use crate::tools;
use crate::workspace::{root, shell};

/// A browser, by the name that the driver knows.
#[derive(Clone, Copy, PartialEq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// The short run, in the two that the other parts do not drive: a login, what a strict policy lets through, each kind of
/// storage, also as tabs share it, and a page that comes back.
const SHORT: [&str; 4] = ["plain/plain", "plain/loading", "plain/storage", "tabs/history-cache"];

impl Engine {
    const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// The program, found or installed, and the variable that names it to the driver.
    fn program(self) -> Result<(&'static str, PathBuf)> {
        Ok(match self {
            Self::Chromium => ("CHROME", tools::browser()?.chrome),
            Self::Firefox => ("FIREFOX", tools::firefox()?),
            Self::WebKit => ("WEBKIT_DRIVER", tools::webkit_driver()?),
        })
    }

    /// `node --test` over these files in this browser, whose version is printed first.
    pub fn run(self, files: &[PathBuf], url: &str, page: &str) -> Result<Tally> {
        let (variable, program) = self.program()?;
        let drivers = root().join("tests/browsers");
        tools::npm_ci(&drivers)?;
        let sh = shell()?;
        sh.set_var("BROWSER", self.name());
        sh.set_var(variable, program);
        let version = drivers.join("version.mjs");
        cmd!(sh, "node {version}").quiet().run()?;
        let node = cmd!(sh, "node --test --test-reporter=spec {files...}");
        count(node.env("MODEL_SITE", url).env("STOREFRONT_URL", format!("{url}/{page}")))
    }
}

/// The part `engines`.
pub fn short(url: &str) -> Result<Tally> {
    let projects = root().join("tests/npm");
    for project in ["plain", "tabs"] {
        package::install(&projects.join(project))?;
    }
    let files = SHORT.map(|file| projects.join(file).with_extension("test.mjs"));
    let mut tally = Tally::default();
    for engine in [Engine::Firefox, Engine::WebKit] {
        tally += engine.run(&files, url, "")?;
    }
    Ok(tally)
}

/// The part `browsers`: every suite in every browser.
pub fn whole(url: &str) -> Result<Tally> {
    let (projects, storefront) = (root().join("tests/npm"), root().join("tests/storefront"));
    tools::npm_ci(&storefront)?;
    let mut files = Vec::new();
    for project in ["plain", "tabs"].map(|name| projects.join(name)) {
        package::install(&project)?;
        files.extend(tests_in(&project)?);
    }
    for folder in [storefront.join("www"), storefront] {
        files.extend(tests_in(&folder)?);
    }
    let mut tally = Tally::default();
    for engine in Engine::ALL {
        let told = engine.run(&files, url, "")?;
        println!("{}: {} passed, {} failed, {} skipped", engine.name(), told.passed, told.failed, told.skipped);
        tally += told;
    }
    Ok(tally)
}

/// The test files of a folder.
pub fn tests_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = shell()?.read_dir(folder)?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Ok(files)
}
