//! What happens, as a list, and what follows from it.

use super::*;
use crate::session::kept::testing::{changed, guest, user};

mod absence;
mod calls;
mod crossing;
mod set_back;

const UVID: &str = "3f0b9d0e-1b2c-4d5e-8f90-123456789abc";

/// A machine and the time of the device.
struct Client {
    machine: Machine,
    now: u64,
    /// What it has written last.
    written: Option<Record>,
}

impl Client {
    fn new(reach: Reach) -> Self {
        Self { machine: Machine::new(reach), now: 1_000, written: None }
    }

    fn on(&mut self, input: Input) -> Vec<String> {
        let follow_ups = self.machine.on(input, self.now);
        self.now += 1;
        follow_ups.into_iter().map(|effect| self.shown(effect)).collect()
    }

    /// An effect in short: `write ada`, `write nobody`, `tell signed-in`, `tell signed-in elsewhere`, `revoke ada`, `mend`.
    fn shown(&mut self, effect: FollowUp) -> String {
        match effect {
            FollowUp::Write => {
                self.written = Some(self.machine.record());
                format!("write {}", self.name().unwrap_or("nobody".to_owned()))
            }
            FollowUp::Tell(event, elsewhere) => format!("tell {event}{}", if elsewhere { " elsewhere" } else { "" }),
            FollowUp::Revoke(token) => format!("revoke {}", token.strip_prefix("refresh ").unwrap_or(&token)),
            FollowUp::Look(Look::Mending) => "mend".to_owned(),
            FollowUp::Look(_) => "look".to_owned(),
        }
    }

    fn signs_in(&mut self, kept: &Kept) -> Vec<String> {
        self.on(Input::Began(self.machine.start(), kept.clone()))
    }

    fn stores(&mut self) -> Vec<String> {
        let stamp = self.written.as_ref().unwrap().stamp;
        self.on(Input::Written(stamp, true))
    }

    fn misses(&mut self, look: Look) -> Vec<String> {
        let before = self.machine.stored_stamp();
        self.on(Input::Looked(look, before, None))
    }

    fn finds(&mut self, look: Look, record: &Record) -> Vec<String> {
        let before = self.machine.stored_stamp();
        self.on(Input::Looked(look, before, Some(Box::new(copy(record)))))
    }

    fn hears_from(&mut self, other: &Client) -> Vec<String> {
        self.on(Input::Heard(Box::new(copy(other.written.as_ref().unwrap()))))
    }

    fn name(&self) -> Option<String> {
        self.machine.kept().and_then(|kept| kept.session.user_id.clone())
    }
}

fn copy(record: &Record) -> Record {
    Record { stamp: record.stamp, kept: record.kept.clone() }
}

/// Two tabs that have `ada`, the second one from the first.
fn two_tabs() -> (Client, Client) {
    let (mut one, mut two) = (Client::new(Reach::Origin), Client::new(Reach::Origin));
    one.signs_in(&user("ada"));
    one.stores();
    two.hears_from(&one);
    two.now = one.now;
    (one, two)
}

#[test]
fn a_change_is_written_then_told_and_what_it_replaces_is_revoked() {
    let mut client = Client::new(Reach::Client);
    assert_eq!(client.signs_in(&user("ada")), ["write ada", "tell signed-in"]);
    assert_eq!(client.signs_in(&user("bob")), ["write bob", "tell signed-in", "revoke ada"]);
    assert_eq!(client.on(Input::SignedOut), ["write nobody", "tell signed-out"]);
    assert!(client.on(Input::SignedOut).is_empty(), "nobody was there");
}

#[test]
fn a_renewal_is_told_when_the_store_has_it_and_only_if_it_is_still_the_state() {
    let (ada, renewed) = (user("ada"), user("ada renewed"));
    let mut client = Client::new(Reach::Origin);
    client.signs_in(&ada);
    assert_eq!(client.on(Input::Renewed(ada.clone(), renewed.clone())), ["write ada renewed"]);
    assert_eq!(client.stores(), ["tell refreshed"]);
    assert!(client.stores().is_empty(), "once");

    let again = user("ada again");
    client.on(Input::Renewed(renewed, again));
    let overtaken = client.written.as_ref().unwrap().stamp;
    client.signs_in(&user("bob"));
    assert!(client.on(Input::Written(overtaken, true)).is_empty());
    assert_eq!(client.on(Input::Written(overtaken, false)), ["tell storage-failed"]);
}

#[test]
fn a_renewal_of_a_session_that_is_gone_ends_what_it_has_brought() {
    let (ada, late) = (user("ada"), user("late"));
    let mut client = Client::new(Reach::Client);
    client.signs_in(&ada);
    client.signs_in(&user("bob"));
    assert_eq!(client.on(Input::Renewed(ada.clone(), late.clone())), ["revoke late"]);
    assert!(client.on(Input::Expired(ada.clone())).is_empty());
    client.on(Input::SignedOut);
    assert_eq!(client.on(Input::Renewed(ada, late)), ["revoke late"]);
    // An app that does not rotate has given the token that the session lives by.
    client.signs_in(&user("late"));
    assert!(client.on(Input::Renewed(user("gone"), user("late"))).is_empty());
}

#[test]
fn a_visitor_s_session_that_comes_late_replaces_no_user_but_a_wanted_one_does() {
    let visitor = guest(&Uvid::parse(UVID).unwrap());
    let mut client = Client::new(Reach::Client);
    let start = client.machine.start();
    client.signs_in(&user("ada"));
    assert_eq!(client.machine.overtaken(start, &visitor), Some(Gone::Replaced));
    assert_eq!(client.on(Input::Began(start, visitor.clone())), [format!("revoke access{UVID}")]);
    assert_eq!(client.machine.overtaken(start, &user("bob")), None, "a user's does");
    assert_eq!(client.signs_in(&visitor)[1..], ["tell guest", "revoke ada"]);
    assert_eq!(client.machine.overtaken(start, &visitor), None, "and a visitor's goes over a visitor's");
    let epoch = client.machine.epoch();
    client.on(Input::SignedOut);
    assert_ne!(client.machine.epoch(), epoch);
    assert_eq!(client.machine.overtaken(start, &visitor), Some(Gone::SignedOut));
}

#[test]
fn a_login_that_a_sign_out_has_overtaken_ends_what_it_has_brought() {
    let mut client = Client::new(Reach::Client);
    let start = client.machine.start();
    client.on(Input::SignedOut);
    assert_eq!(client.on(Input::Began(start, user("ada"))), ["revoke ada"]);
    let without = changed(user("bob"), |_, tokens, _| tokens.refresh = None);
    assert_eq!(
        client.on(Input::Began(start, without)),
        ["revoke accessbob"],
        "the access token, where there is no other"
    );
    assert_eq!(client.name(), None);
}

#[test]
fn a_newer_state_is_adopted_once_and_an_older_one_never() {
    let (mut one, mut two) = two_tabs();
    assert!(two.hears_from(&one).is_empty());
    one.on(Input::SignedOut);
    assert_eq!(two.hears_from(&one), ["tell signed-out elsewhere"]);
    let out = copy(one.written.as_ref().unwrap());
    one.signs_in(&user("bob"));
    assert_eq!(two.hears_from(&one), ["tell signed-in elsewhere", "look"]);
    assert_eq!(two.on(Input::Heard(Box::new(out))), ["mend"], "who sent it may have written it last");
    assert_eq!(two.name().as_deref(), Some("bob"));
}

#[test]
fn what_is_told_is_what_has_changed_here() {
    let ada = user("ada");
    let visitor = Uvid::parse(UVID).unwrap();
    let (mut one, mut two) = (Client::new(Reach::Origin), Client::new(Reach::Origin));
    one.signs_in(&ada);
    one.on(Input::Renewed(ada, user("ada renewed")));
    assert_eq!(two.hears_from(&one), ["tell signed-in elsewhere", "look"], "it has missed the sign-in");
    let renewed = one.machine.kept().cloned().unwrap();
    one.on(Input::Renewed(renewed, user("ada again")));
    assert_eq!(two.hears_from(&one), ["tell refreshed elsewhere", "look"]);
    let again = one.machine.kept().cloned().unwrap();
    one.on(Input::Expired(again));
    assert_eq!(two.hears_from(&one), ["tell expired elsewhere"]);
    one.signs_in(&guest(&visitor));
    assert_eq!(two.hears_from(&one), ["tell guest elsewhere", "look"]);
    one.signs_in(&user("bob"));
    one.on(Input::SignedOut);
    assert_eq!(two.hears_from(&one), ["tell signed-out elsewhere"]);
}

#[test]
fn a_renewal_belongs_to_its_session_though_that_was_read_from_the_store_meanwhile() {
    let mut client = Client::new(Reach::Origin);
    let ada = user("ada");
    client.signs_in(&ada);
    client.stores();
    let stamp = client.written.as_ref().unwrap().stamp;
    client.misses(Look::Waking);
    assert_eq!(
        client.finds(Look::Waking, &Record { stamp, kept: Some(user("ada")) }),
        ["tell signed-in elsewhere"],
        "read anew"
    );
    assert_eq!(client.on(Input::Renewed(ada, user("ada renewed"))), ["write ada renewed"]);
}

#[test]
fn the_same_sign_out_once_more_is_no_news() {
    let (mut one, mut two) = two_tabs();
    one.on(Input::SignedOut);
    two.hears_from(&one);
    let (generation, out) = (one.machine.generation(), copy(one.written.as_ref().unwrap()));
    assert!(two.hears_from(&one).is_empty());
    assert!(one.on(Input::Heard(Box::new(out))).is_empty());
    assert!(one.machine.is_own() && one.machine.generation() == generation);
}
