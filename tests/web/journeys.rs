//! Every other journey from a page, once through: their corners are tested natively.

use headless_identity::{
    AccessTokenArgs, Client, IdTokenCheck, LoginArgs, NewUser, PasswordResetArgs, PasswordlessArgs, Recaptcha,
    RegistrationArgs, SessionKind, SocialSignOnArgs, Storage, VerificationMethod,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::site::Site;

fn recaptcha() -> Recaptcha {
    Recaptcha::Token("ok".to_owned())
}

#[wasm_bindgen_test]
async fn a_guest_registers_and_goes_back_to_being_a_guest() {
    let site = Site::ready().await;
    let client = site.client();
    let uvid = client.continue_as_guest(None).await.unwrap().uvid;
    let grace = NewUser {
        first_name: "Grace".to_owned(),
        last_name: "Hopper".to_owned(),
        email: "grace@example.com".to_owned(),
        username: "grace@example.com".to_owned(),
        password: "N3w-password".into(),
    };
    let args = RegistrationArgs::new(grace, VerificationMethod::Email).recaptcha(recaptcha());
    let started = client.start_registration(args).await.unwrap();
    let user = client.complete_registration(&started, site.last_code().await).await.unwrap();
    assert_eq!((user.kind, &user.uvid), (SessionKind::User, &uvid));
    client.logout_to_guest().await.unwrap();
    let guest = client.session().unwrap();
    assert_eq!((guest.kind, &guest.uvid), (SessionKind::Guest, &uvid));
}

#[wasm_bindgen_test]
async fn a_code_in_place_of_a_password() {
    let site = Site::ready().await;
    let client = site.client();
    let args = PasswordlessArgs::new(&site.username, VerificationMethod::Email).recaptcha(recaptcha());
    let started = client.start_passwordless_login(args).await.unwrap();
    let session = client.complete_passwordless_login(&started, site.last_code().await).await.unwrap();
    assert_eq!(session.kind, SessionKind::User);
}

#[wasm_bindgen_test]
async fn a_forgotten_password() {
    let site = Site::ready().await;
    let client = site.client();
    client.start_password_reset(PasswordResetArgs::new(&site.username).recaptcha(recaptcha())).await.unwrap();
    let code = site.last_code().await;
    client.complete_password_reset(&site.username, "An0ther-password", code).await.unwrap();
    client.login(LoginArgs::new(&site.username, "An0ther-password")).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_social_sign_on_leaves_its_binding_in_the_tab_and_takes_it_out_again() {
    let callback = Site::ready().await.outbox();
    let site = Site::with(&format!(r#""app":{{"callbackUrls":["{callback}"]}}"#)).await;
    let client = site.client();
    let address =
        client.social_sign_on_url(SocialSignOnArgs::new("Model_IDP", callback).return_to("/cart")).await.unwrap();
    let back = site.travel(&address).await;
    // The page was left: another client, and only the tab's storage is the same.
    let social = site.client().complete_social_sign_on(&back).await.unwrap();
    assert_eq!((social.session.kind, social.return_to.as_deref()), (SessionKind::User, Some("/cart")));
    assert!(site.client().complete_social_sign_on(&back).await.is_err());
}

#[wasm_bindgen_test]
async fn a_session_in_local_storage_is_there_after_a_reload_and_is_renewed() {
    let site = Site::with(r#""app":{"isRefreshTokenRotationEnabled":true}"#).await;
    let config = || site.config().storage(Storage::Local).id_token(IdTokenCheck::Signature);
    let session = Client::new(config()).unwrap().login(site.user()).await.unwrap();
    let after = Client::new(config()).unwrap();
    assert_eq!(after.session().as_deref(), Some(&session));
    let before = after.get_access_token(AccessTokenArgs::default()).await.unwrap();
    let renewed = after.get_access_token(AccessTokenArgs::default().force_refresh()).await.unwrap();
    assert_ne!(before.expose(), renewed.expose());
    after.user_info().await.unwrap();
    after.logout().await.unwrap();
    assert!(Client::new(config()).unwrap().session().is_none());
}
