//! Visitors, and what becomes of them.

use std::time::Duration;

use headless_identity::{
    AccessTokenArgs, Client, Code, EventKind, NewUser, SessionKind, Step, Storage, TokenFormat, Uvid,
};
use headless_identity::{PasswordlessArgs, Recaptcha, RegistrationArgs, VerificationMethod};
use serde_json::json;

use crate::platform::{Native, run};
use crate::session::{events, settle};
use crate::site::{Site, forced};

const UVID: &str = "3F0B9D0E-1b2c-4d5e-8f90-123456789abc";

#[test]
fn a_guest_has_a_visitor_id_and_may_call_the_site() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let (seen, _subscription) = events(&client);
        let guest = client.continue_as_guest(None).await.unwrap();
        assert_eq!((guest.kind, guest.token_format, &guest.user_id), (SessionKind::Guest, TokenFormat::Jwt, &None));
        Uvid::parse(guest.uvid.as_ref().unwrap()).unwrap();
        let token = client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        assert_eq!(site.call_api(token.expose()).await, 200);
        assert_eq!(*seen.borrow(), [EventKind::Guest]);
        assert_eq!(
            site.arrived().await[..3],
            ["POST /services/oauth2/authorize", "GET /services/oauth2/echo", "POST /services/oauth2/token"]
        );
    });
}

#[test]
fn a_visitor_s_session_that_comes_late_replaces_no_user_who_has_signed_in_meanwhile() {
    run(async {
        for (is_other_tab, to_guest) in [(true, false), (true, true), (false, false)] {
            let site = Site::ready().await;
            let native = Native::default();
            let config = || site.config().storage(Storage::Local);
            let one = Client::with_platform(config(), native.clone()).await.unwrap();
            let two = Client::with_platform(config(), native.other_tab()).await.unwrap();
            let user_s = if is_other_tab { &two } else { &one };
            if to_guest {
                one.login(site.user()).await.unwrap();
                settle().await;
            }
            site.fault(json!({ "path": "/authorize", "kind": "delay", "ms": 800, "times": 1 })).await;
            let visit = async {
                if to_guest { one.logout_to_guest().await } else { one.continue_as_guest(None).await.map(drop) }
            };
            let (visit, ()) = tokio::join!(visit, async {
                tokio::time::sleep(Duration::from_millis(300)).await;
                user_s.login(site.user()).await.unwrap();
            });
            assert_eq!(visit.unwrap_err().code(), Code::SessionExpired);
            settle().await;
            for client in [&one, &two] {
                assert_eq!(client.session().unwrap().kind, SessionKind::User, "{is_other_tab} {to_guest}");
            }
            user_s.get_access_token(forced()).await.unwrap();
            // Over a user who was there when it began it does go, because the app wants that.
            assert_eq!(user_s.continue_as_guest(None).await.unwrap().kind, SessionKind::Guest);
        }
    });
}

#[test]
fn whoever_asks_for_a_visitor_s_session_over_a_user_s_gets_one_though_an_older_call_comes_too_late() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        site.fault(json!({ "path": "/authorize", "kind": "delay", "ms": 800, "times": 1 })).await;
        let (late, ()) = tokio::join!(client.continue_as_guest(None), async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            client.login(site.user()).await.unwrap();
            assert_eq!(client.continue_as_guest(None).await.unwrap().kind, SessionKind::Guest);
        });
        drop(late);
        assert_eq!(client.session().unwrap().kind, SessionKind::Guest);
    });
}

#[test]
fn an_id_of_the_caller_s_is_kept_to_the_letter_and_used_again() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        for uvid in [Some(Uvid::parse(UVID).unwrap()), None] {
            assert_eq!(client.continue_as_guest(uvid).await.unwrap().uvid.as_deref(), Some(UVID));
        }
        assert_ne!(site.client().await.continue_as_guest(None).await.unwrap().uvid.as_deref(), Some(UVID));
    });
}

#[test]
fn the_id_goes_with_the_person_into_every_named_session_and_back() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let uvid = client.continue_as_guest(None).await.unwrap().uvid;

        let user = client.login(site.user()).await.unwrap();
        assert_eq!((user.kind, &user.uvid), (SessionKind::User, &uvid));
        assert_eq!(site.last_body("/authorize").await["uvid_hint"], json!(uvid));

        client.logout_to_guest().await.unwrap();
        assert_eq!(client.session().unwrap().kind, SessionKind::Guest);
        assert_eq!(client.session().unwrap().uvid, uvid);

        let recaptcha = || Recaptcha::Token("ok".to_owned());
        let args = PasswordlessArgs::new(&site.username, VerificationMethod::Email).recaptcha(recaptcha());
        let started = client.start_passwordless_login(args).await.unwrap();
        let user = client.complete_passwordless_login(&started, site.last_code().await).await.unwrap();
        assert_eq!((user.kind, &user.uvid), (SessionKind::User, &uvid));

        client.logout_to_guest().await.unwrap();
        let new_user = NewUser {
            first_name: "Grace".to_owned(),
            last_name: "Hopper".to_owned(),
            email: "grace@example.com".to_owned(),
            username: "grace@example.com".to_owned(),
            password: "N3w-password".into(),
        };
        let args = RegistrationArgs::new(new_user, VerificationMethod::Email).recaptcha(recaptcha());
        let started = client.start_registration(args).await.unwrap();
        let user = client.complete_registration(&started, site.last_code().await).await.unwrap();
        assert_eq!((user.kind, &user.uvid), (SessionKind::User, &uvid));
        settle().await;
        assert_eq!(site.approvals().await, 1, "each session on the way was ended when the next one came");
    });
}

#[test]
fn where_users_have_opaque_tokens_the_login_works_and_shows_that_the_id_was_not_carried() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let uvid = client.continue_as_guest(None).await.unwrap().uvid;
        let jwt = |is_on| json!({ "app": { "isNamedUserJwtEnabled": is_on } });
        site.patch(jwt(false)).await;
        let user = client.login(site.user()).await.unwrap();
        assert_eq!((user.token_format, user.uvid), (TokenFormat::Opaque, None));
        site.patch(jwt(true)).await;
        client.logout_to_guest().await.unwrap();
        assert_eq!(client.session().unwrap().uvid, uvid, "the client still knows it for the way back");
    });
}

#[test]
fn a_plain_sign_out_forgets_the_id() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let uvid = client.continue_as_guest(None).await.unwrap().uvid;
        client.login(site.user()).await.unwrap();
        client.logout().await.unwrap();
        let user = client.login(site.user()).await.unwrap();
        assert_eq!(user.uvid, None);
        assert_ne!(client.continue_as_guest(None).await.unwrap().uvid, uvid);
    });
}

#[test]
fn back_to_guest_tells_both_changes_and_signs_out_even_if_the_guest_flow_fails() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        client.continue_as_guest(None).await.unwrap();
        client.login(site.user()).await.unwrap();
        let (seen, _subscription) = events(&client);
        client.logout_to_guest().await.unwrap();
        assert_eq!(*seen.borrow(), [EventKind::SignedOut, EventKind::Guest]);

        client.login(site.user()).await.unwrap();
        site.patch(json!({ "app": { "isGuestCodeCredFlowEnabled": false } })).await;
        let error = client.logout_to_guest().await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::GuestNotEnabled, Step::Authorize));
        assert!(client.session().is_none());
        assert_eq!(site.approvals().await, 0);
    });
}

#[test]
fn back_to_guest_is_the_same_visitor_though_the_token_that_says_so_was_ended_elsewhere() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let uvid = client.continue_as_guest(None).await.unwrap().uvid;
        assert_eq!(client.login(site.user()).await.unwrap().uvid, uvid, "the token carries it");
        let (seen, _subscription) = events(&client);
        site.revoke_all().await;
        client.logout_to_guest().await.unwrap();
        assert_eq!(client.session().unwrap().uvid, uvid);
        let token = client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        assert_eq!(site.call_api(token.expose()).await, 200);
        assert_eq!(*seen.borrow(), [EventKind::SignedOut, EventKind::Guest]);
    });
}

#[test]
fn guests_that_are_not_allowed_say_which_setting() {
    run(async {
        for settings in [json!({ "isGuestCodeCredFlowEnabled": false }), json!({ "isNamedUserJwtEnabled": false })] {
            let site = Site::with(json!({ "app": settings })).await;
            let error = site.client().await.continue_as_guest(None).await.unwrap_err();
            assert_eq!((error.code(), error.error()), (Code::GuestNotEnabled, Some("invalid_client")));
            assert!(error.hint().contains("Enable for Guest Users"), "{error:?}");
        }
    });
}

#[test]
fn a_guest_whose_token_ends_is_renewed_with_the_same_id() {
    run(async {
        let site = Site::with(json!({ "app": { "guestJwtSessionTimeoutType": "Custom", "guestJwtTimeout": 5 } })).await;
        let native = crate::platform::Native::default();
        let client = headless_identity::Client::with_platform(site.config(), native.clone()).await.unwrap();
        let guest = client.continue_as_guest(None).await.unwrap();
        let first = client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        let (seen, _subscription) = events(&client);

        site.advance_clock(400).await;
        native.advance(std::time::Duration::from_secs(400));
        let second = client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        assert_ne!(first.expose(), second.expose());
        assert_eq!(site.call_api(second.expose()).await, 200);
        assert_eq!(client.session().unwrap().uvid, guest.uvid);
        assert_eq!(*seen.borrow(), [EventKind::Refreshed]);
    });
}
