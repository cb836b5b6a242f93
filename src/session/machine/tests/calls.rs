//! Whom a call is answered for: rule 10.

use super::*;

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

    client.on(Input::SignedOut);
    let call = client.machine.generation();
    client.signs_in(&user("cyd"));
    assert_eq!(client.machine.session_of(call).err(), Some(Gone::Replaced), "it began after the sign-out");
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
