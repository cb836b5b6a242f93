//! Every test of the project, part by part.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use xshell::cmd;

use crate::app;
use crate::bench;
use crate::bloat;
use crate::browsers::{self, Core, Engine, tests_in};
use crate::demo::{add_yew_app, assemble_pages};
use crate::docs;
use crate::fuzz;
use crate::model;
use crate::msrv;
use crate::package;
use crate::site::{self, ModelSite};
use crate::tally::{Tally, check, count, stories};
use crate::tools::{self, WASM};
use crate::workspace::{cargo_target, products, root, shell, shell_in};

/// A part: its name on the command line, its heading, what it does.
type Part = (&'static str, &'static str, fn(&mut Shared) -> Result<Tally>);

const PARTS: [Part; 20] = [
    ("format", "Format", format),
    ("lint", "Lints: host, wasm, wasm with the JavaScript face", lint),
    ("native", "Native tests and documentation examples", native),
    ("fuzz", "Every parser, with libFuzzer", |_| fuzz::test()),
    ("msrv", "The crate, by the oldest Rust that it promises", |_| msrv::test()),
    ("browser", "The crate in a browser", browser),
    ("docs", "The reference, without a warning", docs),
    ("downstream", "The crate in a Rust front end of a user's", downstream),
    ("types", "Types of the package and of its users", types),
    ("manifest", "The tarball, as publint and attw see it", manifest),
    ("floor", "The oldest browsers that the package promises", floor),
    ("size", "What the package weighs, and what is in it", size),
    ("npm", "The tarball in its users' projects", npm),
    ("engines", "The tarball in Firefox and WebKit, the short run", |shared| browsers::short(&shared.site()?)),
    ("compat", "The tarball without WebAssembly, the short run", |shared| browsers::compat(&shared.site()?)),
    (BROWSERS, "Every browser suite in Chromium, Firefox and WebKit", |shared| browsers::whole(&shared.site()?)),
    ("witness", "The model site, as general OAuth clients see it", witness),
    ("model", "The model site in JavaScript, beside the one on axum", model_site),
    ("storefront", "The storefront", storefront),
    ("yew", "The storefront in Yew", yew),
];

/// The one part that is only run when it is named: `npm`, `storefront` and `engines` have the most of it.
const BROWSERS: &str = "browsers";

/// What several parts need: made by the first that asks.
#[derive(Default)]
struct Shared {
    site: Option<ModelSite>,
}

impl Shared {
    /// URL of a model site that also serves the storefront.
    fn site(&mut self) -> Result<String> {
        let site = match self.site.take() {
            Some(site) => site,
            None => ModelSite::start(0, &assemble_pages()?, Stdio::null())?,
        };
        Ok(self.site.insert(site).url())
    }
}

pub fn part_names() -> String {
    PARTS.map(|(name, ..)| name).join(" ")
}

/// `cargo xtask test`
pub fn run(wanted: &[String]) -> Result<ExitCode> {
    if let Some(unknown) = wanted.iter().find(|part| !PARTS.iter().any(|(name, ..)| name == part)) {
        bail!("no part `{unknown}`; there are: {}", part_names());
    }
    let stories = stories();
    if stories.is_dir() {
        fs::remove_dir_all(&stories)?;
    }
    let mut shared = Shared::default();
    let mut results = Vec::new();
    for (name, heading, part) in PARTS {
        let is_wanted = wanted.iter().any(|part| part == name) || (wanted.is_empty() && name != BROWSERS);
        if !is_wanted {
            continue;
        }
        println!("\n── {heading} ({name})");
        let start = Instant::now();
        let tally = part(&mut shared).unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            Tally::of(false)
        });
        results.push((name, tally, start.elapsed()));
    }
    drop(shared);
    tell(&stories)?;
    Ok(report(&results))
}

/// The failures once more, and of a test of random happenings its seed and its story: at the end of the output, where they are
/// found.
fn tell(stories: &Path) -> Result<()> {
    if !stories.is_dir() {
        return Ok(());
    }
    for story in fs::read_dir(stories)? {
        let path = story?.path();
        println!("\n── {}\n{}", path.display(), fs::read_to_string(&path)?);
    }
    Ok(())
}

fn report(results: &[(&str, Tally, Duration)]) -> ExitCode {
    println!("\n{:<12}{:>8}{:>8}{:>8}{:>10}", "part", "passed", "failed", "skipped", "seconds");
    let mut total = Tally::default();
    for (name, tally, time) in results {
        let Tally { passed, failed, skipped, .. } = tally;
        println!("{name:<12}{passed:>8}{failed:>8}{skipped:>8}{:>10.1}", time.as_secs_f32());
        total += *tally;
    }
    println!("\n{} skipped, each by its name", total.skipped);
    if total.unsteady > 0 {
        println!("{} files passed only when they were run again; what failed first is told above", total.unsteady);
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn format(_: &mut Shared) -> Result<Tally> {
    let sh = shell()?;
    let mut tally = check(cmd!(sh, "cargo fmt --all --check"));
    for project in bench::rust::PROJECTS {
        let manifest = root().join("bench/rust").join(project).join("Cargo.toml");
        tally += check(cmd!(sh, "cargo fmt --manifest-path {manifest} --check"));
    }
    Ok(tally)
}

fn lint(_: &mut Shared) -> Result<Tally> {
    tools::wasm_target()?;
    let sh = shell()?;
    let mut tally = check(cmd!(sh, "cargo clippy --quiet --workspace --all-targets --all-features -- -D warnings"));
    // As a Rust front end takes it, and as the npm package does. The unit tests are native, `tests/web` is the browser's.
    for (features, targets) in [("", vec!["--lib", "--test", "web"]), ("js", vec!["--lib"])] {
        tally += check(cmd!(
            sh,
            "cargo clippy --quiet --package headless-identity --target {WASM} --features {features} {targets...} -- -D warnings"
        ));
    }
    tally += check(cmd!(sh, "cargo clippy --quiet --package carrier --target {WASM} --lib -- -D warnings"));
    // For the host, where most of what they depend on has been checked already: they have nothing of their own for wasm.
    let target = cargo_target()?;
    for project in bench::rust::PROJECTS {
        let manifest = root().join("bench/rust").join(project).join("Cargo.toml");
        tally += check(cmd!(
            sh,
            "cargo clippy --quiet --locked --manifest-path {manifest} --target-dir {target} -- -D warnings"
        ));
    }
    Ok(tally)
}

fn native(_: &mut Shared) -> Result<Tally> {
    let sh = shell()?;
    count(cmd!(sh, "cargo test --workspace --features headless-identity/yew,headless-identity/js --no-fail-fast"))
}

fn browser(shared: &mut Shared) -> Result<Tally> {
    Engine::Chromium.run_crate(&shared.site()?)
}

fn docs(_: &mut Shared) -> Result<Tally> {
    docs::build()
}

fn types(_: &mut Shared) -> Result<Tally> {
    let users = root().join("tests/npm/types");
    package::install(&users)?;
    let sh = shell_in(&package::folder())?;
    let mut tally = check(cmd!(sh, "node_modules/.bin/tsc --noEmit"));
    sh.change_dir(&users);
    tally += count(cmd!(sh, "node --test --test-reporter=spec compile.mjs"))?;
    Ok(tally)
}

fn manifest(_: &mut Shared) -> Result<Tally> {
    package::build()?;
    let (sh, tarball) = (shell_in(&package::folder())?, package::tarball());
    let mut tally = check(cmd!(sh, "node_modules/.bin/publint run {tarball} --strict"));
    // By its strictest profile: the resolution `node10` knows no `exports`, and finds the entries by `typesVersions`. A .wasm has
    // no types.
    tally += check(cmd!(sh, "node_modules/.bin/attw {tarball} --exclude-entrypoints core.wasm"));
    Ok(tally)
}

fn floor(shared: &mut Shared) -> Result<Tally> {
    let folder = root().join("tests/floor");
    package::install(&folder)?;
    node_tests(&[folder], &shared.site()?, "")
}

fn size(_: &mut Shared) -> Result<Tally> {
    let bench = package::bench()?;
    let mut tally = bloat::check()?;
    let sh = shell_in(&bench)?;
    let files = tests_in(&bench)?;
    tally += count(cmd!(sh, "node --test --test-reporter=spec {files...}"))?;
    Ok(tally)
}

fn npm(shared: &mut Shared) -> Result<Tally> {
    let folder = root().join("tests/npm");
    let url = shared.site()?;
    let projects = projects(&folder)?;
    package::install_all(&projects)?;
    node_tests(&projects, &url, "")
}

fn witness(shared: &mut Shared) -> Result<Tally> {
    node_project(shared, "tests/server/witness")
}

/// A test of threads, which the JavaScript host does not have: its keys are made ahead.
const OF_THREADS: &str = "a_site_that_makes_its_key_holds_up_no_other";

/// Both hosts give the same answers: by random requests, and by the tests of the one, run against the other.
fn model_site(_: &mut Shared) -> Result<Tally> {
    let folder = model::tests()?;
    let (sh, tsc) = (shell_in(&folder)?, package::folder().join("node_modules/.bin/tsc"));
    let mut tally = check(cmd!(sh, "{tsc} --project ."));
    let (pkg, tarball) = (shell_in(&package::folder())?, model::tarball());
    tally += check(cmd!(pkg, "node_modules/.bin/publint run {tarball} --strict"));
    tally += check(cmd!(pkg, "node_modules/.bin/attw {tarball} --profile esm-only"));
    cmd!(sh, "cargo build --quiet --package model-site").quiet().run()?;
    let (native, script) = (site::program("debug")?, model::script()?);
    let hosts = format!(r#"[["{}","--quiet"],["node","{}","--quiet"]]"#, native.display(), script.display());
    tools::npm_ci(&root().join("tests/browsers"))?;
    let files = tests_in(&folder)?;
    let node = cmd!(sh, "node --test --test-concurrency=1 --test-reporter=spec {files...}");
    let (recipes, pages, chrome) = (model::recipes()?, model::site()?, tools::browser()?.chrome);
    tally += count(node.env("HOSTS", hosts).env("RECIPES", recipes).env("SITE", pages).env("CHROME", chrome))?;
    let running = model::start()?;
    let url = running.url().replace("localhost", "127.0.0.1");
    let suite = cmd!(sh, "cargo test --package model-site --tests --no-fail-fast -- --skip {OF_THREADS}");
    tally += count(suite.env("MODEL_SITE_URL", url).env("MODEL_SITE_PROGRAM", script))?;
    Ok(tally)
}

fn storefront(shared: &mut Shared) -> Result<Tally> {
    shop(shared, "www", "")
}

fn yew(shared: &mut Shared) -> Result<Tally> {
    shared.site()?;
    add_yew_app(&products().join("www"))?;
    shop(shared, "yew", "yew/")
}

/// Both pages of the shop must pass the same tests; what only one of them has is tested in a folder of its own.
fn shop(shared: &mut Shared, own: &str, page: &str) -> Result<Tally> {
    let folder = root().join("tests/storefront");
    let url = shared.site()?;
    tools::npm_ci(&folder)?;
    node_tests(&[folder.join(own), folder], &url, page)
}

fn downstream(shared: &mut Shared) -> Result<Tally> {
    let url = shared.site()?;
    tools::npm_ci(&root().join("tests/browsers"))?;
    let mut tally = frameworks()?;
    let built = app::downstream()?;
    let (sh, test, chrome) = (shell()?, root().join("tests/downstream/downstream.test.mjs"), tools::browser()?.chrome);
    let node = cmd!(sh, "node --test --test-reporter=spec {test}");
    tally += count(node.env("MODEL_SITE", url).env("DOWNSTREAM", built).env("CHROME", chrome))?;
    Ok(tally)
}

/// The apps of `docs/rust.md`: compiled, and no more, for their frameworks are tested elsewhere.
fn frameworks() -> Result<Tally> {
    tools::wasm_target()?;
    let (sh, target) = (shell_in(&root().join("tests/frameworks"))?, products().join("downstream/target"));
    // A user has none of the flags in .cargo/config.toml.
    let check_all = cmd!(sh, "cargo check --quiet --locked --target {WASM} --target-dir {target}");
    Ok(check(check_all.env("CARGO_ENCODED_RUSTFLAGS", "")))
}

/// The tests of a project that needs no tarball.
fn node_project(shared: &mut Shared, folder: &str) -> Result<Tally> {
    let folder = root().join(folder);
    let url = shared.site()?;
    tools::npm_ci(&folder)?;
    node_tests(&[folder], &url, "")
}

/// `node --test` over the `*.test.mjs` of these folders, with that page of the model site's as the storefront.
fn node_tests(folders: &[PathBuf], url: &str, page: &str) -> Result<Tally> {
    let mut files = Vec::new();
    for folder in folders {
        files.extend(tests_in(folder)?);
    }
    Engine::Chromium.run(Core::Wasm, &files, url, page)
}

/// The folders inside that are npm projects.
fn projects(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut projects = shell()?.read_dir(folder)?;
    projects.retain(|entry| entry.join("package.json").is_file());
    Ok(projects)
}
