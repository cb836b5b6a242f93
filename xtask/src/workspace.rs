//! Where things are, and what the manifests say.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::Shell;

/// Version of the workspace: of the crate, of this program and of the npm package.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// Where this project's products go (tarball, assembled pages, stamps). Always in the repository, also where Cargo builds
/// elsewhere, so that documents and tools outside find them.
pub fn products() -> PathBuf {
    root().join("target")
}

/// Where Cargo builds: the target folder that this very program was built into, whatever chose it (`CARGO_TARGET_DIR`,
/// a config file, the default). Cargo marks it with a tag.
pub fn cargo_target() -> Result<PathBuf> {
    let program = env::current_exe()?;
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    Ok(target.context("this program is not in a Cargo target folder; start it by `cargo xtask`")?.to_owned())
}

/// A shell in the root of the repository.
pub fn shell() -> Result<Shell> {
    shell_in(root())
}

/// A shell in that folder.
pub fn shell_in(folder: &Path) -> Result<Shell> {
    let shell = Shell::new()?;
    shell.change_dir(folder);
    Ok(shell)
}

/// Version of a crate in `Cargo.lock`.
pub fn locked_version(name: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("Cargo.lock")?;
    version_in(&lock, name).with_context(|| format!("Cargo.lock has no {name}"))
}

fn version_in(lock: &str, name: &str) -> Option<String> {
    let (_, entry) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
    let (version, _) = entry.split_once('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_by_the_whole_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm"), None);
    }
}
