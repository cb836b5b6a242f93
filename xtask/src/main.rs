//! The project's commands. `cargo xtask help` lists them.
//!
//! Each command installs what it lacks and skips what is done, so the first run works from a fresh clone and the second
//! starts at once.

mod app;
mod bench;
mod bloat;
mod browsers;
mod demo;
mod docs;
mod files;
mod freshness;
mod fuzz;
mod model;
mod msrv;
mod mutants;
mod package;
mod reproduce;
mod semver;
mod site;
mod soak;
mod supply;
mod tally;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;

const HELP: &str = "\
cargo xtask <command>

  demo [--port N]   build the package, start the model site and the storefront on port N (8787), in Yew at /yew/
  demo --smoke      the same on a free port: log in with a headless browser, print each step, exit
  test [part…]      run all parts but `browsers`, or only the named parts
  browsers          write what the last `test browsers` has told into README.md, docs/browsers.md and tests/browsers/results.json
  soak [--seconds N] [--seed S]
                    random journeys, faults and killed tabs in a browser, for N seconds (600); a seed gives them again
  package           build the npm tarballs under target/npm/, of the client and of the model site, and print their sizes
  fuzz [target…] [--seconds N]
                    coverage-guided tests of every parser, each target for N seconds (60)
  mutants [FILE…]   mutation testing; takes hours for all files
  reproduce         build the package again in another folder, and compare each file
  semver [REVISION] the crate's API against that of a revision, or of the newest tag
  audit             licences, sources, bans and advisories of every dependency
  docs              build the API's reference with rustdoc and typedoc, and print where it is
  bench [--quick] [--only PART]…
                    size and speed beside other libraries: a table, target/bench.json and target/bench.md
  bench --update    the same, and write the figures into README.md and docs/performance.md
  bloat             the largest functions of the shipped wasm, and the bytes of each crate in it
  budget REASON     allow the bytes that the package has now: write them into bench/budget.json, with the reason
  help              this text

Missing tools are installed: from crates.io into HEADLESS_IDENTITY_TOOLS (~/.cache/headless-identity/tools), from npm into
node_modules. CHROME, CHROMEDRIVER, FIREFOX and WEBKIT_DRIVER name browsers and drivers where PATH does not.

Parts, in order:
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut args = lexopt::Parser::from_env();
    let command = match args.next()? {
        Some(Value(name)) => name.string()?,
        None | Some(Long("help") | Short('h')) => "help".to_owned(),
        Some(arg) => return Err(arg.unexpected().into()),
    };

    let mut demo = demo::Options::default();
    let mut parts = Vec::new();
    let mut bench = bench::Options::default();
    let mut soaking = soak::Options::default();
    let mut reason = None;
    let mut baseline = None;
    let mut fuzz = fuzz::Options::default();
    let mut mutated = Vec::new();
    while let Some(arg) = args.next()? {
        match (command.as_str(), arg) {
            ("demo", Long("smoke")) => demo.smoke = true,
            ("demo", Long("port")) => demo.port = args.value()?.parse()?,
            ("test", Value(part)) => parts.push(part.string()?),
            ("bench", Long("quick")) => bench.quick = true,
            ("bench", Long("only")) => bench.only.push(args.value()?.string()?.parse()?),
            ("bench", Long("update")) => bench.update = true,
            ("soak", Long("seconds")) => soaking.seconds = args.value()?.parse()?,
            ("soak", Long("seed")) => soaking.seed = Some(args.value()?.parse()?),
            ("budget", Value(text)) if reason.is_none() => reason = Some(text.string()?),
            ("fuzz", Value(target)) => fuzz.targets.push(target.string()?),
            ("fuzz", Long("seconds")) => fuzz.seconds = args.value()?.parse()?,
            ("semver", Value(revision)) if baseline.is_none() => baseline = Some(revision.string()?),
            ("mutants", Value(file)) => mutated.push(file.string()?),
            (_, arg) => return Err(arg.unexpected().into()),
        }
    }

    match command.as_str() {
        "demo" => demo::run(&demo),
        "test" => test::run(&parts),
        "browsers" => browsers::tell(),
        "soak" => soak::run(&soaking),
        "package" => package::run(),
        "fuzz" => fuzz::run(&fuzz),
        "mutants" => mutants::run(&mutated),
        "reproduce" => reproduce::run(),
        "semver" => semver::run(baseline),
        "audit" => supply::run(),
        "docs" => docs::run(),
        "bench" => bench::run(&bench),
        "bloat" => bloat::run(),
        "budget" => package::raise_budget(&reason.context("say the reason: cargo xtask budget \"…\"")?),
        "help" => {
            println!("{HELP}  test   {}\n  bench  {}", test::part_names(), bench::part_names());
            Ok(ExitCode::SUCCESS)
        }
        _ => bail!("no command `{command}`; `cargo xtask help` lists them"),
    }
}
