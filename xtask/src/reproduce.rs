//! Whether the package is the same from every machine: built a second time, from a copy of the sources in another folder, with
//! another target folder and freshly installed tools of npm's, and compared file by file.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};

use anyhow::{Context, Result};
use xshell::cmd;

use crate::package;
use crate::tools::progress;
use crate::workspace::{root, shell, shell_in};

/// `cargo xtask reproduce`
pub fn run() -> Result<ExitCode> {
    package::build()?;
    // Outside of the repository: Cargo would add up the configuration of both.
    let copy = env::temp_dir().join(format!("headless-identity-elsewhere-{}", process::id()));
    let outcome = compare_with(&copy);
    fs::remove_dir_all(&copy)?;
    let differences = outcome?;
    Ok(if differences == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn compare_with(copy: &Path) -> Result<u32> {
    progress(&format!("building the package a second time, in {}", copy.display()));
    copy_sources(copy)?;
    let sh = shell_in(copy)?;
    cmd!(sh, "cargo run --quiet --package xtask -- package")
        .env_remove("CARGO_TARGET_DIR")
        .quiet()
        .ignore_stdout()
        .run()?;

    let again = |path: PathBuf| -> Result<PathBuf> { Ok(copy.join(path.strip_prefix(root())?)) };
    let (here, there) = (files(&package::folder().join("dist"))?, files(&again(package::folder().join("dist"))?)?);
    let tarballs = (fs::read(package::tarball())?, fs::read(again(package::tarball())?)?);
    let mut differences = 0;
    for (name, is_same) in here
        .keys()
        .chain(there.keys().filter(|name| !here.contains_key(*name)))
        .map(|name| (name.display().to_string(), here.get(name) == there.get(name)))
        .chain([("the tarball".to_owned(), tarballs.0 == tarballs.1)])
    {
        println!("  {}  {name}", if is_same { "same     " } else { "DIFFERENT" });
        differences += u32::from(!is_same);
    }
    println!("\n{} files, {differences} different", here.len() + 1);
    Ok(differences)
}

/// What Git knows, as it is now.
fn copy_sources(copy: &Path) -> Result<()> {
    let sh = shell()?;
    for file in cmd!(sh, "git ls-files --cached --others --exclude-standard").read()?.lines() {
        let (from, to) = (root().join(file), copy.join(file));
        if from.is_file() {
            fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
            fs::copy(from, to)?;
        }
    }
    Ok(())
}

/// All files under a folder.
fn files(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder)?.to_owned(), fs::read(&path)?);
            }
        }
    }
    Ok(found)
}
