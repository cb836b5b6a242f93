//! The store has no session: rule 5.

use super::*;

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
fn whoever_has_taken_absence_for_a_sign_out_does_not_insist_on_it() {
    let (mut one, _) = two_tabs();
    let state = copy(one.written.as_ref().unwrap());
    let older = Record { stamp: Stamp::default().next(EventKind::SignedIn, 500, 0), ..copy(&state) };
    one.misses(Look::Waking);
    assert_eq!(one.on(Input::Heard(Box::new(older))), ["mend"], "nothing here is of its own making");
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
    let before = client.machine.stored_stamp();
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
fn a_sign_out_that_is_only_a_guess_is_not_written_over_what_the_store_has() {
    let (mut one, _) = two_tabs();
    let state = copy(one.written.as_ref().unwrap());
    let older = Record { stamp: Stamp::default().next(EventKind::SignedIn, 500, 0), ..copy(&state) };
    assert_eq!(one.misses(Look::Waking), ["tell signed-out elsewhere"]);
    assert!(one.finds(Look::Mending, &older).is_empty());
}

#[test]
fn whether_the_store_had_one_state_says_nothing_of_the_next() {
    let (mut one, mut two) = two_tabs();
    assert!(two.finds(Look::Routine, &copy(one.written.as_ref().unwrap())).is_empty());
    one.signs_in(&user("bob"));
    two.hears_from(&one);
    assert!(two.misses(Look::Waking).is_empty(), "nobody has seen bob in the store");
}
