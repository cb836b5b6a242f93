//! What lies around the flows: social sign-on, the bridge, identity, isolation, discovery.

use reqwest::Method;
use serde_json::json;

use super::{
    FAILURE,
    common::{Answer, CHALLENGE, RESOURCE, Site, Tokens, VERIFIER, claims},
};

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
    for more in [&[][..], &[("model_auto", "0")]] {
        let page = sign_on("Model_IDP", more).await;
        assert_eq!(page.line(), "HTML page");
        assert!(page.body.contains("ada@example.com"));
        let href = page.body.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
        let link = format!("{}/services/oauth2/authorize{}", site.url, href.replace("&amp;", "&"));
        let answer = Answer::of(site.http.get(link)).await;
        assert!(answer.header("location").is_some_and(|to| to.starts_with(callback)));
        assert_eq!(answer.location()["state"], "s");
        assert_eq!(site.exchange_with(&answer.code(), &[], &[("redirect_uri", callback)]).await.line(), "200");
    }

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
async fn the_bridge_takes_a_token_from_header_and_form_and_from_no_url() {
    let site = Site::with(json!({ "app": { "isNamedUserJwtEnabled": false } })).await;
    let token = site.tokens().await.access;
    let (credential, path) = (("access_token", token.as_str()), ("redirect_uri", "portal/my-account"));
    let bridge =
        |method: Method, query: &[(&str, &str)]| site.request(method, "/services/oauth2/singleaccess").query(query);
    for method in [Method::GET, Method::POST] {
        let in_header = bridge(method.clone(), &[path]).bearer_auth(&token);
        assert_eq!(Answer::of(in_header).await.line(), "200", "{method}");
        let in_url = bridge(method.clone(), &[credential, path]);
        assert_eq!(Answer::of(in_url).await.line(), "401 Missing_OAuth_Token", "{method}");
    }
    assert_eq!(Answer::of(bridge(Method::POST, &[]).form(&[credential, path])).await.line(), "200");
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

/// All on one thread: whoever blocked it would block everybody.
#[tokio::test]
async fn a_site_that_makes_its_key_holds_up_no_other() {
    let site = Site::ready().await;
    let finished = std::sync::Mutex::new(Vec::new());
    let ask = async |path: String| {
        Answer::of(site.http.get(format!("{}{path}", site.server.url()))).await;
        finished.lock().expect("no panic").push(path);
    };
    let keys = || format!("/{}/id/keys", site.id);
    let other = "/portal/services/oauth2/pkce/generator".to_owned();
    let meanwhile = async {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        ask(other.clone()).await;
    };
    tokio::join!(ask(keys()), ask(keys()), ask(keys()), meanwhile);
    assert_eq!(finished.lock().expect("no panic").first(), Some(&other));
}

#[tokio::test]
async fn the_bare_host_is_the_demo_site_or_the_clients() {
    let site = Site::ready().await;
    let bare = site.server.url();
    let demo = Answer::of(site.http.get(format!("{bare}/__model/sites/portal"))).await;
    let document = Answer::of(site.http.get(format!("{bare}/.well-known/openid-configuration"))).await;
    assert_eq!(document.text("issuer"), demo.text("siteUrl"));
    let mut form = site.authorize_form();
    form.extend([("username", "ada@example.com"), ("password", "Lovelace1!")]);
    let request = site.http.post(format!("{bare}/services/oauth2/authorize")).header("Auth-Request-Type", "Named-User");
    assert_eq!(Answer::of(request.form(&form)).await.location()["sfdc_community_url"], site.url);
    // A confidential client may be named by its Basic header alone.
    let introspect = site.http.post(format!("{bare}/services/oauth2/introspect")).form(&[("token", "x")]);
    let introspect = introspect.basic_auth(&site.client_id, Some(&site.client_secret));
    assert_eq!(Answer::of(introspect).await.json(), json!({ "active": false }));
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
