//! What happens, as a list, and what follows from it.

use super::*;
use crate::session::kept::testing::{changed, guest, user};

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
        self.on(Input::Began(self.machine.epoch(), kept.clone()))
    }

    fn stores(&mut self) -> Vec<String> {
        let stamp = self.written.as_ref().unwrap().stamp;
        self.on(Input::Written(stamp, true))
    }

    fn misses(&mut self, look: Look) -> Vec<String> {
        let before = self.machine.look_base();
        self.on(Input::Looked(look, before, None))
    }

    fn finds(&mut self, look: Look, record: &Record) -> Vec<String> {
        let before = self.machine.look_base();
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
    assert!(client.on(Input::Renewed(user("late"), user("late"))).is_empty());
}

#[test]
fn a_login_that_a_sign_out_has_overtaken_ends_what_it_has_brought() {
    let mut client = Client::new(Reach::Client);
    let epoch = client.machine.epoch();
    client.on(Input::SignedOut);
    assert_eq!(client.on(Input::Began(epoch, user("ada"))), ["revoke ada"]);
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
fn two_that_sign_in_at_once_agree_on_the_later_one_and_the_other_is_revoked() {
    let (mut one, mut two) = (Client::new(Reach::Origin), Client::new(Reach::Origin));
    two.now += 1;
    one.signs_in(&user("ada"));
    two.signs_in(&user("bob"));
    let first = copy(one.written.as_ref().unwrap());
    assert_eq!(one.hears_from(&two), ["tell signed-in elsewhere", "mend"]);
    assert_eq!(two.on(Input::Heard(Box::new(first))), ["write bob", "revoke ada", "mend"]);
    assert_eq!(one.name(), two.name());
    assert!(one.hears_from(&two).is_empty(), "the same again");
}

#[test]
fn two_that_sign_in_at_once_after_the_clock_was_set_back_agree_too() {
    let (mut one, mut two) = two_tabs();
    (one.now, two.now) = (500, 500);
    one.signs_in(&user("bob"));
    two.signs_in(&user("cyd"));
    let first = copy(one.written.as_ref().unwrap());
    let adopts = one.hears_from(&two);
    let insists = two.on(Input::Heard(Box::new(first)));
    assert_eq!(one.name(), two.name());
    assert_eq!((adopts.len(), insists.len()), (2, 3), "{adopts:?} {insists:?}");
}

#[test]
fn a_sign_in_and_a_sign_out_in_one_millisecond_are_never_taken_for_one_state() {
    // All parts of a millisecond that a token can draw.
    for number in 0..3_000 {
        let mut client = Client::new(Reach::Origin);
        client.signs_in(&user(&number.to_string()));
        let began = client.machine.stamp;
        let mut other = Client::new(Reach::Origin);
        other.machine.stamp = Stamp::default().next(EventKind::SignedOut, 1_000, 0);
        assert_ne!(began, other.machine.stamp, "user {number}");
    }
}

#[test]
fn a_state_that_was_only_heard_of_is_not_insisted_on() {
    let (mut one, mut two) = two_tabs();
    let old = copy(one.written.as_ref().unwrap());
    one.on(Input::SignedOut);
    two.hears_from(&one);
    assert_eq!(two.on(Input::Heard(Box::new(old))), ["mend"], "but the store may have the older one");
}

#[test]
fn mending_writes_what_is_newer_than_the_store_and_nothing_else() {
    let (mut one, mut two) = two_tabs();
    let old = copy(one.written.as_ref().unwrap());
    one.on(Input::SignedOut);
    two.hears_from(&one);
    assert_eq!(two.finds(Look::Mending, &old), ["write nobody", "revoke ada"]);
    assert!(two.misses(Look::Mending).is_empty());
    let (mut one, _) = two_tabs();
    assert_eq!(one.misses(Look::Mending), ["write ada"]);
    let own = copy(one.written.as_ref().unwrap());
    assert!(one.finds(Look::Mending, &own).is_empty());
}

#[test]
fn mending_takes_over_what_is_newer_in_the_store() {
    let (mut one, mut two) = two_tabs();
    one.on(Input::SignedOut);
    one.signs_in(&user("bob"));
    let bob = copy(one.written.as_ref().unwrap());
    assert_eq!(two.finds(Look::Mending, &bob), ["tell signed-in elsewhere"]);
    assert_eq!(two.misses(Look::Waking), ["tell signed-out elsewhere"], "it has seen that the store has it");
}

#[test]
fn mending_yields_to_a_sign_in_after_the_clock_was_set_back() {
    let (mut one, mut two) = two_tabs();
    one.on(Input::SignedOut);
    two.hears_from(&one);
    let mut three = Client::new(Reach::Origin);
    three.now = 500;
    three.signs_in(&user("bob"));
    let bob = copy(three.written.as_ref().unwrap());
    two.now = 501;
    assert_eq!(two.finds(Look::Mending, &bob), ["tell signed-in elsewhere"], "the message is still under way");
}

#[test]
fn a_look_among_tabs_notices_that_states_have_crossed() {
    let (mut one, mut two) = two_tabs();
    let ada = one.machine.kept().cloned().unwrap();
    one.on(Input::Renewed(ada, user("ada renewed")));
    let mut three = Client::new(Reach::Origin);
    three.hears_from(&one);
    two.signs_in(&user("bob"));
    let bob = copy(two.written.as_ref().unwrap());
    assert_eq!(one.finds(Look::Routine, &bob), ["tell signed-in elsewhere", "mend"], "its renewal may be written last");
    assert!(one.finds(Look::Routine, &bob).is_empty(), "once");
    assert_eq!(three.finds(Look::Routine, &bob), ["tell signed-in elsewhere"], "this one has written nothing");
}

#[test]
fn a_look_among_tabs_notices_that_a_state_was_written_over() {
    for ending in ["signs in", "signs out"] {
        let (mut one, _) = two_tabs();
        let ada = one.machine.kept().cloned().unwrap();
        let mut deaf = Client::new(Reach::Origin); // it has no channel
        deaf.finds(Look::Routine, &copy(one.written.as_ref().unwrap()));
        if ending == "signs in" {
            deaf.signs_in(&user("bob"))
        } else {
            deaf.on(Input::SignedOut)
        };
        one.on(Input::Renewed(ada, user("ada renewed")));
        let over = copy(one.written.as_ref().unwrap());
        assert!(deaf.finds(Look::Routine, &over).is_empty(), "the store may be slow to take what is newer");
        deaf.stores();
        assert_eq!(deaf.finds(Look::Waking, &over), ["mend"], "{ending}");
        assert!(deaf.finds(Look::Routine, &over).is_empty(), "once");
        let mended = deaf.finds(Look::Mending, &over);
        let wanted = if ending == "signs in" {
            ["write bob", "revoke ada renewed"]
        } else {
            ["write nobody", "revoke ada renewed"]
        };
        assert_eq!(mended, wanted);
    }
}

#[test]
fn a_renewal_of_what_began_since_the_clock_was_set_back_is_taken_over_and_one_of_what_was_signed_out_is_not() {
    let (mut one, mut two) = two_tabs();
    let ada = one.machine.kept().cloned().unwrap();
    one.on(Input::SignedOut);
    let mut three = Client::new(Reach::Origin);
    three.now = 500;
    three.signs_in(&user("bob"));
    let bob = three.machine.kept().cloned().unwrap();
    three.on(Input::Renewed(bob, user("bob renewed")));
    two.on(Input::Renewed(ada, user("ada renewed")));
    one.now = 600;
    assert_eq!(one.hears_from(&two), ["write nobody", "revoke ada renewed", "mend"], "it has crossed the sign-out");
    assert_eq!(one.hears_from(&three), ["tell signed-in elsewhere", "look"], "though it has slept through the sign-in");
}

#[test]
fn a_session_that_was_taken_for_gone_is_taken_up_again_when_it_turns_up() {
    for is_own in [true, false] {
        let (mut one, mut two) = two_tabs();
        let state = copy(one.written.as_ref().unwrap());
        let client = if is_own { &mut one } else { &mut two };
        client.finds(Look::Routine, &state);
        assert_eq!(client.misses(Look::Waking), ["tell signed-out elsewhere"]);
        assert_eq!(client.finds(Look::Waking, &state), ["tell signed-in elsewhere"]);
        assert_eq!(client.misses(Look::Waking), ["tell signed-out elsewhere"]);
        assert_eq!(client.on(Input::Heard(Box::new(state))), ["tell signed-in elsewhere", "look"]);
        assert_eq!(client.name().as_deref(), Some("ada"));
    }
}

#[test]
fn a_session_that_was_only_heard_of_is_missed_once_it_was_seen_in_the_store() {
    let (one, mut two) = two_tabs();
    let state = copy(one.written.as_ref().unwrap());
    assert!(two.misses(Look::Waking).is_empty(), "no store may have taken it");
    assert!(two.finds(Look::Routine, &state).is_empty(), "the look that follows a message");
    assert_eq!(two.misses(Look::Waking), ["tell signed-out elsewhere"]);
}

#[test]
fn a_tab_that_slept_yields_to_a_sign_in_after_the_clock_was_set_back() {
    let (mut one, mut two) = two_tabs();
    one.on(Input::SignedOut);
    two.hears_from(&one);
    let mut three = Client::new(Reach::Origin);
    three.now = 500;
    three.signs_in(&user("bob"));
    let bob = copy(three.written.as_ref().unwrap());
    two.now = 501;
    assert_eq!(two.finds(Look::Waking, &bob), ["tell signed-in elsewhere"]);
}

#[test]
fn a_sign_out_in_the_millisecond_of_the_sign_in_is_not_taken_for_one_by_a_clock_set_back() {
    let mut client = Client::new(Reach::Origin);
    client.signs_in(&user("ada"));
    let state = copy(client.written.as_ref().unwrap());
    client.now -= 1;
    client.on(Input::SignedOut);
    client.now -= 1;
    assert!(client.finds(Look::Waking, &state).is_empty());
    assert_eq!(client.name(), None);
}

#[test]
fn whoever_has_taken_absence_for_a_sign_out_does_not_insist_on_it() {
    let (mut one, _) = two_tabs();
    let state = copy(one.written.as_ref().unwrap());
    let older = Record { stamp: Stamp::default().next(EventKind::SignedIn, 500, 0), ..copy(&state) };
    one.misses(Look::Waking);
    assert_eq!(one.on(Input::Heard(Box::new(older))), ["mend"], "nothing here is of its own making");
}

#[test]
fn it_yields_to_what_is_older_only_where_the_clock_was_set_back_and_nobody_is_here() {
    let early = Record { stamp: Stamp::default().next(EventKind::SignedIn, 100, 7), kept: Some(user("bob")) };
    for (now, yields) in [(600, false), (99, false), (599, true)] {
        let mut client = Client::new(Reach::Origin);
        client.now = 599;
        client.signs_in(&user("ada"));
        client.on(Input::SignedOut);
        client.now = now;
        let heard = client.on(Input::Heard(Box::new(copy(&early))));
        assert_eq!(heard == ["tell signed-in elsewhere", "look"], yields, "{now}: {heard:?}");
    }
    let mut client = Client::new(Reach::Origin);
    client.now = 600;
    client.signs_in(&user("ada"));
    client.now = 599;
    assert_eq!(client.on(Input::Heard(Box::new(early))), ["write ada", "revoke bob", "mend"]);
}

#[test]
fn the_absence_of_what_was_stored_is_a_sign_out_where_nobody_would_tell_of_one() {
    for (reach, look, ends) in [
        (Reach::Origin, Look::Routine, false),
        (Reach::Origin, Look::Waking, true),
        (Reach::Tab, Look::Routine, true),
        (Reach::Tab, Look::Waking, true),
    ] {
        let mut client = Client::new(reach);
        client.signs_in(&user("ada"));
        assert!(client.misses(look).is_empty(), "the store has not had it yet");
        client.stores();
        let expected: &[&str] = if ends { &["tell signed-out elsewhere"] } else { &[] };
        assert_eq!(client.misses(look), expected, "{reach:?} {look:?}");
    }
}

#[test]
fn a_session_that_began_while_the_store_was_looked_into_is_not_the_one_that_is_missing() {
    let mut client = Client::new(Reach::Tab);
    client.signs_in(&user("ada"));
    client.stores();
    let before = client.machine.look_base();
    client.signs_in(&user("bob"));
    assert!(client.on(Input::Looked(Look::Waking, before, None)).is_empty());
    client.stores();
    assert!(client.on(Input::Looked(Look::Waking, before, None)).is_empty());
}

#[test]
fn what_no_store_has_taken_is_this_client_s_alone_and_stays() {
    let mut client = Client::new(Reach::Origin);
    client.signs_in(&user("ada"));
    let stamp = client.written.as_ref().unwrap().stamp;
    assert_eq!(client.on(Input::Written(stamp, false)), ["tell storage-failed"]);
    assert!(client.misses(Look::Waking).is_empty());
}

#[test]
fn documents_of_one_tab_notice_in_the_store_that_states_have_crossed() {
    let (mut page, mut frame) = (Client::new(Reach::Tab), Client::new(Reach::Tab));
    page.signs_in(&user("ada"));
    let old = copy(page.written.as_ref().unwrap());
    frame.finds(Look::Routine, &old);
    page.on(Input::SignedOut);
    // The frame has renewed without looking, and written that last.
    let ada = frame.machine.kept().cloned().unwrap();
    frame.on(Input::Renewed(ada, user("ada renewed")));
    let renewed = copy(frame.written.as_ref().unwrap());
    assert_eq!(page.finds(Look::Waking, &renewed), ["write nobody", "revoke ada renewed"]);
    assert!(frame.finds(Look::Waking, &renewed).is_empty());
}

#[test]
fn a_call_is_served_by_renewals_of_its_session_and_by_nothing_else() {
    let ada = user("ada");
    let mut client = Client::new(Reach::Origin);
    let nobody = client.machine.generation();
    assert_eq!(client.machine.session_of(nobody).err(), Some(Gone::NeverThere));
    client.signs_in(&ada);
    let call = client.machine.generation();
    client.on(Input::Renewed(ada, user("ada renewed")));
    assert!(client.machine.session_of(call).is_ok());
    client.signs_in(&user("ada"));
    assert_eq!(client.machine.session_of(call).err(), Some(Gone::Replaced), "also where it is the same person");

    let call = client.machine.generation();
    let kept = client.machine.kept().cloned().unwrap();
    client.on(Input::Expired(kept));
    assert_eq!(client.machine.session_of(call).err(), Some(Gone::Replaced));

    client.signs_in(&user("ada"));
    let call = client.machine.generation();
    client.on(Input::SignedOut);
    assert_eq!(client.machine.session_of(call).err(), Some(Gone::SignedOut));
    client.signs_in(&user("bob"));
    assert_eq!(client.machine.session_of(call).err(), Some(Gone::SignedOut), "whoever has signed in since");
}

#[test]
fn a_visitor_s_call_is_served_by_whoever_this_visitor_becomes() {
    let visitor = Uvid::parse(UVID).unwrap();
    let (mut one, mut two) = (Client::new(Reach::Origin), Client::new(Reach::Origin));
    one.signs_in(&guest(&visitor));
    two.hears_from(&one);
    let call = two.machine.generation();
    one.signs_in(&changed(user("ada"), |_, _, of| *of = Some(visitor.clone())));
    two.hears_from(&one);
    assert!(two.machine.session_of(call).is_ok_and(|kept| !kept.is_guest()));
    one.signs_in(&guest(&visitor));
    two.hears_from(&one);
    assert_eq!(two.machine.session_of(call).err(), Some(Gone::Replaced), "a user's session is not the visitor's");

    let call = one.machine.generation();
    one.signs_in(&changed(user("bob"), |_, _, of| *of = Uvid::generate().ok()));
    assert_eq!(one.machine.session_of(call).err(), Some(Gone::Replaced), "another visitor");
}

#[test]
fn a_sign_out_elsewhere_aborts_the_calls_here() {
    let (mut one, mut two) = two_tabs();
    let call = two.machine.generation();
    one.on(Input::SignedOut);
    two.hears_from(&one);
    assert_eq!(two.machine.session_of(call).err(), Some(Gone::SignedOut));
}

#[test]
fn a_write_that_ends_after_another_client_s_state_was_taken_over_may_have_come_last() {
    let (mut one, mut two) = two_tabs();
    let ada = two.machine.kept().unwrap().clone();
    two.on(Input::Renewed(ada, user("ada renewed")));
    let late = two.written.as_ref().unwrap().stamp;
    one.on(Input::SignedOut);
    assert_eq!(two.hears_from(&one), ["tell signed-out elsewhere", "mend"]);
    assert_eq!(two.on(Input::Written(late, true)), ["mend"]);
    // What the store then has is older, and the sign-out is written over it.
    let stale = Record { stamp: late, kept: Some(user("ada renewed")) };
    assert_eq!(two.finds(Look::Mending, &stale), ["write nobody", "revoke ada renewed"]);
}

#[test]
fn an_own_session_that_another_document_of_the_tab_has_replaced_unseen_is_revoked() {
    let (mut page, mut frame) = (Client::new(Reach::Tab), Client::new(Reach::Tab));
    page.signs_in(&user("bob"));
    frame.now = page.now + 1;
    frame.signs_in(&user("ada"));
    let stored = copy(frame.written.as_ref().unwrap());
    assert_eq!(page.finds(Look::Waking, &stored), ["tell signed-in elsewhere", "revoke bob"]);
    assert!(page.finds(Look::Waking, &stored).is_empty());
}
