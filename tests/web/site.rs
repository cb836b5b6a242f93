//! A site of the model for one test, made and looked into by the control door.

use headless_identity::platform::Http as _;
use headless_identity::{Browser, Client, Config, HttpRequest, LoginArgs, Method};
use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::JsValue;

pub struct Site {
    control: String,
    pub url: String,
    pub client_id: String,
    pub username: String,
    pub password: String,
}

impl Site {
    /// A correctly set up site whose CORS allow-list has this page, with further settings as JSON members.
    pub async fn with(settings: &str) -> Self {
        let own = get(&web_location("origin"), "/target/model-site.json").await;
        let server = text(&own, &["url"]);
        let mut body = format!(r#"{{"preset":"ready",{settings}"#);
        if !settings.is_empty() {
            body.push(',');
        }
        if !settings.contains("corsOrigins") {
            body.push_str(&format!(r#""corsOrigins":["{}"],"#, web_location("origin")));
        }
        body.pop();
        body.push('}');
        let made = post(&server, "/__model/sites", &body).await;
        Self {
            control: format!("{server}/__model/sites/{}", text(&made, &["id"])),
            url: text(&made, &["siteUrl"]),
            client_id: text(&made, &["clientId"]),
            username: text(&made, &["users", "0", "username"]),
            password: text(&made, &["users", "0", "password"]),
        }
    }

    pub async fn ready() -> Self {
        Self::with("").await
    }

    pub fn config(&self) -> Config {
        Config::new(&self.url, &self.client_id)
    }

    /// The address of the one-time codes.
    pub fn outbox(&self) -> String {
        format!("{}/outbox", self.control)
    }

    /// The last one-time code that was sent.
    pub async fn last_code(&self) -> String {
        let sent: Array = get(&self.control, "/outbox").await.into();
        text(&sent.pop(), &["otp"])
    }

    /// Follows an address with the provider saying yes, and answers where it led.
    pub async fn travel(&self, address: &str) -> String {
        let url = format!("{address}&model_auto=1");
        Browser.send(HttpRequest::new(Method::Get, url)).await.unwrap().url.to_string()
    }

    pub fn client(&self) -> Client {
        Client::new(self.config()).unwrap()
    }

    pub fn user(&self) -> LoginArgs {
        LoginArgs::new(&self.username, self.password.as_str())
    }

    pub async fn fault(&self, fault: &str) {
        post(&self.control, "/faults", &format!("[{fault}]")).await;
    }

    /// What arrived, as `METHOD endpoint`.
    pub async fn arrived(&self) -> Vec<String> {
        let requests: Array = get(&self.control, "/requests").await.into();
        let line = |request: JsValue| {
            let path = text(&request, &["path"]);
            format!("{} {}", text(&request, &["method"]), path.rsplit('/').next().unwrap())
        };
        requests.iter().map(line).collect()
    }

    /// The names of the headers of every request to an endpoint that was no preflight.
    pub async fn headers_of(&self, endpoint: &str) -> Vec<String> {
        let requests: Array = get(&self.control, "/requests").await.into();
        let is_it =
            |request: &JsValue| text(request, &["path"]).ends_with(endpoint) && text(request, &["method"]) != "OPTIONS";
        let names = |request: JsValue| {
            let headers = Reflect::get(&request, &"headers".into()).unwrap();
            js_sys::Object::keys(&headers.into()).iter().map(|key| key.as_string().unwrap()).collect::<Vec<_>>()
        };
        requests.iter().filter(is_it).flat_map(names).collect()
    }
}

pub fn web_location(part: &str) -> String {
    text(&js_sys::global(), &["location", part])
}

/// The string at a path of member names.
fn text(value: &JsValue, path: &[&str]) -> String {
    path.iter().fold(value.clone(), |value, key| Reflect::get(&value, &(*key).into()).unwrap()).as_string().unwrap()
}

async fn get(base: &str, path: &str) -> JsValue {
    send(HttpRequest::new(Method::Get, format!("{base}{path}"))).await
}

async fn post(base: &str, path: &str, body: &str) -> JsValue {
    let mut request = HttpRequest::new(Method::Post, format!("{base}{path}"));
    request.headers.push(("content-type", "application/json".to_owned().into()));
    request.body = Some(body.to_owned().into());
    send(request).await
}

async fn send(request: HttpRequest) -> JsValue {
    let answer = Browser.send(request).await.unwrap();
    assert!((200..300).contains(&answer.status), "{} {}", answer.status, *answer.body);
    if answer.body.is_empty() { JsValue::UNDEFINED } else { JSON::parse(&answer.body).unwrap() }
}
