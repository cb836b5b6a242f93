use serde_json::{Value, json};

use super::{
    common::{Site, Tokens},
    refused, switched,
};

fn set(key: &str, value: impl Into<Value>) -> Value {
    json!({ "users": [{ "username": "ADA@example.com", key: value.into() }] })
}

async fn login(site: &Site) -> String {
    site.login().await.line()
}

const FAILURE: &str = "400 invalid_grant / authentication failure";

pub async fn user_state(id: &str) {
    let site = Site::ready().await;
    let inactive = "400 inactive_user / user is inactive";
    switched(id, &site, [set("isActive", false), set("isActive", true)], login, [inactive, "302 code"]).await;
    switched(id, &site, [set("isFrozen", true), set("isFrozen", false)], login, [FAILURE, "302 code"]).await;
    switched(id, &site, [set("isLocked", true), set("isLocked", false)], login, [FAILURE, "302 code"]).await;
    // Whoever is frozen loses the refresh tokens that are out, for as long as that.
    let tokens = site.tokens().await;
    let renew = async |site: &Site| site.refresh(&tokens.refresh).await.line();
    let expired = "400 invalid_grant / expired access/refresh token";
    switched(id, &site, [set("isFrozen", true), set("isFrozen", false)], renew, [expired, "200"]).await;
    // The state is no secret of those who do not know the password.
    site.patch(set("isActive", false)).await;
    assert_eq!(site.login_with(&[("password", "wrong")]).await.line(), FAILURE);
}

pub async fn user_mfa(id: &str) {
    let site = Site::ready().await;
    for key in ["mfaRequired", "loginFlowRequired"] {
        switched(id, &site, [set(key, true), set(key, false)], login, ["HTML page", "302 code"]).await;
        // Nor does a code that was issued before give tokens.
        let code = site.login().await.code();
        let exchange = async |site: &Site| site.exchange(&code).await.line();
        switched(id, &site, [set(key, true), set(key, false)], exchange, [FAILURE, "200"]).await;
    }
}

pub async fn user_verified(id: &str) {
    let site = Site::ready().await;
    for (key, method) in [("emailVerified", "email"), ("mobilePhoneVerified", "sms")] {
        let sent = async |site: &Site| {
            let before = site.outbox_size().await;
            let line = site.start_passwordless(json!({ "verificationmethod": method })).await.line();
            (line, site.outbox_size().await - before)
        };
        site.patch(set(key, false)).await;
        let (line, messages) = sent(&site).await;
        refused(id, &line, "200");
        assert_eq!(messages, 0);
        site.patch(set(key, true)).await;
        assert_eq!(sent(&site).await, ("200".into(), 1));
    }
    site.patch(set("emailVerified", false)).await;
    let before = site.outbox_size().await;
    assert_eq!(site.forgot_password(json!({})).await.line(), "200");
    assert_eq!(site.outbox_size().await, before);
}

pub async fn user_api_enabled(id: &str) {
    let site = Site::ready().await;
    let token = site.tokens().await.access;
    let resource = async |site: &Site| site.resource(&token).await.line();
    let both = [set("apiEnabled", false), set("apiEnabled", true)];
    switched(id, &site, both, resource, ["403 API_CURRENTLY_DISABLED", "200"]).await;
}

pub async fn user_api_only(id: &str) {
    let site = Site::with(json!({ "app": { "isNamedUserJwtEnabled": false } })).await;
    let token = site.tokens().await.access;
    let bridge = async |site: &Site| {
        let form = [("access_token", token.as_str()), ("redirect_uri", "portal/my-account")];
        site.post("/services/oauth2/singleaccess", &form).await.line()
    };
    let both = [set("apiOnlyUser", true), set("apiOnlyUser", false)];
    switched(id, &site, both, bridge, ["401 Bad_OAuth_Token", "200"]).await;
}

pub async fn user_five_approvals(id: &str) {
    let site = Site::with(json!({ "users": [
        { "username": "ada@example.com", "password": "Lovelace1!" },
        { "username": "grace@example.com", "password": "Hopper1906!" },
    ] }))
    .await;
    let grace = [("username", "grace@example.com"), ("password", "Hopper1906!")];
    let others = Tokens::of(&site.exchange(&site.login_with(&grace).await.code()).await);
    let mut logins = Vec::new();
    for _ in 0..5 {
        logins.push(site.tokens().await);
    }
    assert_eq!(site.refresh(&logins[0].refresh).await.line(), "200", "five live side by side");
    logins.push(site.tokens().await);
    refused(id, &site.refresh(&logins[0].refresh).await.line(), "400 invalid_grant / expired access/refresh token");
    assert_eq!(site.resource(&logins[0].access).await.line(), "401 INVALID_SESSION_ID");
    for kept in logins[1..].iter().chain([&others]) {
        assert_eq!(site.refresh(&kept.refresh).await.line(), "200");
        assert_eq!(site.resource(&kept.access).await.line(), "200");
    }
    assert_eq!(site.sessions().await.len(), 6);
}

pub async fn user_login_rate(id: &str) {
    let site = Site::ready().await;
    let rate = |logins: u32| json!({ "org": { "loginRatePerHour": logins } });
    assert_eq!(login(&site).await, "302 code");
    let expected = "400 rate_limit_exceeded / login rate exceeded";
    switched(id, &site, [rate(1), rate(3)], login, [expected, "302 code"]).await;
    site.patch(rate(2)).await;
    refused(id, &login(&site).await, expected);
    site.advance(3600).await;
    assert_eq!(login(&site).await, "302 code");

    // A registration is its own user's first login.
    let site = Site::with(rate(1)).await;
    for username in ["grace@example.com", "mary@example.com"] {
        let user = json!({ "firstName": "A", "lastName": "B", "email": username, "username": username });
        let identifier = site.start_registration(json!({ "userdata": user })).await.text("identifier");
        let completed = site.complete("user-registration", &identifier, &site.otp().await).await;
        assert_eq!(completed.line(), "302 code", "{username}");
        let again = [("username", username), ("password", "Hopper1906!")];
        refused(id, &site.login_with(&again).await.line(), expected);
    }
}
