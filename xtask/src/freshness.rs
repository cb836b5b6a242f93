//! What need not be done again: a step leaves the digest of its inputs beside its result.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The mark of a finished step: a small file with the digest of the inputs.
pub struct Stamp {
    file: PathBuf,
    digest: String,
}

impl Stamp {
    /// A stamp at `file` for these inputs: files, or folders with all that is in them.
    pub fn new(file: impl Into<PathBuf>, inputs: &[PathBuf]) -> Result<Self> {
        let mut digest = Digest::default();
        for input in inputs {
            digest.path(input)?;
        }
        Ok(Self { file: file.into(), digest: format!("{:016x}\n", digest.0) })
    }

    /// Whether the step was finished with just these inputs.
    pub fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|written| written == self.digest)
    }

    /// To be called when the step is finished.
    pub fn write(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, &self.digest).with_context(|| self.file.display().to_string())
    }
}

/// FNV-1a over names and contents: not against malice, only against forgetting.
struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    fn path(&mut self, path: &Path) -> Result<()> {
        self.bytes(path.as_os_str().as_encoded_bytes());
        if path.is_dir() {
            let mut entries: Vec<PathBuf> =
                fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
            entries.sort();
            entries.iter().try_for_each(|entry| self.path(entry))
        } else {
            self.bytes(&fs::read(path).with_context(|| path.display().to_string())?);
            Ok(())
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        let length = bytes.len().to_le_bytes();
        for byte in length.iter().chain(bytes) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_fresh_until_an_input_changes() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("xtask-freshness-{}", std::process::id()));
        fs::create_dir_all(folder.join("in/deep"))?;
        fs::write(folder.join("in/deep/a"), "1")?;
        let stamp = || Stamp::new(folder.join("out/stamp"), &[folder.join("in")]);

        assert!(!stamp()?.is_fresh());
        stamp()?.write()?;
        assert!(stamp()?.is_fresh());
        fs::rename(folder.join("in/deep/a"), folder.join("in/deep/b"))?;
        assert!(!stamp()?.is_fresh(), "a new name is a change");

        Ok(fs::remove_dir_all(folder)?)
    }
}
