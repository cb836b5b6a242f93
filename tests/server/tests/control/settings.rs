//! Settings: presets, what is refused, how a patch is merged.

use reqwest::Method;
use serde_json::{Value, json};

use super::common::{Answer, Site};

async fn settings(site: &Site) -> Value {
    site.door(Method::GET, "", None).await.json()["settings"].clone()
}

#[tokio::test]
async fn fresh_has_the_defaults_of_the_policy_table() {
    let site = Site::with(json!({ "preset": "fresh" })).await;
    let made = site.door(Method::GET, "", None).await.json();
    assert_eq!(
        (&made["users"], &made["redirectUri"]),
        (&json!([]), &json!(format!("{}/services/oauth2/echo", site.url)))
    );
    let settings = settings(&site).await;
    assert_eq!(
        settings["org"],
        json!({
            "oAuthCdCrdtFlowEnable": false, "isPkceRequired": false, "blockOAuthUsrAgtFlow": true,
            "blockOAuthUnPwFlow": true, "enableOauthCorsPolicy": false, "sessionTimeoutInMinutes": 120, "profiles": {},
            "ipRanges": [], "locked": false, "loginRatePerHour": 3600, "passwordMinLength": 8,
        })
    );
    let off = |keys: &[&str], settings: &Value| keys.iter().for_each(|key| assert_eq!(settings[*key], false, "{key}"));
    off(
        &[
            "IsHeadlessUserRegistrationAllowed",
            "DoesRegistrationRequireAuth",
            "IsPwdlessLoginAllowed",
            "DoesPwdlessLoginRequireAuth",
            "IsForgotPwdAllowed",
            "DoesForgotPasswordRequireAuth",
            "IsForgotPwdEmailTemplateAllowlistingEnabled",
            "IsUserDisambiguationAllowedUsernamePwd",
            "IsUserDisambiguationAllowedForgotPwd",
            "isFirstPartyAppsAllowed",
            "DoesPasswordLoginRequireAuth",
            "IsUniversalClientRgstrAllowed",
        ],
        &settings["site"],
    );
    for key in ["IsRecaptchaRequiredRgstr", "IsRecaptchaRequiredPwdlessLogin", "IsRecaptchaRequiredForgotPwd"] {
        assert_eq!(settings["site"][key], true, "{key}");
    }
    let site_values = [
        ("status", json!("UnderConstruction")),
        ("RecaptchaScoreThreshold", json!(0.5)),
        ("MaxPasswordResetAttempts", json!(5)),
        ("HeadlessDiscoveryHandlerId", json!("")),
        ("networkMemberGroups", json!({ "profile": [], "permissionSet": [] })),
        ("ssoProviders", json!([])),
        ("apexCallback", Value::Null),
    ];
    for (key, value) in site_values {
        assert_eq!(settings["site"][key], value, "{key}");
    }
    off(
        &[
            "isCodeCredFlowEnabled",
            "isCodeCredPostOnly",
            "isConsumerSecretOptional",
            "isRefreshTokenRotationEnabled",
            "isGuestCodeCredFlowEnabled",
            "isNamedUserJwtEnabled",
            "isIntrospectAllTokens",
            "isClientCredentialsFlowEnabled",
            "blocked",
            "isFirstPartyAppEnabled",
            "OptionsAllowExpiredUvidJWT",
        ],
        &settings["app"],
    );
    let app_values = [
        ("kind", json!("ECA")),
        ("publisher_flow_enabled", Value::Null),
        ("isSecretRequiredForRefreshToken", json!(true)),
        ("isSecretRequiredForTokenExchange", json!(true)),
        ("refreshTokenPolicyType", json!("Infinite")),
        ("oauthScopes", json!([])),
        ("callbackUrls", json!([])),
        ("permittedUsersPolicyType", json!("AllSelfAuthorized")),
        ("guestJwtSessionTimeoutType", json!("UserSession")),
        ("namedUserJwtSessionTimeoutType", json!("UserSession")),
        ("sessionTimeoutInMinutes", Value::Null),
        ("idTokenValidityInMinutes", json!(2)),
        ("ipRelaxationPolicyType", json!("Enforce")),
        ("refreshTokenIpAllowlist", json!([])),
        ("requiredSessionLevel", json!("STANDARD")),
    ];
    for (key, value) in app_values {
        assert_eq!(settings["app"][key], value, "{key}");
    }
}

#[tokio::test]
async fn wrong_settings_are_refused_by_name() {
    let site = Site::ready().await;
    let range = |number: usize| json!({ "start": format!("10.0.0.{number}"), "end": format!("10.0.0.{number}") });
    let ranges =
        |count: usize| json!({ "app": { "refreshTokenIpAllowlist": (0..count).map(range).collect::<Vec<_>>() } });
    let wrong = [
        (json!({ "app": { "isPkceRequried": true } }), "isPkceRequried"),
        (json!({ "application": {} }), "application"),
        (json!({ "app": { "isPkceRequired": "yes" } }), "isPkceRequired"),
        (json!({ "app": { "isPkceRequired": null } }), "isPkceRequired"),
        (json!({ "app": { "isCodeCredentialEnabled": 1 } }), "isCodeCredentialEnabled"),
        (
            json!({ "app": { "isCodeCredentialEnabled": true, "isCodeCredFlowEnabled": true } }),
            "isCodeCredentialEnabled",
        ),
        (json!({ "app": { "guestJwtTimeout": 7 } }), "guestJwtTimeout"),
        (json!({ "app": { "GuestUvidTimeout": 7 } }), "GuestUvidTimeout"),
        (json!({ "app": { "refreshTokenPolicyType": "Sometimes" } }), "refreshTokenPolicyType"),
        (json!({ "app": { "callbackUrls": ["no url"] } }), "callbackUrls"),
        (json!({ "app": { "oauthScopes": ["openid api"] } }), "oauthScopes"),
        (json!({ "app": { "kind": "eca" } }), "kind"),
        (ranges(129), "refreshTokenIpAllowlist"),
        (json!({ "app": { "refreshTokenIpAllowlist": [["10.0.0.1", "10.0.0.9"]] } }), "refreshTokenIpAllowlist"),
        (
            json!({ "app": { "refreshTokenIpAllowlist": [{ "start": "10.0.0.9", "end": "10.0.0.1" }] } }),
            "refreshTokenIpAllowlist",
        ),
        (
            json!({ "app": { "refreshTokenIpAllowlist": [{ "start": "10.0.0.1", "end": "::1" }] } }),
            "refreshTokenIpAllowlist",
        ),
        (json!({ "app": { "refreshTokenIpAllowlist": [{ "start": "10.0.0.1" }] } }), "refreshTokenIpAllowlist"),
        (json!({ "app": { "refreshTokenIpAllowlist": null } }), "refreshTokenIpAllowlist"),
        (json!({ "app": [] }), "app"),
        (json!({ "org": { "ipRanges": [{ "start": "10.0.0.9", "end": "10.0.0.1" }] } }), "ipRanges"),
        (json!({ "org": { "ipRanges": [{ "start": "here", "end": "there" }] } }), "ipRanges"),
        (json!({ "org": { "profiles": { "Guest": { "sessionTimeoutInMinutes": 0 } } } }), "sessionTimeoutInMinutes"),
        (json!({ "org": { "profiles": { "Guest": [30] } } }), "profiles.Guest"),
        (json!({ "org": { "ipRanges": [["10.0.0.1", "10.0.0.9"]] } }), "ipRanges"),
        (json!({ "org": { "sessionTimeoutInMinutes": -1 } }), "sessionTimeoutInMinutes"),
        (json!({ "site": { "RecaptchaScoreThreshold": 0.4 } }), "RecaptchaScoreThreshold"),
        (json!({ "site": { "status": "live" } }), "status"),
        (json!({ "site": { "apexCallback": "" } }), "apexCallback"),
        (json!({ "site": { "apexCallback": "code/extraction" } }), "apexCallback"),
        (json!({ "site": { "apexCallback": "/services/oauth2/echo" } }), "apexCallback"),
        (json!({ "site": { "apexCallback": "/services/apexrest/" } }), "apexCallback"),
        (json!({ "site": { "apexCallback": "/services/apexrest/code?x=1" } }), "apexCallback"),
        (json!({ "site": { "apexCallback": ["/services/apexrest/code"] } }), "apexCallback"),
        (json!({ "corsOrigins": ["https://app.example.com/path"] }), "corsOrigins"),
        (json!({ "corsOrigins": ["http://app.example.com"] }), "corsOrigins"),
        (json!({ "corsOrigins": "https://app.example.com" }), "corsOrigins"),
        (json!({ "switches": { "propagate": 1 } }), "propagate"),
        (json!({ "switches": { "emit_expires_in": "maybe" } }), "emit_expires_in"),
        (json!({ "switches": { "json_failure_status": 500 } }), "json_failure_status"),
        (json!({ "switches": { "site_inactive": 403 } }), "site_inactive"),
        (json!({ "switches": { "foreign_client": "app_not_found" } }), "foreign_client"),
        (json!({ "switches": { "unknown_eca": "redirect_uri_mismatch" } }), "unknown_eca"),
        (json!({ "users": [{ "username": "new@example.com" }] }), "password"),
        (json!({ "users": [{ "username": "ada@example.com", "isActive": "yes" }] }), "isActive"),
        (json!({ "users": [{ "username": "ada@example.com", "nick": "a" }] }), "nick"),
        (json!({ "users": {} }), "users"),
        (json!({ "preset": "half" }), "preset"),
        (json!([]), "object"),
    ];
    let before = settings(&site).await;
    for (body, key) in wrong {
        let url = format!("{}/__model/sites", site.server.url());
        for request in [site.http.post(&url), site.http.patch(format!("{url}/{}", site.id))] {
            let answer = Answer::of(request.json(&body)).await;
            assert_eq!(answer.status, 400, "{body}");
            assert!(
                answer.text("error") == "invalid_setting" && answer.text("message").contains(key),
                "{}",
                answer.body
            );
        }
    }
    assert_eq!(settings(&site).await, before, "a patch that is refused changes nothing");
    assert_eq!(site.door(Method::PATCH, "", Some(ranges(128))).await.status, 200);
    let too_large = vec![b' '; (1 << 20) + 1];
    for (body, status) in [(&b"{"[..], 400), (b"\"text\"", 400), (b"nothing", 400), (b"\xFF", 400), (&too_large, 413)] {
        let request = site.http.post(format!("{}/__model/sites", site.server.url())).body(body.to_vec());
        let answer = Answer::of(request).await;
        assert!(answer.status == status && answer.json()["message"].is_string(), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_patch_merges_objects_replaces_arrays_and_finds_users_by_name() {
    let site = Site::ready().await;
    let before = site.door(Method::GET, "", None).await.json();
    let answer = site
        .door(
            Method::PATCH,
            "",
            Some(json!({
                "org": { "profiles": { "Guest": { "sessionTimeoutInMinutes": 5 } } },
                "app": { "oauthScopes": ["openid"], "GuestUvidTimeout": 60 },
                "users": [
                    { "username": "Ada@Example.com", "password": "changed1" },
                    { "username": "new@example.com", "password": "secret12" },
                ],
            })),
        )
        .await;
    let after = answer.json();
    for key in ["id", "siteUrl", "clientId", "clientSecret", "redirectUri", "orgId"] {
        assert_eq!(after[key], before[key], "{key}");
    }
    assert_eq!(after["users"][0]["id"], before["users"][0]["id"]);
    assert_eq!(
        (&after["users"][0]["password"], &after["users"][1]["email"]),
        (&json!("changed1"), &json!("new@example.com"))
    );
    site.patch(json!({ "org": { "profiles": { "Other": {} } } })).await;
    let settings = settings(&site).await;
    assert_eq!(settings["app"]["oauthScopes"], json!(["openid"]));
    assert_eq!(
        (&settings["app"]["guestJwtTimeout"], &settings["app"]["isCodeCredFlowEnabled"]),
        (&json!(60), &json!(true))
    );
    assert_eq!(settings["org"]["profiles"]["Guest"]["sessionTimeoutInMinutes"], 5);
    assert_eq!(settings["users"][0]["firstName"], "Ada");
}
