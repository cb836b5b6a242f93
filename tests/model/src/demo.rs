//! The site that is there from the start.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use crate::{
    control,
    settings::{Wrong, origins},
    world::{DEMO, World, lock},
};

/// What stands in the path of a page's address as it is.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a host chooses when it makes a world.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where the sites are reached, such as `http://127.0.0.1:8787`: no trailing slash. It may have a path, where a host has only
    /// that part of an origin.
    pub origin: String,
    /// The demo site, as a body of `POST /__model/sites`.
    pub config: Map<String, Value>,
    /// Origins that the demo site's CORS allow-list has besides the world's own.
    pub origins: Vec<String>,
    /// Whether the demo app has [`CLIENT_ID`], which a page may have in its code over every start of a program. Otherwise its client
    /// id is drawn, as those of all other apps are.
    pub has_known_client_id: bool,
    /// Paths of the pages of the host's front end, on the origin. With none, the bare host shows the sites.
    pub front_end: Vec<String>,
}

/// The client id that the documents name.
const CLIENT_ID: &str = "3MVG9demo";

pub fn make(
    world: &World,
    config: Map<String, Value>,
    origins: &[String],
    has_known_client_id: bool,
) -> Result<(), Wrong> {
    let (preset, mut body) = control::split_preset(config)?;
    let own = own_origins(&world.origin);
    for origin in own.iter().chain(origins) {
        origins::check(origin, &format!("origin {origin}"))?;
    }
    let list = body.entry("corsOrigins").or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut() {
        list.extend(own.iter().chain(origins).map(|origin| json!(origin)));
    }
    if !body.contains_key("users") {
        body.insert("users".into(), users());
    }
    let site = world.create(Some(DEMO), preset, body)?;
    if has_known_client_id {
        CLIENT_ID.clone_into(&mut lock(&site).client.id);
    }
    // The front end's own pages are callbacks for social sign-on. An app that has no callback, as in preset `fresh`, stays
    // without one: a missing callback is for its admin to add.
    let callbacks = &mut lock(&site).settings.app.callback_urls;
    if !callbacks.is_empty() {
        let address = |page: &str, origin: &str| format!("{origin}{}", utf8_percent_encode(page, IN_PATH));
        callbacks.extend(world.front_end.iter().flat_map(|page| own.iter().map(move |origin| address(page, origin))));
    }
    Ok(())
}

/// The world's origin. On a loopback address it has two names, which for a browser are two origins.
fn own_origins(address: &str) -> Vec<String> {
    let (scheme, rest) = address.split_once("://").unwrap_or_default();
    let host = rest.split('/').next().unwrap_or_default();
    match host.rsplit_once(':') {
        Some((_, port)) if scheme == "http" => {
            ["localhost", "127.0.0.1"].map(|host| format!("http://{host}:{port}")).into()
        }
        _ => vec![format!("{scheme}://{host}")],
    }
}

fn users() -> Value {
    json!([
        { "username": "ada@example.com", "password": "Lovelace1!", "firstName": "Ada", "lastName": "Lovelace",
          "mobilePhone": "+12025550123" },
        { "username": "grace@example.com", "password": "Hopper1906!", "firstName": "Grace", "lastName": "Hopper",
          "mobilePhone": "+12025550199" },
    ])
}
