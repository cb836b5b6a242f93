//! Memory stays flat: what is over is forgotten.

mod common;

use common::{Site, Tokens};
use reqwest::Method;
use serde_json::json;

const DAY: u64 = 24 * 3600;

/// How many codes, tokens, approvals and one-time codes the site remembers.
async fn remembered(site: &Site) -> u64 {
    site.door(Method::GET, "", None).await.json()["remembered"].as_u64().expect("a number")
}

#[tokio::test]
async fn expired_codes_tokens_and_one_time_codes_are_swept() {
    let site = Site::with(json!({ "app": { "oauthScopes": ["openid"] } })).await;
    assert_eq!(remembered(&site).await, 0);
    for _ in 0..4 {
        site.login().await;
        site.tokens().await;
        site.guest_tokens().await;
        site.start_passwordless(json!({})).await;
    }
    site.forgot_password(json!({})).await;
    assert!(remembered(&site).await > 20);
    // A day later the codes are expired and remembered no more; the tokens are over since 22 hours.
    site.advance(DAY + 2 * 3600 + 60).await;
    assert_eq!(remembered(&site).await, 0);
    assert_eq!(site.sessions().await.len(), 0);
}

#[tokio::test]
async fn a_refresh_token_keeps_its_approval_and_nothing_else() {
    let site = Site::ready().await;
    let tokens = site.tokens().await;
    site.advance(30 * DAY).await;
    assert_eq!(remembered(&site).await, 2, "the approval and its refresh token");
    assert_eq!(site.refresh(&tokens.refresh).await.line(), "200");
    site.patch(json!({ "app": { "refreshTokenPolicyType": "SpecificLifetime" } })).await;
    site.advance(2 * DAY).await;
    assert_eq!(remembered(&site).await, 0);
}

#[tokio::test]
async fn what_may_still_be_a_hint_is_swept_later() {
    let site = Site::with(json!({ "app": { "oauthScopes": ["openid"], "OptionsAllowExpiredUvidJWT": true } })).await;
    site.guest_tokens().await;
    site.advance(90 * DAY).await;
    assert_eq!(remembered(&site).await, 2, "the approval and its access token");
    site.advance(3 * 3600).await;
    assert_eq!(remembered(&site).await, 0);
}

#[tokio::test]
async fn many_logins_and_rotations_of_one_user_do_not_add_up() {
    let site = Site::with(json!({ "app": {
        "oauthScopes": ["refresh_token"], "isNamedUserJwtEnabled": false, "isRefreshTokenRotationEnabled": true
    } }))
    .await;
    for _ in 0..20 {
        site.tokens().await;
    }
    assert_eq!(remembered(&site).await, 15, "five approvals with two tokens each");
    let mut token = site.tokens().await.refresh;
    for _ in 0..80 {
        token = Tokens::of(&site.refresh(&token).await).refresh;
    }
    assert!(remembered(&site).await < 200);
    let log = site.door(Method::GET, "/requests", None).await.json();
    assert!(log.as_array().is_some_and(|log| log.len() <= 1000));
}
