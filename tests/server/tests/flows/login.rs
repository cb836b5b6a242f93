//! A named user's login, from authorize to tokens.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    FAILURE, UVID_INVALID,
    common::{Answer, CHALLENGE, Site, UVID, VERIFIER, basic, claims},
};

#[tokio::test]
async fn a_login_redirects_to_the_echo_and_the_echo_repeats_it() {
    let site = Site::ready().await;
    let answer = site.login_with(&[("state", "s & t")]).await;
    assert_eq!(answer.status, 302);
    let location = answer.location();
    assert_eq!(location["state"], "s & t");
    assert_eq!(location["sfdc_community_url"], site.url);
    assert!(location["sfdc_community_id"].starts_with("0DB"));
    let code = &location["code"];
    assert!(code.starts_with("aPrx") && code.ends_with("==") && code.len() == 80, "{code}");
    let header = answer.header("location").expect("a location");
    assert!(header.contains("%3D%3D&") && !header.contains("=="), "{header}");

    let echo = Answer::of(site.http.get(header)).await;
    let echoed: Value = location.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
    assert_eq!(echo.json(), echoed);
    assert_eq!(echo.header("content-type"), Some("application/json;charset=UTF-8"));
    assert_eq!(site.login().await.location().get("state"), None);
}

#[tokio::test]
async fn the_token_answer_has_the_documented_fields() {
    let site = Site::ready().await;
    let all = site.tokens().await.all;
    let keys: Vec<_> = all.as_object().expect("an object").keys().map(String::as_str).collect();
    let expected = [
        "access_token",
        "refresh_token",
        "sfdc_community_url",
        "sfdc_community_id",
        "signature",
        "token_format",
        "scope",
        "id_token",
        "instance_url",
        "api_instance_url",
        "id",
        "token_type",
        "issued_at",
    ];
    assert_eq!(keys, expected);
    let text = |key: &str| all[key].as_str().expect("a text").to_owned();
    assert_eq!(text("token_type"), "Bearer");
    assert_eq!(text("issued_at").len(), 13, "milliseconds, as a string");
    for key in ["instance_url", "api_instance_url", "sfdc_community_url"] {
        assert_eq!(text(key), site.url);
    }
    assert!(text("id").starts_with(&format!("{}/id/{}/005", site.url, site.org_id)));
    assert!(text("refresh_token").starts_with("5Aep861"));

    let access = claims(&text("access_token"));
    assert_eq!(access["aud"], json!([site.url]));
    assert_eq!(access["iss"], site.url);
    assert_eq!(access["scp"], all["scope"]);
    assert_eq!(access["nbf"].as_i64(), access["iat"].as_i64().map(|iat| iat - 15));
    assert!(access["sub"].as_str().is_some_and(|sub| sub.starts_with("uid:005")));
    let id = claims(&text("id_token"));
    assert_eq!((&id["sub"], &id["iss"]), (&all["id"], &json!(site.url)));
    assert_eq!(id["aud"], site.client_id);

    site.patch(json!({ "app": { "isNamedUserJwtEnabled": false } })).await;
    let opaque = site.tokens().await;
    assert!(opaque.access.starts_with(&format!("{}!", &site.org_id[..15])));
    assert_eq!(opaque.all["token_format"], "opaque");
    assert_eq!(opaque.all.get("api_instance_url"), None);

    let hybrid =
        site.exchange_with(&site.login().await.code(), &[], &[("grant_type", "hybrid_auth_code")]).await.json();
    assert!(hybrid["lightning_domain"].is_string() && hybrid["cookie-sid_Client"].is_string());
    let more = site.refresh_with(&opaque.refresh, &[("format", "json")]).await.json();
    assert_eq!(more.get("refresh_token"), None);
}

#[tokio::test]
async fn credentials_are_taken_from_body_and_header_as_they_are() {
    let odd = "p:ä\u{1F511} \n+%&=";
    let users = json!([{ "username": "Ada@Example.com", "password": odd }]);
    let site = Site::with(json!({ "users": users })).await;
    assert_eq!(site.login_with(&[("username", "ada@example.COM"), ("password", odd)]).await.line(), "302 code");
    let padded = format!(" {odd}");
    assert_eq!(site.login_with(&[("password", &padded)]).await.line(), FAILURE);
    let standard = basic("ada@example.com", odd);
    let url_safe = standard.replace('+', "-").replace('/', "_");
    for encoded in [&standard, &url_safe, standard.trim_end_matches('='), url_safe.trim_end_matches('=')] {
        let header = format!("Basic {encoded}");
        let answer = site.authorize("named-USER", &[("Authorization", &header)], &[]).await;
        assert_eq!(answer.line(), "302 code", "{encoded}");
    }
    for missing in [("username", ""), ("password", "")] {
        assert_eq!(site.login_with(&[missing]).await.line(), "HTML page");
    }
    let garbage = site.authorize("Named-User", &[("Authorization", "Basic %%%")], &[]).await;
    assert_eq!(garbage.line(), "HTML page");
}

#[tokio::test]
async fn checks_at_authorize_come_in_their_order() {
    let site = Site::ready().await;
    // Everything is wrong; one thing after the other is put right.
    site.patch(json!({
        "org": { "oAuthCdCrdtFlowEnable": false, "isPkceRequired": true },
        "site": { "status": "UnderConstruction" },
        "app": { "isCodeCredFlowEnabled": false, "commaSeparatedProfile": "" },
        "users": [{ "username": "ada@example.com", "isActive": false }],
    }))
    .await;
    let mut flow = "nothing";
    let mut form = vec![
        ("response_type", "nothing"),
        ("client_id", "nothing"),
        ("redirect_uri", "nothing"),
        ("code_challenge", ""),
        ("scope", "nothing"),
        ("username", ""),
        ("password", "wrong"),
        ("uvid_hint", "wrong"),
    ];
    enum Fix<'a> {
        Patch(Value),
        Flow(&'a str),
        Form(&'a str, &'a str),
    }
    use Fix::{Flow, Form, Patch};
    let steps = [
        ("404 NOT_FOUND", Patch(json!({ "site": { "status": "Live" } }))),
        ("400 unsupported_response_type / response type not supported", Form("response_type", "code_credentials")),
        ("400 invalid_request / invalid headers", Flow("Named-User")),
        ("HTML page", Patch(json!({ "org": { "oAuthCdCrdtFlowEnable": true } }))),
        ("400 invalid_client_id / client identifier invalid", Form("client_id", &site.client_id)),
        ("400 redirect_uri_mismatch / redirect_uri must match configuration", Form("redirect_uri", &site.redirect_uri)),
        (
            "400 invalid_client / code credential flow not enabled",
            Patch(json!({ "app": { "isCodeCredFlowEnabled": true } })),
        ),
        ("HTML page", Form("username", "ada@example.com")),
        ("HTML page", Form("scope", "openid")),
        ("400 invalid_request / missing required code challenge", Form("code_challenge", CHALLENGE)),
        (UVID_INVALID, Form("uvid_hint", UVID)),
        (FAILURE, Form("password", "Lovelace1!")),
        (
            "400 inactive_user / user is inactive",
            Patch(json!({ "users": [{ "username": "ada@example.com", "isActive": true }] })),
        ),
        (
            "400 invalid_app_access / user is not admin approved to access this app",
            Patch(json!({ "app": { "commaSeparatedProfile": "Customer Community User" } })),
        ),
    ];
    for (expected, fix) in steps {
        assert_eq!(site.authorize(flow, &[], &form).await.line(), expected);
        match fix {
            Patch(settings) => site.patch(settings).await,
            Flow(word) => flow = word,
            Form(name, value) => form.push((name, value)),
        }
    }
    assert_eq!(site.authorize(flow, &[], &form).await.line(), "302 code");
}

#[tokio::test]
async fn checks_at_token_come_in_their_order() {
    let site = Site::ready().await;
    let code = site.login().await.code();
    let form: Vec<(&str, &str)> = vec![
        ("grant_type", "nothing"),
        ("client_id", "nothing"),
        ("client_secret", "wrong"),
        ("code", "nothing"),
        ("redirect_uri", "nothing"),
        ("code_verifier", "nothing"),
    ];
    let elsewhere = json!({ "org": { "ipRanges": [{ "start": "10.0.0.0", "end": "10.0.0.1" }] } });
    site.patch(elsewhere).await;
    let steps = [
        ("400 unsupported_grant_type / grant type not supported", ("grant_type", "authorization_code")),
        ("400 invalid_client_id / client identifier invalid", ("client_id", site.client_id.as_str())),
        ("400 invalid_client / invalid client credentials", ("client_secret", "")),
        ("400 invalid_grant / invalid authorization code", ("code", &code)),
        ("400 redirect_uri_mismatch / redirect_uri must match configuration", ("redirect_uri", &site.redirect_uri)),
        ("400 invalid_request / invalid code verifier", ("code_verifier", VERIFIER)),
        ("400 invalid_grant / ip restricted or invalid login hours", ("", "")),
    ];
    let mut form = form;
    for (expected, fix) in steps {
        assert_eq!(site.exchange_with("", &[], &form).await.line(), expected);
        form.push(fix);
    }
    site.patch(json!({ "org": { "ipRanges": [] } })).await;
    assert_eq!(site.exchange(&code).await.line(), "200", "no failure used the code up");
    assert_eq!(site.exchange(&code).await.line(), "400 invalid_grant / invalid authorization code");
}

#[tokio::test]
async fn codes_live_fifteen_minutes_and_belong_to_their_app() {
    let site = Site::ready().await;
    let code = site.login().await.code();
    let other = site.door(Method::POST, "/apps", None).await;
    let as_other = [("client_id", other.text("clientId")), ("client_secret", other.text("clientSecret"))];
    let as_other: Vec<_> = as_other.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let invalid = "400 invalid_grant / invalid authorization code";
    assert_eq!(site.exchange_with(&code, &[], &as_other).await.line(), invalid);
    let twice_encoded = code.replace('=', "%3D");
    assert_eq!(site.exchange_with(&twice_encoded, &[], &[]).await.line(), invalid);
    site.advance(899).await;
    assert_eq!(site.exchange(&code).await.line(), "200");
    let code = site.login().await.code();
    site.advance(900).await;
    assert_eq!(site.exchange(&code).await.line(), "400 invalid_grant / expired authorization code");
}

#[tokio::test]
async fn pkce_parameters_are_checked() {
    let site = Site::ready().await;
    for wrong in ["short", &"a".repeat(44), &format!("{}+", &CHALLENGE[1..])] {
        assert_eq!(
            site.login_with(&[("code_challenge", wrong)]).await.line(),
            "400 invalid_request / invalid code challenge"
        );
    }
    assert_eq!(site.login_with(&[("code_challenge_method", "S256")]).await.line(), "302 code");
    for wrong in ["plain", "s256"] {
        let answer = site.login_with(&[("code_challenge_method", wrong)]).await;
        assert_eq!(answer.line(), "400 invalid_request / invalid code challenge");
    }
    let code = site.login().await.code();
    let verifier = async |text: &str| site.exchange_with(&code, &[], &[("code_verifier", text)]).await.line();
    for wrong in [&VERIFIER[..42], &"x".repeat(43), &"x".repeat(513)] {
        assert_eq!(verifier(wrong).await, "400 invalid_request / invalid code verifier");
    }
    assert_eq!(verifier(VERIFIER).await, "200");

    let pair = site.get("/services/oauth2/pkce/generator", "").await;
    let challenged = site.login_with(&[("code_challenge", &pair.text("code_challenge"))]).await;
    let exchanged =
        site.exchange_with(&challenged.code(), &[], &[("code_verifier", &pair.text("code_verifier"))]).await;
    assert_eq!(exchanged.line(), "200");
}
