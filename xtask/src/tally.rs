//! Running a test command: its output is shown as it comes, and counted.

use std::fs;
use std::io::{BufRead, BufReader};
use std::ops::AddAssign;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use xshell::Cmd;

use crate::workspace::products;

/// How many tests passed and failed, how many could not be run here, and how many files passed only when they were run again.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
    pub unsteady: u32,
}

impl Tally {
    /// Of a check that is one test by itself.
    pub fn of(ok: bool) -> Self {
        Self { passed: u32::from(ok), failed: u32::from(!ok), ..Self::default() }
    }

    /// Reads the summary lines of cargo, wasm-bindgen's runner and `node --test`; other lines count nothing.
    fn read(&mut self, line: &str) {
        if let Some(summary) = line.trim_start().strip_prefix("test result:") {
            let mut last = "";
            for word in summary.split_whitespace() {
                match word {
                    "passed;" => self.passed += last.parse().unwrap_or(0),
                    "failed;" => self.failed += last.parse().unwrap_or(0),
                    _ => last = word,
                }
            }
        } else if let Some(count) = line.strip_prefix("ℹ pass ") {
            self.passed += count.trim().parse().unwrap_or(0);
        } else if let Some(count) = line.strip_prefix("ℹ fail ").or_else(|| line.strip_prefix("ℹ cancelled ")) {
            self.failed += count.trim().parse().unwrap_or(0);
        } else if let Some(count) = line.strip_prefix("ℹ skipped ") {
            self.skipped += count.trim().parse().unwrap_or(0);
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.unsteady += other.unsteady;
    }
}

/// What a test program says of its failures at its end, cut where one of them prints a whole document.
#[derive(Debug, Default)]
pub struct Failures {
    lines: Vec<String>,
    are_told: bool,
}

impl Failures {
    const MOST_LINES: usize = 100;
    const MOST_CHARS: usize = 300;

    /// Reads the headings of cargo, wasm-bindgen's runner and `node --test`.
    fn read(&mut self, line: &str) {
        match line.trim() {
            "failures:" | "✖ failing tests:" => self.are_told = true,
            summary if summary.starts_with("test result:") => self.are_told = false,
            _ if self.are_told && self.lines.len() < Self::MOST_LINES => {
                self.lines.push(line.chars().take(Self::MOST_CHARS).collect());
            }
            _ => {}
        }
    }

    /// Leaves them for the end of the output.
    pub fn leave(&self, heading: &str) -> Result<()> {
        fs::create_dir_all(stories())?;
        let number = fs::read_dir(stories())?.count();
        fs::write(stories().join(format!("run-{number}.txt")), format!("{heading}\n{}\n", self.lines.join("\n")))?;
        Ok(())
    }
}

/// Where a run of the tests leaves what it prints once more at its very end, each failure in a file.
pub fn stories() -> PathBuf {
    products().join("failures")
}

/// Runs a lint or a type check: one test.
pub fn check(command: Cmd<'_>) -> Tally {
    Tally::of(command.quiet().run().is_ok())
}

/// Runs a test program, shows what it prints, and adds up its summaries.
pub fn count(command: Cmd<'_>) -> Result<Tally> {
    let name = command.to_string();
    let (tally, failures) = follow(command.into(), &mut |line| println!("{line}"))?;
    if tally.failed > 0 {
        failures.leave(&name)?;
    }
    Ok(tally)
}

/// Runs a test program, and reads each line that it prints.
pub fn follow(mut command: Command, show: &mut dyn FnMut(&str)) -> Result<(Tally, Failures)> {
    let (mut tally, mut failures) = (Tally::default(), Failures::default());
    let (reader, writer) = std::io::pipe()?;
    let mut child = command.stdout(writer.try_clone()?).stderr(writer).spawn().context("cannot start the tests")?;
    drop(command); // it holds the writing ends, and reading goes on until all of them are closed
    for line in BufReader::new(reader).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        show(&line);
        tally.read(&line);
        failures.read(&line);
    }
    if !child.wait()?.success() && tally.failed == 0 {
        tally.failed = 1; // it did not get as far as a summary
    }
    Ok((tally, failures))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(output: &str) -> Tally {
        let mut tally = Tally::default();
        output.lines().for_each(|line| tally.read(line));
        tally
    }

    #[test]
    fn summaries_of_cargo_are_added_up() {
        let output = "running 3 tests\ntest passed; ... ok\n\n\
            test result: FAILED. 2 passed; 1 failed; 4 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
            test result: ok. 10 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(tally(output), Tally { passed: 12, failed: 1, ..Tally::default() });
    }

    #[test]
    fn skipped_tests_of_node_are_counted() {
        let output = "﹣ a tab is crashed (0.1ms) # Firefox lacks it\nℹ tests 3\nℹ pass 1\nℹ fail 0\nℹ cancelled 0\nℹ skipped 2\n";
        assert_eq!(tally(output), Tally { passed: 1, skipped: 2, ..Tally::default() });
    }

    #[test]
    fn cancelled_tests_of_node_are_failures() {
        let output = "✔ logs in\nℹ tests 4\nℹ suites 0\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\n";
        assert_eq!(tally(output), Tally { passed: 2, failed: 2, ..Tally::default() });
    }

    #[test]
    fn failures_are_read_as_cargo_and_node_tell_them() {
        let output = "failures:\n\n---- logs_in stdout ----\nno session\n\nfailures:\n    logs_in\n\n\
            test result: FAILED. 0 passed; 1 failed\nother output\n\
            ✖ failing tests:\n\ntest at npm/react/app.test.mjs:7:1\n✖ logs out (12ms)\n";
        let mut failures = Failures::default();
        output.lines().for_each(|line| failures.read(line));
        failures.lines.retain(|line| !line.is_empty());
        assert_eq!(
            failures.lines,
            [
                "---- logs_in stdout ----",
                "no session",
                "    logs_in",
                "test at npm/react/app.test.mjs:7:1",
                "✖ logs out (12ms)"
            ]
        );
    }
}
