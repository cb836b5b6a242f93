//! A site of the model for one test, made and looked into by the control door.

use std::sync::OnceLock;

use headless_identity::{AccessTokenArgs, Client, Config, LoginArgs};
use serde_json::{Value, json};

use crate::platform::Native;

/// The one server of this test binary, on a thread of its own.
fn server() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| {
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let server = model_site::Server::bind("127.0.0.1:0").await.unwrap();
                sender.send(server.url().to_owned()).unwrap();
                std::future::pending::<()>().await;
            });
        });
        receiver.recv().unwrap()
    })
}

/// Asks for a token that is renewed, however good the present one is.
pub fn forced() -> AccessTokenArgs {
    AccessTokenArgs::default().force_refresh()
}

pub struct Site {
    http: reqwest::Client,
    control: String,
    pub url: String,
    pub client_id: String,
    pub username: String,
    pub password: String,
}

impl Site {
    /// A correctly set up site with one user.
    pub async fn ready() -> Self {
        Self::with(json!({})).await
    }

    /// The same with other settings, under the keys of the control door.
    pub async fn with(settings: Value) -> Self {
        let mut body = json!({ "preset": "ready" });
        body.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
        let http = reqwest::Client::new();
        let answer = http.post(format!("{}/__model/sites", server())).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 201, "{body}");
        let made: Value = answer.json().await.unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            http,
            control: format!("{}/__model/sites/{}", server(), text(&made["id"])),
            url: text(&made["siteUrl"]),
            client_id: text(&made["clientId"]),
            username: text(&made["users"][0]["username"]),
            password: text(&made["users"][0]["password"]),
        }
    }

    pub fn config(&self) -> Config {
        Config::new(&self.url, &self.client_id)
    }

    pub async fn client(&self) -> Client {
        self.client_of(self.config()).await
    }

    pub async fn client_of(&self, config: Config) -> Client {
        Client::with_platform(config, Native::default()).await.unwrap()
    }

    /// The user's own name and password.
    pub fn user(&self) -> LoginArgs {
        LoginArgs::new(&self.username, self.password.as_str())
    }

    pub async fn patch(&self, settings: Value) {
        let answer = self.http.patch(&self.control).json(&settings).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{settings}");
    }

    pub async fn fault(&self, fault: Value) {
        let answer = self.http.post(format!("{}/faults", self.control)).json(&json!([fault])).send().await.unwrap();
        assert!(answer.status().is_success(), "{fault}");
    }

    pub async fn clear_faults(&self) {
        self.http.post(format!("{}/faults", self.control)).json(&json!([])).send().await.unwrap();
    }

    pub async fn advance_clock(&self, seconds: u64) {
        let body = json!({ "advanceSec": seconds });
        self.http.post(format!("{}/clock", self.control)).json(&body).send().await.unwrap();
    }

    /// The last one-time code that was sent.
    pub async fn last_code(&self) -> String {
        let sent = self.outbox().await;
        sent.last().expect("a code was sent")["otp"].as_str().unwrap().to_owned()
    }

    pub async fn outbox(&self) -> Vec<Value> {
        let answer = self.http.get(format!("{}/outbox", self.control)).send().await.unwrap();
        answer.json().await.unwrap()
    }

    /// The body of the last request to an endpoint, secrets masked.
    pub async fn last_body(&self, endpoint: &str) -> Value {
        let requests = self.requests().await;
        let request = requests.iter().rfind(|r| r["path"].as_str().unwrap().ends_with(endpoint)).unwrap();
        request.get("json").or_else(|| request.get("form")).unwrap().clone()
    }

    /// What arrived, as `METHOD /path-within-the-site`.
    pub async fn arrived(&self) -> Vec<String> {
        let line = |request: &Value| {
            let path = request["path"].as_str().unwrap();
            let within = path.splitn(3, '/').nth(2).unwrap_or_default();
            format!("{} /{within}", request["method"].as_str().unwrap())
        };
        self.requests().await.iter().map(line).collect()
    }

    /// What arrived, in full, secrets masked.
    pub async fn requests(&self) -> Vec<Value> {
        let answer = self.http.get(format!("{}/requests", self.control)).send().await.unwrap();
        answer.json().await.unwrap()
    }

    /// How many approvals of users the org holds: one per session that is not revoked. A guest's cannot be renewed and ends
    /// by itself.
    pub async fn approvals(&self) -> usize {
        let answer = self.http.get(format!("{}/oauth-sessions", self.control)).send().await.unwrap();
        answer.json::<Vec<Value>>().await.unwrap().iter().filter(|row| !row["userId"].is_null()).count()
    }

    /// Waits until they are so many: what ends the others belongs to nobody who could wait for it.
    pub async fn comes_to_approvals(&self, number: usize) {
        for _ in 0..200 {
            if self.approvals().await == number {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(self.approvals().await, number);
    }

    /// How often a refresh token was sent.
    pub async fn refreshes(&self) -> usize {
        let requests = self.requests().await;
        requests.iter().filter(|request| request["form"]["grant_type"] == json!("refresh_token")).count()
    }

    /// Removes the app from the org.
    pub async fn remove_app(&self) {
        let url = format!("{}/apps/{}", self.control, self.client_id);
        assert_eq!(self.http.delete(url).send().await.unwrap().status(), 204);
    }

    /// Ends every session, as an administrator can.
    pub async fn revoke_all(&self) {
        let rows: Vec<Value> =
            self.http.get(format!("{}/oauth-sessions", self.control)).send().await.unwrap().json().await.unwrap();
        for row in rows {
            let url = format!("{}/oauth-sessions/{}", self.control, row["id"].as_str().unwrap());
            assert_eq!(self.http.delete(url).send().await.unwrap().status(), 204);
        }
    }

    /// Revokes one token.
    pub async fn revoke(&self, token: &str) {
        let url = format!("{}/services/oauth2/revoke", self.url);
        assert_eq!(
            self.http
                .post(url)
                .body(format!("token={token}"))
                .header("content-type", "application/x-www-form-urlencoded")
                .send()
                .await
                .unwrap()
                .status(),
            200
        );
    }

    /// Calls the sample resource and answers the status.
    pub async fn call_api(&self, token: &str) -> u16 {
        let url = format!("{}/services/data/v64.0/chatter/users/me", self.url);
        self.http.get(url).bearer_auth(token).send().await.unwrap().status().as_u16()
    }
}
