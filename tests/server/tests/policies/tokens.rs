use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::{
    common::{Answer, RESOURCE, Site, Tokens, UVID, claims},
    refused, switched,
};

fn set(key: &str, value: impl Into<Value>) -> Value {
    json!({ "app": { key: value.into() } })
}

const EXPIRED: &str = "400 invalid_grant / expired access/refresh token";
const INVALID_SESSION: &str = "401 INVALID_SESSION_ID";
const HOUR: u64 = 3600;

pub async fn app_rotation(id: &str) {
    let site = Site::ready().await;
    let tokens = site.tokens().await;
    let plain = Tokens::of(&site.refresh(&tokens.refresh).await);
    assert_eq!(plain.refresh, "", "off: the same refresh token goes on");
    assert_eq!(site.refresh(&tokens.refresh).await.line(), "200");

    site.patch(set("isRefreshTokenRotationEnabled", true)).await;
    let first = Tokens::of(&site.refresh(&tokens.refresh).await);
    let second = Tokens::of(&site.refresh(&first.refresh).await);
    assert_eq!(site.resource(&second.access).await.line(), "200");
    // Another app cannot make use of it, not even to end the session.
    let other = site.door(Method::POST, "/apps", Some(json!({ "isSecretRequiredForRefreshToken": false }))).await;
    let form =
        [("grant_type", "refresh_token"), ("client_id", &other.text("clientId")), ("refresh_token", &tokens.refresh)];
    assert_eq!(site.post("/services/oauth2/token", &form).await.line(), EXPIRED);
    assert_eq!(site.resource(&second.access).await.line(), "200");

    refused(id, &site.refresh(&tokens.refresh).await.line(), EXPIRED);
    // The re-use ended everything that was current.
    assert_eq!(site.refresh(&second.refresh).await.line(), EXPIRED);
    assert_eq!(site.resource(&second.access).await.line(), INVALID_SESSION);
}

/// How long a refresh is held, and when it has surely arrived.
const HELD: u64 = 1200;
const ARRIVED: Duration = Duration::from_millis(300);

/// Holds the next requests to token, one for each time.
async fn hold(site: &Site, times_ms: &[u64]) {
    let faults = times_ms.iter().map(|ms| json!({ "path": "/token", "kind": "delay", "ms": ms })).collect();
    assert_eq!(site.door(Method::POST, "/faults", Some(faults)).await.status, 200);
}

pub async fn app_refresh_under_way(id: &str) {
    tokio::join!(under_way(id, false), under_way(id, true), strangers_hold_up_nobody());
}

async fn under_way(id: &str, rotates: bool) {
    let expected = "400 invalid_grant / token request is already being processed";
    let site = Site::with(set("isRefreshTokenRotationEnabled", rotates)).await;
    let (token, other) = (site.tokens().await.refresh, site.tokens().await.refresh);
    let good = |answer: &Answer, used: &str| if rotates { answer.text("refresh_token") } else { used.to_owned() };
    hold(&site, &[HELD]).await;
    let (first, ()) = tokio::join!(site.refresh(&token), async {
        sleep(ARRIVED).await;
        refused(id, &site.refresh(&token).await.line(), expected);
        let hybrid = [("grant_type", "hybrid_refresh"), ("client_id", &site.client_id), ("refresh_token", &token)];
        refused(id, &site.post("/services/oauth2/token", &hybrid).await.line(), expected);
        assert_eq!(site.refresh(&other).await.line(), "200", "another token is no concern of it");
    });
    let token = good(&first, &token);
    let next = site.refresh(&token).await;
    assert_eq!(next.line(), "200", "over as soon as the first is answered");

    // Whoever arrives meanwhile is refused, even if the first is over by the time of the answer: no re-use.
    let token = good(&next, &token);
    hold(&site, &[HELD, HELD]).await;
    let (first, second) = tokio::join!(site.refresh(&token), async {
        sleep(ARRIVED).await;
        site.refresh(&token).await
    });
    refused(id, &second.line(), expected);
    assert_eq!(site.resource(&Tokens::of(&first).access).await.line(), "200");

    // A sender that hangs up ends nothing: its refresh is carried out, and then it is over.
    let token = good(&first, &token);
    hold(&site, &[HELD]).await;
    assert!(timeout(ARRIVED, site.refresh(&token)).await.is_err());
    refused(id, &site.refresh(&token).await.line(), expected);
    sleep(Duration::from_millis(HELD)).await;
    assert_eq!(site.refresh(&token).await.line(), if rotates { EXPIRED } else { "200" });
}

/// Whoever may not use a token keeps nobody from using it.
async fn strangers_hold_up_nobody() {
    let site = Site::ready().await;
    let token = site.tokens().await.refresh;
    let other = site.door(Method::POST, "/apps", Some(json!({ "isSecretRequiredForRefreshToken": false }))).await;
    let form = [("grant_type", "refresh_token"), ("client_id", &other.text("clientId")), ("refresh_token", &token)];
    hold(&site, &[HELD, HELD]).await;
    let (of_another_app, with_a_wrong_secret, ours) = tokio::join!(
        site.post("/services/oauth2/token", &form),
        site.refresh_with(&token, &[("client_secret", "wrong")]),
        async {
            sleep(ARRIVED).await;
            site.refresh(&token).await
        }
    );
    assert_eq!(of_another_app.line(), EXPIRED);
    assert_eq!(with_a_wrong_secret.line(), "400 invalid_client / invalid client credentials");
    assert_eq!(ours.line(), "200");
}

pub async fn app_refresh_ip_allowlist(id: &str) {
    let key = "refreshTokenIpAllowlist";
    let elsewhere = json!([{ "start": "10.0.0.0", "end": "10.255.255.255" }, { "start": "::1", "end": "::1" }]);
    let also_here = json!([{ "start": "10.0.0.0", "end": "10.0.0.9" }, { "start": "127.0.0.0", "end": "127.0.0.255" }]);
    let expected = "400 invalid_grant / ip restricted or invalid login hours";
    let site = Site::ready().await;
    let token = site.tokens().await.refresh;
    let refresh = async |site: &Site| site.refresh(&token).await.line();
    // It is a list of its own: relaxing the org's restriction opens nothing.
    for relaxation in ["Enforce", "Bypass"] {
        site.patch(set("ipRelaxationPolicyType", relaxation)).await;
        for off in [also_here.clone(), json!([])] {
            let both = || [set(key, elsewhere.clone()), set(key, off.clone())];
            switched(id, &site, both(), refresh, [expected, "200"]).await;
            let code = site.login().await.code();
            let exchange = async |site: &Site| site.exchange(&code).await.line();
            switched(id, &site, both(), exchange, [expected, "200"]).await;
        }
    }
    site.patch(set(key, elsewhere)).await;
    assert_eq!(site.login().await.line(), "302 code", "only the end of the flow is restricted");
}

pub async fn app_refresh_policy(id: &str) {
    let site = Site::ready().await;
    let policy = |kind: &str, period: u32, unit: &str| {
        json!({ "app": {
            "refreshTokenPolicyType": kind, "refreshTokenValidityPeriod": period, "refreshTokenValidityUnit": unit
        } })
    };
    for (period, unit, hours) in [(3, "Hours", 3), (2, "Days", 48), (1, "Months", 720)] {
        // Lifetime counts from the login, use or no use.
        site.patch(policy("SpecificLifetime", period, unit)).await;
        let token = site.tokens().await.refresh;
        site.advance(hours * HOUR - 60).await;
        assert_eq!(site.refresh(&token).await.line(), "200");
        site.advance(60).await;
        refused(id, &site.refresh(&token).await.line(), EXPIRED);
        site.patch(set("refreshTokenPolicyType", "Infinite")).await;
        assert_eq!(site.refresh(&token).await.line(), "200", "the policy that holds is today's");

        // Inactivity begins anew with every refresh.
        site.patch(policy("SpecificInactivity", period, unit)).await;
        let token = site.tokens().await.refresh;
        for _ in 0..2 {
            site.advance(hours * HOUR - 60).await;
            assert_eq!(site.refresh(&token).await.line(), "200");
        }
        site.advance(hours * HOUR).await;
        refused(id, &site.refresh(&token).await.line(), EXPIRED);
    }
    for kind in ["SpecificLifetime", "SpecificInactivity"] {
        site.patch(policy(kind, u32::MAX, "Months")).await;
        let token = site.tokens().await.refresh;
        assert_eq!(site.refresh(&token).await.line(), "200", "the longest there is");
    }
    site.patch(set("refreshTokenPolicyType", "Infinite")).await;
    let token = site.tokens().await.refresh;
    site.patch(set("refreshTokenPolicyType", "Zero")).await;
    refused(id, &site.refresh(&token).await.line(), EXPIRED);
    assert_eq!(site.tokens().await.refresh, "");
}

/// The token works for `minutes` and not a second longer.
async fn lives(id: &str, site: &Site, token: &str, minutes: u64) {
    site.advance(minutes * 60 - 5).await;
    assert_eq!(site.resource(token).await.line(), "200", "{id} after {minutes} minutes less a moment");
    site.advance(5).await;
    refused(id, &site.resource(token).await.line(), INVALID_SESSION);
}

/// The timeout of a JWT: the org's, the profile's over it, the app's own over both.
async fn jwt_timeout(id: &str, profile: &str, keys: [&str; 3], tokens: impl AsyncFn(&Site) -> Tokens) {
    let [kind, minutes, alias] = keys;
    let site = Site::with(json!({ "org": { "sessionTimeoutInMinutes": 30 } })).await;
    let token = tokens(&site).await.access;
    assert_eq!(claims(&token)["exp"].as_i64(), claims(&token)["iat"].as_i64().map(|iat| iat + 30 * 60));
    lives(id, &site, &token, 30).await;
    site.patch(json!({ "org": { "profiles": { profile: { "sessionTimeoutInMinutes": 45 } } } })).await;
    lives(id, &site, &tokens(&site).await.access, 45).await;
    site.patch(json!({ "app": { kind: "Custom", minutes: 5 } })).await;
    lives(id, &site, &tokens(&site).await.access, 5).await;
    site.patch(set(alias, 60)).await;
    lives(id, &site, &tokens(&site).await.access, 60).await;
    site.patch(set(kind, "UserSession")).await;
    lives(id, &site, &tokens(&site).await.access, 45).await;
}

pub async fn app_guest_timeout(id: &str) {
    let keys = ["guestJwtSessionTimeoutType", "guestJwtTimeout", "GuestUvidTimeout"];
    jwt_timeout(id, "Guest", keys, Site::guest_tokens).await;
}

pub async fn app_user_timeout(id: &str) {
    let keys = ["namedUserJwtSessionTimeoutType", "namedUserJwtTimeout", "NamedUserUvidTimeout"];
    jwt_timeout(id, "Customer Community User", keys, Site::tokens).await;
}

pub async fn app_opaque_timeout(id: &str) {
    let site = Site::with(set("isNamedUserJwtEnabled", false)).await;
    let token = site.tokens().await.access;
    lives(id, &site, &token, 120).await;
    refused(id, &site.userinfo(&token).await.line(), "403 Bad_OAuth_Token");
    site.patch(set("sessionTimeoutInMinutes", 15)).await;
    lives(id, &site, &site.tokens().await.access, 15).await;
    site.patch(set("sessionTimeoutInMinutes", Value::Null)).await;
    lives(id, &site, &site.tokens().await.access, 120).await;
}

pub async fn app_id_token_validity(id: &str) {
    let site = Site::ready().await;
    for minutes in [2, 720] {
        let id_token = site.tokens().await.all["id_token"].clone();
        let claims = claims(id_token.as_str().expect("an id token"));
        assert_eq!(claims["exp"].as_i64(), claims["iat"].as_i64().map(|iat| iat + minutes * 60));
        site.patch(set("idTokenValidityInMinutes", 720)).await;
    }
    for minutes in [0, 721] {
        let answer = site.door(Method::PATCH, "", Some(set("idTokenValidityInMinutes", minutes))).await;
        assert!(answer.text("message").contains("idTokenValidityInMinutes"));
        refused(
            id,
            &format!("{} at the control door outside 1–720", answer.status),
            "400 at the control door outside 1–720",
        );
    }
}

pub async fn app_revocation(id: &str) {
    let site = Site::ready().await;
    let revoke = async |token: &str| site.post("/services/oauth2/revoke", &[("token", token)]).await.line();
    // Every switch off, and the tokens still work.
    let tokens = site.tokens().await;
    site.patch(json!({
        "org": { "oAuthCdCrdtFlowEnable": false },
        "app": { "isCodeCredFlowEnabled": false, "isGuestCodeCredFlowEnabled": false, "oauthScopes": [], "callbackUrls": [] },
        "users": [{ "username": "ada@example.com", "isActive": false }],
    }))
    .await;
    assert_eq!(site.resource(&tokens.access).await.line(), "200");
    assert_eq!(site.refresh(&tokens.refresh).await.line(), "400 inactive_user / user is inactive");

    // An access token goes alone; its session stays while a refresh token lives.
    let site_2 = Site::ready().await;
    let tokens = site_2.tokens().await;
    let revoke_2 = async |token: &str| site_2.post("/services/oauth2/revoke", &[("token", token)]).await.line();
    assert_eq!(revoke_2(&tokens.access).await, "200");
    refused(id, &site_2.resource(&tokens.access).await.line(), INVALID_SESSION);
    assert_eq!(site_2.sessions().await.len(), 1);
    let next = Tokens::of(&site_2.refresh(&tokens.refresh).await);
    assert_eq!(site_2.resource(&next.access).await.line(), "200");
    // A refresh token takes its access tokens along.
    assert_eq!(revoke_2(&tokens.refresh).await, "200");
    refused(id, &site_2.resource(&next.access).await.line(), INVALID_SESSION);
    assert_eq!(site_2.sessions().await.len(), 0);
    assert_eq!(revoke_2(&tokens.refresh).await, "400 invalid_token / invalid token");
    assert_eq!(revoke("of another org").await, "400 invalid_token / invalid token");

    // The OAuth sessions page ends everything at once, JWTs included.
    let tokens = site_2.tokens().await;
    let session = site_2.sessions().await[0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(site_2.door(Method::DELETE, &format!("/oauth-sessions/{session}"), None).await.status, 204);
    refused(id, &site_2.get(RESOURCE, &tokens.access).await.line(), INVALID_SESSION);
    assert_eq!(site_2.refresh(&tokens.refresh).await.line(), EXPIRED);
    assert_eq!(site_2.userinfo(&tokens.access).await.line(), "403 Bad_OAuth_Token");
}

pub async fn app_expired_uvid_jwt(id: &str) {
    let site = Site::ready().await;
    let jwt = site.guest_tokens().await.access;
    let as_guest = format!("JWT {jwt}");
    let guest = async || site.authorize("guest", &[("Uvid-Hint", &as_guest)], &[]).await.line();
    let named = async || {
        let ada = [("username", "ada@example.com"), ("password", "Lovelace1!")];
        site.authorize("Named-User", &[("Uvid-Hint", &jwt)], &ada).await.line()
    };
    assert_eq!([guest().await, named().await], ["302 code", "302 code"]);
    site.advance(3 * HOUR).await;
    let invalid = "400 invalid_request / uvid invalid";
    refused(id, &guest().await, invalid);
    refused(id, &named().await, invalid);
    site.patch(set("OptionsAllowExpiredUvidJWT", true)).await;
    assert_eq!([guest().await, named().await], ["302 code", "302 code"]);
    site.advance(30 * 24 * HOUR).await;
    assert_eq!([guest().await, named().await], ["302 code", "302 code"], "a month later");
    assert_eq!(claims(&jwt)["sub"], format!("uvid:{UVID}"));
}
