//! A world for [`crate::interleavings`]: a random scheduler, virtual time, a site, and what documents share: late where they are
//! tabs of an origin, at once where they are documents of one tab.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::{Future, poll_fn, ready};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake};

use headless_identity::platform::{
    Channel, Clock, Http, Lock, LockMode, Page, SendError, Spawn, Store, StoreError, StoreFuture, Tabs, Verify,
};
use headless_identity::{HttpRequest, HttpResponse, RsaKey};

type Listener = Rc<dyn Fn(String)>;

/// The longest that a request, a message or a stored value is under way, in milliseconds.
const LATEST: usize = 60;

struct Task {
    tab: usize,
    future: Pin<Box<dyn Future<Output = ()>>>,
    woken: Arc<Woken>,
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A value in the store, with when it was written and by whom.
struct Written {
    key: String,
    at: u64,
    by: usize,
    value: Option<String>,
    lag: u64,
}

/// The site's approvals, one a login.
#[derive(Default)]
struct Site {
    approvals: Vec<Approval>,
    reuses: usize,
    refreshes: usize,
}

struct Approval {
    person: String,
    /// The number of the refresh token that is good now, `None` once the approval has ended.
    good: Option<u64>,
}

pub struct World {
    random: Cell<u64>,
    /// The device's clock: it goes on while the device sleeps.
    now: Cell<u64>,
    /// What timers and the network go by: it does not.
    awake: Cell<u64>,
    tasks: RefCell<Vec<Task>>,
    tabs: Cell<usize>,
    site: RefCell<Site>,
    written: RefCell<Vec<Written>>,
    lock_holders: RefCell<BTreeMap<String, u64>>,
    lock_tickets: Cell<u64>,
    listeners: RefCell<BTreeMap<usize, Listener>>,
    waking: RefCell<BTreeMap<usize, Rc<dyn Fn()>>>,
    frozen: RefCell<BTreeSet<usize>>,
    in_flight: RefCell<BTreeMap<usize, usize>>,
    lose_next: Cell<bool>,
}

impl World {
    pub fn new(seed: u64) -> Rc<Self> {
        Rc::new(Self {
            random: Cell::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1),
            now: Cell::new(1_767_600_000_000),
            awake: Cell::default(),
            tasks: RefCell::default(),
            tabs: Cell::default(),
            site: RefCell::default(),
            written: RefCell::default(),
            lock_holders: RefCell::default(),
            lock_tickets: Cell::default(),
            listeners: RefCell::default(),
            waking: RefCell::default(),
            frozen: RefCell::default(),
            in_flight: RefCell::default(),
            lose_next: Cell::default(),
        })
    }

    /// A number below `bound` (SplitMix64).
    pub fn pick(&self, bound: usize) -> usize {
        let state = self.random.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.random.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    /// Lets time pass.
    pub fn advance(&self, ms: u64) {
        self.awake.set(self.awake.get() + ms);
        self.sleep_for(ms);
    }

    /// Sends the device to sleep for a while.
    pub fn sleep_for(&self, ms: u64) {
        self.now.set(self.now.get() + ms);
    }

    /// Sets the device's clock back.
    pub fn set_back(&self, ms: u64) {
        self.now.set(self.now.get() - ms);
    }

    pub fn open_tab(self: &Rc<Self>) -> Tab {
        self.tabs.set(self.tabs.get() + 1);
        Tab { world: self.clone(), id: self.tabs.get() }
    }

    pub fn spawn(&self, tab: Tab, future: impl Future<Output = ()> + 'static) {
        let woken = Arc::new(Woken(AtomicBool::new(true)));
        self.tasks.borrow_mut().push(Task { tab: tab.id, future: Box::pin(future), woken });
    }

    /// Lets one thing happen. `false` when there is nothing left to do.
    pub fn step(&self) -> bool {
        let ready: Vec<_> = {
            let tasks = self.tasks.borrow();
            (0..tasks.len()).filter(|&index| tasks[index].woken.0.load(Ordering::Relaxed)).collect()
        };
        if ready.is_empty() {
            // Everybody waits for time to pass; whoever polls again finds that it has.
            if self.tasks.borrow().is_empty() {
                return false;
            }
            self.advance(1 + self.pick(20) as u64);
            for task in &*self.tasks.borrow() {
                task.woken.0.store(true, Ordering::Relaxed);
            }
            return true;
        }
        let index = ready[self.pick(ready.len())];
        let mut task = self.tasks.borrow_mut().swap_remove(index);
        task.woken.0.store(false, Ordering::Relaxed);
        let waker = task.woken.clone().into();
        if task.future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
            self.tasks.borrow_mut().push(task);
        }
        true
    }

    /// Runs until nothing is left to do, and all see what was written.
    pub fn settle(&self) {
        for _ in 0..200_000 {
            if !self.step() {
                return self.advance(LATEST as u64);
            }
        }
        panic!("the world does not come to rest");
    }

    pub fn block_on<T: 'static>(self: &Rc<Self>, future: impl Future<Output = T> + 'static) -> T {
        let slot = Rc::new(RefCell::new(None));
        let filling = slot.clone();
        let nobody = Tab { world: self.clone(), id: 0 };
        self.spawn(nobody, async move {
            let value = future.await;
            filling.replace(Some(value));
        });
        for _ in 0..200_000 {
            if let Some(value) = slot.take() {
                return value;
            }
            self.step();
        }
        panic!("the world does not come to an end");
    }

    /// Whether the next request gets lost before it arrives.
    pub fn lose_next_request(&self, is_lost: bool) {
        self.lose_next.set(is_lost);
    }

    pub fn reuses(&self) -> usize {
        self.site.borrow().reuses
    }

    pub fn refreshes(&self) -> usize {
        self.site.borrow().refreshes
    }

    pub fn honours(&self, access_token: &str) -> bool {
        let (approval, number) = numbers(access_token);
        self.site.borrow().approvals[approval].good == Some(number)
    }

    /// Whose token this is.
    pub fn person_of(&self, access_token: &str) -> String {
        self.site.borrow().approvals[numbers(access_token).0].person.clone()
    }

    fn late(&self) -> u64 {
        self.pick(LATEST) as u64
    }

    fn wait(self: &Rc<Self>, ms: u64) -> impl Future<Output = ()> + 'static {
        let (world, time) = (self.clone(), self.awake.get() + ms);
        poll_fn(move |_| if world.awake.get() >= time { Poll::Ready(()) } else { Poll::Pending })
    }
}

/// Approval and number out of `kind-approval-number`.
fn numbers(token: &str) -> (usize, u64) {
    let mut parts = token.split('-').skip(1);
    (parts.next().unwrap().parse().unwrap(), parts.next().unwrap().parse().unwrap())
}

impl Site {
    fn answer(&mut self, request: &HttpRequest, now: u64) -> (u16, String) {
        let body = request.body.as_deref().map(String::as_str).unwrap_or_default();
        let field = |name: &str| body.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        if request.url.ends_with("/authorize") {
            return (200, format!(r#"{{"code":"{}"}}"#, field("username").unwrap()));
        }
        if let Some(token) = field("token") {
            self.approvals[numbers(token).0].good = None;
            return (200, String::new());
        }
        let (index, number) = match field("refresh_token") {
            None => {
                self.approvals.push(Approval { person: field("code").unwrap().to_owned(), good: Some(0) });
                (self.approvals.len() - 1, 0)
            }
            Some(token) => {
                let (index, number) = numbers(token);
                let good = &mut self.approvals[index].good;
                if *good != Some(number) {
                    // A token that was spent comes again while its approval lives: that ends it.
                    self.reuses += usize::from(good.take().is_some());
                    let refusal = r#"{"error":"invalid_grant","error_description":"expired access/refresh token"}"#;
                    return (400, refusal.to_owned());
                }
                self.refreshes += 1;
                *good = Some(number + 1);
                (index, number + 1)
            }
        };
        let tokens = ["access", "refresh"].map(|kind| format!(r#""{kind}_token":"{kind}-{index}-{number}""#));
        let id = format!("https://acme.my.site.com/id/00D/{}", self.approvals[index].person);
        (200, format!(r#"{{{},"id":"{id}","issued_at":"{now}","expires_in":3600}}"#, tokens.join(",")))
    }
}

/// One tab of the world.
#[derive(Clone)]
pub struct Tab {
    world: Rc<World>,
    id: usize,
}

impl Tab {
    pub fn is(&self, other: &Tab) -> bool {
        self.id == other.id
    }

    /// Whether a request of this tab is under way: killed then, the answer is lost, and with rotation the session with it.
    pub fn is_in_flight(&self) -> bool {
        self.world.in_flight.borrow().get(&self.id).is_some_and(|count| *count > 0)
    }

    /// Whether it has nothing left to do.
    pub fn is_idle(&self) -> bool {
        self.world.tasks.borrow().iter().all(|task| task.tab != self.id)
    }

    /// Freezes an idle document, as the back/forward cache does: no message reaches it. `false` where it is busy.
    pub fn freeze(&self) -> bool {
        self.is_idle() && self.world.frozen.borrow_mut().insert(self.id)
    }

    pub fn is_frozen(&self) -> bool {
        self.world.frozen.borrow().contains(&self.id)
    }

    /// It comes back to the front.
    pub fn wake(&self) {
        self.world.frozen.borrow_mut().remove(&self.id);
        let listener = self.world.waking.borrow().get(&self.id).cloned();
        if let Some(listener) = listener {
            listener();
        }
    }

    /// Closes the tab: whatever it was doing stops where it is, and its locks are free.
    pub fn kill(&self) {
        self.world.listeners.borrow_mut().remove(&self.id);
        self.world.waking.borrow_mut().remove(&self.id);
        let (gone, rest) = self.world.tasks.take().into_iter().partition(|task| task.tab == self.id);
        self.world.tasks.replace(rest);
        drop::<Vec<_>>(gone);
    }
}

impl Http for Tab {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, SendError> {
        let world = self.world.clone();
        *world.in_flight.borrow_mut().entry(self.id).or_default() += 1;
        let _landing = Landing(self.clone());
        world.wait(world.late()).await;
        if world.lose_next.replace(false) {
            return Err(SendError::Unreachable);
        }
        let (status, body) = world.site.borrow_mut().answer(&request, world.now.get());
        let url = match request.url.strip_suffix("/authorize") {
            Some(base) => format!("{base}/echo?code=x"),
            None => request.url,
        };
        world.wait(world.late()).await;
        Ok(HttpResponse::new(status, url, "application/json", body))
    }
}

struct Landing(Tab);

impl Drop for Landing {
    fn drop(&mut self) {
        if let Some(count) = self.0.world.in_flight.borrow_mut().get_mut(&self.0.id) {
            *count -= 1;
        }
    }
}

impl Clock for Tab {
    fn now_ms(&self) -> u64 {
        self.world.now.get()
    }

    fn sleep(&self, ms: u32) -> impl Future<Output = ()> + 'static {
        self.world.wait(u64::from(ms))
    }
}

impl Spawn for Tab {
    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.world.spawn(self.clone(), task);
    }
}

impl Verify for Tab {
    async fn verify_rs256(&self, _: &RsaKey, _: &[u8], _: &[u8]) -> Option<bool> {
        None
    }
}

impl Page for Tab {
    fn session_store(&self) -> Result<Rc<dyn Store>, StoreError> {
        Ok(Rc::new(WebStorage { document: self.clone(), is_late: false }))
    }

    fn local_store(&self) -> Result<Rc<dyn Store>, StoreError> {
        Ok(Rc::new(WebStorage { document: self.clone(), is_late: true }))
    }

    fn origin(&self) -> Option<String> {
        Some("https://app.example.com".to_owned())
    }
}

/// A store as one document sees it. What other tabs write into `localStorage` arrives later; the `sessionStorage` of one tab is
/// the same for all its documents.
struct WebStorage {
    document: Tab,
    is_late: bool,
}

impl WebStorage {
    fn write(&self, key: &str, value: Option<String>) -> StoreFuture<'static, ()> {
        let Tab { world, id } = &self.document;
        let lag = if self.is_late { world.late() } else { 0 };
        let entry = Written { key: key.to_owned(), at: world.awake.get(), by: *id, value, lag };
        world.written.borrow_mut().push(entry);
        Box::pin(ready(Ok(())))
    }
}

impl Store for WebStorage {
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        let (world, own) = (&self.document.world, self.document.id);
        let written = world.written.borrow();
        let is_seen =
            |entry: &&Written| entry.key == key && (entry.by == own || entry.at + entry.lag <= world.awake.get());
        let value = written.iter().rfind(is_seen).and_then(|entry| entry.value.clone());
        Box::pin(ready(Ok(value)))
    }

    fn set<'a>(&'a self, key: &'a str, value: &'a str) -> StoreFuture<'a, ()> {
        self.write(key, Some(value.to_owned()))
    }

    fn remove<'a>(&'a self, key: &'a str) -> StoreFuture<'a, ()> {
        self.write(key, None)
    }
}

struct Held(Rc<World>, String, u64);

impl Drop for Held {
    fn drop(&mut self) {
        let mut holders = self.0.lock_holders.borrow_mut();
        if holders.get(&self.1) == Some(&self.2) {
            holders.remove(&self.1);
        }
    }
}

impl Tabs for Tab {
    async fn lock(&self, name: &str, mode: LockMode) -> Lock {
        let (world, name) = (self.world.clone(), name.to_owned());
        let ticket = world.lock_tickets.get() + 1;
        world.lock_tickets.set(ticket);
        let is_held = || world.lock_holders.borrow().contains_key(&name);
        if mode == LockMode::Try && is_held() {
            return Lock::Busy;
        }
        if mode == LockMode::Wait {
            poll_fn(|_| if is_held() { Poll::Pending } else { Poll::Ready(()) }).await;
        }
        world.lock_holders.borrow_mut().insert(name.clone(), ticket);
        Lock::Held(Box::new(Held(world, name, ticket)))
    }

    fn channel(&self, _: &str, listener: Listener) -> Option<Rc<dyn Channel>> {
        self.world.listeners.borrow_mut().insert(self.id, listener);
        Some(Rc::new(Post(self.clone())))
    }

    fn on_wake(&self, listener: Rc<dyn Fn()>) -> Box<dyn Any> {
        self.world.waking.borrow_mut().insert(self.id, listener);
        Box::new(())
    }
}

struct Post(Tab);

impl Channel for Post {
    fn post(&self, text: &str) {
        let (world, own) = (&self.0.world, self.0.id);
        let others: Vec<_> = world.listeners.borrow().keys().copied().filter(|id| *id != own).collect();
        for id in others {
            let (delivering, text) = (world.clone(), text.to_owned());
            let arrival = world.wait(world.late());
            world.spawn(Tab { world: world.clone(), id }, async move {
                arrival.await;
                let listener = delivering.listeners.borrow().get(&id).cloned();
                let is_frozen = delivering.frozen.borrow().contains(&id);
                if let Some(listener) = listener.filter(|_| !is_frozen) {
                    listener(text);
                }
            });
        }
    }
}
