//! The world of a test: real HTTP by reqwest, timers by tokio, and a clock that can be set.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, ready};
use std::rc::{Rc, Weak};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use headless_identity::platform::{
    Channel, Clock, Http, Lock, LockMode, Page, SendError, Spawn, Store, StoreError, StoreFuture, Tabs, Verify,
};
use headless_identity::{HttpRequest, HttpResponse, Method, RsaKey};
use rsa::{BoxedUint, Pkcs1v15Sign, PublicKey};
use sha2::{Digest as _, Sha256};

#[derive(Clone, Default)]
pub struct Native {
    http: reqwest::Client,
    ahead_ms: Rc<Cell<u64>>,
    pub session_store: Rc<Memory>,
    pub origin: Rc<Origin>,
    /// Those in this tab who want to know when it comes back to the front.
    waking: Rc<RefCell<Vec<Waking>>>,
    /// What becomes of the answer to a request for a site's keys.
    keys_answer: Rc<RefCell<KeysAnswer>>,
    /// Where the device's clock stands still, as test libraries make it do.
    pub still_at_ms: Rc<Cell<Option<u64>>>,
    /// How long each timer takes at least, as in a hidden tab.
    pub shortest_sleep_ms: Rc<Cell<u32>>,
    /// A header that a proxy on the way does not pass on.
    pub lost_header: Cell<Option<&'static str>>,
}

/// What the tabs of one origin share.
#[derive(Default)]
pub struct Origin {
    pub local_store: Rc<Memory>,
    locks: RefCell<BTreeMap<String, Rc<Cell<bool>>>>,
    listeners: RefCell<Vec<Listening>>,
    /// While this is set, messages are under way.
    pub is_slow: Cell<bool>,
}

/// Which keys a site's answer has.
#[derive(Clone, Default)]
pub enum KeysAnswer {
    #[default]
    Own,
    /// Those of the site at this address, as after a change of keys.
    Of(String),
    /// Those for one request, and the site's own after it: its key is a new one.
    OnceOf(String),
    /// The same under the ids of the site's own keys, as by a liar.
    ForgedFrom(String),
}

/// Who is told when a tab comes back to the front, for as long as they like.
type Waking = Weak<dyn Fn()>;

/// Who listens, for which tab.
type Listening = (Weak<Tab>, Rc<dyn Fn(String)>);

impl Origin {
    /// Whether any tab has ever asked for a lock.
    pub fn knows_locks(&self) -> bool {
        !self.locks.borrow().is_empty()
    }

    /// Nothing that is sent from now on arrives.
    pub fn cut_channels(&self) {
        self.listeners.borrow_mut().clear();
    }
}

/// One tab's end of a channel.
struct Tab(Rc<Origin>, Weak<Tab>);

impl Channel for Tab {
    fn post(&self, text: &str) {
        let (origin, others) = (self.0.clone(), self.0.listeners.borrow().clone());
        let text = text.to_owned();
        let own = self.1.clone();
        // A message is delivered later, as in a browser.
        tokio::task::spawn_local(async move {
            tokio::task::yield_now().await;
            while origin.is_slow.get() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            for (tab, listener) in others {
                if tab.strong_count() > 0 && !tab.ptr_eq(&own) {
                    listener(text.clone());
                }
            }
        });
    }
}

/// A lock that is free again when this is dropped.
struct Held(Rc<Cell<bool>>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// A store that can be looked into, and broken.
#[derive(Default)]
pub struct Memory {
    pub entries: RefCell<BTreeMap<String, String>>,
    pub is_broken: Cell<bool>,
    /// It can be read and takes nothing, as where a browser allows a page no storage.
    pub is_full: Cell<bool>,
}

impl Memory {
    fn work<T: 'static>(&self, work: impl FnOnce(&mut BTreeMap<String, String>) -> T) -> StoreFuture<'static, T> {
        let done = if self.is_broken.get() { Err(StoreError) } else { Ok(work(&mut self.entries.borrow_mut())) };
        Box::pin(ready(done))
    }
}

impl Store for Memory {
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        self.work(|entries| entries.get(key).cloned())
    }

    fn set<'a>(&'a self, key: &'a str, value: &'a str) -> StoreFuture<'a, ()> {
        if self.is_full.get() {
            return Box::pin(ready(Err(StoreError)));
        }
        self.work(|entries| {
            entries.insert(key.to_owned(), value.to_owned());
        })
    }

    fn remove<'a>(&'a self, key: &'a str) -> StoreFuture<'a, ()> {
        self.work(|entries| {
            entries.remove(key);
        })
    }
}

impl Native {
    /// Another tab of the same origin on the same device.
    pub fn other_tab(&self) -> Self {
        Self { session_store: Rc::default(), waking: Rc::default(), ..self.clone() }
    }

    /// The tab comes back to the front.
    pub fn wake(&self) {
        let listeners: Vec<_> = self.waking.borrow().iter().filter_map(Weak::upgrade).collect();
        listeners.iter().for_each(|listener| listener());
    }

    /// Requests for a site's keys get what the site has, or another site's keys.
    pub fn answer_keys(&self, with: KeysAnswer) {
        self.keys_answer.replace(with);
    }

    async fn with_keys(&self, mut response: HttpResponse) -> HttpResponse {
        let (other, keeps_ids) = match self.keys_answer.borrow().clone() {
            KeysAnswer::ForgedFrom(other) => (other, true),
            KeysAnswer::Of(other) | KeysAnswer::OnceOf(other) => (other, false),
            KeysAnswer::Own => return response,
        };
        if !response.url.ends_with("/id/keys") {
            return response;
        }
        if matches!(*self.keys_answer.borrow(), KeysAnswer::OnceOf(_)) {
            self.answer_keys(KeysAnswer::Own);
        }
        let own: serde_json::Value = serde_json::from_str(&response.body).unwrap();
        let foreign = self.http.get(format!("{other}/id/keys")).send().await.unwrap();
        let mut foreign: serde_json::Value = foreign.json().await.unwrap();
        if keeps_ids {
            foreign["keys"][0]["kid"] = own["keys"][0]["kid"].clone();
        }
        response.body = foreign.to_string().into();
        response
    }

    /// Takes a lock as a tab would that is frozen then.
    pub async fn hold_lock(&self, name: &str) -> Lock {
        self.lock(name, LockMode::Try).await
    }

    /// Moves this device's clock.
    pub fn advance(&self, time: Duration) {
        self.ahead_ms.set(self.ahead_ms.get() + time.as_millis() as u64);
    }

    /// Undoes that: the clock is set back to the right time.
    pub fn set_right(&self) {
        self.ahead_ms.set(0);
    }
}

impl Http for Native {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, SendError> {
        let mut builder = match request.method {
            Method::Get => self.http.get(&request.url),
            _ => self.http.post(&request.url),
        };
        for (name, value) in request.headers.iter().filter(|(name, _)| Some(*name) != self.lost_header.get()) {
            builder = builder.header(*name, value.as_str());
        }
        if let Some(body) = &request.body {
            builder = builder.body(body.to_string());
        }
        let response = builder.send().await.map_err(|_| SendError::Unreachable)?;
        let (status, url) = (response.status().as_u16(), response.url().to_string());
        let content_type = response.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
        let body = response.text().await.map_err(|_| SendError::CutOff(status))?;
        let response = HttpResponse::new(status, url, content_type.unwrap_or_default(), body);
        Ok(self.with_keys(response).await)
    }
}

impl Clock for Native {
    fn now_ms(&self) -> u64 {
        if let Some(still) = self.still_at_ms.get() {
            return still;
        }
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        now.as_millis() as u64 + self.ahead_ms.get()
    }

    fn sleep(&self, ms: u32) -> impl Future<Output = ()> + 'static {
        tokio::time::sleep(Duration::from_millis(ms.max(self.shortest_sleep_ms.get()).into()))
    }
}

impl Spawn for Native {
    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        tokio::task::spawn_local(task);
    }
}

impl Verify for Native {
    async fn verify_rs256(&self, key: &RsaKey, message: &[u8], signature: &[u8]) -> Option<bool> {
        let number = |text: &str| BoxedUint::from_be_slice_vartime(&URL_SAFE_NO_PAD.decode(text).unwrap());
        let key = PublicKey::new(number(&key.modulus), number(&key.exponent)).unwrap();
        Some(key.verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message), signature).is_ok())
    }
}

impl Page for Native {
    fn session_store(&self) -> Result<Rc<dyn Store>, StoreError> {
        if self.session_store.is_broken.get() { Err(StoreError) } else { Ok(self.session_store.clone()) }
    }

    fn local_store(&self) -> Result<Rc<dyn Store>, StoreError> {
        let store = &self.origin.local_store;
        if store.is_broken.get() { Err(StoreError) } else { Ok(store.clone()) }
    }

    fn origin(&self) -> Option<String> {
        Some("https://app.example.com".to_owned())
    }
}

impl Tabs for Native {
    async fn lock(&self, name: &str, mode: LockMode) -> Lock {
        loop {
            let is_held = self.origin.locks.borrow_mut().entry(name.to_owned()).or_default().clone();
            if mode == LockMode::Steal {
                // Whoever had it has nothing to give back any more.
                let taken = Rc::new(Cell::new(true));
                self.origin.locks.borrow_mut().insert(name.to_owned(), taken.clone());
                return Lock::Held(Box::new(Held(taken)));
            }
            if !is_held.replace(true) {
                return Lock::Held(Box::new(Held(is_held)));
            }
            if mode == LockMode::Try {
                return Lock::Busy;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    fn channel(&self, _: &str, listener: Rc<dyn Fn(String)>) -> Option<Rc<dyn Channel>> {
        let tab = Rc::new_cyclic(|own| Tab(self.origin.clone(), own.clone()));
        self.origin.listeners.borrow_mut().push((Rc::downgrade(&tab), listener));
        Some(tab)
    }

    fn on_wake(&self, listener: Rc<dyn Fn()>) -> Box<dyn Any> {
        self.waking.borrow_mut().push(Rc::downgrade(&listener));
        Box::new(listener)
    }
}

/// Runs a test on one thread, with a place for tasks in the background.
pub fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, test);
}
