//! Visitors, and how they become users and visitors again.

use serde_json::{Value, json};

use super::{
    UVID_INVALID,
    common::{Site, Tokens, UVID, claims},
};

#[tokio::test]
async fn guests_carry_their_visitor_id() {
    let site = Site::ready().await;
    let tokens = site.guest_tokens().await;
    let claims = claims(&tokens.access);
    assert_eq!(claims["sub"], format!("uvid:{UVID}"));
    assert_eq!(tokens.all["token_format"], "jwt");
    assert_eq!((tokens.all.get("id_token"), tokens.refresh.as_str()), (None, ""));
    assert!(tokens.all["id"].as_str().is_some_and(|id| id.contains("/id/00D") && id.contains("/005")));
    assert_eq!(site.resource(&tokens.access).await.json(), json!({ "uvid": UVID }));
    assert_eq!(site.userinfo(&tokens.access).await.line(), "403 Bad_OAuth_Token");
    let session = &site.sessions().await[0];
    assert_eq!((&session["userId"], &session["uvid"]), (&Value::Null, &json!(UVID)));

    // At authorize the prefix word is needed, in header or body.
    let upper = UVID.to_uppercase();
    let hinted = async |hint: &str| site.authorize("guest", &[("Uvid-Hint", hint)], &[]).await.line();
    for good in [format!("UVID {upper}"), format!("JWT {}", tokens.access)] {
        assert_eq!(hinted(&good).await, "302 code");
        assert_eq!(site.authorize("guest", &[], &[("uvid_hint", &good)]).await.line(), "302 code");
    }
    let forged = format!("JWT {}x", tokens.access);
    let wrong_version = UVID.replace("-4d5e", "-1d5e");
    for bad in [
        UVID,
        &tokens.access,
        &forged,
        &format!("uvid {UVID}"),
        &format!("UVID  {UVID}"),
        &format!("UVID {wrong_version}"),
        "UVID",
    ] {
        assert_eq!(hinted(bad).await, UVID_INVALID, "{bad}");
    }
    assert_eq!(site.authorize("guest", &[], &[]).await.line(), UVID_INVALID);
    assert_eq!(site.authorize("guest", &[], &[("uvid", UVID)]).await.line(), UVID_INVALID);

    // At token it must not be there, and the visitor must be the same.
    let code = site.guest().await.code();
    let at_token = async |hint: &str| site.exchange_with(&code, &[("Uvid-Hint", hint)], &[]).await.line();
    assert_eq!(site.exchange(&code).await.line(), UVID_INVALID);
    for bad in [format!("UVID {UVID}"), UVID.replace('3', "4"), format!("JWT {}", tokens.access)] {
        assert_eq!(at_token(&bad).await, UVID_INVALID, "{bad}");
    }
    let named = site.exchange_with(&code, &[("Auth-Request-Type", "Named-User"), ("Uvid-Hint", UVID)], &[]).await;
    assert_eq!(named.line(), "400 invalid_request / invalid headers");
    assert_eq!(at_token(&tokens.access).await, "200");
}

#[tokio::test]
async fn a_visitor_becomes_a_user_and_a_visitor_again() {
    let site = Site::ready().await;
    let guest = site.guest_tokens().await.access;
    let ada = [("username", "ada@example.com"), ("password", "Lovelace1!")];
    let plain = site.login_with(&[("uvid_hint", UVID)]).await;
    let by_jwt = site.authorize("Named-User", &[("Uvid-Hint", &guest)], &ada).await;
    for answer in [plain, by_jwt] {
        let tokens = Tokens::of(&site.exchange(&answer.code()).await);
        assert_eq!(claims(&tokens.access)["uvid"], UVID);
        assert_eq!(site.resource(&tokens.access).await.text("uvid"), UVID);
        let renewed = Tokens::of(&site.refresh(&tokens.refresh).await);
        assert_eq!(claims(&renewed.access)["uvid"], UVID);
        let back = site.authorize("guest", &[("Uvid-Hint", &format!("JWT {}", renewed.access))], &[]).await;
        assert_eq!(Tokens::of(&site.guest_exchange(&back.code()).await).all["token_format"], "jwt");
    }
    let without = site.tokens().await.access;
    assert_eq!(claims(&without).get("uvid"), None);
    // Prefix words, the wrong place, both places, a JWT without visitor, a revoked one.
    let both = [("username", "ada@example.com"), ("password", "Lovelace1!"), ("uvid_hint", UVID)];
    let named = async |hint: &str, form: &[(&str, &str)]| {
        site.authorize("Named-User", &[("Uvid-Hint", hint)], form).await.line()
    };
    assert_eq!(named(&format!("JWT {guest}"), &ada).await, UVID_INVALID);
    assert_eq!(named(UVID, &ada).await, UVID_INVALID);
    assert_eq!(named(&guest, &both).await, UVID_INVALID);
    assert_eq!(named(&without, &ada).await, UVID_INVALID);
    assert_eq!(site.login_with(&[("uvid_hint", &format!("UVID {UVID}"))]).await.line(), UVID_INVALID);
    site.post("/services/oauth2/revoke", &[("token", &guest)]).await;
    assert_eq!(named(&guest, &ada).await, UVID_INVALID);
}
