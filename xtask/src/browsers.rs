//! The tests that need a browser, in Chromium, Firefox and WebKit: `tests/browsers` drives each by the same interface.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::demo::add_yew_app;
use crate::files;
use crate::package;
use crate::tally::{Tally, count};
use crate::tools;
use crate::workspace::{products, root, shell};

/// A browser, by the name that the driver knows.
#[derive(Clone, Copy, PartialEq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// Which build of the core the pages have: the one that ships in WebAssembly, or the one in JavaScript, in pages that have no
/// WebAssembly.
#[derive(Clone, Copy, Debug)]
pub enum Core {
    Wasm,
    Compat,
}

/// The short run, in the two that the other parts do not drive: a login, what a strict policy lets through, each kind of
/// storage, also as tabs share it, a page that comes back, and every view of the shop on a phone.
const SHORT: [&str; 5] =
    ["npm/plain/plain", "npm/plain/loading", "npm/plain/storage", "npm/tabs/history-cache", "storefront/phone"];

/// The short run with the core in JavaScript: every journey, what the native core says to the same, and tabs that share a session.
const SHORT_COMPAT: [&str; 4] = ["npm/plain/plain", "npm/plain/journeys", "npm/plain/transcript", "npm/tabs/sharing"];

/// For a file: one that does not come to its end, for a server that it left open, must not take the whole run with it.
const TIMEOUT_MS: &str = "900000";

/// What is about WebAssembly or the main entry: how it is loaded, and where it is not.
const ABOUT_WASM: [&str; 4] = ["loading.test.mjs", "fallback.test.mjs", "lazy.test.mjs", "lazy-failures.test.mjs"];

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

    /// `node --test` of these files in this browser, whose version is printed first.
    pub fn run(self, core: Core, files: &[PathBuf], url: &str, page: &str) -> Result<Tally> {
        self.run_with(core, None, files, url, page)
    }

    /// The same, and what was told of each file is left in a folder, beside what there is to say of the whole.
    fn run_recorded(self, files: &[PathBuf], url: &str, folder: &Path) -> Result<Tally> {
        let (records, started) = (folder.join(self.name()), Instant::now());
        fs::create_dir_all(&records)?;
        let tally = self.run_with(Core::Wasm, Some(&records), files, url, "")?;
        let minutes = started.elapsed().as_secs().div_ceil(60);
        fs::write(folder.join(self.name()).with_extension("json"), format!("{{\"minutes\":{minutes}}}\n"))?;
        Ok(tally)
    }

    fn run_with(self, core: Core, records: Option<&Path>, files: &[PathBuf], url: &str, page: &str) -> Result<Tally> {
        let (variable, program) = self.program()?;
        let drivers = root().join("tests/browsers");
        tools::npm_ci(&drivers)?;
        let (script, sh) = (drivers.join("version.mjs"), shell()?);
        let version = cmd!(sh, "node {script}").env("BROWSER", self.name()).env(variable, &program).quiet().read()?;
        println!("{} {version}", self.name());
        files::run(files, |file| {
            let mut node = Command::new("node");
            node.current_dir(root()).args(["--test", "--test-reporter=spec", "--test-reporter-destination=stdout"]);
            node.arg(format!("--test-timeout={TIMEOUT_MS}"));
            if let Some(records) = records {
                let name = file.strip_prefix(root()).unwrap_or(file).display().to_string().replace('/', "+");
                node.arg(format!("--test-reporter={}", drivers.join("record.mjs").display()));
                node.arg(format!(
                    "--test-reporter-destination={}",
                    records.join(name).with_extension("json").display()
                ));
            }
            if matches!(core, Core::Compat) {
                node.env("CORE", "compat");
            }
            node.env("BROWSER", self.name()).env(variable, &program).env("VERSION", &version);
            node.env("MODEL_SITE", url).env("STOREFRONT_URL", format!("{url}/{page}")).arg(file);
            node
        })
    }

    /// The crate's tests in this browser, by wasm-bindgen's runner. It serves the crate's folder, so the tests learn the model
    /// site's address from a file under target/.
    pub fn run_crate(self, url: &str) -> Result<Tally> {
        tools::wasm_target()?;
        let sh = tools::wasm_pack()?;
        fs::write(products().join("model-site.json"), format!("{{\"url\":\"{url}\"}}\n"))?;
        // The limit is for all tests of a binary together, and the runner's own is 20 seconds.
        sh.set_var("WASM_BINDGEN_TEST_TIMEOUT", "300");
        let test = ["--mode", "no-install", ".", "--features", "yew", "--test", "web"];
        count(match self {
            Self::Chromium => {
                let driver = tools::browser()?.chromedriver;
                cmd!(sh, "wasm-pack test --headless --chrome --chromedriver {driver} {test...}")
            }
            Self::Firefox => {
                tools::geckodriver(&sh)?;
                sh.set_var("GECKODRIVER_ARGS", format!("--binary={}", tools::firefox()?.display()));
                // geckodriver refuses the Chromium options of webdriver.json.
                sh.set_var("WASM_BINDGEN_TEST_WEBDRIVER_JSON", "");
                cmd!(sh, "wasm-pack test --headless --firefox {test...}")
            }
            // The runner knows WebKit as Safari, and has no way to start it without a screen.
            Self::WebKit => {
                let driver = tools::webkit_driver()?;
                cmd!(
                    sh,
                    "xvfb-run --auto-servernum wasm-pack test --headless --safari --safaridriver {driver} {test...}"
                )
            }
        })
    }
}

/// The part `engines`.
pub fn short(url: &str) -> Result<Tally> {
    let files = tests(&SHORT)?;
    let mut tally = Tally::default();
    for engine in [Engine::Firefox, Engine::WebKit] {
        tally += engine.run(Core::Wasm, &files, url, "")?;
    }
    Ok(tally)
}

/// The part `compat`.
pub fn compat(url: &str) -> Result<Tally> {
    Engine::Chromium.run(Core::Compat, &tests(&SHORT_COMPAT)?, url, "")
}

/// Test files by their names, with what they need.
fn tests(names: &[&str]) -> Result<Vec<PathBuf>> {
    let tests = root().join("tests");
    for project in ["npm/plain", "npm/tabs"] {
        package::install(&tests.join(project))?;
    }
    tools::npm_ci(&tests.join("storefront"))?;
    Ok(names.iter().map(|name| tests.join(name).with_extension("test.mjs")).collect())
}

/// The part `browsers`: every suite in every browser, then `plain` and `tabs` again with the core in JavaScript. The crate's tests run
/// here in Firefox and WebKit only: the part `browser` runs them in Chromium.
pub fn whole(url: &str) -> Result<Tally> {
    let (projects, storefront) = (root().join("tests/npm"), root().join("tests/storefront"));
    tools::npm_ci(&storefront)?;
    add_yew_app(&products().join("www"))?;
    let mut files = Vec::new();
    for project in ["plain", "tabs"].map(|name| projects.join(name)) {
        package::install(&project)?;
        files.extend(tests_in(&project)?);
    }
    let without_wasm: Vec<_> =
        files.iter().filter(|file| !ABOUT_WASM.iter().any(|name| file.ends_with(name))).cloned().collect();
    let shop = tests_in(&storefront)?;
    files.extend([tests_in(&storefront.join("www"))?, shop.clone()].concat());
    let yew = [tests_in(&storefront.join("yew"))?, shop].concat();
    let folder = products().join("browsers");
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let mut tally = Tally::default();
    for engine in Engine::ALL {
        tally += engine.run_recorded(&files, url, &folder)?;
        tally += engine.run(Core::Wasm, &yew, url, "yew/")?;
        tally += engine.run(Core::Compat, &without_wasm, url, "")?;
        if engine != Engine::Chromium {
            tally += engine.run_crate(url)?;
        }
    }
    let (sh, script, results) = (shell()?, root().join("tests/browsers/told.mjs"), results());
    cmd!(sh, "node {script} {folder} {results}").quiet().run()?;
    Ok(tally)
}

/// What the last whole run has told.
fn results() -> PathBuf {
    products().join("browsers.json")
}

/// `cargo xtask browsers`: what the last whole run has told becomes what the documents say.
pub fn tell() -> Result<ExitCode> {
    fs::copy(results(), root().join("tests/browsers/results.json")).context("run `cargo xtask test browsers` first")?;
    let floor = root().join("tests/floor");
    package::install(&floor)?;
    let (sh, script) = (shell()?, floor.join("documents.test.mjs"));
    cmd!(sh, "node --test {script}").env("UPDATE_DOCS", "1").quiet().run()?;
    Ok(ExitCode::SUCCESS)
}

/// The test files of a folder.
pub fn tests_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = shell()?.read_dir(folder)?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Ok(files)
}
