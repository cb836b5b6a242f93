//! Coverage-guided tests of every parser: the targets of `fuzz/`, with libFuzzer, on stable Rust.
//!
//! libFuzzer comes as C++ inside a crate; the instrumentation is a pass of rustc's own LLVM. So what a machine needs beside
//! Rust is a C++ compiler. The targets are laid out as cargo-fuzz has them, for who has a nightly and wants a sanitizer too.

use std::fs;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Write as _, stderr};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail, ensure};
use xshell::{Cmd, Shell, cmd};

use crate::tally::{Tally, check};
use crate::tools::progress;
use crate::workspace::{cargo_target, products, root, shell};

/// How the targets are compiled: what makes libFuzzer see branches and compared values, and `cfg(fuzzing)` for the module that they enter by.
const FLAGS: &str = "--cfg fuzzing -Dwarnings -Cpasses=sancov-module -Ccodegen-units=1 \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";

/// The longest input. The largest answer of the corpus has two thirds of it.
const MAX_LENGTH: u32 = 4096;

/// How long one target runs.
#[derive(Clone, Copy)]
enum Limit {
    Seconds(u32),
    /// Inputs, of a fixed seed: the same on a slow machine as on a fast one.
    Inputs(u32),
}

pub struct Options {
    pub targets: Vec<String>,
    pub seconds: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { targets: Vec::new(), seconds: 60 }
    }
}

/// `cargo xtask fuzz`
pub fn run(options: &Options) -> Result<ExitCode> {
    let all = targets()?;
    if let Some(unknown) = options.targets.iter().find(|target| !all.contains(target)) {
        bail!("no target `{unknown}`; there are: {}", all.join(" "));
    }
    let chosen = if options.targets.is_empty() { &all } else { &options.targets };
    let tally = fuzz(&build()?, chosen, Limit::Seconds(options.seconds))?;
    Ok(if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The part of `cargo xtask test`: the committed corpus, and some ten thousand inputs grown from it, the same ones each time.
pub fn test() -> Result<Tally> {
    let sh = shell()?;
    let manifest = folder().join("Cargo.toml");
    let mut tally = check(cmd!(sh, "cargo fmt --manifest-path {manifest} --check"));
    let programs = build()?;
    tally += check(cargo(&sh, "clippy")?.args(["--", "-D", "warnings"]));
    tally += fuzz(&programs, &targets()?, Limit::Inputs(20_000))?;
    Ok(tally)
}

fn folder() -> PathBuf {
    root().join("fuzz")
}

fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder().join("fuzz_targets"))? {
        let file = entry?.path();
        names.extend(file.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

fn fuzz(programs: &Path, targets: &[String], limit: Limit) -> Result<Tally> {
    let mut tally = Tally::default();
    println!("{:<12}{:>12}{:>10}{:>10}{:>10}", "target", "inputs", "edges", "corpus", "findings");
    for target in targets {
        let outcome = run_target(programs, target, limit)?;
        let findings = u32::from(outcome.finding.is_some());
        println!("{target:<12}{:>12}{:>10}{:>10}{findings:>10}", outcome.inputs, outcome.edges, outcome.corpus);
        if let Some(finding) = outcome.finding {
            println!("\n{}\n{finding}\n", outcome.report.trim_end());
        }
        tally += Tally::of(findings == 0);
    }
    Ok(tally)
}

/// Compiles all targets.
fn build() -> Result<PathBuf> {
    let sh = shell()?;
    ensure!(
        cmd!(sh, "c++ --version").quiet().ignore_stdout().ignore_stderr().run().is_ok(),
        "libFuzzer is compiled from C++: install a compiler, such as Debian's g++"
    );
    progress("compiling the fuzz targets");
    cargo(&sh, "build")?.quiet().run()?;
    Ok(target()?.join(host()?).join("release"))
}

/// A command of Cargo's for all targets, with their flags.
fn cargo<'a>(sh: &'a Shell, command: &str) -> Result<Cmd<'a>> {
    let (host, manifest, target) = (host()?, folder().join("Cargo.toml"), target()?);
    // With --target the flags are for the targets only, not for build scripts and macros.
    let options = cmd!(sh, "cargo {command} --quiet --locked --release --manifest-path {manifest} --target {host}");
    Ok(options.args(["--target-dir".as_ref(), target.as_os_str()]).env("RUSTFLAGS", FLAGS))
}

/// Where they are compiled, apart: nothing else is built with these flags.
fn target() -> Result<PathBuf> {
    Ok(cargo_target()?.join("fuzz"))
}

fn host() -> Result<String> {
    let sh = shell()?;
    let version = cmd!(sh, "rustc --version --verbose").read()?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not say for which host it is")?.to_owned())
}

#[derive(Default)]
struct Outcome {
    inputs: u64,
    edges: u64,
    corpus: u64,
    /// What libFuzzer and the target said, where there is a finding.
    report: String,
    finding: Option<String>,
}

fn run_target(programs: &Path, target: &str, limit: Limit) -> Result<Outcome> {
    // What is found interesting stays on this machine; what is committed is written by hand.
    let grown = match limit {
        Limit::Seconds(_) => products().join("fuzz/corpus").join(target),
        Limit::Inputs(_) => products().join("fuzz/fresh").join(target),
    };
    if let Limit::Inputs(_) = limit
        && grown.exists()
    {
        fs::remove_dir_all(&grown)?;
    }
    let (seeds, findings) = (folder().join("corpus").join(target), products().join("fuzz/findings"));
    for folder in [&grown, &findings] {
        fs::create_dir_all(folder)?;
    }
    ensure!(seeds.is_dir(), "{target} has no corpus: put some inputs into {}", seeds.display());

    let mut command = Command::new(programs.join(target));
    command.args([&grown, &seeds]);
    command.arg(format!("-dict={}", folder().join("answers.dict").display()));
    command.arg(format!("-artifact_prefix={}/{target}-", findings.display()));
    command.args([format!("-max_len={MAX_LENGTH}"), "-timeout=10".into(), "-print_final_stats=1".into()]);
    command.args(match limit {
        Limit::Seconds(seconds) => vec![format!("-max_total_time={seconds}")],
        Limit::Inputs(inputs) => vec![format!("-runs={inputs}"), "-seed=1".into()],
    });
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let output = child.stderr.take().context("a pipe was asked for")?;
    let mut outcome = Outcome::default();
    for line in BufReader::new(output).split(b'\n') {
        outcome.read(&String::from_utf8_lossy(&line?));
        if stderr().is_terminal() {
            eprint!("\r  {target}: {} inputs, {} edges ", outcome.inputs, outcome.edges);
            stderr().flush()?;
        }
    }
    if stderr().is_terminal() {
        eprint!("\r\x1b[K");
    }
    if !child.wait()?.success() && outcome.finding.is_none() {
        outcome.finding = Some(format!("{target} ended without a word about why"));
    }
    Ok(outcome)
}

impl Outcome {
    /// A line of libFuzzer's (`#4096 pulse cov: 12 ft: 34 corp: 5/67b …`), or of the target's own panic.
    fn read(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        if let Some(inputs) = words.next().and_then(|word| word.strip_prefix('#')?.parse().ok()) {
            self.inputs = inputs;
            while let Some(word) = words.next() {
                let mut number = || words.next()?.split('/').next()?.parse().ok();
                match word {
                    "cov:" => self.edges = number().unwrap_or(self.edges),
                    "corp:" => self.corpus = number().unwrap_or(self.corpus),
                    _ => {}
                }
            }
        } else if let Some(file) = line.split_once("Test unit written to ").map(|(_, file)| file) {
            self.finding = Some(format!("the input is in {file}"));
        } else if line.contains("panicked at") || line.contains("ERROR: libFuzzer") || !self.report.is_empty() {
            self.report.push_str(line);
            self.report.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_count_and_the_finding_are_read() {
        let mut outcome = Outcome::default();
        for line in [
            "INFO: seed corpus: files: 8 min: 21b max: 2751b total: 9kb rss: 26Mb",
            "#9\tINITED cov: 1020 ft: 1893 corp: 8/9251b exec/s: 0 rss: 27Mb",
            "#13042\tREDUCE cov: 1620 ft: 3893 corp: 548/99Kb lim: 366 exec/s: 6521 rss: 30Mb L: 44/366 MS: 2 CMP-",
        ] {
            outcome.read(line);
        }
        assert_eq!((outcome.inputs, outcome.edges, outcome.corpus), (13_042, 1620, 548));
        assert!(outcome.finding.is_none() && outcome.report.is_empty());

        outcome.read("thread '<unnamed>' (7) panicked at fuzz_targets/token.rs:25:9:");
        outcome.read("the record does not read back");
        outcome.read("artifact_prefix='x/'; Test unit written to x/token-crash-1");
        assert!(outcome.report.ends_with("the record does not read back\n"));
        assert_eq!(outcome.finding.as_deref(), Some("the input is in x/token-crash-1"));
    }

    #[test]
    fn every_target_has_its_program_and_its_corpus() -> Result<()> {
        let manifest = fs::read_to_string(folder().join("Cargo.toml"))?;
        for target in targets()? {
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target}");
            assert!(folder().join("corpus").join(&target).is_dir(), "{target}");
        }
        Ok(())
    }
}
