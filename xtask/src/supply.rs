//! What the project is made of, and under which terms: every crate by cargo-deny, the npm packages by npm.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use xshell::{Cmd, cmd};

use crate::package;
use crate::tally::{Tally, check};
use crate::tools::{self, WASM};
use crate::workspace::shell_in;

/// `cargo xtask audit`
pub fn run() -> Result<ExitCode> {
    let sh = tools::cargo_deny()?;
    let mut tally = Tally::default();
    println!("the whole workspace: licences, sources, bans (deny.toml)");
    tally += check(cmd!(sh, "cargo-deny --workspace --log-level error check licenses sources bans"));
    println!("the fuzz targets: sources");
    tally += check(cmd!(sh, "cargo-deny --manifest-path fuzz/Cargo.toml --log-level error check sources"));
    let shipped = Path::new("pkg/deny.toml");
    for features in ["", "js"] {
        println!("the wasm with features [{features}]: licences, bans ({})", shipped.display());
        tally += check(cmd!(
            sh,
            "cargo-deny --target {WASM} --exclude-dev --features {features} --config {shipped} --log-level error check licenses bans"
        ));
    }

    println!("advisories for crates (RustSec)");
    tally += unless_out_of_reach(
        cmd!(sh, "cargo-deny --workspace --log-level error check advisories"),
        "failed to fetch advisory database",
    )?;
    println!("advisories for the tools that build the package (npm); the package itself has no dependency");
    let sh = shell_in(&package::folder())?;
    unless_out_of_reach(cmd!(sh, "npm audit --audit=true"), "audit endpoint returned an error")
        .map(|npm| tally += npm)?;

    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    Ok(if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A check that asks a server. Where there is none to be reached it counts nothing, and says so.
fn unless_out_of_reach(command: Cmd<'_>, sign: &str) -> Result<Tally> {
    let output = command.quiet().ignore_status().output()?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    if !output.status.success() && said.contains(sign) {
        println!("  not checked: the database cannot be reached from here");
        return Ok(Tally::default());
    }
    if !output.status.success() {
        println!("{said}");
    }
    Ok(Tally::of(output.status.success()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::workspace::{root, shell};

    /// The names under these headings of a manifest.
    fn dependencies(manifest: &str, is_wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let mut names = Vec::new();
        let mut wanted = false;
        for line in manifest.lines() {
            if let Some(heading) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                wanted = is_wanted(heading);
            } else if let Some((name, _)) = line.split_once(" = ").filter(|_| wanted && !line.starts_with([' ', '#'])) {
                names.push(name.to_owned());
            }
        }
        names.sort();
        names.dedup();
        names
    }

    /// The names in the first column of the table under this heading.
    fn table(page: &str, heading: &str) -> Vec<String> {
        let (_, section) = page.split_once(&format!("## {heading}\n")).expect("the heading");
        let section = section.split("\n## ").next().unwrap_or_default();
        let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
        let mut names: Vec<_> = rows.map(|(name, _)| name.to_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn each_dependency_has_its_reason() -> Result<()> {
        let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
        let page = fs::read_to_string(root().join("docs/dependencies.md"))?;
        let in_the_wasm = dependencies(&manifest, |heading| heading == "dependencies");
        let natively = dependencies(&manifest, |heading| heading.ends_with(".dependencies"));
        let in_tests = dependencies(&manifest, |heading| heading.ends_with("dev-dependencies"));
        assert!(in_the_wasm.len() > 5 && !natively.is_empty() && in_tests.len() > 5);
        assert_eq!(table(&page, "In the wasm"), in_the_wasm);
        assert_eq!(table(&page, "In native builds"), natively);
        assert_eq!(table(&page, "In tests"), in_tests);
        Ok(())
    }

    #[test]
    fn the_npm_package_brings_nothing_with_it() -> Result<()> {
        let manifest = fs::read_to_string(package::folder().join("package.json"))?;
        for section in ["dependencies", "bundleDependencies", "bundledDependencies", "optionalDependencies"] {
            assert!(!manifest.contains(&format!("\"{section}\"")), "{section}");
        }
        for script in ["preinstall", "install", "postinstall", "prepare"] {
            assert!(!manifest.contains(&format!("\"{script}\"")), "{script} would run on its users' machines");
        }
        Ok(())
    }

    /// The lint `unsafe_code` says so too, unless it is allowed. The one file that does has attributes for its exports.
    #[test]
    fn no_code_of_ours_is_unsafe() -> Result<()> {
        let sh = shell()?;
        let files = cmd!(sh, "git ls-files -- *.rs").read()?;
        assert!(files.lines().count() > 100);
        for file in files.lines() {
            let source = fs::read_to_string(root().join(file))?;
            let (block, allowed) = (concat!("unsafe", " "), concat!("allow(unsafe", "_code)"));
            for line in source.lines().map(str::trim_start).filter(|line| !line.starts_with("//")) {
                assert!(!line.contains(block), "{file}: {line}");
                assert!(!line.contains(allowed) || file == "pkg/carrier/src/page.rs", "{file}: {line}");
            }
        }
        Ok(())
    }
}
