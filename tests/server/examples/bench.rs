//! Logins per second, and memory before and after many of them.
//!
//! `taskset -c 0 cargo run --release -p model-site --example bench -- 100000` puts server and client on one core. A login
//! is an authorize and a token request over one kept-alive connection; the client's own work is part of the figure.

use std::{error::Error, time::Instant};

use model_site::Server;
use reqwest::{Client, redirect};
use serde_json::{Value, json};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const USERS: usize = 100;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let logins = std::env::args().nth(1).map_or(Ok(1000), |text| text.parse())?;
    let opaque = json!({ "isNamedUserJwtEnabled": false, "oauthScopes": ["api", "refresh_token"] });
    for (name, app) in [("opaque tokens, no signature", opaque), ("JWT and id token, two RS256 signatures", json!({}))]
    {
        let server = Server::bind("127.0.0.1:0").await?;
        let client = Client::builder().redirect(redirect::Policy::none()).build()?;
        let users: Vec<_> =
            (0..USERS).map(|i| json!({ "username": format!("user{i}@example.com"), "password": "x" })).collect();
        let settings = json!({ "app": app, "users": users, "org": { "loginRatePerHour": 1_000_000_000 } });
        let made = client.post(format!("{}/__model/sites", server.url())).json(&settings).send().await?;
        let site: Value = made.json().await?;
        login(&client, &site, 0).await?;
        let (memory, cpu, clock) = (resident_kib(), cpu_seconds(), Instant::now());
        for i in 0..logins {
            login(&client, &site, i % USERS).await?;
        }
        let rate = |seconds: f64| logins as f64 / seconds;
        println!("{name}: {logins} logins");
        println!("  a second of CPU     {:.0}", rate(cpu_seconds() - cpu));
        println!("  a second of clock   {:.0}", rate(clock.elapsed().as_secs_f64()));
        println!("  memory              {memory} KiB before, {} KiB after", resident_kib());
        server.shutdown().await;
    }
    Ok(())
}

async fn login(client: &Client, site: &Value, user: usize) -> Outcome<()> {
    let text = |key: &str| site[key].as_str().unwrap_or_default();
    let oauth = format!("{}/services/oauth2", text("siteUrl"));
    let username = format!("user{user}@example.com");
    let form = [
        ("response_type", "code_credentials"),
        ("client_id", text("clientId")),
        ("redirect_uri", text("redirectUri")),
        ("username", &username),
        ("password", "x"),
        ("code_challenge", CHALLENGE),
    ];
    let authorize = client.post(format!("{oauth}/authorize")).header("Auth-Request-Type", "Named-User").form(&form);
    let redirect = authorize.send().await?;
    let location = redirect.headers().get("location").ok_or("no redirect")?.to_str()?;
    let location = reqwest::Url::parse(location)?;
    let (_, code) = location.query_pairs().find(|(name, _)| name == "code").ok_or("no code")?;
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", text("clientId")),
        ("redirect_uri", text("redirectUri")),
        ("code", &code),
        ("code_verifier", VERIFIER),
    ];
    let tokens = client.post(format!("{oauth}/token")).form(&form).send().await?.error_for_status()?;
    tokens.bytes().await?;
    Ok(())
}

/// CPU time of this process, which other work on the machine does not lengthen. Linux only: elsewhere 0, and the rate is
/// infinite.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The process name, in parentheses, may hold spaces. After it, user and system time are the 12th and 13th field.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Resident memory of this process, client included; 0 where the system does not tell.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
