//! What the hosts print when they are started as programs: the same lines from each.

use std::time::Duration;

use serde_json::Value;

use crate::{World, control};

/// The help text of the program of this name.
pub fn help(name: &str) -> String {
    format!(
        "\
Models a Salesforce Experience Cloud site with headless identity.

Usage: {name} [OPTIONS]

  --port PORT        port on 127.0.0.1; 0 picks a free one       [8787]
  --port-file PATH   write the port to this file once listening
  --config FILE      settings of the demo site, as JSON: a body of POST /__model/sites
  --origin ORIGIN    allow this origin at the demo site's CORS; may be given more than once
  --www DIR          serve this folder on the bare host
  --quiet            no line a request
  --help             this text

The demo site is ready under /portal. The control door is at /__model: a board of every site, with policies to switch and
one-time codes, and an API for tests.

  POST   /__model/sites                      make a site
  PATCH  /__model/sites/portal               change settings of the site of this id
  GET    /__model/sites/portal/outbox        one-time codes that were sent
  GET    /__model/sites/portal/requests      what arrived, without secrets
  POST   /__model/sites/portal/faults        make the next answers go wrong
  POST   /__model/sites/portal/clock         move the site's clock forward
  GET    /__model/sites/portal/oauth-sessions
"
    )
}

/// What an app needs to know of a world that listens.
pub fn introduction(world: &World) -> Vec<String> {
    let demo = world.demo();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let origin = &world.origin;
    let mut lines = vec![
        format!("site URL      {}", text(&demo["siteUrl"])),
        format!("client id     {}", text(&demo["clientId"])),
        format!("callback      {}", text(&demo["redirectUri"])),
    ];
    for user in demo["users"].as_array().into_iter().flatten() {
        lines.push(format!("demo user     {} / {}", text(&user["username"]), text(&user["password"])));
    }
    lines.push(format!("outbox        {origin}/__model/sites/{}/outbox", text(&demo["id"])));
    lines.push(format!("model page    {origin}/__model"));
    lines.extend(front_end(world).into_iter().map(|page| format!("front end     {page}")));
    lines
}

/// The front end's pages, as a browser is to open them.
pub fn front_end(world: &World) -> Vec<String> {
    let origin = world.origin.replace("127.0.0.1", "localhost");
    world.front_end.iter().map(|page| format!("{origin}{page}")).collect()
}

/// The line of a request: no query, no secrets. `None` for the control door, whose requests are not part of the model.
pub fn request_line(method: &str, path: &str, status: &str, took: Duration) -> Option<String> {
    (!control::is_door(path)).then(|| format!("{method:7} {path} {status} {} ms", took.as_millis()))
}
