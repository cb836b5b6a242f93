//! A running model site.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
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

    /// Starts another program that hosts the model, on a free port and silent.
    pub fn start_program(command: Command) -> Result<Self> {
        Self::listen(command, 0, Stdio::null())
    }

    fn spawn(profile: &str, port: u16, www: &Path, output: Stdio) -> Result<Self> {
        let mut command = Command::new(program(profile)?);
        command.arg("--www").arg(www);
        Self::listen(command, port, output)
    }

    fn listen(mut command: Command, port: u16, output: Stdio) -> Result<Self> {
        let port_file = products().join(format!("model-site-{}.port", process::id()));
        fs::create_dir_all(products())?;
        command.arg("--port").arg(port.to_string()).arg("--port-file").arg(&port_file).stdout(output);
        let child = command.spawn().with_context(|| format!("{command:?}"))?;

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

    /// Waits until it ends by itself, or until this process is told to end. A terminal tells both, who ends a process tells only that one.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        let (told, stop) = mpsc::channel();
        ctrlc::set_handler(move || {
            let _ = told.send(()); // it has ended meanwhile
        })?;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if stop.recv_timeout(Duration::from_millis(200)).is_ok() {
                sleep(Duration::from_millis(500));
                let _ = self.child.kill();
            }
        }
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

/// The program, as Cargo built it.
pub fn program(profile: &str) -> Result<PathBuf> {
    Ok(cargo_target()?.join(profile).join("model-site").with_extension(std::env::consts::EXE_EXTENSION))
}

impl Drop for ModelSite {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
