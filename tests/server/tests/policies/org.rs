use reqwest::Method;
use serde_json::json;

use super::{
    common::{Answer, ORIGIN, RESOURCE, Site},
    refused, switched,
};

pub async fn org_flow(id: &str) {
    let site = Site::ready().await;
    let set = |on: bool| json!({ "org": { "oAuthCdCrdtFlowEnable": on } });
    let login = async |site: &Site| site.login().await.line();
    switched(id, &site, [set(false), set(true)], login, ["HTML page", "302 code"]).await;
    let guest = async |site: &Site| site.guest().await.line();
    switched(id, &site, [set(false), set(true)], guest, ["HTML page", "302 code"]).await;

    // Off between authorize and token gives no tokens; tokens that are out stay good.
    let tokens = site.tokens().await;
    let code = site.login().await.code();
    site.patch(set(false)).await;
    assert_eq!(site.exchange(&code).await.line(), "400 invalid_client / code credential flow not enabled");
    assert_eq!(site.resource(&tokens.access).await.line(), "200");
    assert_eq!(site.refresh(&tokens.refresh).await.line(), "200");
}

pub async fn org_pkce(id: &str) {
    let site = Site::with(json!({ "app": { "isPkceRequired": false } })).await;
    let set = |on: bool| json!({ "org": { "isPkceRequired": on } });
    let login = async |site: &Site| site.login_with(&[("code_challenge", "")]).await.line();
    let missing = "400 invalid_request / missing required code challenge";
    switched(id, &site, [set(true), set(false)], login, [missing, "302 code"]).await;
}

pub async fn org_legacy_flows(id: &str) {
    let site = Site::ready().await;
    let set = |on: bool| json!({ "org": { "blockOAuthUsrAgtFlow": on } });
    let implicit = async |site: &Site| site.login_with(&[("response_type", "token")]).await.line();
    let expected = "400 unsupported_response_type / response type not supported";
    // The implicit flow goes on at the login page.
    switched(id, &site, [set(true), set(false)], implicit, [expected, "HTML page"]).await;

    let set = |on: bool| json!({ "org": { "blockOAuthUnPwFlow": on } });
    let password = async |site: &Site| {
        let form = [
            ("grant_type", "password"),
            ("client_id", &site.client_id),
            ("client_secret", &site.client_secret),
            ("username", "ada@example.com"),
            ("password", "Lovelace1!"),
        ];
        site.post("/services/oauth2/token", &form).await.line()
    };
    let expected = "400 unsupported_grant_type / grant type not supported";
    switched(id, &site, [set(true), set(false)], password, [expected, "200"]).await;
}

/// Whether a page of `ORIGIN` could read the answer.
fn cors(answer: &Answer) -> String {
    assert_eq!(answer.header("vary"), Some("Origin, Accept-Encoding"));
    match answer.header("access-control-allow-origin") {
        Some(origin) => format!("CORS for {origin}"),
        None => "no CORS".into(),
    }
}

const OAUTH_PATHS: [(&str, &str); 9] = [
    ("POST", "/services/oauth2/authorize"),
    ("GET", "/services/oauth2/echo?code=x"),
    ("POST", "/services/oauth2/token"),
    ("POST", "/services/oauth2/revoke"),
    ("POST", "/services/oauth2/introspect"),
    ("GET", "/services/oauth2/pkce/generator"),
    ("POST", "/services/auth/headless/init/registration"),
    ("POST", "/services/auth/headless/init/passwordless/login"),
    ("POST", "/services/auth/headless/forgot_password"),
];

pub async fn org_oauth_cors(id: &str) {
    let site = Site::with(json!({ "corsOrigins": [ORIGIN] })).await;
    let set = |on: bool| json!({ "org": { "enableOauthCorsPolicy": on } });
    let allowed = format!("CORS for {ORIGIN}");
    for (method, path) in OAUTH_PATHS {
        for method in [method, "OPTIONS"] {
            let method: Method = method.parse().expect("a method");
            let read = async |site: &Site| {
                let request = site.request(method.clone(), path).header("Origin", ORIGIN);
                cors(&Answer::of(request.header("Access-Control-Request-Method", "POST")).await)
            };
            switched(id, &site, [set(false), set(true)], read, ["no CORS", &allowed]).await;
        }
    }
}

pub async fn org_cors_allow_list(id: &str) {
    let site = Site::ready().await;
    let set = |origins: &[&str]| json!({ "corsOrigins": origins });
    let allowed = format!("CORS for {ORIGIN}");
    let others = [("GET", "/services/oauth2/userinfo"), ("GET", "/services/oauth2/nowhere")];
    for (method, path) in OAUTH_PATHS.into_iter().chain(others) {
        let method: Method = method.parse().expect("a method");
        let read =
            async |site: &Site| cors(&Answer::of(site.request(method.clone(), path).header("Origin", ORIGIN)).await);
        switched(id, &site, [set(&[]), set(&[ORIGIN])], read, ["no CORS", &allowed]).await;
        let wildcard = set(&["https://*.example.com"]);
        switched(id, &site, [set(&["https://app.example.com:8443"]), wildcard], read, ["no CORS", &allowed]).await;
    }

    // Data APIs refuse the request itself.
    let token = site.tokens().await.access;
    let read = async |site: &Site| {
        Answer::of(site.request(Method::GET, RESOURCE).header("Origin", ORIGIN).bearer_auth(&token)).await.line()
    };
    switched(id, &site, [set(&[]), set(&[ORIGIN])], read, ["403 FORBIDDEN", "200"]).await;

    // Open to everybody, whatever the list says; and closed to every page.
    site.patch(set(&[])).await;
    for path in ["/.well-known/openid-configuration", "/.well-known/auth-configuration", "/id/keys"] {
        let answer = Answer::of(site.request(Method::GET, path).header("Origin", ORIGIN)).await;
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{path}");
        assert_eq!(answer.header("access-control-allow-credentials"), Some("false"), "{path}");
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"), "{path}");
    }
    site.patch(set(&[ORIGIN])).await;
    let bridge = site.request(Method::GET, "/services/oauth2/singleaccess").header("Origin", ORIGIN);
    let bridge = Answer::of(bridge).await;
    assert_eq!(bridge.header("access-control-allow-origin"), None);
    assert_eq!(bridge.header("vary"), Some("Accept-Encoding"));
    refused(id, "no CORS", "no CORS");
}
