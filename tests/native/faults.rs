//! Answers that go wrong. Each fails with its code, leaves the session as it was, and the next login works.

use std::time::Duration;

use headless_identity::{Code, Step};
use serde_json::{Value, json};

use crate::platform::run;
use crate::site::Site;

async fn fault(fault: Value, code: Code, step: Step, retryable: bool) {
    let site = Site::ready().await;
    let client = site.client().await;
    client.login(site.user()).await.unwrap();
    let before = client.session().unwrap();

    site.fault(fault.clone()).await;
    let error = client.login(site.user()).await.unwrap_err();
    assert_eq!((error.code(), error.step(), error.retryable()), (code, step, retryable), "{fault}: {error:?}");
    assert!(std::rc::Rc::ptr_eq(&before, &client.session().unwrap()), "{fault}");

    site.clear_faults().await;
    client.login(site.user()).await.unwrap();
}

#[test]
fn every_fault_at_every_hop() {
    run(async {
        for (path, step) in [("/authorize", Step::Authorize), ("/echo", Step::Authorize), ("/token", Step::Token)] {
            let at = |kind: &str| json!({ "path": path, "kind": kind, "times": 9 });
            fault(at("drop"), Code::Network, step, true).await;
            fault(at("garbage"), Code::UnexpectedResponse, step, false).await;
            fault(at("status"), Code::ServerError, step, true).await;
            let page = if path == "/authorize" { Code::NotHeadless } else { Code::UnexpectedResponse };
            fault(at("html"), page, step, false).await;
            if path != "/authorize" {
                fault(at("truncate"), Code::UnexpectedResponse, step, false).await;
            }
            fault(json!({ "path": path, "kind": "status", "status": 429 }), Code::RateLimited, step, true).await;
        }
    });
}

#[test]
fn the_timeout_is_for_the_whole_call() {
    run(async {
        let site = Site::ready().await;
        let client = site.client_of(site.config().timeout(Duration::from_millis(1000))).await;
        site.fault(json!({ "path": "/authorize", "kind": "delay", "ms": 600 })).await;
        site.fault(json!({ "path": "/token", "kind": "delay", "ms": 600 })).await;
        let error = client.login(site.user()).await.unwrap_err();
        assert_eq!((error.code(), error.step(), error.retryable()), (Code::Timeout, Step::Token, true));
        assert!(client.session().is_none());
        site.client().await.login(site.user()).await.unwrap();
    });
}

#[test]
fn a_server_that_is_not_there() {
    run(async {
        let site = Site::ready().await;
        let client = site.client_of(headless_identity::Config::new("http://localhost:9", "3MVG9example")).await;
        let error = client.login(site.user()).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::Network, Step::Authorize));
        assert!(error.hint().contains("Enable CORS for OAuth endpoints") && error.hint().contains("allowed origins"));
    });
}

#[test]
fn a_question_that_got_lost_is_put_once_more_and_an_order_never_is() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let count = |lines: Vec<String>, endpoint: &str| lines.iter().filter(|line| line.ends_with(endpoint)).count();
        site.fault(json!({ "path": "/token", "kind": "status", "times": 1 })).await;
        assert_eq!(client.login(site.user()).await.unwrap_err().code(), Code::ServerError);
        assert_eq!(count(site.arrived().await, "/token"), 1);
        client.login(site.user()).await.unwrap();

        site.fault(json!({ "path": "/userinfo", "kind": "drop", "times": 1 })).await;
        client.user_info().await.unwrap();
        assert_eq!(count(site.arrived().await, "/userinfo"), 2);
        // What a server answered stands.
        site.fault(json!({ "path": "/userinfo", "kind": "status", "times": 1 })).await;
        let error = client.user_info().await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::ServerError, Step::Userinfo));
        assert_eq!(count(site.arrived().await, "/userinfo"), 3);
    });
}
