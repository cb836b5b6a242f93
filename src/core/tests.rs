//! The core as its driver sees it: what happens, and what it wants done.

use zeroize::Zeroizing;

use super::*;
use crate::args::access_token::AccessTokenArgs;
use crate::args::login::LoginArgs;
use crate::config::{Config, Storage};
use crate::http::HttpResponse;
use crate::pkce::State;
use crate::secret::AccessToken;
use crate::world::effect::{Answer, Ask, CallId, EffectId, LockAnswer, Outcome};

mod revocations;

const SITE: &str = "https://acme.my.site.com/portal";
const NOW: u64 = 1_767_225_600_000;

/// One client, with what it asks for as text: an effect's name, and what tells it from others of that name.
struct Client {
    core: Core,
    /// What waits for an answer, oldest first.
    asked: Vec<(EffectId, String)>,
    last_call: u32,
    now: u64,
}

impl Client {
    fn new(storage: Storage) -> Self {
        let settings = Settings::check(Config::new(SITE, "3MVG9example").storage(storage)).unwrap();
        Self {
            core: Core::new(settings, Some("https://app.example.com".to_owned())),
            asked: Vec::new(),
            last_call: 0,
            now: NOW,
        }
    }

    /// One whose store is `localStorage`, with nothing in it.
    fn opened() -> Self {
        let mut client = Self::new(Storage::Local);
        client.call(Journey::open());
        client.answer("Set", Answer::Done);
        client.answer("Remove", Answer::Done);
        assert_eq!(client.answer("Get", Answer::Value(None)), ["Resolve 1 Nothing", "Sleep 200"]);
        assert_eq!(client.answer("Sleep 200", Answer::Slept), ["Get"], "the other tabs may just have done something");
        assert_eq!(client.answer("Get", Answer::Value(None)), [""; 0]);
        client
    }

    fn signed_in() -> Self {
        let mut client = Self::opened();
        client.call(login());
        client.until_token();
        client.answer("Send", token("1"));
        client.answer("Set", Answer::Done);
        client
    }

    fn call(&mut self, journey: Journey) -> Vec<String> {
        self.last_call += 1;
        self.step(Event::Called(CallId(self.last_call), journey))
    }

    /// Answers the oldest effect of that name that waits.
    fn answer(&mut self, name: &str, answer: Answer) -> Vec<String> {
        let position = self.asked.iter().position(|(_, asked)| asked.starts_with(name)).unwrap_or_else(|| {
            panic!("nobody waits for {name}, but for {:?}", self.asked);
        });
        let (id, _) = self.asked.remove(position);
        self.step(Event::Answered(id, answer))
    }

    /// From the login's call to its token request.
    fn until_token(&mut self) -> Vec<String> {
        self.answer("Draw", drawn(1));
        self.answer("Draw", drawn(2));
        self.answer("Send", echo(2))
    }

    /// From a renewal's wait for the lock to its request, in a browser that has no locks.
    fn until_refresh(&mut self) {
        self.answer("Lock", Answer::Lock(LockAnswer::Unsupported));
        while self.asked.iter().any(|(_, asked)| asked == "Get" || asked == "Sleep 20") {
            let name = if self.asked.iter().any(|(_, asked)| asked == "Get") { "Get" } else { "Sleep 20" };
            let answer = if name == "Get" { Answer::Failed } else { Answer::Slept };
            self.answer(name, answer);
        }
    }

    fn step(&mut self, event: Event) -> Vec<String> {
        let effects = self.core.step(event, self.now);
        effects.into_iter().map(|effect| self.note(effect)).collect()
    }

    fn note(&mut self, effect: Effect) -> String {
        let (id, text) = match effect {
            Effect::Ask(id, ask) => (Some(id), asked(&ask)),
            Effect::End(id) => {
                let position = self.asked.iter().position(|(asked, _)| *asked == id);
                (None, position.map_or("End".to_owned(), |at| format!("End {}", self.asked.remove(at).1)))
            }
            Effect::Join { channel } => (None, format!("Join {}", channel.is_some())),
            Effect::Post(_) => (None, "Post".to_owned()),
            Effect::Leave => (None, "Leave".to_owned()),
            Effect::Resolve(id, outcome) => (None, format!("Resolve {} {}", id.0, named(&outcome))),
            Effect::Reject(id, error) => (None, format!("Reject {} {}", id.0, error.code())),
            Effect::Keep(kept, _) => (None, format!("Keep {}", kept.is_some())),
            Effect::Tell(event) => (None, format!("Tell {}", event.kind)),
        };
        self.asked.extend(id.map(|id| (id, text.clone())));
        text
    }
}

fn asked(ask: &Ask) -> String {
    match ask {
        Ask::Send(request) => format!("Send {}", request.url.replace(SITE, "")),
        Ask::Sleep(ms) => format!("Sleep {ms}"),
        Ask::Lock { mode, .. } => format!("Lock {mode:?}"),
        Ask::Get(_) => "Get".to_owned(),
        Ask::Set(..) => "Set".to_owned(),
        Ask::Remove(_) => "Remove".to_owned(),
        Ask::Verify { .. } => "Verify".to_owned(),
        Ask::Draw => "Draw".to_owned(),
    }
}

fn named(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Nothing => "Nothing",
        Outcome::Session(_) => "Session",
        Outcome::Token(_) => "Token",
        _ => "other",
    }
}

fn login() -> Journey {
    Journey::login(LoginArgs::new("ada@example.com", "her password"))
}

fn drawn(byte: u8) -> Answer {
    Answer::Drawn(Some(Box::new(Zeroizing::new([byte; 32]))))
}

/// The echo's answer to an authorize request whose state is of this byte.
fn echo(byte: u8) -> Answer {
    let state = State::of(&[byte; 32]);
    let url = format!("{SITE}/services/oauth2/echo?code=aPrx&state={}", state.expose());
    response(&url, &format!(r#"{{"code":"aPrx","state":"{}"}}"#, state.expose()))
}

fn token(name: &str) -> Answer {
    let url = format!("{SITE}/services/oauth2/token");
    let id = "https://acme.my.site.com/id/00D000000000001AAA/005000000000001AAA";
    let body = format!(
        r#"{{"access_token":"00D!{name}","refresh_token":"5Aep{name}","token_type":"Bearer","id":"{id}","issued_at":"{NOW}",
            "instance_url":"https://acme.my.salesforce.com","scope":"api refresh_token","signature":"s"}}"#
    );
    response(&url, &body)
}

fn response(url: &str, body: &str) -> Answer {
    Answer::Response(Box::new(HttpResponse::new(200, url, "application/json", body.to_owned())))
}

fn bad_token() -> Answer {
    Answer::Response(Box::new(HttpResponse::new(403, SITE, "text/plain", "Bad_OAuth_Token".to_owned())))
}

const AUTHORIZE: &str = "Send /services/oauth2/authorize";
const TOKEN: &str = "Send /services/oauth2/token";
const REVOKE: &str = "Send /services/oauth2/revoke";
const USERINFO: &str = "Send /services/oauth2/userinfo";

#[test]
fn a_login_from_its_call_to_its_session() {
    let mut client = Client::opened();
    assert_eq!(client.call(login()), ["Sleep 30000", "Draw"]);
    assert_eq!(client.answer("Draw", drawn(1)), ["Draw"]);
    assert_eq!(client.answer("Draw", drawn(2)), [AUTHORIZE]);
    assert_eq!(client.answer("Send", echo(2)), [TOKEN]);
    assert_eq!(client.answer("Send", token("1")), ["Keep true", "Set", "Tell signed-in"]);
    assert_eq!(client.answer("Set", Answer::Done), ["Post", "End Sleep 30000", "Resolve 2 Session"]);
    assert!(client.asked.is_empty(), "{:?}", client.asked);
}

#[test]
fn the_same_events_at_the_same_times_have_the_same_effects() {
    let play = || {
        let mut client = Client::opened();
        let mut effects = client.call(login());
        effects.extend(client.until_token());
        effects.extend(client.answer("Send", token("1")));
        effects.extend(client.call(Journey::logout(false)));
        effects
    };
    assert_eq!(play(), play());
}

#[test]
fn a_call_that_is_given_up_before_it_was_made_does_nothing() {
    let mut client = Client::signed_in();
    let id = CallId(client.last_call + 1);
    assert_eq!(client.step(Event::Aborted(id)), [""; 0]);
    assert_eq!(client.call(Journey::logout(false)), [format!("Reject {} aborted", id.0)]);
    // And only that one.
    assert_eq!(client.call(login()), ["Sleep 30000", "Draw"]);
}

#[test]
fn an_abort_ends_what_the_call_waits_for() {
    let mut client = Client::opened();
    client.call(login());
    client.until_token();
    let ended = client.step(Event::Aborted(CallId(2)));
    assert_eq!(ended, [&format!("End {TOKEN}"), "End Sleep 30000", "Reject 2 aborted"]);
}

#[test]
fn a_sign_out_is_there_when_its_call_returns_and_waits_for_no_slow_store() {
    let mut client = Client::signed_in();
    let at_once = client.call(Journey::logout(false));
    assert_eq!(at_once, ["Get", "Keep false", "Remove", "Tell signed-out", "Sleep 30000", REVOKE]);
    // The time of the call is over before the store has answered, and the site has not either.
    let late = client.answer("Sleep 30000", Answer::Slept);
    assert_eq!(late, ["Resolve 3 Nothing"]);
    assert_eq!(client.answer("Remove", Answer::Done), ["Post"]);
}

#[test]
fn a_closed_client_still_tells_the_other_tabs_of_its_last_change() {
    let mut client = Client::signed_in();
    client.call(Journey::logout(false));
    let closed = client.step(Event::Closed);
    assert_eq!(closed, ["End Sleep 30000", "Reject 3 aborted"], "neither the revocation nor the store is cut");
    assert_eq!(client.answer("Remove", Answer::Done), ["Post", "Leave"]);
}

#[test]
fn a_closed_client_waits_for_no_lock_and_sends_no_renewal() {
    let mut client = Client::signed_in();
    client.call(Journey::get_access_token(AccessTokenArgs::default().force_refresh(), None));
    assert_eq!(client.answer("Lock", Answer::Lock(LockAnswer::Busy)), ["Sleep 121000", "Lock Wait"]);
    let mut effects = client.step(Event::Closed);
    assert!(effects.contains(&"End Lock Wait".to_owned()), "{effects:?}");
    while !effects.contains(&"Leave".to_owned()) {
        effects = match client.asked.first().map(|(_, asked)| asked.as_str()) {
            Some("Get") => client.answer("Get", Answer::Failed),
            Some(asked) if asked.starts_with("Sleep") => client.answer("Sleep", Answer::Slept),
            Some(_) => client.answer("Lock Try", Answer::Lock(LockAnswer::Busy)), // whose turn it is makes no difference
            None => panic!("it never leaves"),
        };
        assert!(!effects.iter().any(|effect| effect.starts_with("Send")), "{effects:?}");
    }
}

#[test]
fn the_lock_is_held_until_the_next_tab_finds_what_was_renewed() {
    let mut client = Client::signed_in();
    client.call(Journey::get_access_token(AccessTokenArgs::default().force_refresh(), None));
    client.answer("Lock", Answer::Lock(LockAnswer::Held));
    while client.asked.iter().any(|(_, asked)| asked == "Get" || asked == "Sleep 20") {
        let is_look = client.asked.iter().any(|(_, asked)| asked == "Get");
        if is_look {
            client.answer("Get", Answer::Failed)
        } else {
            client.answer("Sleep 20", Answer::Slept)
        };
    }
    client.answer("Send", token("2"));
    client.answer("Get", Answer::Value(None));
    let told = client.answer("Set", Answer::Done);
    assert!(told.contains(&"Sleep 100".to_owned()) && told.contains(&"Resolve 3 Token".to_owned()), "{told:?}");
    assert_eq!(client.answer("Sleep 100", Answer::Slept), ["End"]);
}

#[test]
fn neither_a_store_that_hangs_nor_timers_that_a_browser_stretches_keep_the_lock_for_long() {
    let renewing = || {
        let mut client = Client::signed_in();
        client.call(Journey::get_access_token(AccessTokenArgs::default().force_refresh(), None));
        assert_eq!(client.answer("Lock", Answer::Lock(LockAnswer::Held)), ["Get"]);
        client
    };
    let mut hanging = renewing();
    hanging.now += 30_000;
    assert!(hanging.answer("Get", Answer::Failed).contains(&TOKEN.to_owned()));

    let mut hidden = renewing();
    for _ in 0..2 {
        assert_eq!(hidden.answer("Get", Answer::Value(None)), ["Sleep 20"]);
        hidden.now += 15_000;
        hidden.answer("Sleep 20", Answer::Slept);
    }
    assert!(hidden.answer("Get", Answer::Value(None)).contains(&TOKEN.to_owned()));
}

/// OpenID Connect Core, 12.2.
#[test]
fn callers_at_the_same_time_share_one_renewal_and_one_may_give_up() {
    let mut client = Client::signed_in();
    let renew = || Journey::get_access_token(AccessTokenArgs::default().force_refresh(), None);
    assert_eq!(client.call(renew()), ["Sleep 30000", "Lock Try"]);
    assert_eq!(client.call(renew()), ["Sleep 30000"]);
    assert_eq!(client.step(Event::Aborted(CallId(3))), ["End Sleep 30000", "Reject 3 aborted"]);
    client.until_refresh();
    assert_eq!(client.answer("Send", token("2")), ["Get"], "has somebody signed in or out?");
    assert_eq!(client.answer("Get", Answer::Value(None)), ["Keep true", "Set"]);
    let told = client.answer("Set", Answer::Done);
    assert_eq!(told, ["Post", "Tell refreshed", "End Sleep 120000", "End Sleep 30000", "Resolve 4 Token"]);
}

#[test]
fn a_token_that_was_refused_is_renewed_only_while_it_is_the_session_s() {
    let mut client = Client::signed_in();
    let refused = |number| AccessTokenArgs::default().refused(AccessToken::from(format!("00D!{number}")));
    assert_eq!(client.call(Journey::get_access_token(refused(0), None)), ["Resolve 3 Token"]);
    assert_eq!(client.call(Journey::get_access_token(refused(1), None)), ["Sleep 30000", "Lock Try"]);
}

#[test]
fn user_info_that_is_refused_a_token_renewed_since_asks_again_with_the_new_one() {
    let mut client = Client::signed_in();
    client.call(Journey::get_access_token(AccessTokenArgs::default().force_refresh(), None));
    client.until_refresh();
    assert_eq!(client.call(Journey::user_info()), ["Sleep 30000", USERINFO]);
    client.answer(TOKEN, token("2"));
    client.answer("Get", Answer::Value(None));
    client.answer("Set", Answer::Done);
    assert_eq!(client.answer(USERINFO, bad_token()), [USERINFO]);
}

#[test]
fn where_a_store_does_not_take_the_new_state_the_old_one_goes() {
    let mut client = Client::opened();
    client.call(login());
    client.until_token();
    client.answer("Send", token("1"));
    assert_eq!(client.answer("Set", Answer::Failed), ["Remove"]);
    let end = client.answer("Remove", Answer::Done);
    assert_eq!(end, ["Post", "Tell storage-failed", "End Sleep 30000", "Resolve 2 Session"]);
}

#[test]
fn the_last_state_stays_whatever_time_a_write_takes_and_the_ones_between_are_never_written() {
    let mut client = Client::signed_in();
    client.call(Journey::logout(false));
    client.call(login());
    client.until_token_of_the_second();
    // The sign-out is still on its way to the store, so the login waits for its turn there.
    assert_eq!(client.answer("Send", token("2")), ["Keep true", "Tell signed-in"]);
    assert_eq!(client.call(Journey::logout(false))[..3], ["Get", "Keep false", "Tell signed-out"]);
    assert_eq!(client.answer("Remove", Answer::Done)[..2], ["Post", "Remove"]);
    let end = client.answer("Remove", Answer::Done);
    assert_eq!(end[0], "Post");
    assert!(!client.asked.iter().any(|(_, asked)| asked == "Set" || asked == "Remove"), "{:?}", client.asked);
}

impl Client {
    /// As [`Self::until_token`], while a revocation is on its way.
    fn until_token_of_the_second(&mut self) {
        self.answer("Draw", drawn(3));
        self.answer("Draw", drawn(4));
        self.answer(AUTHORIZE, echo(4));
        self.asked.retain(|(_, asked)| asked != REVOKE);
    }
}

#[test]
fn a_visit_that_a_sign_out_has_overtaken_does_not_begin() {
    let mut client = Client::opened();
    let visiting = client.call(Journey::continue_as_guest(None));
    assert_eq!(visiting, ["Sleep 30000", "Sleep 30000", "Draw"], "the call has its time, and so has what calls share");
    // Nobody is signed in yet, but the sign-out counts: a visit that began before it must not begin a session.
    assert_eq!(client.call(Journey::logout(false)).last().map(String::as_str), Some("Resolve 3 Nothing"));
    client.answer("Draw", drawn(1));
    client.answer("Draw", drawn(2));
    client.answer("Draw", drawn(3));
    client.answer(AUTHORIZE, echo(3));
    let end = client.answer(TOKEN, token("1"));
    assert!(end.iter().any(|effect| effect == "Reject 2 aborted"), "{end:?}");
    assert!(!end.iter().any(|effect| effect.starts_with("Keep") || effect.starts_with("Set")), "{end:?}");
}
