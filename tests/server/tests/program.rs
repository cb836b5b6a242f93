//! The program: its options, what it prints, and that it stops cleanly.

mod common;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use common::Answer;
use serde_json::json;

/// The program, or the one in JavaScript that `MODEL_SITE_PROGRAM` names.
fn program() -> Command {
    match std::env::var("MODEL_SITE_PROGRAM") {
        Ok(script) => {
            let mut node = Command::new("node");
            node.arg(script);
            node
        }
        Err(_) => Command::new(env!("CARGO_BIN_EXE_model-site")),
    }
}

fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().expect("it runs")
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// A program that runs until the end of the test, and the address it listens on.
struct Running(Child, String);

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child =
            program().args(["--port", "0"]).args(arguments).stdout(Stdio::piped()).spawn().expect("it runs");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("a line");
        let url = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line}")).to_owned();
        Self(child, url)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn help_and_mistakes() {
    let help = run(&["--help"]);
    assert!(help.status.success());
    let text = String::from_utf8_lossy(&help.stdout).into_owned();
    for option in ["--port", "--port-file", "--config", "--origin", "--www", "--quiet", "/__model/sites"] {
        assert!(text.contains(option), "{option}");
    }
    for wrong in
        [&["--prot", "1"][..], &["--port", "many"], &["--www", "/no/such/folder"], &["--config", "/no/such/file"]]
    {
        let output = run(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("model-site: "));
    }
    let config = folder("wrong-config").join("site.json");
    fs::write(&config, r#"{ "app": { "isPkceRequried": true } }"#).expect("written");
    let output = run(&["--port", "0", "--config", &config.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("isPkceRequried"));
}

#[test]
fn a_port_that_is_taken_is_said() {
    let running = Running::start(&[]);
    let port = running.1.rsplit(':').next().expect("a port");
    let output = run(&["--port", port]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(&format!("port {port} is taken; choose another with --port")), "{said}");
}

#[test]
fn the_demo_site_has_the_same_client_id_at_every_start() {
    for _ in 0..2 {
        let mut child = program().args(["--port", "0"]).stdout(Stdio::piped()).spawn().expect("it runs");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let running = Running(child, String::new());
        let line = lines.map_while(Result::ok).find(|line| line.starts_with("client id")).expect("it is printed");
        assert!(line.ends_with(" 3MVG9demo"), "{line}");
        drop(running);
    }
}

#[tokio::test]
async fn options_and_a_clean_end() {
    let folder = folder("options");
    let port_file = folder.join("port");
    let config = folder.join("site.json");
    fs::write(
        &config,
        json!({ "users": [{ "username": "eve@example.com", "password": "x" }], "corsOrigins": ["https://a.example"] })
            .to_string(),
    )
    .expect("written");
    fs::write(folder.join("index.html"), "<title>shop</title>").expect("written");
    fs::write(folder.join("core.wasm"), "").expect("written");
    for inner in ["inner", "pictures"] {
        fs::create_dir_all(folder.join(inner)).expect("made");
    }
    fs::write(folder.join("inner/index.html"), "<title>another shop</title>").expect("written");
    let paths = [&port_file, &config, &folder].map(|path| path.to_string_lossy().into_owned());
    let mut running = Running::start(&[
        "--port-file",
        &paths[0],
        "--config",
        &paths[1],
        "--www",
        &paths[2],
        "--origin",
        "http://localhost:5173",
    ]);
    let url = running.1.clone();
    let http = reqwest::Client::new();
    let get = async |path: &str| Answer::of(http.get(format!("{url}{path}"))).await;
    assert_eq!(get("/").await.body, "<title>shop</title>");
    assert_eq!(get("/core.wasm").await.header("content-type"), Some("application/wasm"));
    assert_eq!(get("/nowhere").await.line(), "404 NOT_FOUND");
    assert_eq!(Answer::of(http.post(format!("{url}/nowhere"))).await.line(), "404 NOT_FOUND");
    assert_eq!(get("/../site.json").await.status, 200, "the browser's own normalisation");
    assert_eq!(get("/%2e%2e/%2e%2e/Cargo.toml").await.status, 404);
    let demo = get("/__model/sites/portal").await.json();
    assert_eq!(demo["users"][0]["username"], "eve@example.com");
    let port = fs::read_to_string(&port_file).expect("a port");
    assert!(url.ends_with(&port));
    let origins = ["localhost", "127.0.0.1"].map(|host| format!("http://{host}:{port}"));
    assert_eq!(
        demo["settings"]["corsOrigins"],
        json!(["https://a.example", origins[0], origins[1], "http://localhost:5173"])
    );
    let echo = format!("{url}/portal/services/oauth2/echo");
    assert_eq!(demo["redirectUri"], echo.as_str(), "the echo stays first");
    let page = |path: &str| origins.each_ref().map(|origin| format!("{origin}{path}"));
    let ([home, home_by_address], [inner, inner_by_address]) = (page("/"), page("/inner/"));
    assert_eq!(
        demo["settings"]["app"]["callbackUrls"],
        json!([echo, home, home_by_address, inner, inner_by_address]),
        "every page, and no folder without one"
    );

    let asked = Command::new("kill").arg(running.0.id().to_string()).status().expect("kill runs");
    assert!(asked.success());
    let deadline = Instant::now() + Duration::from_secs(10);
    let status = loop {
        match running.0.try_wait().expect("a child") {
            Some(status) => break status,
            None if Instant::now() > deadline => panic!("it does not stop"),
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    assert!(status.success(), "{status}");
}
