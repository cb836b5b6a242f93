//! What the board is made of: the page, the catalog of policies and settings, the state of a site.

use reqwest::Method;
use serde_json::{Value, json};

use super::common::{Answer, ORIGIN, Site};

async fn catalog(site: &Site) -> Value {
    Answer::of(site.http.get(format!("{}/__model/policies", site.server.url()))).await.json()
}

fn texts<'a>(rows: &'a Value, key: &str) -> Vec<&'a str> {
    rows.as_array().expect("an array").iter().map(|row| row[key].as_str().expect("a text")).collect()
}

/// Paths of everything that is set, a user's as `users.…`. An object without fields is a setting itself.
fn paths(value: &Value, path: &str, found: &mut Vec<String>) {
    let value = if path == "users" { &value[0] } else { value };
    match value.as_object().filter(|fields| !fields.is_empty()) {
        Some(fields) => {
            for (key, value) in fields {
                paths(value, format!("{path}.{key}").trim_start_matches('.'), found);
            }
        }
        None => found.push(path.to_owned()),
    }
}

#[tokio::test]
async fn the_page_is_everywhere_a_person_looks_and_its_files_are_typed() {
    let site = Site::ready().await;
    for path in ["/", "/__model", "/__model/", "/__model?site=portal"] {
        let page = Answer::of(site.http.get(format!("{}{path}", site.server.url()))).await;
        assert!(page.line() == "HTML page" && page.body.contains("<title>Policy board"), "{path}");
        assert!(!page.body.contains(&site.client_id), "the page is the same for every site");
    }
    let file = |name: &str| Answer::of(site.http.get(format!("{}/__model/board/{name}", site.server.url())));
    for (name, content_type) in [
        ("board.js", "text/javascript"),
        ("board.css", "text/css"),
        ("tokens.css", "text/css"),
        ("icon.svg", "image/svg+xml"),
    ] {
        let file = file(name).await;
        assert!(
            file.status == 200 && file.header("content-type").is_some_and(|value| value.starts_with(content_type)),
            "{name}"
        );
    }
    assert_eq!((file("nothing.js").await.status, file("..%2Fmod.rs").await.status), (404, 404));
}

#[tokio::test]
async fn every_setting_is_on_the_board_or_named_as_not_shown() {
    let site = Site::ready().await;
    let catalog = catalog(&site).await;
    let not_shown: Vec<_> = catalog["notShown"].as_array().expect("an array").iter().map(Value::as_str).collect();
    let on_the_board = texts(&catalog["settings"], "path");
    let mut settings = Vec::new();
    paths(&site.door(Method::GET, "", None).await.json()["settings"], "", &mut settings);
    assert!(settings.len() > 120, "{}", settings.len());
    for path in &settings {
        assert_ne!(on_the_board.contains(&path.as_str()), not_shown.contains(&Some(path)), "{path}");
    }
    assert_eq!(on_the_board.len() + not_shown.len(), settings.len(), "what is on the board can be set");
}

#[tokio::test]
async fn each_policy_is_on_the_board_in_its_own_words() {
    let site = Site::ready().await;
    let catalog = catalog(&site).await;
    let rows = catalog["policies"].as_array().expect("an array");
    assert_eq!(rows.len(), model_site::policy::POLICIES.len());
    for (row, policy) in rows.iter().zip(model_site::policy::POLICIES) {
        let own = [policy.id, policy.setting, policy.refuses, policy.answer, policy.default];
        assert_eq!(
            ["id", "setting", "refuses", "answer", "default"].map(|key| row[key].as_str().unwrap_or_default()),
            own
        );
    }
    let pkce = rows.iter().find(|row| row["id"] == "app-pkce").expect("a row");
    assert_eq!((&pkce["level"], &pkce["settings"]), (&json!("app"), &json!(["app.isPkceRequired"])));
}

#[tokio::test]
async fn what_the_board_offers_is_what_the_control_door_takes() {
    let site = Site::ready().await;
    let catalog = catalog(&site).await;
    for setting in catalog["settings"].as_array().expect("an array") {
        let path = setting["path"].as_str().expect("a path");
        let offered = match setting["kind"].as_str() {
            Some("switch") => vec![json!(true), json!(false)],
            Some("select") => setting["options"].as_array().expect("options").clone(),
            Some("number") => {
                [&setting["min"], &setting["max"]].into_iter().filter(|end| !end.is_null()).cloned().collect()
            }
            Some("list" | "ranges") => vec![json!([])],
            Some("json") => vec![json!({})],
            _ => vec![],
        };
        for value in offered {
            let body = match path.strip_prefix("users.") {
                Some(key) => json!({ "users": [{ "username": "ada@example.com", key: value }] }),
                None => path.rsplit('.').fold(value, |inner, key| json!({ key: inner })),
            };
            let answer = site.door(Method::PATCH, "", Some(body.clone())).await;
            // A delay would keep the next ones on their way.
            assert_eq!(answer.status, 200, "{body} {}", answer.body);
        }
    }
}

#[tokio::test]
async fn the_presets_are_those_of_a_new_site() {
    for preset in ["ready", "fresh"] {
        let site = Site::with(json!({ "preset": preset })).await;
        let told = catalog(&site).await["presets"][preset].to_string().replace("{siteUrl}", &site.url);
        assert_eq!(told, site.door(Method::GET, "", None).await.json()["settings"].to_string());
    }
}

#[tokio::test]
async fn the_state_tells_what_happened_and_only_the_time_while_nothing_does() {
    let site = Site::ready().await;
    let state = async |known: &str| site.door(Method::GET, &format!("/state?known={known}"), None).await.json();
    let first = state("").await;
    assert_eq!(
        (&first["id"], &first["faults"], &first["outbox"], &first["requests"], &first["sessions"]),
        (&json!(site.id), &json!([]), &json!([]), &json!([]), &json!([]))
    );
    assert_eq!(first["settings"], site.door(Method::GET, "", None).await.json()["settings"]);
    let mark = first["mark"].as_str().expect("a mark");
    let second = state(mark).await;
    assert_eq!(second.as_object().expect("an object").keys().collect::<Vec<_>>(), ["mark", "now"]);

    site.door(Method::POST, "/faults", Some(json!([{ "path": "/token", "kind": "delay", "ms": 1, "times": 2 }]))).await;
    site.start_passwordless(json!({})).await;
    site.tokens().await;
    let third = state(mark).await;
    assert_ne!(third["mark"], first["mark"]);
    let fault = json!([{ "path": "/token", "method": null, "times": 1, "kind": "delay", "status": 503, "ms": 1 }]);
    assert_eq!((&third["faults"], &third["requestCount"]), (&fault, &json!(3)));
    assert_eq!(third["outbox"][0]["otp"], site.otp().await);
    assert_eq!(
        (&third["sessions"][0]["username"], third["requests"].as_array().map(Vec::len)),
        (&json!("ada@example.com"), Some(3))
    );
    assert_eq!(site.door(Method::GET, "/state", None).await.json()["mark"], third["mark"]);
    site.advance(3600).await;
    let hour_later = state(third["mark"].as_str().expect("a mark")).await;
    assert!(hour_later["now"].as_i64() >= third["now"].as_i64().map(|now| now + 3_600_000));

    let unknown = site.http.get(format!("{}/__model/sites/nowhere/state", site.server.url())).header("Origin", ORIGIN);
    assert_eq!(Answer::of(unknown).await.status, 404);
}

#[tokio::test]
async fn no_more_than_the_newest_requests_are_told() {
    let site = Site::ready().await;
    for index in 0..60 {
        site.get(&format!("/nowhere/{index}"), "none").await;
    }
    let state = site.door(Method::GET, "/state", None).await.json();
    let requests = state["requests"].as_array().expect("an array");
    assert_eq!((requests.len(), &state["requestCount"]), (50, &json!(60)));
    assert!(requests[49]["path"].as_str().is_some_and(|path| path.ends_with("/nowhere/59")));
}
