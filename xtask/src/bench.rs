//! Size and speed beside other libraries.

use std::process::ExitCode;
use std::str::FromStr;

use anyhow::{Error, Result, bail};
use xshell::cmd;

use crate::demo::assemble_pages;
use crate::package;
use crate::site::ModelSite;
use crate::tools;
use crate::workspace::shell_in;

pub mod rust;

#[derive(Default)]
pub struct Options {
    pub quick: bool,
    /// Empty: all of them.
    pub only: Vec<Part>,
    pub update: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Part {
    Size,
    Cold,
    Login,
    Calls,
    Memory,
    Rust,
}

impl Part {
    const ALL: [Self; 6] = [Self::Size, Self::Cold, Self::Login, Self::Calls, Self::Memory, Self::Rust];

    const fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Cold => "cold",
            Self::Login => "login",
            Self::Calls => "calls",
            Self::Memory => "memory",
            Self::Rust => "rust",
        }
    }

    const fn needs_peers(self) -> bool {
        matches!(self, Self::Size | Self::Cold | Self::Calls)
    }

    const fn needs_site(self) -> bool {
        matches!(self, Self::Login | Self::Calls | Self::Memory)
    }
}

pub fn part_names() -> String {
    Part::ALL.map(Part::name).join(" ")
}

impl FromStr for Part {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match Self::ALL.into_iter().find(|part| part.name() == name) {
            Some(part) => Ok(part),
            None => bail!("no part `{name}`; there are: {}", part_names()),
        }
    }
}

/// `cargo xtask bench`: prepares what the parts need, and lets `bench/run.mjs` measure.
pub fn run(options: &Options) -> Result<ExitCode> {
    let parts = if options.only.is_empty() { Part::ALL.to_vec() } else { options.only.clone() };
    let bench = package::bench()?;
    if parts.iter().any(|part| part.needs_peers()) {
        tools::npm_ci(&bench.join("peers"))?;
    }
    if parts.contains(&Part::Rust) {
        rust::build()?;
    }
    // The optimised model site: what is to be seen is the client, not RSA without optimisation.
    let site = if parts.iter().any(|part| part.needs_site()) {
        Some(ModelSite::start_optimised(&assemble_pages()?)?)
    } else {
        None
    };

    let sh = shell_in(&bench)?;
    let mut args: Vec<&str> = parts.iter().map(|part| part.name()).collect();
    args.extend(options.quick.then_some("--quick"));
    args.extend(options.update.then_some("--update"));
    let node = cmd!(sh, "node run.mjs {args...}").env("CHROME", tools::browser()?.chrome);
    node.env("MODEL_SITE", site.as_ref().map_or_else(String::new, ModelSite::url)).quiet().run()?;
    Ok(ExitCode::SUCCESS)
}
