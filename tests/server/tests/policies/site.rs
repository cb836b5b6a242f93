use reqwest::Method;
use serde_json::{Value, json};

use super::{
    common::{Answer, RESOURCE, Site},
    refused, switched,
};

fn set(key: &str, value: impl Into<Value>) -> Value {
    json!({ "site": { key: value.into() } })
}

pub async fn site_status(id: &str) {
    let site = Site::ready().await;
    for status in ["UnderConstruction", "DownForMaintenance"] {
        let login = async |site: &Site| site.login().await.line();
        let both = [set("status", status), set("status", "Live")];
        switched(id, &site, both.clone(), login, ["404 NOT_FOUND", "302 code"]).await;
        let well_known = async |site: &Site| site.get("/.well-known/openid-configuration", "").await.line();
        switched(id, &site, both, well_known, ["404 NOT_FOUND", "200"]).await;
    }
}

pub async fn site_prefix(id: &str) {
    let site = Site::ready().await;
    let url = format!("{}/nowhere/services/oauth2/userinfo", site.server.url());
    let answer = Answer::of(site.http.get(url)).await;
    refused(id, &answer.line(), "404 NOT_FOUND");
    assert_eq!(answer.body, r#"[{"errorCode":"NOT_FOUND","message":"Could not find a match for URL"}]"#);
    // The site's own prefixes both serve.
    for prefix in [site.url.clone(), format!("{}vforcesite", site.url)] {
        let answer = Answer::of(site.http.get(format!("{prefix}/services/oauth2/pkce/generator"))).await;
        assert_eq!(answer.line(), "200", "{prefix}");
    }
}

pub async fn site_members(id: &str) {
    let site = Site::ready().await;
    let set = |profiles: Value, sets: Value| {
        set("networkMemberGroups", json!({ "profile": profiles, "permissionSet": sets }))
    };
    let none = || set(json!([]), json!([]));
    let profile = "Customer Community User";
    let expected = ["400 invalid_grant / authentication failure", "302 code"];
    let login = async |site: &Site| site.login().await.line();
    switched(id, &site, [none(), set(json!([profile]), json!([]))], login, expected).await;
    site.patch(json!({ "users": [{ "username": "ada@example.com", "permissionSets": ["Shop"] }] })).await;
    switched(id, &site, [none(), set(json!([]), json!(["Shop"]))], login, expected).await;

    let identifier = site.start_registration(json!({})).await.text("identifier");
    let otp = site.otp().await;
    let complete = async |site: &Site| site.complete("user-registration", &identifier, &otp).await.line();
    switched(id, &site, [none(), set(json!([profile]), json!([]))], complete, expected).await;
}

pub async fn registration_allowed(id: &str) {
    let key = "IsHeadlessUserRegistrationAllowed";
    let start = async |site: &Site| site.start_registration(json!({})).await.line();
    let expected = "400 invalid_request / headless registration not enabled";
    switched(id, &Site::ready().await, [set(key, false), set(key, true)], start, [expected, "200"]).await;
}

pub async fn passwordless_allowed(id: &str) {
    let key = "IsPwdlessLoginAllowed";
    let start = async |site: &Site| site.start_passwordless(json!({})).await.line();
    let expected = "400 invalid_request / passwordless login not enabled";
    switched(id, &Site::ready().await, [set(key, false), set(key, true)], start, [expected, "200"]).await;
}

pub async fn forgot_password_allowed(id: &str) {
    let key = "IsForgotPwdAllowed";
    let start = async |site: &Site| site.forgot_password(json!({})).await.line();
    let expected = r#"400 {"invalid_request":"forgot password not enabled","status":"failed"}"#;
    switched(id, &Site::ready().await, [set(key, false), set(key, true)], start, [expected, "200"]).await;
}

/// The start demands a bearer, and that the bearer has the scope.
async fn bearer_demanded(id: &str, key: &str, scope: &str, path: &str, body: fn(&Site) -> Value) {
    let site = Site::ready().await;
    let line = |answer: Answer| match answer.status {
        200 => "200".to_owned(),
        status => format!("{status} {}", answer.text("error")),
    };
    let both = [set(key, true), set(key, false)];
    let start = async |site: &Site| line(site.post_json(path, body(site)).await);
    switched(id, &site, both.clone(), start, ["401 invalid_request", "200"]).await;

    let token_with = async |scope: &str| {
        let code = site.login_with(&[("scope", scope)]).await.code();
        site.exchange(&code).await.text("access_token")
    };
    let (lacks, has) = (token_with("openid").await, token_with(scope).await);
    let start_with = async |token: &str| {
        line(Answer::of(site.request(Method::POST, path).bearer_auth(token).json(&body(&site))).await)
    };
    site.patch(both[0].clone()).await;
    refused(id, &start_with(&lacks).await, "403 invalid_request");
    assert_eq!(start_with(&has).await, "200");
    let guest = site.guest_tokens().await.access;
    assert_eq!(start_with(&guest).await, "403 invalid_request", "a visitor is no integration user");
}

pub async fn registration_auth(id: &str) {
    let path = "/services/auth/headless/init/registration";
    bearer_demanded(id, "DoesRegistrationRequireAuth", "user_registration_api", path, Site::registration).await;
}

pub async fn passwordless_auth(id: &str) {
    let path = "/services/auth/headless/init/passwordless/login";
    let body = |_: &Site| json!({ "username": "ada@example.com", "recaptcha": "ok", "verificationmethod": "email" });
    bearer_demanded(id, "DoesPwdlessLoginRequireAuth", "pwdless_login_api", path, body).await;
}

pub async fn forgot_password_auth(id: &str) {
    let path = "/services/auth/headless/forgot_password";
    let body = |_: &Site| json!({ "username": "ada@example.com", "recaptcha": "ok" });
    bearer_demanded(id, "DoesForgotPasswordRequireAuth", "forgot_password", path, body).await;
    // Only step 1 needs it.
    let site = Site::ready().await;
    site.forgot_password(json!({})).await;
    site.patch(set("DoesForgotPasswordRequireAuth", true)).await;
    assert_eq!(site.reset_password(&site.otp().await, "N3w!passw").await.line(), "200");
}

const INCLUDE: &str = "400 invalid_request / include a reCAPTCHA";
const INCLUDE_KEY: &str = r#"400 {"invalid_request":"include a reCAPTCHA","status":"failed"}"#;

pub async fn registration_recaptcha(id: &str) {
    let key = "IsRecaptchaRequiredRgstr";
    let start = async |site: &Site| site.start_registration(json!({ "recaptcha": null })).await.line();
    switched(id, &Site::ready().await, [set(key, true), set(key, false)], start, [INCLUDE, "200"]).await;
}

pub async fn passwordless_recaptcha(id: &str) {
    let key = "IsRecaptchaRequiredPwdlessLogin";
    let start = async |site: &Site| site.start_passwordless(json!({ "recaptcha": null })).await.line();
    switched(id, &Site::ready().await, [set(key, true), set(key, false)], start, [INCLUDE, "200"]).await;
}

pub async fn forgot_password_recaptcha(id: &str) {
    let key = "IsRecaptchaRequiredForgotPwd";
    let start = async |site: &Site| site.forgot_password(json!({ "recaptcha": null })).await.line();
    switched(id, &Site::ready().await, [set(key, true), set(key, false)], start, [INCLUDE_KEY, "200"]).await;
}

pub async fn recaptcha_score(id: &str) {
    let site = Site::with(set("RecaptchaScoreThreshold", 1)).await;
    let key = "IsRecaptchaRequiredPwdlessLogin";
    for token in ["low", "bad"] {
        let start = async |site: &Site| site.start_passwordless(json!({ "recaptcha": token })).await.line();
        switched(id, &site, [set(key, true), set(key, false)], start, [INCLUDE, "200"]).await;
        let event =
            json!({ "recaptcha": null, "recaptchaevent": { "token": token, "siteKey": "k", "projectId": "p" } });
        let start = async |site: &Site| site.start_passwordless(event.clone()).await.line();
        switched(id, &site, [set(key, true), set(key, false)], start, [INCLUDE, "200"]).await;
    }
    site.patch(set(key, true)).await;
    assert_eq!(site.start_passwordless(json!({})).await.line(), "200");
}

pub async fn start_unguarded(id: &str) {
    let site = Site::ready().await;
    let unguarded = json!({ "site": { "IsRecaptchaRequiredRgstr": false, "DoesRegistrationRequireAuth": false } });
    site.patch(unguarded).await;
    refused(id, &site.start_registration(json!({ "recaptcha": null })).await.line(), "200");
}

pub async fn email_template(id: &str) {
    let site = Site::with(set("emailTemplateAllowlist", json!(["Welcome"]))).await;
    let key = "IsForgotPwdEmailTemplateAllowlistingEnabled";
    let start = async |site: &Site| site.start_passwordless(json!({ "emailtemplate": "Other" })).await.line();
    let expected = "400 invalid_request / email template not allowed";
    switched(id, &site, [set(key, true), set(key, false)], start, [expected, "200"]).await;
    site.patch(set(key, true)).await;
    assert_eq!(site.start_registration(json!({ "emailtemplate": "Welcome" })).await.line(), "200");
    assert_eq!(site.start_registration(json!({ "emailtemplate": "Other" })).await.line(), expected);
    assert_eq!(site.forgot_password(json!({ "emailtemplate": "Welcome" })).await.line(), "200");
}

pub async fn reset_attempts(id: &str) {
    let site = Site::ready().await;
    for attempts in [5, 2] {
        site.patch(set("MaxPasswordResetAttempts", attempts)).await;
        site.forgot_password(json!({})).await;
        let otp = site.otp().await;
        for _ in 0..attempts {
            let wrong = r#"400 {"status_code":"invalid_otp","otp_error":"invalid OTP","status":"failed"}"#;
            assert_eq!(site.reset_password("wrong", "N3w!passw").await.line(), wrong);
        }
        let expected = r#"400 {"status_code":"regenerate_otp","status":"failed"}"#;
        refused(id, &site.reset_password(&otp, "N3w!passw").await.line(), expected);
        // More attempts, and the same request passes.
        site.patch(set("MaxPasswordResetAttempts", attempts + 1)).await;
        assert_eq!(site.reset_password(&otp, "N3w!passw").await.line(), "200");
    }
}

const HINT: [(&str, &str); 3] = [("login_hint", "+12025550123"), ("username", ""), ("customdata", "{\"shop\":1}")];

pub async fn discovery_login(id: &str) {
    let site = Site::with(set("HeadlessDiscoveryHandlerId", "Handler")).await;
    let key = "IsUserDisambiguationAllowedUsernamePwd";
    let login = async |site: &Site| site.login_with(&HINT).await.line();
    let expected = "400 invalid_grant / authentication failure";
    switched(id, &site, [set(key, false), set(key, true)], login, [expected, "302 code"]).await;

    site.patch(set("discoveryErrorMessage", "Call us")).await;
    let unknown = [("login_hint", "nobody"), ("username", "")];
    assert_eq!(site.login_with(&unknown).await.line(), "400 invalid_grant / Call us");
}

pub async fn discovery_forgot_password(id: &str) {
    let site = Site::with(set("HeadlessDiscoveryHandlerId", "Handler")).await;
    let key = "IsUserDisambiguationAllowedForgotPwd";
    let hint = |hint: &str| json!({ "username": null, "login_hint": hint });
    let start = async |site: &Site| site.forgot_password(hint("+12025550123")).await.line();
    let expected = r#"400 {"invalid_request":"user discovery not enabled","status":"failed"}"#;
    switched(id, &site, [set(key, false), set(key, true)], start, [expected, "200"]).await;
    assert_eq!(site.outbox_size().await, 1);
    // Nobody: neutral, unless the handler has something to say.
    assert_eq!(site.forgot_password(hint("nobody")).await.line(), "200");
    assert_eq!(site.outbox_size().await, 1);
    site.patch(set("discoveryErrorMessage", "Call us")).await;
    let told = r#"400 {"invalid_request":"Call us","status":"failed"}"#;
    assert_eq!(site.forgot_password(hint("nobody")).await.line(), told);
}

pub async fn discovery_handler(id: &str) {
    let site = Site::with(json!({ "site": {
        "IsUserDisambiguationAllowedUsernamePwd": true, "IsUserDisambiguationAllowedForgotPwd": true
    } }))
    .await;
    let key = "HeadlessDiscoveryHandlerId";
    let hint = json!({ "username": null, "login_hint": "ADA@example.com" });
    let start = async |site: &Site| site.start_passwordless(hint.clone()).await.line();
    let expected = "400 invalid_request / user discovery not enabled";
    switched(id, &site, [set(key, ""), set(key, "Handler")], start, [expected, "200"]).await;
    site.patch(set(key, "")).await;
    assert_eq!(site.login_with(&HINT).await.line(), "400 invalid_grant / authentication failure");
    assert_eq!(site.forgot_password(hint).await.status, 400);
}

pub async fn registration_handler(id: &str) {
    let site = Site::ready().await;
    let register = async |site: &Site, identifier: &str| {
        site.complete("user-registration", identifier, &site.otp().await).await.line()
    };
    let identifier = site.start_registration(json!({})).await.text("identifier");
    let key = "RegistrationUserDefaultProfileId";
    let expected = "400 invalid_request / RegistrationUserDefaultProfileId is not set";
    let complete = async |site: &Site| register(site, &identifier).await;
    switched(id, &site, [set(key, ""), set(key, "Customer Community User")], complete, [expected, "302 code"]).await;

    // Neutral at the start, refused by the handler at completion.
    let again = site.start_registration(json!({})).await.text("identifier");
    assert_eq!(register(&site, &again).await, "400 invalid_request / Duplicate Username");
    // An exception is told from a refusal, and it does not use the one-time code up.
    let text = "MyException: We are full";
    let throwing = site.start_registration(json!({ "customdata": { "model_throw": text } })).await.text("identifier");
    let otp = site.otp().await;
    for _ in 0..2 {
        let thrown = site.complete("user-registration", &throwing, &otp).await;
        refused(id, &thrown.line(), "400 registration_error / user was unable to be created in apex");
        let keys: Vec<_> = thrown.json().as_object().expect("an object").keys().cloned().collect();
        assert_eq!(keys, ["error", "error_description", "apex_error"]);
        assert_eq!(thrown.text("apex_error"), text);
    }
}

pub async fn first_party_site(id: &str) {
    let site = Site::with(json!({ "app": { "isFirstPartyAppEnabled": true } })).await;
    let key = "isFirstPartyAppsAllowed";
    let challenge = async |site: &Site| {
        site.post("/services/oauth2/v1/authorization_challenge", &[("client_id", &site.client_id)]).await.line()
    };
    let expected = "400 invalid_request / first-party apps not enabled";
    let next = "400 invalid_client / invalid client credentials";
    switched(id, &site, [set(key, false), set(key, true)], challenge, [expected, next]).await;
}

pub async fn universal_registration(id: &str) {
    let site = Site::with(set("IsUniversalClientRgstrAllowed", true)).await;
    let answer = site.post_json("/services/auth/universal/init/registration", json!({})).await;
    refused(id, &answer.line(), "404 NOT_FOUND");
    assert_eq!(site.get(RESOURCE, "").await.line(), "401 INVALID_SESSION_ID", "paths that exist do answer");
}
