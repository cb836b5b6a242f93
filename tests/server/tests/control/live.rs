//! A live site: clock, faults, request log, further apps, the page.

use reqwest::Method;
use serde_json::{Value, json};

use super::common::{Answer, ORIGIN, RESOURCE, Site, UVID, VERIFIER, basic};

#[tokio::test]
async fn a_site_that_is_deleted_is_gone() {
    let site = Site::ready().await;
    assert_eq!(site.door(Method::DELETE, "", None).await.status, 204);
    assert_eq!(site.login().await.line(), "404 NOT_FOUND");
    for (method, path) in [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("GET", "/outbox"),
        ("GET", "/requests"),
        ("POST", "/clock"),
        ("POST", "/faults"),
        ("POST", "/apps"),
        ("DELETE", "/apps/3MVG9nobody"),
        ("GET", "/oauth-sessions"),
        ("DELETE", "/oauth-sessions/1"),
    ] {
        let answer = site.door(method.parse().expect("a method"), path, Some(json!({}))).await;
        assert_eq!(answer.status, 404, "{method} {path}");
    }
    let demo = site.http.delete(format!("{}/__model/sites/portal/oauth-sessions/77", site.server.url()));
    assert_eq!(Answer::of(demo).await.status, 404);
}

#[tokio::test]
async fn the_clock_moves_forward_only() {
    let site = Site::ready().await;
    let clock = async |body: Value| site.door(Method::POST, "/clock", Some(body)).await;
    let start = clock(json!({ "advanceSec": 0 })).await.json()["now"].as_i64().expect("milliseconds");
    let later = clock(json!({ "advanceSec": 90 })).await.json()["now"].as_i64().expect("milliseconds");
    assert!((90_000..91_000).contains(&(later - start)));
    for wrong in [
        json!({ "advanceSec": -1 }),
        json!({ "advanceSec": "1" }),
        json!({}),
        json!({ "advanceSec": 1e300 }),
        json!({ "seconds": 1 }),
    ] {
        assert_eq!(clock(wrong).await.status, 400);
    }
    let issued_at = site.tokens().await.all["issued_at"].as_str().and_then(|text| text.parse::<i64>().ok());
    assert!(issued_at.is_some_and(|at| at >= later));
}

#[tokio::test]
async fn faults_strike_as_often_as_asked() {
    let site = Site::with(json!({ "corsOrigins": [ORIGIN] })).await;
    let faults = async |faults: Value| {
        let answer = site.door(Method::POST, "/faults", Some(faults)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    };
    let login = async || site.login().await.line();
    faults(json!([{ "path": "/authorize", "times": 2, "kind": "status" }])).await;
    faults(json!([{ "path": "/authorize", "kind": "status", "status": 429 }])).await;
    let mut lines = Vec::new();
    for _ in 0..4 {
        lines.push(login().await.split(" / ").next().unwrap_or_default().to_owned());
    }
    assert_eq!(lines, ["503 server_error", "503 server_error", "429 server_error", "302 code"]);

    faults(json!([{ "path": "/authorize", "kind": "html" }, { "path": "/authorize", "kind": "garbage" }])).await;
    assert_eq!(login().await, "HTML page");
    let request = site.request(Method::POST, "/services/oauth2/authorize").header("Origin", ORIGIN);
    let garbage = Answer::of(request).await;
    assert_eq!(garbage.header("content-type"), Some("application/json;charset=UTF-8"));
    assert_eq!(garbage.header("access-control-allow-origin"), Some(ORIGIN));
    assert!(serde_json::from_str::<Value>(&garbage.body).is_err());

    // Not carried out: the code is still good. Carried out: it is used up.
    let code = site.login().await.code();
    faults(json!([{ "path": "/token", "kind": "drop" }, { "path": "/token", "kind": "truncate" }])).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", &site.client_id),
        ("redirect_uri", &site.redirect_uri),
        ("code", &code),
        ("code_verifier", VERIFIER),
    ];
    let exchange = || site.request(Method::POST, "/services/oauth2/token").form(&form).send();
    assert!(exchange().await.is_err(), "dropped");
    let truncated = exchange().await.expect("headers");
    assert_eq!(truncated.status(), 200);
    assert!(truncated.content_length().is_some_and(|length| length > 500));
    assert!(truncated.text().await.is_err(), "half a body");
    assert_eq!(site.exchange(&code).await.line(), "400 invalid_grant / invalid authorization code");

    faults(json!([{ "path": "/authorize", "kind": "truncate" }])).await;
    let cut = site.login().await;
    assert_eq!((cut.line().as_str(), cut.header("connection")), ("302 code", Some("close")));

    faults(json!([{ "path": "/userinfo", "kind": "delay", "ms": 150 }])).await;
    let started = std::time::Instant::now();
    assert_eq!(site.userinfo("").await.status, 403);
    assert!(started.elapsed().as_millis() >= 150);

    // Preflights are hit by name only.
    faults(
        json!([{ "path": "/token", "kind": "status" }, { "path": "/token", "kind": "status", "method": "OPTIONS" }]),
    )
    .await;
    let preflight = async || {
        let request = site.request(Method::OPTIONS, "/services/oauth2/token").header("Origin", ORIGIN);
        Answer::of(request).await.status
    };
    assert_eq!([preflight().await, preflight().await], [503, 200]);
    assert_eq!(site.exchange("x").await.status, 503);

    faults(json!([{ "path": "/token", "times": 100, "kind": "drop" }])).await;
    faults(json!([])).await;
    assert_eq!(site.exchange("x").await.status, 400);
    let log = site.door(Method::GET, "/requests", None).await.json();
    let statuses: Vec<_> =
        log.as_array().into_iter().flatten().map(|entry| entry["status"].as_u64().unwrap_or(9)).collect();
    assert_eq!(statuses[..4], [503, 503, 429, 302]);
    assert!(statuses.contains(&0), "dropped ones too");
    for wrong in [
        json!([{ "path": "/x", "kind": "explode" }]),
        json!([{ "path": "/x", "kind": "status", "status": 99 }]),
        json!([{ "path": "", "kind": "drop" }]),
        json!([{ "path": "/x", "kind": "drop", "time": 1 }]),
        json!([{ "path": "/x", "kind": "drop", "times": 0 }]),
        json!([["/x", null, 1, "drop"]]),
        json!({}),
    ] {
        assert_eq!(site.door(Method::POST, "/faults", Some(wrong)).await.status, 400);
    }
}

#[tokio::test]
async fn a_request_that_arrived_is_carried_out_though_its_sender_hangs_up() {
    let site = Site::ready().await;
    let token = site.tokens().await.refresh;
    site.patch(json!({ "app": { "isRefreshTokenRotationEnabled": true } })).await;
    site.door(Method::POST, "/faults", Some(json!([{ "path": "/token", "kind": "delay", "ms": 100 }]))).await;
    let form = [("grant_type", "refresh_token"), ("client_id", &site.client_id), ("refresh_token", &token)];
    let request = site.request(Method::POST, "/services/oauth2/token").form(&form).send();
    assert!(tokio::time::timeout(std::time::Duration::from_millis(30), request).await.is_err());
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let log = site.door(Method::GET, "/requests", None).await.json();
    assert_eq!(log.as_array().and_then(|log| log.last()).map(|entry| &entry["status"]), Some(&json!(200)));
    assert_eq!(site.refresh(&token).await.status, 400, "rotated away");
}

#[tokio::test]
async fn the_log_tells_what_arrived_and_no_secret() {
    let site = Site::with(json!({ "corsOrigins": [ORIGIN] })).await;
    site.authorize("guest", &[("Uvid-Hint", &format!("UVID {UVID}"))], &[("state", "shown")]).await;
    let header = format!("Basic {}", basic("ada@example.com", "Lovelace1!"));
    let code = site.authorize("Named-User", &[("Authorization", &header)], &[]).await.code();
    site.login().await;
    Answer::of(site.http.get(&site.redirect_uri).query(&[("code", &code)])).await;
    let more = [("client_secret", "client-secret-1"), ("client_assertion", "assertion-1")];
    site.exchange_with(&code, &[], &more).await;
    let tokens = site.tokens().await;
    site.refresh(&tokens.refresh).await;
    site.post("/services/oauth2/revoke", &[("token", &tokens.refresh)]).await;
    site.post("/services/oauth2/singleaccess", &[("access_token", "access-1")]).await;
    site.authorize("Named-User", &[("Uvid-Hint", &tokens.access)], &[]).await;
    site.start_registration(json!({ "recaptchaevent": { "token": "shown-event" } })).await;
    site.reset_password("777-otp", "N3w!passw").await;
    let preflight = site.request(Method::OPTIONS, "/services/oauth2/token").header("Origin", ORIGIN);
    Answer::of(preflight.header("Access-Control-Request-Method", "POST")).await;
    site.get(RESOURCE, &tokens.access).await;
    site.post("/nowhere", &[]).await;
    site.post_json("/nowhere", json!({ "password": "N3w!passw", "shown": "json-body" })).await;

    let log = site.door(Method::GET, "/requests", None).await;
    let secrets = [
        "Lovelace1!",
        "Hopper1906!",
        "N3w!passw",
        "777-otp",
        &code,
        VERIFIER,
        "client-secret-1",
        "assertion-1",
        "access-1",
        &tokens.access,
        &tokens.refresh,
        header.trim_start_matches("Basic "),
    ];
    for secret in secrets {
        assert!(!log.body.contains(secret), "{secret}");
    }
    let entries = log.json();
    let first = &entries[0];
    assert_eq!((&first["method"], &first["status"]), (&json!("POST"), &json!(302)));
    assert_eq!(first["path"], format!("/{}/services/oauth2/authorize", site.id));
    assert_eq!(first["headers"]["uvid-hint"], format!("UVID {UVID}"));
    assert_eq!((&first["form"]["state"], &first["query"]), (&json!("shown"), &json!({})));
    assert_eq!(first.get("json"), None);
    assert_eq!(
        (&entries[1]["headers"]["authorization"], &entries[2]["form"]["password"]),
        (&json!("***"), &json!("***"))
    );
    assert_eq!(entries[2]["form"]["username"], "ada@example.com");
    assert_eq!(entries[3]["query"]["code"], "***");
    let shown = [
        "shown-event",
        "\"recaptcha\":\"ok\"",
        "\"method\":\"OPTIONS\"",
        "code_challenge",
        "/nowhere",
        "\"json\":{\"password\":\"***\",\"shown\":\"json-body\"}",
    ];
    for shown in shown {
        assert!(log.body.contains(shown), "{shown}");
    }
    assert_eq!(site.door(Method::DELETE, "/requests", None).await.status, 204);
    assert_eq!(site.door(Method::GET, "/requests", None).await.json(), json!([]));
}

#[tokio::test]
async fn of_a_long_body_the_log_keeps_only_its_length() {
    let site = Site::ready().await;
    let long = "a".repeat(20_000);
    site.post_json("/nowhere", json!({ "text": long })).await;
    site.post("/services/oauth2/token", &[("grant_type", "none"), ("text", &long)]).await;
    site.post_json("/nowhere", json!({ "text": "short" })).await;
    let log = site.door(Method::GET, "/requests", None).await.json();
    let cut = |kind: &str, index: usize| {
        let told = log[index][kind]["(too long to keep)"].as_str().unwrap_or_default();
        told.starts_with("200") && told.ends_with(" bytes")
    };
    assert!(cut("json", 0) && cut("form", 1), "{log}");
    assert_eq!(log[2]["json"], json!({ "text": "short" }));
}

#[tokio::test]
async fn words_are_no_objects() {
    let site = Site::ready().await;
    let answer = site.door(Method::PATCH, "", Some(json!({ "site": { "status": { "Live": null } } }))).await;
    assert_eq!((answer.status, answer.text("message").contains("must be a text")), (400, true), "{}", answer.body);
}

#[tokio::test]
async fn a_second_app_is_fresh() {
    let site = Site::ready().await;
    let answer = site.door(Method::POST, "/apps", None).await;
    assert_eq!(answer.status, 201);
    let (id, secret) = (answer.text("clientId"), answer.text("clientSecret"));
    assert!(id.starts_with("3MVG9") && id != site.client_id && secret != site.client_secret);
    let expected = "400 redirect_uri_mismatch / redirect_uri must match configuration";
    assert_eq!(site.login_with(&[("client_id", &id)]).await.line(), expected);
    for wrong in [
        json!({ "nothing": 1 }),
        json!({ "app": { "nothing": 1 } }),
        json!({ "app": 1 }),
        json!({ "app": {}, "beside": 1 }),
        json!({ "refreshTokenIpAllowlist": [["10.0.0.1", "10.0.0.9"]] }),
    ] {
        assert_eq!(site.door(Method::POST, "/apps", Some(wrong)).await.status, 400);
    }
    let open = json!({ "app": { "isCodeCredFlowEnabled": true, "callbackUrls": [site.redirect_uri] } });
    let open = site.door(Method::POST, "/apps", Some(open)).await.text("clientId");
    let expected = "400 invalid_grant / user hasn't approved this consumer";
    assert_eq!(site.login_with(&[("client_id", &open)]).await.line(), expected);
}

#[tokio::test]
async fn the_door_is_open_to_test_pages() {
    let site = Site::ready().await;
    let url = format!("{}/__model/sites", site.server.url());
    let preflight = site.http.request(Method::OPTIONS, &url).header("Origin", ORIGIN);
    let preflight = Answer::of(preflight.header("Access-Control-Request-Method", "POST")).await;
    assert_eq!(preflight.header("access-control-allow-origin"), Some("*"));
}
