//! Two states that did not know of each other: rules 4, 6 and 8.

use super::*;

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
fn a_renewal_that_another_one_has_overtaken_is_written_over_and_keeps_its_token() {
    let (mut one, mut two) = two_tabs();
    let ada = one.machine.kept().cloned().unwrap();
    two.now += 1;
    one.on(Input::Renewed(ada.clone(), user("ada renewed")));
    two.on(Input::Renewed(ada, user("ada again")));
    assert_eq!(
        two.hears_from(&one),
        ["write ada again", "mend"],
        "of one session: the site has ended the older token itself"
    );
    assert_eq!(one.machine.session_number(), two.machine.session_number());
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

#[test]
fn a_look_notices_that_a_state_which_was_only_heard_of_was_written_over() {
    let (mut one, mut two) = two_tabs();
    let old = copy(one.written.as_ref().unwrap());
    one.on(Input::SignedOut);
    two.hears_from(&one);
    assert_eq!(two.finds(Look::Waking, &old), ["mend"], "the tab that has signed out may be closed");
    assert_eq!(two.finds(Look::Mending, &old), ["write nobody", "revoke ada"]);
}

#[test]
fn documents_of_one_tab_insist_on_and_revoke_only_what_is_their_own() {
    let (mut page, mut frame) = (Client::new(Reach::Tab), Client::new(Reach::Tab));
    page.signs_in(&user("ada"));
    let ada = copy(page.written.as_ref().unwrap());
    page.signs_in(&user("bob"));
    frame.finds(Look::Routine, &copy(page.written.as_ref().unwrap()));
    assert!(frame.finds(Look::Waking, &ada).is_empty(), "it has made neither");
    page.signs_in(&user("cyd"));
    let cyd = copy(page.written.as_ref().unwrap());
    assert_eq!(frame.finds(Look::Waking, &cyd), ["tell signed-in elsewhere"], "bob was the page's to revoke");
}
