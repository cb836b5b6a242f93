//! A small client that speaks to the model as a browser app would, but sees the redirects.

#![allow(dead_code, reason = "every test binary uses its own part")]

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use model_site::Server;
use reqwest::{Client, Method, RequestBuilder, header::HeaderMap, redirect};
use serde_json::{Value, json};

/// The pair of RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const UVID: &str = "3f0b9d0e-1b2c-4d5e-8f90-123456789abc";
pub const ORIGIN: &str = "https://app.example.com";
pub const RESOURCE: &str = "/services/data/v64.0/chatter/users/me";

/// An answer, comparable to a line of text such as `400 invalid_grant / authentication failure`.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.text().await.expect("a body") }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn text(&self, key: &str) -> String {
        self.json()[key].as_str().unwrap_or_else(|| panic!("no {key} in {}", self.body)).to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub fn location(&self) -> BTreeMap<String, String> {
        let location = self.header("location").unwrap_or_else(|| panic!("no redirect: {}", self.line()));
        reqwest::Url::parse(location).expect("a URL").query_pairs().into_owned().collect()
    }

    pub fn code(&self) -> String {
        self.location().get("code").unwrap_or_else(|| panic!("no code: {}", self.line())).clone()
    }

    pub fn line(&self) -> String {
        let status = self.status;
        if let Some(location) = self.header("location") {
            let outcome = if location.contains("code=") { "code" } else { location };
            return format!("{status} {outcome}");
        }
        if self.header("content-type").is_some_and(|value| value.starts_with("text/html")) {
            return "HTML page".into();
        }
        let Ok(body) = serde_json::from_str::<Value>(&self.body) else {
            return format!("{status} {}", self.body).trim().to_owned();
        };
        let is = |value: &Value| value.as_str().map(str::to_owned);
        match (is(&body["error"]), is(&body["error_description"]), is(&body[0]["errorCode"])) {
            (Some(error), Some(text), _) => format!("{status} {error} / {text}"),
            (Some(error), None, _) => format!("{status} {error}"),
            (_, _, Some(code)) => format!("{status} {code}"),
            _ if status == 200 => "200".into(),
            _ => format!("{status} {body}"),
        }
    }
}

/// What serves a site.
pub enum Host {
    Own(Server),
    /// Another host of the model, which is running already and which other tests use as well.
    Shared(String),
}

impl Host {
    /// A server of its own, or the one that `MODEL_SITE_URL` names.
    async fn start() -> Self {
        match std::env::var("MODEL_SITE_URL") {
            Ok(url) => Self::Shared(url),
            Err(_) => Self::Own(Server::bind("127.0.0.1:0").await.expect("a free port")),
        }
    }

    pub fn url(&self) -> &str {
        match self {
            Self::Own(server) => server.url(),
            Self::Shared(url) => url,
        }
    }
}

/// A site of its own.
pub struct Site {
    pub server: Host,
    pub http: Client,
    pub id: String,
    pub url: String,
    pub client_id: String,
    pub client_secret: String,
    pub redirect_uri: String,
    pub org_id: String,
}

impl Site {
    pub async fn ready() -> Self {
        Self::with(json!({})).await
    }

    pub async fn with(body: Value) -> Self {
        let server = Host::start().await;
        let http = Client::builder().redirect(redirect::Policy::none()).build().expect("a client");
        let made = Answer::of(http.post(format!("{}/__model/sites", server.url())).json(&body)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let text = |key| made.text(key);
        let (id, url, client_id, client_secret) = (text("id"), text("siteUrl"), text("clientId"), text("clientSecret"));
        let (redirect_uri, org_id) = (text("redirectUri"), text("orgId"));
        Self { server, http, id, url, client_id, client_secret, redirect_uri, org_id }
    }

    // The control door.

    pub async fn door(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = self.http.request(method, format!("{}/__model/sites/{}{path}", self.server.url(), self.id));
        Answer::of(match body {
            Some(body) => request.json(&body),
            None => request,
        })
        .await
    }

    pub async fn patch(&self, settings: Value) {
        let answer = self.door(Method::PATCH, "", Some(settings)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    pub async fn advance(&self, seconds: u64) {
        let answer = self.door(Method::POST, "/clock", Some(json!({ "advanceSec": seconds }))).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    /// The newest one-time code sent.
    pub async fn otp(&self) -> String {
        let outbox = self.door(Method::GET, "/outbox", None).await.json();
        let newest = outbox.as_array().and_then(|messages| messages.last()).expect("a message");
        newest["otp"].as_str().expect("a code").to_owned()
    }

    pub async fn outbox_size(&self) -> usize {
        self.door(Method::GET, "/outbox", None).await.json().as_array().map_or(0, Vec::len)
    }

    pub async fn sessions(&self) -> Vec<Value> {
        self.door(Method::GET, "/oauth-sessions", None).await.json().as_array().cloned().unwrap_or_default()
    }

    // Requests.

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    pub async fn get(&self, path: &str, bearer: &str) -> Answer {
        Answer::of(self.request(Method::GET, path).bearer_auth(bearer)).await
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        Answer::of(self.request(Method::POST, path).form(form)).await
    }

    pub async fn post_json(&self, path: &str, body: Value) -> Answer {
        Answer::of(self.request(Method::POST, path).json(&body)).await
    }

    /// The parameters every authorize request has.
    pub fn authorize_form(&self) -> Vec<(&str, &str)> {
        vec![
            ("response_type", "code_credentials"),
            ("client_id", &self.client_id),
            ("redirect_uri", &self.redirect_uri),
            ("code_challenge", CHALLENGE),
        ]
    }

    pub async fn authorize(&self, flow: &str, headers: &[(&str, &str)], more: &[(&str, &str)]) -> Answer {
        let mut request = self.request(Method::POST, "/services/oauth2/authorize").header("Auth-Request-Type", flow);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        // A later parameter takes the place of an earlier one, and an empty one takes it away.
        let mut form: BTreeMap<&str, &str> = self.authorize_form().into_iter().collect();
        form.extend(more.iter().copied());
        form.retain(|_, value| !value.is_empty());
        Answer::of(request.form(&form)).await
    }

    /// Authorize with name and password in the body.
    pub async fn login_with(&self, more: &[(&str, &str)]) -> Answer {
        let ada = [("username", "ada@example.com"), ("password", "Lovelace1!")];
        self.authorize("Named-User", &[], &[&ada, more].concat()).await
    }

    pub async fn login(&self) -> Answer {
        self.login_with(&[]).await
    }

    pub async fn guest(&self) -> Answer {
        self.authorize("guest", &[("Uvid-Hint", &format!("UVID {UVID}"))], &[]).await
    }

    pub async fn exchange_with(&self, code: &str, headers: &[(&str, &str)], more: &[(&str, &str)]) -> Answer {
        let mut form = BTreeMap::from([
            ("grant_type", "authorization_code"),
            ("client_id", &self.client_id),
            ("redirect_uri", &self.redirect_uri),
            ("code", code),
            ("code_verifier", VERIFIER),
        ]);
        form.extend(more.iter().copied());
        form.retain(|_, value| !value.is_empty());
        let mut request = self.request(Method::POST, "/services/oauth2/token").form(&form);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request).await
    }

    pub async fn exchange(&self, code: &str) -> Answer {
        self.exchange_with(code, &[], &[]).await
    }

    pub async fn guest_exchange(&self, code: &str) -> Answer {
        self.exchange_with(code, &[("Auth-Request-Type", "guest"), ("Uvid-Hint", UVID)], &[]).await
    }

    /// A named user's tokens.
    pub async fn tokens(&self) -> Tokens {
        Tokens::of(&self.exchange(&self.login().await.code()).await)
    }

    pub async fn guest_tokens(&self) -> Tokens {
        Tokens::of(&self.guest_exchange(&self.guest().await.code()).await)
    }

    pub async fn refresh_with(&self, token: &str, more: &[(&str, &str)]) -> Answer {
        let form = [("grant_type", "refresh_token"), ("client_id", &self.client_id), ("refresh_token", token)];
        self.post("/services/oauth2/token", &[&form, more].concat()).await
    }

    pub async fn refresh(&self, token: &str) -> Answer {
        self.refresh_with(token, &[]).await
    }

    pub async fn resource(&self, access_token: &str) -> Answer {
        self.get(RESOURCE, access_token).await
    }

    pub async fn userinfo(&self, access_token: &str) -> Answer {
        self.get("/services/oauth2/userinfo", access_token).await
    }

    // Starts of the one-time code flows.

    pub fn registration(&self) -> Value {
        json!({
            "userdata": {
                "firstName": "Grace", "lastName": "Hopper", "email": "grace@example.com", "username": "grace@example.com"
            },
            "customdata": { "mobilePhone": "+12025550199" },
            "password": "Hopper1906!",
            "recaptcha": "ok",
            "verificationmethod": "email",
        })
    }

    pub async fn start_registration(&self, changes: Value) -> Answer {
        self.post_json("/services/auth/headless/init/registration", changed(self.registration(), changes)).await
    }

    pub async fn start_passwordless(&self, changes: Value) -> Answer {
        let body = json!({ "username": "ada@example.com", "recaptcha": "ok", "verificationmethod": "email" });
        self.post_json("/services/auth/headless/init/passwordless/login", changed(body, changes)).await
    }

    pub async fn forgot_password(&self, changes: Value) -> Answer {
        let body = json!({ "username": "ada@example.com", "recaptcha": "ok" });
        self.post_json("/services/auth/headless/forgot_password", changed(body, changes)).await
    }

    pub async fn reset_password(&self, otp: &str, password: &str) -> Answer {
        let body = json!({ "username": "ada@example.com", "newpassword": password, "otp": otp });
        self.post_json("/services/auth/headless/forgot_password", body).await
    }

    pub async fn complete(&self, flow: &str, identifier: &str, otp: &str) -> Answer {
        let basic = format!("Basic {}", basic(identifier, otp));
        self.authorize(flow, &[("Auth-Verification-Type", "email"), ("Authorization", &basic)], &[]).await
    }
}

/// Top-level keys of `changes` over `body`; `null` takes a key away.
fn changed(mut body: Value, changes: Value) -> Value {
    let object = body.as_object_mut().expect("an object");
    for (key, value) in changes.as_object().expect("an object") {
        object.insert(key.clone(), value.clone());
    }
    object.retain(|_, value| !value.is_null());
    body
}

pub fn basic(name: &str, secret: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(format!("{name}:{secret}"))
}

/// The claims of a JWT, unverified.
pub fn claims(jwt: &str) -> Value {
    let part = jwt.split('.').nth(1).expect("three parts");
    serde_json::from_slice(&BASE64URL.decode(part).expect("base64url")).expect("JSON")
}

pub struct Tokens {
    pub access: String,
    pub refresh: String,
    pub all: Value,
}

impl Tokens {
    pub fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200, "{}", answer.body);
        let all = answer.json();
        let text = |key: &str| all[key].as_str().unwrap_or_default().to_owned();
        Self { access: text("access_token"), refresh: text("refresh_token"), all }
    }
}
