use reqwest::Method;
use serde_json::{Value, json};

use super::{
    common::{Answer, RESOURCE, Site, Tokens, UVID, basic, claims},
    refused, switched,
};

fn set(key: &str, value: impl Into<Value>) -> Value {
    json!({ "app": { key: value.into() } })
}

const FLOW_OFF: &str = "400 invalid_client / code credential flow not enabled";
const GUEST_OFF: &str = "400 invalid_client / guest flow not enabled";
const WRONG_CLIENT: &str = "400 invalid_client / invalid client credentials";

async fn login(site: &Site) -> String {
    site.login().await.line()
}

async fn guest(site: &Site) -> String {
    site.guest().await.line()
}

pub async fn app_flow(id: &str) {
    let site = Site::ready().await;
    for key in ["isCodeCredFlowEnabled", "isCodeCredentialEnabled"] {
        switched(id, &site, [set(key, false), set(key, true)], login, [FLOW_OFF, "302 code"]).await;
        switched(id, &site, [set(key, false), set(key, true)], guest, [FLOW_OFF, "302 code"]).await;
    }
}

pub async fn app_flow_off_later(id: &str) {
    let site = Site::ready().await;
    let tokens = site.tokens().await;
    let code = site.login().await.code();
    let exchange = async |site: &Site| site.exchange(&code).await.line();
    site.patch(set("isCodeCredFlowEnabled", false)).await;
    assert_eq!(site.resource(&tokens.access).await.line(), "200");
    assert_eq!(site.userinfo(&tokens.access).await.line(), "200");
    assert_eq!(site.refresh(&tokens.refresh).await.line(), "200");
    let both = [set("isCodeCredFlowEnabled", false), set("isCodeCredFlowEnabled", true)];
    switched(id, &site, both, exchange, [FLOW_OFF, "200"]).await;
}

pub async fn app_pkce(id: &str) {
    let site = Site::ready().await;
    let both = [set("isPkceRequired", true), set("isPkceRequired", false)];
    let login = async |site: &Site| site.login_with(&[("code_challenge", "")]).await.line();
    let missing = "400 invalid_request / missing required code challenge";
    switched(id, &site, both, login, [missing, "302 code"]).await;

    let exchange = async |code: &str| site.exchange_with(code, &[], &[("code_verifier", "")]).await.line();
    let code = site.login().await.code();
    refused(id, &exchange(&code).await, "400 invalid_grant / missing code verifier");
    let code = site.login_with(&[("code_challenge", "")]).await.code();
    site.patch(set("isPkceRequired", true)).await;
    refused(id, &exchange(&code).await, "400 invalid_grant / missing code verifier");
    site.patch(set("isPkceRequired", false)).await;
    assert_eq!(exchange(&code).await, "200");

    // The kind of app decides where nobody did.
    for (kind, line) in [("ECA", missing), ("CA", "302 code")] {
        let fresh = json!({ "preset": "fresh", "app": { "kind": kind } });
        let app = site.door_app(fresh["app"].clone()).await;
        assert_eq!(site.login_with(&[("client_id", &app), ("code_challenge", "")]).await.line(), line, "{kind}");
    }
}

impl Site {
    /// A further app that can log in, with nothing said about PKCE.
    async fn door_app(&self, mut settings: Value) -> String {
        let more = json!({
            "isCodeCredFlowEnabled": true,
            "callbackUrls": [self.redirect_uri],
            "permittedUsersPolicyType": "AdminApprovedPreAuthorized",
            "commaSeparatedProfile": "Customer Community User",
        });
        settings.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        let answer = self.door(Method::POST, "/apps", Some(settings)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.text("clientId")
    }
}

pub async fn app_post_only(id: &str) {
    let site = Site::ready().await;
    let header = format!("Basic {}", basic("ada@example.com", "Lovelace1!"));
    let in_header = async |site: &Site| site.authorize("Named-User", &[("Authorization", &header)], &[]).await.line();
    let credentials = [("username", "ada@example.com"), ("password", "Lovelace1!")];
    let query = async |site: &Site, method: Method, with_header: bool| {
        let mut request = site.request(method, "/services/oauth2/authorize").header("Auth-Request-Type", "Named-User");
        request = request.query(&site.authorize_form());
        request = if with_header { request.header("Authorization", &header) } else { request.query(&credentials) };
        Answer::of(request).await.line()
    };
    let get_query = async |site: &Site| query(site, Method::GET, false).await;
    let get_header = async |site: &Site| query(site, Method::GET, true).await;
    let post_query = async |site: &Site| query(site, Method::POST, false).await;
    for key in ["isCodeCredPostOnly", "isCodeCredentialPostOnly"] {
        let both = || [set(key, true), set(key, false)];
        switched(id, &site, both(), in_header, ["HTML page", "302 code"]).await;
        switched(id, &site, both(), get_query, ["HTML page", "302 code"]).await;
        switched(id, &site, both(), get_header, ["HTML page", "302 code"]).await;
        switched(id, &site, both(), post_query, ["HTML page", "302 code"]).await;
    }
    site.patch(set("isCodeCredPostOnly", true)).await;
    assert_eq!(login(&site).await, "302 code", "the body is where they belong");
    let identifier = site.start_passwordless(json!({})).await.text("identifier");
    let answer = site.complete("passwordless-login", &identifier, &site.otp().await).await;
    assert_eq!(answer.line(), "302 code", "a one-time code may stay in the header");
}

pub async fn app_secret_web_server(id: &str) {
    let site = Site::ready().await;
    let code = site.login().await.code();
    let exchange = async |site: &Site| site.exchange(&code).await.line();
    let both = [set("isConsumerSecretOptional", false), set("isConsumerSecretOptional", true)];
    switched(id, &site, both.clone(), exchange, [WRONG_CLIENT, "200"]).await;

    let code = site.login().await.code();
    let with = async |secret: &str| site.exchange_with(&code, &[], &[("client_secret", secret)]).await.line();
    refused(id, &with("wrong").await, WRONG_CLIENT);
    site.patch(both[0].clone()).await;
    assert_eq!(with(&site.client_secret).await, "200");
    let code = site.login().await.code();
    let header = format!("Basic {}", basic(&site.client_id, &site.client_secret));
    let answer = site.exchange_with(&code, &[("Authorization", &header)], &[("client_id", "")]).await;
    assert_eq!(answer.line(), "200");
}

pub async fn app_secret_refresh(id: &str) {
    let site = Site::ready().await;
    let token = site.tokens().await.refresh;
    let refresh = async |site: &Site| site.refresh(&token).await.line();
    let both = [set("isSecretRequiredForRefreshToken", true), set("isSecretRequiredForRefreshToken", false)];
    switched(id, &site, both.clone(), refresh, [WRONG_CLIENT, "200"]).await;
    refused(id, &site.refresh_with(&token, &[("client_secret", "wrong")]).await.line(), WRONG_CLIENT);
    site.patch(both[0].clone()).await;
    assert_eq!(site.refresh_with(&token, &[("client_secret", &site.client_secret)]).await.line(), "200");
}

pub async fn app_secret_token_exchange(id: &str) {
    let site = Site::ready().await;
    let exchange = async |site: &Site| {
        let grant = "urn:ietf:params:oauth:grant-type:token-exchange";
        site.post("/services/oauth2/token", &[("grant_type", grant), ("client_id", &site.client_id)]).await.line()
    };
    let both = [set("isSecretRequiredForTokenExchange", true), set("isSecretRequiredForTokenExchange", false)];
    let next = "400 unsupported_grant_type / grant type not supported";
    switched(id, &site, both, exchange, [WRONG_CLIENT, next]).await;
}

pub async fn app_scopes(id: &str) {
    let site = Site::ready().await;
    let both = [set("oauthScopes", json!(["openid"])), set("oauthScopes", json!(["openid", "api"]))];
    let login = async |site: &Site| site.login_with(&[("scope", "openid api")]).await.line();
    switched(id, &site, both.clone(), login, ["HTML page", "302 code"]).await;
    let hint = format!("UVID {UVID}");
    let guest = async |site: &Site| {
        let answer = site.authorize("guest", &[("Uvid-Hint", &hint)], &[("scope", "openid api")]).await;
        // The text of this refusal is not documented.
        answer.line().split(" / ").next().unwrap_or_default().to_owned()
    };
    switched(id, &site, both.clone(), guest, ["400 invalid_scope", "302 code"]).await;

    site.patch(both[0].clone()).await;
    let code = site.login_with(&[("scope", "openid refresh_token")]).await.code();
    let tokens = Tokens::of(&site.exchange(&code).await);
    assert_eq!((tokens.refresh.as_str(), &tokens.all["scope"]), ("", &json!("openid")));
}

pub async fn app_callbacks(id: &str) {
    let site = Site::ready().await;
    let both = [set("callbackUrls", json!([])), set("callbackUrls", json!([site.redirect_uri]))];
    let expected = "400 redirect_uri_mismatch / redirect_uri must match configuration";
    switched(id, &site, both, login, [expected, "302 code"]).await;
    let slash = format!("{}/", site.redirect_uri);
    refused(id, &site.login_with(&[("redirect_uri", &slash)]).await.line(), expected);

    // At token it must be the one of authorize, although the other is registered too.
    site.patch(set("callbackUrls", json!([site.redirect_uri, slash]))).await;
    let code = site.login().await.code();
    refused(id, &site.exchange_with(&code, &[], &[("redirect_uri", &slash)]).await.line(), expected);
    refused(id, &site.exchange_with(&code, &[], &[("redirect_uri", "")]).await.line(), expected);
    assert_eq!(site.exchange(&code).await.line(), "200");
}

const NOT_APPROVED: &str = "400 invalid_app_access / user is not admin approved to access this app";

pub async fn app_preauthorized(id: &str) {
    let site = Site::ready().await;
    let key = "commaSeparatedProfile";
    let profiles = [set(key, "Other, Profile"), set(key, "Other, Customer Community User")];
    switched(id, &site, profiles, login, [NOT_APPROVED, "302 code"]).await;
    site.patch(set(key, "")).await;
    site.patch(json!({ "users": [{ "username": "ada@example.com", "permissionSets": ["Shop"] }] })).await;
    let key = "commaSeparatedPermissionSet";
    switched(id, &site, [set(key, "Other"), set(key, "Other,Shop")], login, [NOT_APPROVED, "302 code"]).await;
}

pub async fn app_self_authorized(id: &str) {
    let site = Site::ready().await;
    let key = "permittedUsersPolicyType";
    let both = [set(key, "AllSelfAuthorized"), set(key, "AdminApprovedPreAuthorized")];
    let expected = "400 invalid_grant / user hasn't approved this consumer";
    switched(id, &site, both.clone(), login, [expected, "302 code"]).await;
    let identifier = site.start_passwordless(json!({})).await.text("identifier");
    let otp = site.otp().await;
    let complete = async |site: &Site| site.complete("passwordless-login", &identifier, &otp).await.line();
    switched(id, &site, both.clone(), complete, [expected, "302 code"]).await;
    // Permitted users are no concern of guests.
    site.patch(both[0].clone()).await;
    assert_eq!(guest(&site).await, "302 code");
}

pub async fn app_guests(id: &str) {
    let site = Site::ready().await;
    let both = [set("isGuestCodeCredFlowEnabled", false), set("isGuestCodeCredFlowEnabled", true)];
    switched(id, &site, both.clone(), guest, [GUEST_OFF, "302 code"]).await;
    let code = site.guest().await.code();
    let exchange = async |site: &Site| site.guest_exchange(&code).await.line();
    switched(id, &site, both.clone(), exchange, [GUEST_OFF, "200"]).await;
    site.patch(both[0].clone()).await;
    assert_eq!(login(&site).await, "302 code", "named users are another switch");
}

pub async fn app_jwt(id: &str) {
    let site = Site::ready().await;
    let both = [set("isNamedUserJwtEnabled", false), set("isNamedUserJwtEnabled", true)];
    switched(id, &site, both.clone(), guest, [GUEST_OFF, "302 code"]).await;

    let hint = [("uvid_hint", UVID)];
    let tokens = Tokens::of(&site.exchange(&site.login_with(&hint).await.code()).await);
    assert_eq!(claims(&tokens.access)["uvid"], UVID);
    assert_eq!(site.resource(&tokens.access).await.text("uvid"), UVID);
    site.patch(both[0].clone()).await;
    let tokens = Tokens::of(&site.exchange(&site.login_with(&hint).await.code()).await);
    assert_eq!(tokens.all["token_format"], "opaque");
    assert_eq!(site.resource(&tokens.access).await.json().get("uvid"), None);
    let malformed = site.login_with(&[("uvid_hint", "no uuid")]).await.line();
    assert_eq!(malformed, "400 invalid_request / uvid invalid");
}

pub async fn app_ip_relaxation(id: &str) {
    let site = Site::ready().await;
    let elsewhere = json!({ "org": { "ipRanges": [{ "start": "10.0.0.0", "end": "10.255.255.255" }] } });
    let here = json!({ "org": { "ipRanges": [{ "start": "127.0.0.1", "end": "127.0.0.1" }] } });
    let expected = "400 invalid_grant / ip restricted or invalid login hours";
    let token = site.tokens().await.refresh;
    let refresh = async |site: &Site| site.refresh(&token).await.line();
    for policy in ["Enforce", "Bypass_2factor", "Enforce_RelaxRefresh", "Bypass"] {
        site.patch(here.clone()).await;
        site.patch(set("ipRelaxationPolicyType", policy)).await;
        let code = site.login().await.code();
        let exchange = async |site: &Site| site.exchange(&code).await.line();
        if policy == "Bypass" {
            site.patch(elsewhere.clone()).await;
            assert_eq!([login(&site).await, exchange(&site).await], ["302 code", "200"]);
        } else {
            let both = || [elsewhere.clone(), here.clone()];
            switched(id, &site, both(), login, [expected, "302 code"]).await;
            switched(id, &site, both(), exchange, [expected, "200"]).await;
        }
        site.patch(elsewhere.clone()).await;
        let relaxed = ["Enforce_RelaxRefresh", "Bypass"].contains(&policy);
        assert_eq!(refresh(&site).await, if relaxed { "200" } else { expected }, "{policy}");
    }
}

pub async fn app_session_level(id: &str) {
    let site = Site::ready().await;
    for action in ["Block", "RaiseSessionLevel"] {
        site.patch(set("policyAction", action)).await;
        let key = "requiredSessionLevel";
        for below in ["LOW", "STANDARD"] {
            let both = [set(key, "HIGH_ASSURANCE"), set(key, below)];
            switched(id, &site, both, login, ["HTML page", "302 code"]).await;
        }
    }
}

pub async fn app_introspect_all(id: &str) {
    let site = Site::ready().await;
    let other = site.door(Method::POST, "/apps", None).await;
    let (other_id, other_secret) = (other.text("clientId"), other.text("clientSecret"));
    let token = site.tokens().await.access;
    let introspect = async |id: &str, secret: &str| {
        let form = [("token", token.as_str()), ("client_id", id), ("client_secret", secret)];
        site.post("/services/oauth2/introspect", &form).await.json()["active"].clone()
    };
    assert_eq!(introspect(&site.client_id, &site.client_secret).await, true);
    let seen = introspect(&other_id, &other_secret).await;
    refused(id, &format!("200 {{\"active\":{seen}}}"), "200 {\"active\":false}");

    let all = site.door(Method::POST, "/apps", Some(json!({ "isIntrospectAllTokens": true }))).await;
    assert_eq!(introspect(&all.text("clientId"), &all.text("clientSecret")).await, true);
}

pub async fn app_client_credentials(id: &str) {
    let site = Site::ready().await;
    let form = |site: &Site| {
        let secret = site.client_secret.clone();
        [
            ("grant_type", "client_credentials".to_owned()),
            ("client_id", site.client_id.clone()),
            ("client_secret", secret),
        ]
    };
    // The model has no run-as user, so the grant is refused either way.
    for enabled in [false, true] {
        site.patch(set("isClientCredentialsFlowEnabled", enabled)).await;
        let request = site.request(Method::POST, "/services/oauth2/token").form(&form(&site));
        let line = Answer::of(request).await.line();
        refused(id, &line, "400 invalid_grant / no client credentials user enabled");
    }
}

pub async fn app_blocked(id: &str) {
    let site = Site::ready().await;
    let both = [set("blocked", true), set("blocked", false)];
    let tokens = site.tokens().await;
    let code = site.login().await.code();
    let expected = "400 OAUTH_APP_BLOCKED / this app is blocked by admin";
    let refresh = async |site: &Site| site.refresh(&tokens.refresh).await.line();
    switched(id, &site, both.clone(), refresh, [expected, "200"]).await;
    let exchange = async |site: &Site| site.exchange(&code).await.line();
    switched(id, &site, both.clone(), exchange, [expected, "200"]).await;
    let resource = async |site: &Site| site.get(RESOURCE, &tokens.access).await.line();
    switched(id, &site, both, resource, ["403 OAUTH_APP_BLOCKED", "200"]).await;
}

pub async fn app_removed(id: &str) {
    let unknown = "400 invalid_client_id / client identifier invalid";
    let not_found = "400 app_not_found / External client app is not installed in this org";
    for (kind, at_token) in [("ECA", not_found), ("CA", unknown)] {
        let site = Site::with(set("kind", kind)).await;
        let other = site.door(Method::POST, "/apps", None).await.text("clientId");
        let (tokens, code) = (site.tokens().await, site.login().await.code());
        let remove =
            async |client_id: &str| site.door(Method::DELETE, &format!("/apps/{client_id}"), None).await.status;
        assert_eq!([remove("3MVG9nobody").await, remove(&site.client_id).await], [404, 204], "{kind}");
        refused(id, &login(&site).await, unknown);
        refused(id, &site.exchange(&code).await.line(), at_token);
        refused(id, &site.refresh(&tokens.refresh).await.line(), at_token);
        assert_eq!(site.resource(&tokens.access).await.line(), "200");
        // The bare host still knows whose app it was.
        let form =
            [("grant_type", "refresh_token"), ("client_id", &site.client_id), ("refresh_token", &tokens.refresh)];
        let bare = site.http.post(format!("{}/services/oauth2/token", site.server.url())).form(&form);
        refused(id, &Answer::of(bare).await.line(), at_token);

        site.patch(json!({ "switches": { "unknown_eca": "app_not_found" } })).await;
        refused(id, &login(&site).await, at_token);
        assert_eq!([remove(&site.client_id).await, remove(&other).await], [404, 204], "{kind}");
    }
}

pub async fn app_publisher_off(id: &str) {
    let site = Site::ready().await;
    let both = [set("publisher_flow_enabled", false), set("publisher_flow_enabled", Value::Null)];
    switched(id, &site, both.clone(), login, [FLOW_OFF, "302 code"]).await;
    switched(id, &site, both, guest, [FLOW_OFF, "302 code"]).await;
}

pub async fn app_publisher_on(id: &str) {
    let site = Site::with(set("isCodeCredFlowEnabled", false)).await;
    assert_eq!(login(&site).await, FLOW_OFF);
    site.patch(set("publisher_flow_enabled", true)).await;
    assert_eq!(login(&site).await, "302 code", "the subscriber's flag is not consulted");
    let org = |on: bool| json!({ "org": { "oAuthCdCrdtFlowEnable": on } });
    switched(id, &site, [org(false), org(true)], login, ["HTML page", "302 code"]).await;
}

pub async fn first_party_app(id: &str) {
    let site = Site::with(json!({ "site": { "isFirstPartyAppsAllowed": true } })).await;
    let challenge = async |site: &Site| {
        site.post("/services/oauth2/v1/authorization_challenge", &[("client_id", &site.client_id)]).await.line()
    };
    let both = [set("isFirstPartyAppEnabled", false), set("isFirstPartyAppEnabled", true)];
    let expected = "400 invalid_request / first-party apps not enabled";
    switched(id, &site, both, challenge, [expected, WRONG_CLIENT]).await;
    refused(id, &challenge(&site).await, WRONG_CLIENT);
    // A registration by this endpoint is JSON.
    let json = json!({ "client_id": site.client_id });
    refused(id, &site.post_json("/services/oauth2/v1/authorization_challenge", json).await.line(), WRONG_CLIENT);
}
