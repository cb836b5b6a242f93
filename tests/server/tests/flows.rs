//! The flows from end to end, and the shapes of what they answer.

mod common;

use common::{Answer, CHALLENGE, RESOURCE, Site, Tokens, UVID, VERIFIER, basic, claims};
use reqwest::Method;
use serde_json::{Value, json};

const FAILURE: &str = "400 invalid_grant / authentication failure";
const UVID_INVALID: &str = "400 invalid_request / uvid invalid";

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

    let form = [("username", "ada@example.com"), ("recaptcha", "ok")];
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

#[tokio::test]
async fn social_sign_on_leads_through_a_page_to_the_callback() {
    let site = Site::ready().await;
    let callback = "https://app.example.com/cb";
    site.patch(json!({ "app": { "callbackUrls": [callback] } })).await;
    let sign_on = async |provider: &str, more: &[(&str, &str)]| {
        let query = [
            ("response_type", "code"),
            ("client_id", &site.client_id),
            ("redirect_uri", callback),
            ("state", "s"),
            ("code_challenge", CHALLENGE),
            ("sso_provider", provider),
        ];
        Answer::of(site.request(Method::GET, "/services/oauth2/authorize").query(&[&query, more].concat())).await
    };
    let page = sign_on("Model_IDP", &[]).await;
    assert_eq!(page.line(), "HTML page");
    assert!(page.body.contains("ada@example.com"));
    let href = page.body.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let link = format!("{}/services/oauth2/authorize{}", site.url, href.replace("&amp;", "&"));
    let answer = Answer::of(site.http.get(link)).await;
    assert!(answer.header("location").is_some_and(|to| to.starts_with(callback)));
    assert_eq!(answer.location()["state"], "s");
    assert_eq!(site.exchange_with(&answer.code(), &[], &[("redirect_uri", callback)]).await.line(), "200");

    assert_eq!(sign_on("Unknown", &[("model_auto", "1")]).await.line(), "HTML page");
    let scope = sign_on("Model_IDP", &[("model_auto", "1"), ("scope", "nothing")]).await;
    assert_eq!((scope.status, scope.location()["error"].as_str()), (302, "invalid_scope"));
    site.patch(json!({ "app": { "isCodeCredFlowEnabled": false }, "org": { "oAuthCdCrdtFlowEnable": false } })).await;
    let answer = sign_on("Model_IDP", &[("model_auto", "1")]).await;
    assert_eq!(answer.line(), "302 code", "a redirect flow is no headless one");
    assert_eq!(site.exchange_with(&answer.code(), &[], &[("redirect_uri", callback)]).await.line(), "200");
}

#[tokio::test]
async fn the_bridge_opens_once() {
    let site = Site::with(json!({ "app": { "isNamedUserJwtEnabled": false } })).await;
    let bridge = async |token: &str, path: &str| {
        let form = [("access_token", token), ("redirect_uri", path)];
        site.post("/services/oauth2/singleaccess", &form).await
    };
    let token = site.tokens().await.access;
    let open = async |uri: String| Answer::of(site.http.get(uri)).await.body.contains("Session open");
    let uri = bridge(&token, "portal/my-account").await.text("frontdoor_uri");
    assert_eq!([open(uri.clone()).await, open(uri).await], [true, false]);
    let uri = bridge(&token, "portal/my-account").await.text("frontdoor_uri");
    site.advance(60).await;
    assert!(!open(uri).await);
    assert_eq!(bridge("", "portal").await.line(), "401 Missing_OAuth_Token");
    assert_eq!(bridge("nothing", "portal").await.line(), "401 Bad_OAuth_Token");
    for elsewhere in ["", "https://evil.example", "//evil.example"] {
        assert_eq!(bridge(&token, elsewhere).await.line(), "400 Invalid_Param");
    }
    let code = site.login_with(&[("scope", "api")]).await.code();
    let narrow = Tokens::of(&site.exchange(&code).await).access;
    assert_eq!(bridge(&narrow, "portal").await.line(), "400 Invalid_Scope");
    site.patch(json!({ "app": { "isNamedUserJwtEnabled": true } })).await;
    assert_eq!(bridge(&site.tokens().await.access, "portal").await.line(), "401 Bad_OAuth_Token", "no JWTs");
}

#[tokio::test]
async fn identity_userinfo_and_introspection_tell_about_a_token() {
    let site = Site::ready().await;
    let tokens = site.tokens().await;
    let identity = tokens.all["id"].as_str().expect("a URL").to_owned();
    let path = identity.strip_prefix(&site.url).expect("on the site");
    assert_eq!(site.get(path, &tokens.access).await.text("username"), "ada@example.com");
    assert_eq!(site.get("/id/00D000000000001EAA/005000000000001AAA", &tokens.access).await.line(), "403 Wrong_Org");
    assert_eq!(site.get(&format!("/id/{}/005", site.org_id), &tokens.access).await.line(), "403 No_Access");
    let info = site.userinfo(&tokens.access).await.json();
    assert_eq!((&info["sub"], &info["organization_id"]), (&json!(identity), &json!(site.org_id)));
    assert_eq!(
        Answer::of(site.request(Method::POST, "/services/oauth2/userinfo").bearer_auth(&tokens.access)).await.status,
        200
    );
    let missing = Answer::of(site.request(Method::GET, "/services/oauth2/userinfo")).await;
    assert_eq!(missing.line(), "403 Missing_OAuth_Token");
    let code = site.login_with(&[("scope", "api")]).await.code();
    let narrow = Tokens::of(&site.exchange(&code).await).access;
    assert_eq!(site.userinfo(&narrow).await.line(), "403 No_Access");

    let introspect = async |token: &str| {
        let form = [("token", token), ("client_id", &site.client_id), ("client_secret", &site.client_secret)];
        site.post("/services/oauth2/introspect", &form).await.json()
    };
    let access = introspect(&tokens.access).await;
    assert_eq!((&access["active"], &access["username"]), (&json!(true), &json!("ada@example.com")));
    assert_eq!((&access["token_type"], &access["sub"]), (&json!("access_token"), &json!(identity)));
    assert_eq!(access["exp"], claims(&tokens.access)["exp"]);
    assert_eq!(introspect(&tokens.refresh).await["token_type"], "refresh_token");
    assert_eq!(introspect("nothing").await, json!({ "active": false }));
    let without = site.post("/services/oauth2/introspect", &[("token", "x"), ("client_id", &site.client_id)]).await;
    assert_eq!(without.line(), "400 invalid_client / invalid client credentials");
}

#[tokio::test]
async fn nothing_of_one_site_is_valid_at_another() {
    let site = Site::ready().await;
    let made = Answer::of(site.http.post(format!("{}/__model/sites", site.server.url())).json(&json!({}))).await;
    let (url, client_id) = (made.text("siteUrl"), made.text("clientId"));
    let tokens = site.tokens().await;
    let code = site.login().await.code();
    let identifier = site.start_passwordless(json!({})).await.text("identifier");
    let otp = site.otp().await;

    let post = async |path: &str, form: &[(&str, &str)]| {
        let request = site.http.post(format!("{url}{path}")).header("Auth-Verification-Type", "email");
        Answer::of(request.header("Auth-Request-Type", "passwordless-login").form(form)).await.line()
    };
    let echo = format!("{url}/services/oauth2/echo");
    let token = "/services/oauth2/token";
    let exchange = [
        ("grant_type", "authorization_code"),
        ("client_id", &client_id),
        ("redirect_uri", &echo),
        ("code", &code),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(post(token, &exchange).await, "400 invalid_grant / invalid authorization code");
    let refresh = [("grant_type", "refresh_token"), ("client_id", &client_id), ("refresh_token", &tokens.refresh)];
    assert_eq!(post(token, &refresh).await, "400 invalid_grant / expired access/refresh token");
    let foreign = [("grant_type", "refresh_token"), ("client_id", &site.client_id), ("refresh_token", &tokens.refresh)];
    assert_eq!(post(token, &foreign).await, "400 invalid_client_id / client identifier invalid");
    assert_eq!(
        post("/services/oauth2/revoke", &[("token", &tokens.access)]).await,
        "400 invalid_token / invalid token"
    );
    let complete = [
        ("response_type", "code_credentials"),
        ("client_id", &client_id),
        ("redirect_uri", &echo),
        ("code_challenge", CHALLENGE),
        ("username", &identifier),
        ("password", &otp),
    ];
    assert_eq!(post("/services/oauth2/authorize", &complete).await, FAILURE);
    let get =
        async |path: &str| Answer::of(site.http.get(format!("{url}{path}")).bearer_auth(&tokens.access)).await.line();
    assert_eq!(get(RESOURCE).await, "401 INVALID_SESSION_ID");
    assert_eq!(get("/services/oauth2/userinfo").await, "403 Bad_OAuth_Token");
    let keys =
        async |url: &str| Answer::of(site.http.get(format!("{url}/id/keys"))).await.json()["keys"][0]["n"].clone();
    assert_ne!(keys(&url).await, keys(&site.url).await);
    assert_eq!(site.exchange(&code).await.line(), "200", "at its own site it is");
}

#[tokio::test]
async fn the_bare_host_is_the_demo_site_or_the_clients() {
    let site = Site::ready().await;
    let demo = site.server.demo();
    let bare = site.server.url();
    let document = Answer::of(site.http.get(format!("{bare}/.well-known/openid-configuration"))).await;
    assert_eq!(document.text("issuer"), demo["siteUrl"]);
    let mut form = site.authorize_form();
    form.extend([("username", "ada@example.com"), ("password", "Lovelace1!")]);
    let request = site.http.post(format!("{bare}/services/oauth2/authorize")).header("Auth-Request-Type", "Named-User");
    assert_eq!(Answer::of(request.form(&form)).await.location()["sfdc_community_url"], site.url);
    let nowhere = Answer::of(site.http.get(format!("{bare}/nowhere"))).await;
    assert_eq!(nowhere.line(), "404 NOT_FOUND");
}

#[tokio::test]
async fn the_discovery_document_names_endpoints_that_answer() {
    let site = Site::ready().await;
    let document = site.get("/.well-known/openid-configuration", "").await.json();
    assert_eq!(document["issuer"], site.url);
    assert_eq!(document["response_types_supported"], json!(["code", "token", "token id_token"]));
    assert_eq!(document.get("code_challenge_methods_supported"), None);
    for key in ["authorization", "token", "revocation", "userinfo", "introspection"] {
        let url = document[format!("{key}_endpoint")].as_str().expect("a URL");
        assert_ne!(Answer::of(site.http.get(url)).await.status, 404, "{url}");
    }
    let keys =
        [document["jwks_uri"].as_str().expect("a URL").to_owned(), format!("{}/services/oauth2/id/keys", site.url)];
    for url in keys {
        let key = Answer::of(site.http.get(url)).await.json()["keys"][0].clone();
        assert_eq!((&key["kty"], &key["alg"], &key["e"]), (&json!("RSA"), &json!("RS256"), &json!("AQAB")));
        assert!(key["kid"].as_str().is_some_and(|kid| kid.starts_with("CORE_ATJWT.00D")));
    }
}
