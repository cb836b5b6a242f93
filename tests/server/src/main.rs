//! `model-site`: the model as a program.

#![warn(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use lexopt::{Arg, Parser, ValueExt as _};
use model::program::help;
use model_site::{Options, Server};
use serde_json::{Map, Value};

struct Arguments {
    port: u16,
    port_file: Option<PathBuf>,
    options: Options,
}

fn main() -> ExitCode {
    let arguments = match read_arguments() {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            print!("{}", help("model-site"));
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("model-site: {error}\n\n{}", help("model-site"));
            return ExitCode::from(2);
        }
    };
    let run = || tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run(arguments));
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("model-site: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `None` asks for the help text.
fn read_arguments() -> Result<Option<Arguments>, Box<dyn std::error::Error>> {
    let mut arguments = Arguments { port: 8787, port_file: None, options: Options::default() };
    arguments.options.prints_lines = true;
    arguments.options.has_known_client_id = true;
    let options = &mut arguments.options;
    let mut parser = Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("port") => arguments.port = parser.value()?.parse()?,
            Arg::Long("port-file") => arguments.port_file = Some(parser.value()?.into()),
            Arg::Long("config") => options.config = read_config(&parser.value()?.into())?,
            Arg::Long("origin") => options.origins.push(parser.value()?.string()?),
            Arg::Long("www") => options.www = Some(parser.value()?.into()),
            Arg::Long("quiet") => options.prints_lines = false,
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    if let Some(www) = options.www.as_ref().filter(|www| !www.is_dir()) {
        return Err(format!("--www {}: no such folder", www.display()).into());
    }
    Ok(Some(arguments))
}

fn read_config(path: &PathBuf) -> Result<Map<String, Value>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

async fn run(arguments: Arguments) -> io::Result<()> {
    let port = arguments.port;
    let server = Server::start(&format!("127.0.0.1:{port}"), arguments.options).await.map_err(|error| {
        let is_taken = error.kind() == io::ErrorKind::AddrInUse;
        if is_taken { io::Error::other(format!("port {port} is taken; choose another with --port")) } else { error }
    })?;
    say(&format!("listening on {}", server.url()));
    if let Some(path) = arguments.port_file {
        let port = server.url().rsplit(':').next().unwrap_or_default();
        std::fs::write(path, port)?;
    }
    server.introduction().iter().for_each(|line| say(line));
    asked_to_stop().await?;
    say("stopping");
    server.shutdown().await;
    Ok(())
}

/// Prints a line. Whoever started the program may have stopped reading; that is no reason to fail.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

#[cfg(unix)]
async fn asked_to_stop() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupt = tokio::signal::ctrl_c() => interrupt,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
