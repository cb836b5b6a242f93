//! The test that docs/yew.md shows. `tests/npm/documents` compares the two.

#![cfg(not(target_arch = "wasm32"))]

use std::any::Any;
use std::future::Future;
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use headless_identity::platform::{
    Channel, Clock, Http, Lock, LockMode, Page, SendError, Spawn, Store, StoreError, Tabs, Verify,
};
use headless_identity::{Client, Code, Config, HttpRequest, HttpResponse, LoginArgs, Method, RsaKey};
use model_site::Server;
use tokio::task::LocalSet;

/// Real HTTP and real time, without a page and without other tabs.
#[derive(Clone, Default)]
struct Native(reqwest::Client);

impl Http for Native {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, SendError> {
        let mut builder = match request.method {
            Method::Post => self.0.post(&request.url),
            _ => self.0.get(&request.url),
        };
        for (name, value) in &request.headers {
            builder = builder.header(*name, value.as_str());
        }
        if let Some(body) = &request.body {
            builder = builder.body(body.to_string());
        }
        let response = builder.send().await.map_err(|_| SendError::Unreachable)?;
        let (status, url) = (response.status().as_u16(), response.url().to_string());
        let content_type = response.headers().get("content-type").and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or_default().to_owned();
        let body = response.text().await.map_err(|_| SendError::CutOff(status))?;
        Ok(HttpResponse::new(status, url, content_type, body))
    }
}

impl Clock for Native {
    fn now_ms(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_millis() as u64)
    }

    fn sleep(&self, ms: u32) -> impl Future<Output = ()> + 'static {
        tokio::time::sleep(Duration::from_millis(ms.into()))
    }
}

impl Spawn for Native {
    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        tokio::task::spawn_local(task); // needs a LocalSet: the test is run in one
    }
}

impl Verify for Native {
    async fn verify_rs256(&self, _: &RsaKey, _: &[u8], _: &[u8]) -> Option<bool> {
        None // signatures cannot be checked here; only IdTokenCheck::Signature needs that
    }
}

impl Page for Native {
    fn session_store(&self) -> Result<Rc<dyn Store>, StoreError> {
        Err(StoreError)
    }

    fn local_store(&self) -> Result<Rc<dyn Store>, StoreError> {
        Err(StoreError)
    }

    fn origin(&self) -> Option<String> {
        None
    }
}

impl Tabs for Native {
    async fn lock(&self, _: &str, _: LockMode) -> Lock {
        Lock::Unsupported
    }

    fn channel(&self, _: &str, _: Rc<dyn Fn(String)>) -> Option<Rc<dyn Channel>> {
        None
    }

    fn on_wake(&self, _: Rc<dyn Fn()>) -> Box<dyn Any> {
        Box::new(())
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_wrong_password_is_refused_and_the_right_one_signs_in() {
    LocalSet::new().run_until(log_in_twice()).await;
}

async fn log_in_twice() {
    let server = Server::bind("127.0.0.1:0").await.unwrap();
    let demo = server.demo();
    let text = |path: &str| demo.pointer(path).unwrap().as_str().unwrap().to_owned();
    let config = Config::new(text("/siteUrl"), text("/clientId"));
    let client = Client::with_platform(config, Native::default()).await.unwrap();
    let (username, password) = (text("/users/0/username"), text("/users/0/password"));

    let refused = client.login(LoginArgs::new(&username, "not it")).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidCredentials);

    client.login(LoginArgs::new(&username, password)).await.unwrap();
    assert!(client.session().is_some());
}
