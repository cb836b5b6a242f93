//! Registration, passwordless login, forgotten passwords.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    FAILURE,
    common::{Site, Tokens, UVID, basic, claims},
};

#[tokio::test]
async fn registration_makes_a_user_when_the_code_comes_back() {
    let site = Site::ready().await;
    let started = site.start_registration(json!({})).await;
    assert_eq!((started.text("status"), started.text("email")), ("success".into(), "grace@example.com".into()));
    let grace = [("username", "grace@example.com"), ("password", "Hopper1906!")];
    assert_eq!(site.login_with(&grace).await.line(), FAILURE, "no user exists yet");
    let message = site.door(Method::GET, "/outbox", None).await.json()[0].clone();
    assert_eq!(message["to"], "grace@example.com");
    assert_eq!((&message["method"], &message["purpose"]), (&json!("email"), &json!("registration")));
    let (identifier, otp) = (started.text("identifier"), site.otp().await);
    assert_eq!(otp.len(), 6);

    let header = format!("Basic {}", basic(&identifier, &otp));
    let verified_by = async |kind: &[(&str, &str)]| {
        let headers = [&[("Authorization", header.as_str())], kind].concat();
        site.authorize("user-registration", &headers, &[("uvid_hint", UVID)]).await
    };
    for wrong in [&[][..], &[("Auth-Verification-Type", "fax")], &[("Auth-Verification-Type", "sms")]] {
        assert_eq!(verified_by(wrong).await.line(), "400 invalid_request / invalid headers");
    }
    assert_eq!(site.complete("passwordless-login", &identifier, &otp).await.line(), FAILURE, "another flow's code");
    let answer = verified_by(&[("Auth-Verification-Type", "email")]).await;
    let tokens = Tokens::of(&site.exchange(&answer.code()).await);
    assert_eq!(claims(&tokens.access)["uvid"], UVID);
    let info = site.userinfo(&tokens.access).await.json();
    assert_eq!((&info["given_name"], &info["email_verified"]), (&json!("Grace"), &json!(true)));
    assert_eq!(site.login_with(&grace).await.line(), "302 code");
    assert_eq!(verified_by(&[("Auth-Verification-Type", "email")]).await.line(), FAILURE, "used once");
}

#[tokio::test]
async fn registration_start_refuses_what_is_missing_or_wrong() {
    let site = Site::ready().await;
    let start = async |changes: Value| site.start_registration(changes).await;
    let refused = [
        json!({ "userdata": null }),
        json!({ "userdata": {} }),
        json!({ "userdata": "text" }),
        json!({ "password": 5 }),
        json!({ "password": null }),
        json!({ "password": "short1" }),
        json!({ "password": "no digits here" }),
        json!({ "password": "1234567890" }),
        json!({ "verificationmethod": "fax" }),
        json!({ "verificationmethod": null }),
        json!({ "customdata": null, "verificationmethod": "sms" }),
        json!({ "recaptchaevent": { "token": "ok" } }),
    ];
    for changes in refused {
        let answer = start(changes.clone()).await;
        assert_eq!((answer.status, answer.text("error")), (400, "invalid_request".into()), "{changes}");
    }
    assert_eq!(site.outbox_size().await, 0);
    let event = json!({ "recaptcha": null, "recaptchaevent": { "token": "ok", "siteKey": "k", "projectId": "p" } });
    assert_eq!(start(event).await.line(), "200");
    let sms = start(json!({ "verificationmethod": "sms" })).await;
    assert_eq!(sms.text("email"), "grace@example.com");
    let outbox = site.door(Method::GET, "/outbox", None).await.json();
    assert_eq!((&outbox[1]["to"], &outbox[1]["method"]), (&json!("+12025550199"), &json!("sms")));
    let header = format!("Basic {}", basic(&sms.text("identifier"), &site.otp().await));
    let headers = [("Auth-Verification-Type", "sms"), ("Authorization", header.as_str())];
    assert_eq!(site.authorize("user-registration", &headers, &[]).await.line(), "302 code");
    // Three more make five; the sixth in the hour is one too many.
    for _ in 0..3 {
        assert_eq!(start(json!({})).await.line(), "200");
    }
    assert_eq!(start(json!({})).await.status, 400);
    site.advance(3600).await;
    assert_eq!(start(json!({})).await.line(), "200");
}

#[tokio::test]
async fn passwordless_login_by_code() {
    let site = Site::ready().await;
    let identifier = site.start_passwordless(json!({})).await.text("identifier");
    let otp = site.otp().await;
    let complete = async |otp: &str| site.complete("passwordless-login", &identifier, otp).await.line();
    for _ in 0..3 {
        assert_eq!(complete("000000x").await, FAILURE);
    }
    assert_eq!(complete(&otp).await, FAILURE, "three wrong codes were enough");

    let identifier = site.start_passwordless(json!({})).await.text("identifier");
    let otp = site.otp().await;
    let in_body = [("username", identifier.as_str()), ("password", &otp)];
    let answer = site.authorize("passwordless-login", &[("Auth-Verification-Type", "email")], &in_body).await;
    assert_eq!(site.exchange(&answer.code()).await.line(), "200");

    let identifier = site.start_passwordless(json!({})).await.text("identifier");
    let otp = site.otp().await;
    site.advance(24 * 3600).await;
    assert_eq!(site.complete("passwordless-login", &identifier, &otp).await.line(), FAILURE, "a day is over");

    let sent = site.outbox_size().await;
    let unknown = site.start_passwordless(json!({ "username": "nobody@example.com" })).await;
    assert_eq!((unknown.text("status"), site.outbox_size().await), ("success".into(), sent));
    assert_eq!(site.complete("passwordless-login", &unknown.text("identifier"), "123456").await.line(), FAILURE);
}

#[tokio::test]
async fn a_user_has_five_starts_an_hour_by_whatever_name() {
    let site = Site::with(json!({ "site": { "HeadlessDiscoveryHandlerId": "ModelDiscoveryHandler" } })).await;
    for (key, name) in
        [("username", "ADA@example.com"), ("login_hint", "ada@example.com"), ("login_hint", "+12025550123")]
    {
        assert_eq!(site.start_passwordless(json!({ "username": null, key: name })).await.line(), "200");
    }
    for _ in 0..2 {
        assert_eq!(site.start_passwordless(json!({})).await.line(), "200");
    }
    let sixth = json!({ "username": null, "login_hint": "+12025550123" });
    assert_eq!(
        site.start_passwordless(sixth).await.line(),
        "400 invalid_request / too many verification codes requested"
    );
    site.advance(3600).await;
    assert_eq!(site.start_passwordless(json!({})).await.line(), "200");
}

#[tokio::test]
async fn an_identifier_in_the_wrong_flow_costs_no_attempt() {
    let site = Site::ready().await;
    let identifier = site.start_passwordless(json!({})).await.text("identifier");
    let otp = site.otp().await;
    for _ in 0..3 {
        assert_eq!(site.complete("user-registration", &identifier, "000000x").await.line(), FAILURE);
    }
    assert_eq!(site.complete("passwordless-login", &identifier, &otp).await.line(), "302 code");
}

#[tokio::test]
async fn a_forgotten_password_is_replaced() {
    let site = Site::ready().await;
    let sent = json!({ "status_code": "otp_sent", "status": "success" });
    assert_eq!(site.forgot_password(json!({ "newpassword": null, "otp": null })).await.json(), sent);
    assert_eq!(site.forgot_password(json!({ "username": "nobody" })).await.json(), sent);
    assert_eq!(site.outbox_size().await, 1);
    let otp = site.otp().await;
    let weak = site.reset_password(&otp, "weak").await;
    assert_eq!((weak.status, weak.text("status_code")), (400, "password_policy_check_failure".into()));
    assert!(weak.json()["password_error"].is_string() && weak.text("status") == "failed");
    let done = json!({ "status_code": "success", "status": "success" });
    assert_eq!(site.reset_password(&otp, "N3w!passw").await.json(), done, "the refused password left the code alone");
    assert_eq!(site.login().await.line(), FAILURE);
    assert_eq!(site.login_with(&[("password", "N3w!passw")]).await.line(), "302 code");
    assert_eq!(site.reset_password(&otp, "N3w!passw").await.text("status_code"), "invalid_otp");

    let form = [("username", "ada@example.com"), ("recaptcha", "ok"), ("newpassword", ""), ("otp", "")];
    assert_eq!(site.post("/services/auth/headless/forgot_password", &form).await.json(), sent);
    let nothing = site.forgot_password(json!({ "username": null })).await;
    assert!(nothing.json()["invalid_request"].is_string());
    // Five starts an hour; the sixth says nothing and sends nothing.
    for _ in 0..3 {
        site.forgot_password(json!({})).await;
    }
    let before = site.outbox_size().await;
    assert_eq!(site.forgot_password(json!({})).await.json(), sent);
    assert_eq!(site.outbox_size().await, before);
}
