//! Social sign-on: out to a provider and back.

use headless_identity::{Client, Code, SessionKind, SocialSignOnArgs, Step};
use serde_json::json;

use crate::platform::{Native, run};
use crate::site::Site;

pub const CALLBACK: &str = "https://app.example.com/cb";

async fn site() -> Site {
    Site::with(json!({ "app": { "callbackUrls": [CALLBACK] } })).await
}

/// Follows the address as a browser would, with the provider saying yes, to where it would leave for the app.
pub async fn travel(address: &str) -> String {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = http.get(format!("{address}&model_auto=1")).send().await.unwrap();
    assert_eq!(answer.status(), 302);
    answer.headers()["location"].to_str().unwrap().to_owned()
}

fn google() -> SocialSignOnArgs {
    SocialSignOnArgs::new("Model_IDP", CALLBACK)
}

#[test]
fn out_and_back_across_a_reload() {
    run(async {
        let site = site().await;
        let native = Native::default();
        let before = Client::with_platform(site.config(), native.clone()).await.unwrap();
        let address = before.social_sign_on_url(google().return_to("/cart?step=2")).await.unwrap();
        let back = travel(&address).await;
        assert!(back.starts_with(CALLBACK));

        // The page was left and loaded anew: only the tab's store is the same.
        let after = Client::with_platform(site.config(), native.clone()).await.unwrap();
        let social = after.complete_social_sign_on(&back).await.unwrap();
        assert_eq!(social.session.kind, SessionKind::User);
        assert_eq!(social.return_to.as_deref(), Some("/cart?step=2"));
        assert!(native.session_store.entries.borrow().is_empty(), "nothing is left behind");

        let error = after.complete_social_sign_on(&back).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::StateMismatch, Step::Callback));
    });
}

#[test]
fn an_unknown_missing_or_old_state_is_refused_without_a_request() {
    run(async {
        let site = site().await;
        let native = Native::default();
        let client = Client::with_platform(site.config(), native.clone()).await.unwrap();
        let back = travel(&client.social_sign_on_url(google()).await.unwrap()).await;
        let before = site.arrived().await.len();
        for address in [format!("{CALLBACK}?code=x"), format!("{CALLBACK}?code=x&state=y"), CALLBACK.to_owned()] {
            assert_eq!(client.complete_social_sign_on(&address).await.unwrap_err().code(), Code::StateMismatch);
        }
        assert_eq!(client.complete_social_sign_on("/cb?code=x").await.unwrap_err().code(), Code::InvalidArgument);
        native.advance(std::time::Duration::from_secs(15 * 60 + 1));
        assert_eq!(client.complete_social_sign_on(&back).await.unwrap_err().code(), Code::StateMismatch);
        assert!(native.session_store.entries.borrow().is_empty(), "its verifier is gone as well");
        assert_eq!(site.arrived().await.len(), before);
    });
}

#[test]
fn several_ways_out_are_open_at_once_and_one_way_back_closes_one() {
    run(async {
        let site = site().await;
        let client = site.client().await;
        let first = travel(&client.social_sign_on_url(google()).await.unwrap()).await;
        let second = travel(&client.social_sign_on_url(google()).await.unwrap()).await;
        client.complete_social_sign_on(&second).await.unwrap();
        client.complete_social_sign_on(&first).await.unwrap();
    });
}

#[test]
fn an_error_on_the_way_back_is_told() {
    run(async {
        let site = site().await;
        let client = site.client().await;
        let address = client.social_sign_on_url(google()).await.unwrap();
        let state = address.split("state=").nth(1).unwrap().split('&').next().unwrap();
        let back = format!("{CALLBACK}?error=access_denied&error_description=no+thanks&state={state}");
        let error = client.complete_social_sign_on(&back).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::ServerError, Step::Callback));
        assert_eq!((error.error(), error.error_description()), (Some("access_denied"), Some("no thanks")));
        assert_eq!(client.complete_social_sign_on(&back).await.unwrap_err().code(), Code::StateMismatch);
    });
}

#[test]
fn where_to_return_to_is_checked() {
    run(async {
        let client = site().await.client().await;
        for good in ["/", "/cart", "https://app.example.com/cart"] {
            client.social_sign_on_url(google().return_to(good)).await.unwrap();
        }
        for bad in ["", "cart", "//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)"] {
            let error = client.social_sign_on_url(google().return_to(bad)).await.unwrap_err();
            assert_eq!(error.code(), Code::InvalidArgument, "{bad}");
        }
        for bad in [SocialSignOnArgs::new("", CALLBACK), SocialSignOnArgs::new("X", "http://app.example.com/cb")] {
            assert_eq!(client.social_sign_on_url(bad).await.unwrap_err().code(), Code::InvalidArgument);
        }
    });
}

#[test]
fn without_a_store_there_is_no_way_back_and_so_no_way_out() {
    run(async {
        let site = site().await;
        let native = Native::default();
        native.session_store.is_broken.set(true);
        let client = Client::with_platform(site.config(), native).await.unwrap();
        let error = client.social_sign_on_url(google()).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::Storage, Step::Storage));
    });
}

#[test]
fn what_somebody_else_wrote_into_the_store_is_as_good_as_nothing() {
    run(async {
        let site = site().await;
        let native = Native::default();
        let client = Client::with_platform(site.config(), native.clone()).await.unwrap();
        client.social_sign_on_url(google()).await.unwrap();
        let key = native.session_store.entries.borrow().keys().next().unwrap().clone();
        assert!(key.starts_with(&format!("headless-identity:{}:{}", site.url, site.client_id)));
        for foreign in
            ["", "{", "7", "[7]", r#"[{"state":"s"}]"#, r#"[{"state":"s","verifier":"v","redirectUri":"x","since":1}]"#]
        {
            native.session_store.entries.borrow_mut().insert(key.clone(), foreign.to_owned());
            let error = client.complete_social_sign_on(&format!("{CALLBACK}?code=x&state=s")).await.unwrap_err();
            assert_eq!(error.code(), Code::StateMismatch, "{foreign}");
        }
    });
}
