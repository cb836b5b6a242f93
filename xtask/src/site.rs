//! A running model site.

use std::fs;
use std::path::Path;
use std::process::{self, Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::workspace::{cargo_target, products, shell};

/// The process of a model site; it ends with this value.
pub struct ModelSite {
    child: Child,
    port: u16,
}

impl ModelSite {
    /// Builds it and starts it on `port` (0 takes a free one), with the folder `www` at `/`. What it says, a line for each
    /// request among it, goes to `output`.
    pub fn start(port: u16, www: &Path, output: Stdio) -> Result<Self> {
        let sh = shell()?;
        cmd!(sh, "cargo build --package model-site").quiet().run()?;
        Self::spawn("debug", port, www, output)
    }

    /// The same, optimised, on a free port and silent.
    pub fn start_optimised(www: &Path) -> Result<Self> {
        let sh = shell()?;
        cmd!(sh, "cargo build --package model-site --release").quiet().run()?;
        Self::spawn("release", 0, www, Stdio::null())
    }

    fn spawn(profile: &str, port: u16, www: &Path, output: Stdio) -> Result<Self> {
        let folder = cargo_target()?.join(profile);
        let program = folder.join("model-site").with_extension(std::env::consts::EXE_EXTENSION);
        let port_file = products().join(format!("model-site-{}.port", process::id()));
        fs::create_dir_all(products())?;
        let child = Command::new(&program)
            .arg("--port")
            .arg(port.to_string())
            .arg("--port-file")
            .arg(&port_file)
            .arg("--www")
            .arg(www)
            .stdout(output)
            .spawn()
            .with_context(|| program.display().to_string())?;

        let mut site = Self { child, port };
        let written = site.wait_for_port(&port_file);
        let _ = fs::remove_file(&port_file);
        site.port = written?;
        Ok(site)
    }

    /// Without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Waits until it ends by itself or is interrupted.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        Ok(self.child.wait()?)
    }

    fn wait_for_port(&mut self, port_file: &Path) -> Result<u16> {
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait()? {
                bail!("the model site ended at once ({status}); if its port is taken, --port N chooses another");
            }
            let written = fs::read_to_string(port_file).unwrap_or_default();
            if let Ok(port) = written.trim().parse() {
                return Ok(port);
            }
            sleep(Duration::from_millis(20));
        }
        bail!("the model site did not start within 20 seconds")
    }
}

impl Drop for ModelSite {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
