//! An org's own Apex REST endpoint as the callback, in the place of the echo.

use reqwest::Method;
use serde_json::{Value, json};

use super::common::{Answer, ORIGIN, Site};

const PATH: &str = "/services/apexrest/code/extraction";

#[tokio::test]
async fn it_says_what_the_echo_says_and_that_it_worked() {
    let site = Site::with(json!({ "site": { "apexCallback": PATH } })).await;
    let callbacks = [format!("{}vforcesite{PATH}", site.url), format!("{}{PATH}", site.server.url())];
    site.patch(json!({ "app": { "callbackUrls": callbacks } })).await;
    for callback in &callbacks {
        let redirect = site.login_with(&[("redirect_uri", callback), ("state", "s & t")]).await;
        let sent = redirect.location();
        let answer = Answer::of(site.http.get(redirect.header("location").expect("a location"))).await;
        let mut expected: Value = sent.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
        expected["success"] = json!(true);
        assert_eq!((answer.status, answer.json()), (200, expected), "{callback}");
        let tokens = site.exchange_with(&answer.text("code"), &[], &[("redirect_uri", callback)]).await;
        assert_eq!(tokens.line(), "200");
    }
}

#[tokio::test]
async fn it_says_what_went_wrong() {
    let site = Site::with(json!({ "site": { "apexCallback": PATH } })).await;
    let answer = async |query: &[(&str, &str)]| {
        let url = format!("{}vforcesite{PATH}", site.url);
        let answer = Answer::of(site.http.get(url).query(query)).await;
        (answer.status, answer.json())
    };
    let failed = |text: &str| (200, json!({ "success": false, "errMsg": text }));
    let error = [("error", "invalid_scope"), ("state", "s")];
    let described = [("error", "invalid_scope"), ("error_description", "the requested scope is not allowed")];
    assert_eq!(answer(&described).await, failed("the requested scope is not allowed"));
    assert_eq!(answer(&error).await, failed("invalid_scope"));
    assert_eq!(answer(&[("code", ""), ("state", "s")]).await, failed("missing code"));
    assert_eq!(answer(&[]).await, failed("missing code"));
}

#[tokio::test]
async fn the_prefix_of_an_lwr_site_does_not_reach_apex() {
    let site = Site::with(json!({ "site": { "apexCallback": PATH } })).await;
    let get = async |url: String| Answer::of(site.http.get(url).query(&[("code", "x")])).await;
    let shell = get(format!("{}{PATH}", site.url)).await;
    assert_eq!((shell.status, shell.header("content-type")), (501, Some("text/html;charset=UTF-8")));
    // Another path and another org have no such endpoint, and nobody has it unless it is set.
    assert_eq!(get(format!("{}vforcesite{PATH}/more", site.url)).await.line(), "404 NOT_FOUND");
    assert_eq!(get(format!("{}/portal{PATH}", site.server.url())).await.line(), "404 NOT_FOUND");
    assert_eq!(get(format!("{}{PATH}", site.server.url())).await.line(), "404 NOT_FOUND", "the demo site's");
    let posted = site.http.post(format!("{}vforcesite{PATH}", site.url));
    assert_eq!(Answer::of(posted).await.header("allow"), Some("GET"));
    site.patch(json!({ "site": { "apexCallback": null } })).await;
    for prefix in ["", "vforcesite"] {
        assert_eq!(get(format!("{}{prefix}{PATH}", site.url)).await.line(), "404 NOT_FOUND");
    }
}

#[tokio::test]
async fn it_answers_cors_as_the_echo_does() {
    let site = Site::with(json!({ "site": { "apexCallback": PATH }, "corsOrigins": [ORIGIN] })).await;
    let allowed = async |method: Method| {
        let request = site.http.request(method, format!("{}vforcesite{PATH}?code=x", site.url));
        let request = request.header("Origin", ORIGIN).header("Access-Control-Request-Headers", "auth-request-type");
        let answer = Answer::of(request).await;
        assert_eq!((answer.status, answer.header("vary")), (200, Some("Origin, Accept-Encoding")));
        answer.header("access-control-allow-origin").map(str::to_owned)
    };
    for (change, expected) in [
        (json!({}), Some(ORIGIN)),
        (json!({ "switches": { "echo_cors": "never" } }), None),
        (json!({ "switches": { "echo_cors": "like_authorize" }, "org": { "enableOauthCorsPolicy": false } }), None),
    ] {
        site.patch(change).await;
        for method in [Method::GET, Method::OPTIONS] {
            assert_eq!(allowed(method).await.as_deref(), expected);
        }
    }
}
