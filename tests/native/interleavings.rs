//! The session's state machine under every order of events that a seed can think of: several tabs, or several documents of one
//! tab; a site that rotates refresh tokens and detects their reuse; stores and messages that arrive late; documents that are
//! closed, opened, and frozen for a while; persons who change in the middle of a call.
//!
//! Time is virtual and nothing runs by itself, so a seed replays its run. The invariants: no refresh token is used twice; no
//! session is lost that the site still honours; no call gets another person's token than that of its own session; and when all
//! has come to rest every document has the same session.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use headless_identity::{AccessTokenArgs, Client, Code, Config, LoginArgs, Step, Storage};

use crate::simulation::{Tab, World};

/// How many, where the environment's `SEEDS` does not say; `SEED` replays one.
const SEEDS: u64 = 5000;
const STEPS: usize = 40;

async fn open(tab: Tab, storage: Storage) -> Client {
    let config = Config::new("https://acme.my.site.com/portal", "3MVG9example").storage(storage);
    Client::with_platform(config, tab).await.unwrap()
}

async fn log_in(client: Client, person: &str) {
    // A sign-out may come first.
    let _ = client.login(LoginArgs::new(person, "pw")).await;
}

type Tabs = Rc<RefCell<Vec<(Tab, Client)>>>;

/// Asks for a token as an app would, and notes what must not happen.
async fn ask(world: Rc<World>, client: Client, is_forced: bool, failures: Rc<Cell<usize>>) {
    let args = AccessTokenArgs::default();
    let person = client.session().and_then(|session| session.user_id.clone());
    match client.get_access_token(if is_forced { args.force_refresh() } else { args }).await {
        Ok(token) => {
            assert_eq!(Some(world.person_of(token.expose())), person, "a call of one person, a token of another")
        }
        Err(error) => {
            // At step `session` another sign-in has replaced the session.
            let is_lost = match error.code() {
                Code::SessionExpired => error.step() != Step::Session,
                code => matches!(code, Code::UnexpectedResponse | Code::Timeout),
            };
            failures.set(failures.get() + usize::from(is_lost));
        }
    }
}

/// Whether another document that is awake has the same state.
fn is_known(tabs: &Tabs, tab: &Tab, client: &Client) -> bool {
    let knows = |(other, known): &(Tab, Client)| {
        !other.is(tab) && !other.is_frozen() && known.session() == client.session()
    };
    tabs.borrow().iter().any(knows)
}

fn run(seed: u64) -> (usize, usize) {
    let world = World::new(seed);
    let tabs: Tabs = Rc::default();
    let failures = Rc::new(Cell::new(0));
    // Whoever opens a tab then may learn only from the site that it is over, so that is no failure.
    let signs_out = world.pick(2) == 0;
    // Documents of one tab, or tabs of one origin.
    let storage = if world.pick(4) == 0 { Storage::Session } else { Storage::Local };
    for _ in 0..1 + world.pick(5) {
        let tab = world.open_tab();
        let client = world.block_on(open(tab.clone(), storage.clone()));
        tabs.borrow_mut().push((tab, client));
    }
    let first = tabs.borrow()[0].1.clone();
    world.block_on(log_in(first, "ada"));
    settle(&world, &tabs, &storage);

    for _ in 0..STEPS {
        let count = tabs.borrow().len();
        let (tab, client) = tabs.borrow()[world.pick(count)].clone();
        if tab.is_frozen() {
            tab.wake();
            continue;
        }
        match world.pick(22) {
            0..12 => {
                let is_forced = world.pick(4) == 0;
                world.spawn(tab, ask(world.clone(), client, is_forced, failures.clone()));
            }
            12..15 => world.sleep_for(3_700_000),
            // What nobody else knows yet goes with it: that may be lost.
            15 if count > 1 && !tab.is_in_flight() && (tab.is_idle() || is_known(&tabs, &tab, &client)) => {
                tabs.borrow_mut().retain(|(other, _)| !other.is(&tab));
                drop(client);
                tab.kill();
            }
            16 => {
                let tab = world.open_tab();
                let client = world.block_on(open(tab.clone(), storage.clone()));
                tabs.borrow_mut().push((tab, client));
            }
            17 if signs_out && world.pick(2) == 0 => world.spawn(tab, async move { drop(client.logout().await) }),
            17 => world.lose_next_request(true),
            18 => {
                let person = ["ada", "bob"][world.pick(2)];
                world.spawn(tab, async move { log_in(client, person).await });
            }
            19 => drop(tab.freeze()),
            // Not in the very moment in which states cross.
            20 if matches!(storage, Storage::Local) => {
                world.settle();
                world.set_back(world.pick(900_000) as u64);
            }
            _ => world.advance(world.pick(200) as u64),
        }
        // Sometimes everything comes to rest, more often the next thing happens in the middle of the last.
        for _ in 0..world.pick(12) {
            world.step();
        }
    }
    settle(&world, &tabs, &storage);
    world.lose_next_request(false);

    assert_eq!(world.reuses(), 0, "seed {seed}: a refresh token was used twice, {storage:?}");
    assert!(signs_out || failures.get() == 0, "seed {seed}: a session was lost");
    let sessions: Vec<_> = tabs.borrow().iter().map(|(_, client)| client.session()).collect();
    assert!(
        sessions.iter().all(|session| *session == sessions[0]),
        "seed {seed}: the tabs disagree on the session, {storage:?}"
    );
    world.sleep_for(3_700_000);
    for (_, client) in tabs.borrow().clone() {
        if client.session().is_some() {
            let token = world.block_on(async move { client.get_access_token(AccessTokenArgs::default()).await });
            let is_good = token.is_ok_and(|token| world.honours(token.expose()));
            assert!(is_good, "seed {seed}: a tab has a session that is no good, {storage:?}");
        }
    }
    assert_eq!(world.reuses(), 0, "seed {seed}: a refresh token was used twice");
    let last = world.block_on(open(world.open_tab(), storage));
    let kept = tabs.borrow()[0].1.session();
    assert_eq!(last.session().is_some(), kept.is_some(), "seed {seed}: the store has another state than the tabs");
    (world.refreshes(), tabs.borrow().len())
}

/// Lets everything come to rest. Documents that nothing has reached until now come to the front: frozen ones, and those of one
/// tab, which tell each other nothing.
fn settle(world: &Rc<World>, tabs: &Tabs, storage: &Storage) {
    world.settle();
    // What one has to put right the next one sees when it comes to the front again.
    for _ in 0..2 {
        for (tab, _) in &*tabs.borrow() {
            if tab.is_frozen() || matches!(storage, Storage::Session) {
                tab.wake();
            }
        }
        world.settle();
    }
}

#[test]
fn no_refresh_token_is_used_twice_and_no_session_is_lost() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
    let seeds = match number("SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SEEDS").unwrap_or(SEEDS),
    };
    let (mut refreshes, mut tabs) = (0, 0);
    for seed in seeds.clone() {
        let (more, open) = run(seed);
        refreshes += more;
        tabs += open;
    }
    let steps = seeds.clone().count() * STEPS;
    println!("seeds {}, steps {steps}, tabs {tabs}, refreshes {refreshes}, sessions lost 0", seeds.count());
}
