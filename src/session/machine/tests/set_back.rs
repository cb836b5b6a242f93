//! The device's clock was set back: rules 1 and 4.

use super::*;

/// A tab that knows of nobody, and in which bob signs in after the clock was set back.
fn bob_at_500() -> Client {
    let mut client = Client::new(Reach::Origin);
    client.now = 500;
    client.signs_in(&user("bob"));
    client
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
fn mending_yields_to_a_sign_in_after_the_clock_was_set_back() {
    let (mut one, mut two) = two_tabs();
    one.on(Input::SignedOut);
    two.hears_from(&one);
    let three = bob_at_500();
    let bob = copy(three.written.as_ref().unwrap());
    two.now = 501;
    assert_eq!(two.finds(Look::Mending, &bob), ["tell signed-in elsewhere"], "the message is still under way");
}

#[test]
fn a_renewal_of_what_began_since_the_clock_was_set_back_is_taken_over_and_one_of_what_was_signed_out_is_not() {
    let (mut one, mut two) = two_tabs();
    let ada = one.machine.kept().cloned().unwrap();
    one.on(Input::SignedOut);
    let mut three = bob_at_500();
    let bob = three.machine.kept().cloned().unwrap();
    three.on(Input::Renewed(bob, user("bob renewed")));
    two.on(Input::Renewed(ada, user("ada renewed")));
    one.now = 600;
    assert_eq!(one.hears_from(&two), ["write nobody", "revoke ada renewed", "mend"], "it has crossed the sign-out");
    assert_eq!(one.hears_from(&three), ["tell signed-in elsewhere", "look"], "though it has slept through the sign-in");
}

#[test]
fn a_tab_that_slept_yields_to_a_sign_in_after_the_clock_was_set_back() {
    let (mut one, mut two) = two_tabs();
    one.on(Input::SignedOut);
    two.hears_from(&one);
    let three = bob_at_500();
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
fn a_tab_that_slept_yields_with_its_session_to_a_sign_in_after_the_clock_was_set_back() {
    let (mut one, mut two) = two_tabs();
    two.finds(Look::Routine, &copy(one.written.as_ref().unwrap()));
    one.on(Input::SignedOut); // which the second one sleeps through
    let three = bob_at_500();
    two.now = 501;
    assert_eq!(two.finds(Look::Waking, &copy(three.written.as_ref().unwrap())), ["tell signed-in elsewhere"]);
}

#[test]
fn it_yields_neither_to_an_older_sign_out_nor_to_a_renewal_of_its_own_last_session() {
    let mut client = Client::new(Reach::Origin);
    client.signs_in(&user("ada"));
    let ada = client.machine.stamp;
    client.on(Input::SignedOut);
    let out = |now| Record { stamp: Stamp::default().next(EventKind::SignedOut, now, 0), kept: None };
    client.on(Input::Heard(Box::new(out(3_000))));
    client.now = 1_500;
    client.on(Input::Heard(Box::new(out(500))));
    let renewed = Record { stamp: Stamp { renewed: 1_200, ..ada }, kept: Some(user("ada renewed")) };
    client.on(Input::Heard(Box::new(renewed)));
    assert_eq!(client.name(), None);
}

#[test]
fn a_write_that_ends_after_this_client_has_yielded_may_have_come_last() {
    let mut client = Client::new(Reach::Origin);
    client.signs_in(&user("ada"));
    client.on(Input::SignedOut);
    let three = bob_at_500();
    client.now = 501;
    assert_eq!(client.hears_from(&three), ["tell signed-in elsewhere", "look"]);
    assert_eq!(client.stores(), ["mend"]);
}
