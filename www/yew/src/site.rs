//! Which Salesforce site the page talks to.
//!
//! With a real org, build with `SITE_URL` and `CLIENT_ID` set; neither is a secret. A page with a model of its own names its
//! control door in `data-model-door`. Otherwise, and only on a developer's own machine, `?siteUrl=…&clientId=…` decides, or the
//! model site that serves the page. On a public host the address bar must have no say: a link could send what customers type to
//! whoever wrote it.

use gloo_net::http::Request;
use gloo_utils::{body, window};
use headless_identity::Recaptcha;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use web_sys::{Url, UrlSearchParams};
use yew::prelude::*;

const MODEL_DOOR: &str = "/__model/sites/portal";

#[derive(Clone, PartialEq)]
pub struct Site {
    pub site_url: String,
    pub client_id: String,
    /// For social sign-on: the URL suffix of an auth provider on the site's login page.
    pub provider: Option<String>,
    /// Control door of the model site, where it is one.
    pub model: Option<String>,
    pub demo_user: Option<DemoUser>,
}

#[derive(Clone, PartialEq, Deserialize)]
pub struct DemoUser {
    pub username: String,
    pub password: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Demo {
    site_url: String,
    client_id: String,
    users: Vec<DemoUser>,
}

impl Site {
    fn at_model(site_url: String, client_id: String, door: String) -> Self {
        let provider = Some("Model_IDP".to_owned());
        Self { site_url, client_id, provider, model: Some(door), demo_user: None }
    }

    /// Where the site requires reCAPTCHA, ask your widget for a token here. The model takes this one.
    pub async fn recaptcha(&self, _action: &str) -> Option<Recaptcha> {
        self.model.as_ref().map(|_| Recaptcha::Token("ok".to_owned()))
    }
}

#[hook]
pub fn use_site() -> Site {
    use_context().expect("the app provides it")
}

pub async fn find() -> Result<Site, &'static str> {
    if let (Some(site_url), Some(client_id)) = (option_env!("SITE_URL"), option_env!("CLIENT_ID")) {
        let provider = option_env!("PROVIDER").map(str::to_owned);
        let (site_url, client_id) = (site_url.to_owned(), client_id.to_owned());
        return Ok(Site { site_url, client_id, provider, model: None, demo_user: None });
    }
    if let Some(door) = body().get_attribute("data-model-door") {
        return at_demo(door).await;
    }
    let location = window().location();
    if !is_this_machine(&location.hostname().unwrap_or_default()) {
        return Err("This page names no site. Build it with SITE_URL and CLIENT_ID set.");
    }
    let query = UrlSearchParams::new_with_str(&location.search().unwrap_or_default()).ok();
    let named = |key| query.as_ref().and_then(|query| query.get(key)).filter(|value| !value.is_empty());
    if let (Some(site_url), Some(client_id)) = (named("siteUrl"), named("clientId")) {
        return Ok(match door_of(&site_url).await {
            Some(door) => Site::at_model(site_url, client_id, door),
            None => Site { site_url, client_id, provider: None, model: None, demo_user: None },
        });
    }
    at_demo(MODEL_DOOR.to_owned()).await
}

/// A model's own site, with its first user.
async fn at_demo(door: String) -> Result<Site, &'static str> {
    let demo: Demo = get(&door)
        .await
        .ok_or("No site. Start the model by `cargo xtask demo`, or add ?siteUrl=…&clientId=… to the address.")?;
    let demo_user = demo.users.into_iter().next();
    Ok(Site { demo_user, ..Site::at_model(demo.site_url, demo.client_id, door) })
}

/// The control door, if this is another site of a model on this machine.
async fn door_of(site_url: &str) -> Option<String> {
    let url = Url::new(site_url).ok().filter(|url| url.protocol() == "http:" && is_this_machine(&url.hostname()))?;
    let door = format!("{}/__model/sites{}", url.origin(), url.pathname().trim_end_matches('/'));
    let answer = Request::get(&door).send().await.ok()?;
    answer.ok().then_some(door)
}

/// What is at an address of the model, if there is one.
pub async fn get<T: DeserializeOwned>(address: &str) -> Option<T> {
    Request::get(address).send().await.ok().filter(|answer| answer.ok())?.json().await.ok()
}

fn is_this_machine(hostname: &str) -> bool {
    matches!(hostname, "localhost" | "127.0.0.1" | "[::1]") || hostname.ends_with(".localhost")
}
