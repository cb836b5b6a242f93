//! The session's state machine under every order of events that a seed can think of: several tabs, a site that rotates
//! refresh tokens and detects their reuse, stores and messages that arrive late, tabs that are closed and opened.
//!
//! Time is virtual and nothing runs by itself, so a seed replays its run. The invariant: no refresh token is used twice, no
//! session is lost that the site still honours, and when all has come to rest every tab has the same one.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use headless_identity::{AccessTokenArgs, Client, Code, Config, LoginArgs, Storage};

use crate::simulation::{Tab, World};

/// How many, where the environment's `SEEDS` does not say; `SEED` replays one.
const SEEDS: u64 = 5000;
const STEPS: usize = 40;

async fn open(tab: Tab) -> Client<Tab> {
    let config = Config::new("https://acme.my.site.com/portal", "3MVG9example").storage(Storage::Local);
    Client::with_platform(config, tab).await.unwrap()
}

type Tabs = Rc<RefCell<Vec<(Tab, Client<Tab>)>>>;

/// Asks for a token as an app would, and notes what must not happen.
async fn ask(client: Client<Tab>, is_forced: bool, failures: Rc<Cell<usize>>) {
    let args = AccessTokenArgs::default();
    let outcome = client.get_access_token(if is_forced { args.force_refresh() } else { args }).await;
    let is_lost = |code| matches!(code, Code::SessionExpired | Code::UnexpectedResponse | Code::Timeout);
    if outcome.is_err_and(|error| is_lost(error.code())) {
        failures.set(failures.get() + 1);
    }
}

fn run(seed: u64) -> (usize, usize) {
    let world = World::new(seed);
    let tabs: Tabs = Rc::default();
    let failures = Rc::new(Cell::new(0));
    // Whoever opens a tab then may learn only from the site that it is over, so that is no failure.
    let signs_out = world.pick(2) == 0;
    for _ in 0..1 + world.pick(5) {
        let tab = world.open_tab();
        let client = world.block_on(open(tab.clone()));
        tabs.borrow_mut().push((tab, client));
    }
    let first = tabs.borrow()[0].1.clone();
    world.block_on(async move { first.login(LoginArgs::new("ada", "pw")).await.unwrap() });
    world.settle();

    for _ in 0..STEPS {
        let count = tabs.borrow().len();
        let (tab, client) = tabs.borrow()[world.pick(count)].clone();
        match world.pick(20) {
            0..12 => {
                let is_forced = world.pick(4) == 0;
                world.spawn(tab, ask(client, is_forced, failures.clone()));
            }
            12..15 => world.sleep_for(3_700_000),
            15 if count > 1 && !tab.is_in_flight() => {
                tabs.borrow_mut().retain(|(other, _)| !other.is(&tab));
                drop(client);
                tab.kill();
            }
            16 => {
                let tab = world.open_tab();
                let client = world.block_on(open(tab.clone()));
                tabs.borrow_mut().push((tab, client));
            }
            17 if signs_out && world.pick(2) == 0 => world.spawn(tab, async move { drop(client.logout().await) }),
            17 => world.lose_next_request(true),
            18 => {
                let login = async move { client.login(LoginArgs::new("ada", "pw")).await.map(drop) };
                world.spawn(tab, async move { drop(login.await) });
            }
            _ => world.advance(world.pick(200) as u64),
        }
        // Sometimes everything comes to rest, more often the next thing happens in the middle of the last.
        for _ in 0..world.pick(12) {
            world.step();
        }
    }
    world.settle();
    world.lose_next_request(false);

    assert_eq!(world.reuses(), 0, "seed {seed}: a refresh token was used twice");
    assert!(signs_out || failures.get() == 0, "seed {seed}: a session was lost");
    let sessions: Vec<_> = tabs.borrow().iter().map(|(_, client)| client.session()).collect();
    assert!(sessions.iter().all(|session| *session == sessions[0]), "seed {seed}: the tabs disagree on the session");
    world.sleep_for(3_700_000);
    for (_, client) in tabs.borrow().clone() {
        if client.session().is_some() {
            let token = world.block_on(async move { client.get_access_token(AccessTokenArgs::default()).await });
            assert!(world.honours(token.unwrap().expose()), "seed {seed}: a tab has a token that is no good");
        }
    }
    assert_eq!(world.reuses(), 0, "seed {seed}: a refresh token was used twice");
    let last = world.block_on(open(world.open_tab()));
    let kept = tabs.borrow()[0].1.session();
    assert_eq!(last.session().is_some(), kept.is_some(), "seed {seed}: the store has another state than the tabs");
    (world.refreshes(), tabs.borrow().len())
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
