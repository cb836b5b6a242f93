//! A login from a page: what it costs, what it gives, and what a page sees when it goes wrong.

use std::time::Duration;

use headless_identity::{Code, Config, Credentials, LoginArgs, SessionKind, Step};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::site::{Site, web_location};

#[wasm_bindgen_test]
async fn a_first_login_makes_exactly_five_requests() {
    let site = Site::ready().await;
    let client = site.client();
    let session = client.login(site.user()).await.unwrap();
    assert_eq!(session.kind, SessionKind::User);
    assert!(session.user_id.is_some() && session.id_token_claims.is_some());
    assert_eq!(site.arrived().await, ["OPTIONS authorize", "POST authorize", "OPTIONS echo", "GET echo", "POST token"]);
    assert_eq!(client.user_info().await.unwrap().str("preferred_username").as_deref(), Some(site.username.as_str()));
    client.logout().await.unwrap();
    assert!(client.session().is_none());
}

#[wasm_bindgen_test]
async fn neither_referrer_nor_cookies_go_out() {
    let site = Site::ready().await;
    site.client_of_header().login(site.user()).await.unwrap();
    for endpoint in ["/authorize", "/echo", "/token"] {
        let names = site.headers_of(endpoint).await;
        assert!(names.iter().any(|name| name == "origin"), "{names:?}");
        assert!(!names.iter().any(|name| name == "referer" || name == "cookie"), "{names:?}");
    }
}

#[wasm_bindgen_test]
async fn the_page_s_address_is_never_touched() {
    let before = web_location("href");
    let site = Site::ready().await;
    site.client().login(site.user()).await.unwrap();
    assert_eq!(web_location("href"), before);
}

#[wasm_bindgen_test]
async fn a_wrong_password_says_so_and_the_next_login_works() {
    let site = Site::ready().await;
    let client = site.client();
    let error = client.login(LoginArgs::new(&site.username, "wrong")).await.unwrap_err();
    assert_eq!((error.code(), error.step(), error.status()), (Code::InvalidCredentials, Step::Authorize, Some(400)));
    client.login(site.user()).await.unwrap();
}

#[wasm_bindgen_test]
async fn odd_characters_arrive_as_they_were_typed() {
    let password = " pässwörd ✓ 🙂 a+b%20&= 1 ";
    let user = format!(r#""users":[{{"username":"zoë@example.com","password":"{password}"}}]"#);
    let site = Site::with(&user).await;
    site.client().login(LoginArgs::new("zoë@example.com", password)).await.unwrap();
    site.client_of_header().login(LoginArgs::new("zoë@example.com", password)).await.unwrap();
}

#[wasm_bindgen_test]
async fn either_missing_step_of_cors_is_a_network_error_that_names_both() {
    for settings in [r#""org":{"enableOauthCorsPolicy":false}"#, r#""corsOrigins":[]"#] {
        let site = Site::with(settings).await;
        let error = site.client().login(site.user()).await.unwrap_err();
        assert_eq!((error.code(), error.step(), error.retryable()), (Code::Network, Step::Authorize, true));
        assert!(error.hint().contains("Enable CORS for OAuth endpoints") && error.hint().contains("allowed origins"));
    }
}

#[wasm_bindgen_test]
async fn a_callback_that_no_page_may_read_is_a_network_error_that_names_it() {
    let site = Site::with(r#""switches":{"echo_cors":"never"}"#).await;
    let error = site.client().login(site.user()).await.unwrap_err();
    assert_eq!((error.code(), error.step()), (Code::Network, Step::Authorize));
    assert!(error.hint().contains("callback") && error.hint().contains("/services/oauth2/echo"));
}

#[wasm_bindgen_test]
async fn a_page_where_json_was_expected_is_not_headless() {
    let site = Site::with(r#""org":{"oAuthCdCrdtFlowEnable":false}"#).await;
    let error = site.client().login(site.user()).await.unwrap_err();
    assert_eq!((error.code(), error.status()), (Code::NotHeadless, Some(200)));
}

#[wasm_bindgen_test]
async fn answers_that_break_off_or_are_garbage() {
    let site = Site::ready().await;
    let client = site.client();
    for (path, step) in [("/echo", Step::Authorize), ("/token", Step::Token)] {
        for kind in ["truncate", "garbage", "html"] {
            site.fault(&format!(
                r#"{{"path":"{path}","kind":"{kind}","method":"{}"}}"#,
                if path == "/echo" { "GET" } else { "POST" }
            ))
            .await;
            let error = client.login(site.user()).await.unwrap_err();
            assert_eq!((error.code(), error.step()), (Code::UnexpectedResponse, step), "{path} {kind}");
        }
    }
    client.login(site.user()).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_server_that_is_not_there_is_a_network_error() {
    let site = Site::ready().await;
    let client = headless_identity::Client::new(Config::new("http://localhost:9", "3MVG9example")).unwrap();
    assert_eq!(client.login(site.user()).await.unwrap_err().code(), Code::Network);
}

#[wasm_bindgen_test]
async fn a_timeout_ends_the_call() {
    let site = Site::ready().await;
    site.fault(r#"{"path":"/token","kind":"delay","ms":1500}"#).await;
    let client = headless_identity::Client::new(site.config().timeout(Duration::from_millis(700))).unwrap();
    let error = client.login(site.user()).await.unwrap_err();
    assert_eq!((error.code(), error.step()), (Code::Timeout, Step::Token));
    client.login(site.user()).await.unwrap();
}

#[wasm_bindgen_test]
async fn another_callback_than_echo_works_too() {
    // An address that answers CORS for everybody and says nothing of a code: it stands in its URL only.
    let callback = Site::ready().await.outbox();
    let site = Site::with(&format!(r#""app":{{"callbackUrls":["{callback}"]}}"#)).await;
    let client = headless_identity::Client::new(site.config().redirect_uri(callback)).unwrap();
    client.login(site.user()).await.unwrap();
}

impl Site {
    fn client_of_header(&self) -> headless_identity::Client {
        headless_identity::Client::new(self.config().credentials(Credentials::Header)).unwrap()
    }
}
