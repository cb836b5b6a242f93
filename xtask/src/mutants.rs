//! Whether the tests notice a mistake: cargo-mutants makes one after the other and runs them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use xshell::cmd;

use crate::tools::{self, progress};
use crate::workspace::{cargo_target, products};

/// Where a mistake would harm the most: the proof of the login, what goes over the wire, what is kept.
const EXAMINED: [&str; 6] =
    ["src/pkce.rs", "src/wire/*.rs", "src/session/*.rs", "src/core/*.rs", "src/flow/*.rs", "src/world/*.rs"];

/// The quick tests first; the journeys only look for what those have missed.
const ROUNDS: [&str; 2] = ["--lib", "--test=native"];

/// Its exit codes for a run that came to its end: everything was caught, something was missed, something ran too long.
const COMPLETE: [i32; 3] = [0, 2, 3];

/// `cargo xtask mutants`. The mistakes are made in a copy, elsewhere; what it is compiled into stays here for the next one.
pub fn run(files: &[String]) -> Result<ExitCode> {
    let sh = tools::cargo_mutants()?;
    let (results, target) = (products().join("mutants"), cargo_target()?.join("mutants/target"));
    fs::create_dir_all(&results)?;
    let examined = if files.is_empty() { EXAMINED.map(str::to_owned).to_vec() } else { files.to_vec() };
    let files = examined.iter().flat_map(|glob| ["--file", glob]).collect::<Vec<_>>();

    let mut found = Found::default();
    for tests in ROUNDS {
        let files = &files;
        progress(&format!("every mutant against cargo test {tests}"));
        // For the build as well: all other tests would be compiled for each mutant.
        let tests = format!("--cargo-arg={tests}");
        // What an earlier round has caught is left out. A lint is no test, so it does not count as one.
        let iterate = found.is_begun().then_some("--iterate");
        // A machine that is busy must not look like a mutant that loops.
        let options = ["--cap-lints=true", "--minimum-test-timeout=60"];
        let run = cmd!(
            sh,
            "cargo-mutants mutants --package headless-identity {files...} {options...} {iterate...} {tests} --output {results}"
        );
        let status = Command::from(run.env("CARGO_TARGET_DIR", &target)).status()?;
        if !status.code().is_some_and(|code| COMPLETE.contains(&code)) {
            bail!("cargo-mutants did not come to its end ({status}); its words are above and in {}", results.display());
        }
        let lists = results.join("mutants.out");
        found.read(|list| Ok(fs::read_to_string(lists.join(list))?))?;
        if found.missed.is_empty() {
            break;
        }
    }
    if !found.is_begun() {
        bail!("there is no mutant of {}", examined.join(" "));
    }
    print!("\n{}", found.table());
    Ok(if found.missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The mutants by what became of them, each as `file:line:column: what was changed`.
#[derive(Default)]
struct Found {
    caught: BTreeSet<String>,
    /// They do not compile.
    unviable: BTreeSet<String>,
    /// Only what every round has missed.
    missed: BTreeSet<String>,
}

impl Found {
    fn is_begun(&self) -> bool {
        [&self.caught, &self.unviable, &self.missed].iter().any(|mutants| !mutants.is_empty())
    }

    /// Adds a round. A test that never ends has noticed, too.
    fn read(&mut self, list: impl Fn(&str) -> Result<String>) -> Result<()> {
        let list = |name: &str| anyhow::Ok(list(name)?.lines().map(str::to_owned).collect::<BTreeSet<_>>());
        self.caught.extend(list("caught.txt")?);
        self.caught.extend(list("timeout.txt")?);
        self.unviable.extend(list("unviable.txt")?);
        self.missed = &list("missed.txt")? - &self.caught;
        Ok(())
    }

    /// A row for each file, and the missed ones one a line.
    fn table(&self) -> String {
        let mut files = BTreeMap::<&str, [usize; 3]>::new();
        for (column, mutants) in [&self.caught, &self.unviable, &self.missed].into_iter().enumerate() {
            for mutant in mutants {
                let file = mutant.split(':').next().unwrap_or_default();
                files.entry(file).or_default()[column] += 1;
            }
        }
        let mut text = format!("{:<32}{:>8}{:>8}{:>10}{:>8}\n", "file", "mutants", "caught", "unviable", "missed");
        for (file, [caught, unviable, missed]) in files {
            let all = caught + unviable + missed;
            text.push_str(&format!("{file:<32}{all:>8}{caught:>8}{unviable:>10}{missed:>8}\n"));
        }
        if !self.missed.is_empty() {
            text.push_str(
                "\nmissed; what nobody could see from outside belongs into .cargo/mutants.toml, with the reason:\n",
            );
            text.extend(self.missed.iter().map(|mutant| format!("{mutant}\n")));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_round_has_caught_is_not_missed() -> Result<()> {
        let [lost, looping, harmless] =
            ["b.rs:1:1: delete !", "a.rs:3:1: replace + with -", "b.rs:4:1: replace f with ()"];
        let mut found = Found::default();
        found.read(|list| {
            Ok(match list {
                "caught.txt" => "a.rs:1:1: replace f with ()\n".to_owned(),
                "unviable.txt" => "a.rs:2:1: replace g with Default::default()\n".to_owned(),
                "timeout.txt" => format!("{looping}\n"),
                _ => format!("{lost}\n{harmless}\n"),
            })
        })?;
        assert_eq!(found.missed.len(), 2);
        found.read(|list| {
            Ok(match list {
                "caught.txt" => format!("{lost}\n"),
                "missed.txt" => format!("{looping}\n{harmless}\n"),
                _ => String::new(),
            })
        })?;
        let table = found.table();
        let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows[1], ["a.rs", "3", "2", "1", "0"]);
        assert_eq!(rows[2], ["b.rs", "2", "1", "0", "1"]);
        assert!(table.ends_with(&format!("reason:\n{harmless}\n")), "{table}");
        Ok(())
    }
}
