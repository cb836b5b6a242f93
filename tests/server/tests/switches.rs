//! Each switch gives the other reading of a point that is not documented.

mod common;

use common::{Answer, CHALLENGE, ORIGIN, Site, Tokens, UVID, VERIFIER, basic, claims};
use reqwest::Method;
use serde_json::{Value, json};

async fn with(switches: Value) -> Site {
    Site::with(json!({ "switches": switches, "corsOrigins": [ORIGIN] })).await
}

#[tokio::test]
async fn failures_of_the_json_endpoints() {
    let site =
        with(json!({ "json_failure_status": 422, "json_error_shape": "key", "recaptcha_error_text": "prove it" }))
            .await;
    let expected = r#"422 {"invalid_request":"prove it"}"#;
    assert_eq!(site.start_registration(json!({ "recaptcha": null })).await.line(), expected);
    assert_eq!(site.start_passwordless(json!({ "recaptcha": null })).await.line(), expected);
    site.patch(json!({ "switches": { "forgot_status_field": "off" } })).await;
    assert_eq!(site.forgot_password(json!({ "recaptcha": null })).await.line(), expected);
    assert_eq!(site.forgot_password(json!({})).await.json(), json!({ "status_code": "otp_sent" }));
    site.patch(json!({ "switches": { "site_flow_off": 404 }, "site": { "IsPwdlessLoginAllowed": false } })).await;
    assert_eq!(site.start_passwordless(json!({})).await.line(), "404 NOT_FOUND");
}

#[tokio::test]
async fn bearer_at_the_starts() {
    let site = with(json!({ "init_auth_missing": 403, "init_auth_scope": 401 })).await;
    site.patch(json!({ "site": { "DoesRegistrationRequireAuth": true } })).await;
    assert_eq!(site.start_registration(json!({})).await.status, 403);
    let code = site.login_with(&[("scope", "openid")]).await.code();
    let token = Tokens::of(&site.exchange(&code).await).access;
    let request = site.request(Method::POST, "/services/auth/headless/init/registration").bearer_auth(token);
    assert_eq!(Answer::of(request.json(&site.registration())).await.status, 401);
}

#[tokio::test]
async fn one_time_codes() {
    let site = with(json!({
        "otp_digits": 8, "otp_lifetime_seconds": 60, "otp_attempts": 1, "otp_starts_per_hour": 2,
        "wrong_otp_error": { "error": "invalid_otp", "error_description": "wrong" },
        "pwdless_unknown_user": "error", "sms_email_field": "off",
    }))
    .await;
    assert_eq!(site.start_passwordless(json!({ "username": "nobody" })).await.status, 400);
    let identifier = site.start_passwordless(json!({})).await.text("identifier");
    let otp = site.otp().await;
    assert_eq!(otp.len(), 8);
    for wrong in ["wrong", &otp] {
        assert_eq!(site.complete("passwordless-login", &identifier, wrong).await.line(), "400 invalid_otp / wrong");
    }
    let identifier = site.start_passwordless(json!({})).await.text("identifier");
    site.advance(60).await;
    assert_eq!(site.complete("passwordless-login", &identifier, &site.otp().await).await.status, 400);
    assert_eq!(site.start_passwordless(json!({})).await.status, 400, "the third start");
    let sms = site.start_registration(json!({ "verificationmethod": "sms" })).await;
    assert_eq!(sms.json().get("email"), None);
}

#[tokio::test]
async fn one_time_codes_and_post_only() {
    let site = with(json!({ "otp_strict_post_only": "on" })).await;
    site.patch(json!({ "app": { "isCodeCredPostOnly": true } })).await;
    let identifier = site.start_passwordless(json!({})).await.text("identifier");
    let otp = site.otp().await;
    assert_eq!(site.complete("passwordless-login", &identifier, &otp).await.line(), "HTML page");
    let pair = [("username", identifier.as_str()), ("password", &otp)];
    let answer = site.authorize("passwordless-login", &[("Auth-Verification-Type", "email")], &pair).await;
    assert_eq!(answer.line(), "302 code");
}

#[tokio::test]
async fn registration_on_an_external_client_app() {
    let site = with(json!({ "registration_on_eca": "off" })).await;
    let identifier = site.start_registration(json!({})).await.text("identifier");
    let otp = site.otp().await;
    let complete = async || site.complete("user-registration", &identifier, &otp).await.line();
    assert_eq!(complete().await, "400 invalid_client / code credential flow not enabled");
    site.patch(json!({ "app": { "kind": "CA" } })).await;
    assert_eq!(complete().await, "302 code");
}

#[tokio::test]
async fn login_pages_and_their_alternatives() {
    let site = with(json!({
        "org_flow_off": "redirect_login", "scope_not_on_app_named": "invalid_scope", "scope_not_on_app_guest": "html",
        "mfa_user": "invalid_grant", "inactive_user_error": "invalid_grant", "guest_off_error": "invalid_request",
        "site_inactive": "html", "auth_request_type_case": "exact", "auth_request_type_missing": "html",
    }))
    .await;
    let login = async || site.login().await.line();
    let failure = "400 invalid_grant / authentication failure";
    assert!(site.login_with(&[("scope", "x")]).await.line().starts_with("400 invalid_scope"));
    let guest = site.authorize("guest", &[("Uvid-Hint", &format!("UVID {UVID}"))], &[("scope", "x")]).await;
    assert_eq!(guest.line(), "HTML page");
    assert_eq!(site.authorize("named-user", &[], &[]).await.line(), "400 invalid_request / invalid headers");
    let without =
        Answer::of(site.request(Method::POST, "/services/oauth2/authorize").form(&site.authorize_form())).await;
    assert_eq!(without.line(), "HTML page");
    site.patch(json!({ "users": [{ "username": "ada@example.com", "mfaRequired": true }] })).await;
    assert_eq!(login().await, failure);
    site.patch(json!({ "users": [{ "username": "ada@example.com", "isActive": false }] })).await;
    assert_eq!(login().await, failure);
    site.patch(json!({ "app": { "isGuestCodeCredFlowEnabled": false } })).await;
    assert_eq!(site.guest().await.line(), "400 invalid_request / guest flow not enabled");
    site.patch(json!({ "org": { "oAuthCdCrdtFlowEnable": false } })).await;
    assert_eq!(login().await, format!("302 {}/login", site.url));
    site.patch(json!({ "site": { "status": "DownForMaintenance" } })).await;
    assert_eq!(login().await, "HTML page");
    site.patch(json!({ "switches": { "site_inactive": 404 } })).await;
    assert_eq!(login().await, "404 NOT_FOUND");
}

#[tokio::test]
async fn clients_of_another_org() {
    let site = with(json!({})).await;
    let elsewhere = Answer::of(site.http.post(format!("{}/__model/sites", site.server.url())).json(&json!({}))).await;
    let foreign = elsewhere.text("clientId");
    let lines = async |client_id: &str| {
        let sign_on = [("response_type", "code"), ("client_id", client_id), ("sso_provider", "Model_IDP")];
        let sign_on = site.request(Method::GET, "/services/oauth2/authorize").query(&sign_on);
        let refresh = [("grant_type", "refresh_token"), ("client_id", client_id), ("refresh_token", "x")];
        [
            site.login_with(&[("client_id", client_id)]).await.line(),
            Answer::of(sign_on).await.line(),
            site.exchange_with("x", &[], &[("client_id", client_id)]).await.line(),
            site.post("/services/oauth2/token", &refresh).await.line(),
        ]
    };
    let invalid = "400 invalid_client_id / client identifier invalid";
    let mismatch = "400 redirect_uri_mismatch / redirect_uri must match configuration";
    let not_found = "400 app_not_found / External client app is not installed in this org";
    for (foreign_client, unknown_eca, expected) in [
        ("invalid_client_id", "invalid_client_id", [invalid; 4]),
        ("redirect_uri_mismatch", "invalid_client_id", [mismatch, mismatch, invalid, invalid]),
        ("invalid_client_id", "app_not_found", [not_found; 4]),
        ("redirect_uri_mismatch", "app_not_found", [not_found; 4]),
    ] {
        site.patch(json!({ "switches": { "foreign_client": foreign_client, "unknown_eca": unknown_eca } })).await;
        for client_id in [&foreign, "3MVG9nobody"] {
            assert_eq!(lines(client_id).await, expected, "{foreign_client} {unknown_eca} {client_id}");
        }
        assert_eq!(lines("").await, [invalid; 4], "no client id is nobody's");
        assert_eq!(site.login().await.line(), "302 code");
    }
}

#[tokio::test]
async fn scope_separators() {
    let site = with(json!({})).await;
    let login = async |scope: &str| site.login_with(&[("scope", scope)]).await.line();
    for (separator, spaces, commas) in
        [("space", "302 code", "HTML page"), ("comma", "HTML page", "302 code"), ("both", "302 code", "302 code")]
    {
        site.patch(json!({ "switches": { "scope_separator": separator } })).await;
        assert_eq!([login("openid api").await, login("openid,api").await], [spaces, commas], "{separator}");
    }
}

#[tokio::test]
async fn proof_keys() {
    let site =
        with(json!({ "pkce_error_form": "form", "challenge_method_absent": "rfc_plain", "verifier_length": "rfc" }))
            .await;
    let missing = site.login_with(&[("code_challenge", "")]).await;
    assert_eq!(missing.body, "error=invalid_request&error_description=missing%20required%20code%20challenge");
    assert_eq!(missing.header("content-type"), Some("application/x-www-form-urlencoded"));
    let plain = site.login_with(&[("code_challenge", VERIFIER)]).await.code();
    assert_eq!(site.exchange(&plain).await.line(), "200");
    let s256 = site.login_with(&[("code_challenge_method", "S256")]).await.code();
    assert_eq!(site.exchange(&s256).await.line(), "200");
    let long = "v".repeat(129);
    let answer = site.login_with(&[("code_challenge", &long)]).await.code();
    let refused = site.exchange_with(&answer, &[], &[("code_verifier", &long)]).await;
    assert_eq!(refused.line(), "400 invalid_request / invalid code verifier");

    site.patch(json!({ "app": { "isPkceRequired": false } })).await;
    for (value, error) in [("invalid_request", "invalid_request"), ("invalid_grant", "invalid_grant")] {
        site.patch(json!({ "switches": { "verifier_without_challenge": value } })).await;
        let code = site.login_with(&[("code_challenge", "")]).await.code();
        assert_eq!(site.exchange(&code).await.text("error"), error);
    }
    assert_eq!(site.login_with(&[("code_challenge", CHALLENGE)]).await.line(), "302 code");
}

#[tokio::test]
async fn codes_and_their_replay() {
    let site = with(json!({ "code_lifetime_seconds": 120, "code_replay_revokes": "on" })).await;
    let code = site.login().await.code();
    site.advance(120).await;
    assert_eq!(site.exchange(&code).await.line(), "400 invalid_grant / expired authorization code");
    let code = site.login().await.code();
    let tokens = Tokens::of(&site.exchange(&code).await);
    assert_eq!(site.exchange(&code).await.line(), "400 invalid_grant / invalid authorization code");
    assert_eq!(site.resource(&tokens.access).await.line(), "401 INVALID_SESSION_ID");
    site.patch(json!({ "switches": { "code_replay_revokes": false } })).await;
    let code = site.login().await.code();
    let tokens = Tokens::of(&site.exchange(&code).await);
    site.exchange(&code).await;
    assert_eq!(site.resource(&tokens.access).await.line(), "200");
}

#[tokio::test]
async fn settings_on_their_way() {
    let site = with(json!({ "propagation_delay": 600 })).await;
    site.patch(json!({ "app": { "isCodeCredFlowEnabled": false } })).await;
    let identifier = site.start_registration(json!({})).await.text("identifier");
    assert_eq!(site.complete("user-registration", &identifier, &site.otp().await).await.line(), "302 code");
    site.advance(599).await;
    assert_eq!(site.login().await.line(), "302 code");
    site.advance(1).await;
    assert_eq!(site.login().await.line(), "400 invalid_client / code credential flow not enabled");
    let users = site.door(Method::GET, "", None).await.json()["users"].as_array().map(Vec::len);
    assert_eq!(users, Some(2), "who registered meanwhile is still there");
}

#[tokio::test]
async fn visitors_and_tokens() {
    let site = with(json!({
        "uvid_body_hint": "off", "uvid_claim_name": "visitor", "guest_refresh_token": "on", "emit_expires_in": "on",
    }))
    .await;
    let in_body = site.authorize("guest", &[], &[("uvid_hint", &format!("UVID {UVID}"))]).await;
    assert_eq!(in_body.line(), "400 invalid_request / uvid invalid");
    let header = [("Uvid-Hint", &*format!("UVID {UVID}"))];
    let in_both = site.authorize("guest", &header, &[("uvid_hint", "not looked at")]).await;
    assert_eq!(in_both.line(), "302 code");
    let guest = site.guest_tokens().await;
    let renewed = Tokens::of(&site.refresh(&guest.refresh).await);
    assert_eq!(claims(&renewed.access)["sub"], format!("uvid:{UVID}"));
    assert_eq!(guest.all["expires_in"], 7200);
    let named = Tokens::of(&site.exchange(&site.login_with(&[("uvid_hint", UVID)]).await.code()).await);
    assert_eq!(claims(&named.access)["visitor"], UVID);
}

#[tokio::test]
async fn revocation() {
    let site = with(json!({ "revoke_access_cascades": "on" })).await;
    let revoke = async |token: &str| site.post("/services/oauth2/revoke", &[("token", token)]).await.line();
    let tokens = site.tokens().await;
    assert_eq!(revoke(&tokens.access).await, "200");
    assert_eq!(site.refresh(&tokens.refresh).await.line(), "400 invalid_grant / expired access/refresh token");
    for (value, line) in [
        ("invalid_token", "400 invalid_token / invalid token"),
        ("unsupported_token_type", "400 unsupported_token_type / this token type is not supported"),
        ("rfc7009", "200"),
    ] {
        site.patch(json!({ "switches": { "revoke_unknown": value } })).await;
        assert_eq!(revoke("unknown").await, line);
    }
    let get = Answer::of(site.request(Method::GET, "/services/oauth2/revoke").query(&[("token", "x")])).await;
    assert_eq!(get.line(), "200");
}

#[tokio::test]
async fn cors() {
    let site = with(json!({ "echo_cors": "never", "cors_allow_headers": "fixed" })).await;
    let echo = site.request(Method::GET, "/services/oauth2/echo?code=x").header("Origin", ORIGIN);
    assert_eq!(Answer::of(echo).await.header("access-control-allow-origin"), None);
    let preflight = async || {
        let request = site.request(Method::OPTIONS, "/services/oauth2/token").header("Origin", ORIGIN);
        let request = request.header("Access-Control-Request-Method", "POST");
        let answer = Answer::of(request.header("Access-Control-Request-Headers", "x-any")).await;
        assert_eq!(answer.header("access-control-allow-methods"), Some("POST"));
        answer.header("access-control-allow-headers").map(str::to_owned)
    };
    let fixed = "Auth-Request-Type, Auth-Verification-Type, Authorization, Uvid-Hint, Content-Type";
    assert_eq!(preflight().await.as_deref(), Some(fixed));
    site.patch(json!({ "switches": { "echo_cors": "like_authorize", "cors_allow_headers": "reflect" } })).await;
    assert_eq!(preflight().await.as_deref(), Some("x-any"));
}

#[tokio::test]
async fn recaptcha_at_authorize_and_json_only_forgot_password() {
    let site = with(json!({ "recaptcha_at_authorize": "on", "forgot_password_body": "json" })).await;
    assert_eq!(site.login().await.line(), "400 invalid_request / include a reCAPTCHA");
    assert_eq!(site.login_with(&[("recaptcha", "ok")]).await.line(), "302 code");
    assert_eq!(site.guest().await.line(), "302 code");
    let form = [("username", "ada@example.com"), ("recaptcha", "ok")];
    assert_eq!(site.post("/services/auth/headless/forgot_password", &form).await.status, 415);
    let header = format!("Basic {}", basic("ada@example.com", "Lovelace1!"));
    let answer = site.authorize("Named-User", &[("Authorization", &header)], &[("recaptcha", "low")]).await;
    assert_eq!(answer.status, 400);
}
