//! One test a row of the policy table: it turns the policy on, sees the exact answer, turns it off and sees the same
//! request pass.

mod app;
#[path = "../common/mod.rs"]
mod common;
mod org;
mod site;
mod tokens;
mod user;

use std::{collections::BTreeSet, fs};

use common::Site;
use model_site::policy::{POLICIES, Policy};
use serde_json::Value;

/// Runs the tests of the rows, each under the row's id with underscores.
macro_rules! rows {
    ($($module:ident: $($row:ident),+;)+) => {
        $($(
            #[tokio::test]
            async fn $row() {
                $module::$row(&stringify!($row).replace('_', "-")).await;
            }
        )+)+

        #[test]
        fn every_row_has_a_test() {
            let tested: BTreeSet<_> = [$($(stringify!($row).replace('_', "-")),+),+].into();
            let rows: BTreeSet<_> = POLICIES.iter().map(|policy| policy.id.to_owned()).collect();
            assert_eq!(tested, rows);
            assert_eq!(rows.len(), POLICIES.len(), "ids are unique");
        }
    };
}

rows! {
    org: org_flow, org_pkce, org_legacy_flows, org_oauth_cors, org_cors_allow_list;
    site: site_status, site_prefix, site_members,
        registration_allowed, registration_auth, registration_recaptcha, registration_handler,
        passwordless_allowed, passwordless_auth, passwordless_recaptcha,
        forgot_password_allowed, forgot_password_auth, forgot_password_recaptcha, reset_attempts,
        recaptcha_score, start_unguarded, email_template,
        discovery_login, discovery_forgot_password, discovery_handler,
        first_party_site, universal_registration;
    app: app_flow, app_flow_off_later, app_pkce, app_post_only, app_secret_web_server, app_secret_refresh,
        app_secret_token_exchange, app_scopes, app_callbacks, app_preauthorized, app_self_authorized, app_guests,
        app_jwt, app_ip_relaxation, app_session_level, app_introspect_all, app_client_credentials, app_blocked, app_removed,
        app_publisher_off, app_publisher_on, first_party_app;
    tokens: app_rotation, app_refresh_under_way, app_refresh_ip_allowlist, app_refresh_policy,
        app_guest_timeout, app_user_timeout, app_opaque_timeout,
        app_id_token_validity, app_revocation, app_expired_uvid_jwt;
    user: user_state, user_mfa, user_verified, user_api_enabled, user_api_only, user_five_approvals, user_login_rate;
}

/// Run with `UPDATE_README=1` to write the table.
#[test]
fn the_readme_shows_the_rows() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(path).expect("a README");
    let (begin, end) = ("<!-- policies: made from tests/model/src/policy.rs -->\n", "<!-- end of policies -->");
    let (before, rest) = readme.split_once(begin).expect("the table's begin");
    let (_, after) = rest.split_once(end).expect("the table's end");
    let expected = format!("{before}{begin}{}{end}{after}", model_site::policy::markdown());
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(path, &expected).expect("written");
    }
    assert_eq!(fs::read_to_string(path).expect("a README"), expected, "see UPDATE_README in tests/server/README.md");
}

/// Every switch and every setting a site has is in the README, by name.
#[tokio::test]
async fn the_readme_names_every_switch_and_setting() {
    let readme = include_str!("../../README.md");
    let site = Site::with(serde_json::json!({ "preset": "ready" })).await;
    let settings = site.door(reqwest::Method::GET, "", None).await.json()["settings"].clone();
    for part in ["org", "site", "app", "switches"] {
        for key in settings[part].as_object().expect("an object").keys() {
            assert!(readme.contains(key), "{part}.{key} is not in the README");
        }
    }
}

fn policy(id: &str) -> &'static Policy {
    POLICIES.iter().find(|policy| policy.id == id).unwrap_or_else(|| panic!("no row {id}"))
}

/// The answer must be the one expected, and the one that the row documents.
#[track_caller]
fn refused(id: &str, answer: &str, expected: &str) {
    assert_eq!(answer, expected, "{id}");
    let documented = policy(id).answer;
    assert!(documented.contains(expected), "{id} documents {documented:?}, the answer is {expected:?}");
}

/// A row whose policy a patch turns on and another turns off.
async fn switched(
    id: &str,
    site: &Site,
    [on, off]: [Value; 2],
    request: impl AsyncFn(&Site) -> String,
    [expected, passes]: [&str; 2],
) {
    site.patch(on).await;
    refused(id, &request(site).await, expected);
    site.patch(off).await;
    assert_eq!(request(site).await, passes, "{id}, turned off");
}
