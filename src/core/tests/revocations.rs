//! Tokens that nobody will use again.

use super::*;

/// The answer to a token request with an id token for `audience`, of the person `subject`.
fn token_with_id(number: &str, audience: &str, subject: &str) -> Answer {
    let (issued, expires) = (NOW / 1000, NOW / 1000 + 120);
    let claims = format!(r#"{{"aud":"{audience}","iss":"i","sub":"{subject}","iat":{issued},"exp":{expires}}}"#);
    let id_token = crate::wire::jwt::testing::token(&claims);
    let body = format!(
        r#"{{"access_token":"00D!{number}","refresh_token":"5Aep{number}","token_type":"Bearer","issued_at":"{NOW}","id_token":"{id_token}"}}"#
    );
    response(&format!("{SITE}/services/oauth2/token"), &body)
}

#[test]
fn tokens_that_come_with_a_bad_id_token_are_revoked() {
    let mut client = Client::opened();
    client.call(login());
    client.until_token();
    let end = client.answer("Send", token_with_id("1", "another app", "ada"));
    assert_eq!(end, ["End Sleep 30000", "Reject 2 id_token_invalid", REVOKE]);
}

#[test]
fn a_sign_out_revokes_what_it_finds_untold_in_the_store_but_nothing_that_comes_into_it_later() {
    for is_later in [false, true] {
        let mut client = Client::signed_in();
        client.call(Journey::logout(false));
        let began = if is_later { (NOW + 1_000) * 1024 } else { NOW * 1024 };
        let session = format!(r#"{{"kind":"user","scopes":[],"tokenFormat":"opaque","issuedAt":{NOW}}}"#);
        let record = format!(
            r#"{{"format":1,"site":"{SITE}","client":"3MVG9example","began":{began},"renewed":0,"session":{session},"received":{NOW},"access":"00D!9","refresh":"5Aep9"}}"#
        );
        let told = client.answer("Get", Answer::Value(Some(Box::new(record.into()))));
        assert_eq!(told, if is_later { vec![] } else { vec![REVOKE] }, "{is_later}");
    }
}

#[test]
fn a_renewal_whose_id_token_is_of_another_person_is_refused_and_the_session_stays() {
    let mut client = Client::opened();
    client.call(login());
    client.until_token();
    client.answer("Send", token_with_id("1", "3MVG9example", "ada"));
    client.answer("Set", Answer::Done);
    let mut renewed = |id_token| {
        client.call(Journey::get_access_token(AccessTokenArgs::default().force_refresh(), None));
        client.until_refresh();
        client.answer(TOKEN, id_token)
    };
    let end = renewed(token_with_id("2", "3MVG9example", "bob"));
    assert_eq!(end, ["End Sleep 120000", "End Sleep 30000", "Reject 3 id_token_invalid", REVOKE]);
    assert_eq!(renewed(token_with_id("2", "3MVG9example", "ada")), ["Get"], "this one is kept");
}

#[test]
fn a_closed_client_whose_renewal_is_under_way_hears_of_a_sign_out_and_undoes_none() {
    let mut client = Client::signed_in();
    client.call(Journey::get_access_token(AccessTokenArgs::default().force_refresh(), None));
    client.until_refresh();
    client.step(Event::Closed);
    let began = (NOW + 1) * 1024;
    let nobody = format!(r#"{{"format":1,"site":"{SITE}","client":"3MVG9example","began":{began},"renewed":0}}"#);
    client.step(Event::Heard(nobody.into()));
    client.answer("Send", token("2"));
    assert_eq!(client.answer("Get", Answer::Value(None)), ["End Sleep 120000", "Leave", REVOKE]);
}
