//! A client in a native program that brings no world of its own, as on a server that renders pages.

use futures_util::FutureExt as _;
use headless_identity::{Client, Code, Config, LoginArgs, SocialSignOnArgs, Step, Storage};

const SITE: &str = "https://acme.my.site.com/portal";

fn config() -> Config {
    Config::new(SITE, "3MVG9example")
}

#[test]
fn every_call_says_what_is_missing_and_nothing_panics() {
    for storage in [Storage::Memory, Storage::Session, Storage::Local] {
        let client = Client::new(config().storage(storage)).unwrap();
        let social = SocialSignOnArgs::new("Google", "https://app.example.com/callback");
        for error in [
            client.login(LoginArgs::new("ada@example.com", "secret")).now_or_never().unwrap().unwrap_err(),
            client.continue_as_guest(None).now_or_never().unwrap().unwrap_err(),
            client.get_access_token(Default::default()).now_or_never().unwrap().unwrap_err(),
            client.social_sign_on_url(social).now_or_never().unwrap().unwrap_err(),
            client.logout().now_or_never().unwrap().unwrap_err(),
        ] {
            assert_eq!((error.code(), error.step()), (Code::WasmUnavailable, Step::Session));
            assert!(error.hint().contains("wasm32-unknown-unknown") && error.hint().contains("with_platform"));
            assert!(!error.retryable());
        }
    }
}

#[test]
fn it_has_no_session_can_be_listened_to_and_keeps_its_rules() {
    let client = Client::open(config()).now_or_never().unwrap().unwrap();
    assert!(client.session().is_none());
    let subscription = client.subscribe(|event| panic!("{event:?}"));
    assert!(client.may_have_bearer(SITE) && !client.may_have_bearer("https://elsewhere.example"));
    client.close();
    drop(subscription);
}

#[test]
fn its_configuration_is_checked_as_in_a_browser() {
    let error = Client::new(Config::new("acme", "3MVG9example")).err().unwrap();
    assert_eq!((error.code(), error.step()), (Code::InvalidConfig, Step::Config));
}
