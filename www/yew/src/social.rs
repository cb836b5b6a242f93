//! Social sign-on: out to a provider, and back to this page with a code in its address.
//!
//! An address bar is seen over shoulders, kept in histories, copied into chats. So the callback is taken out of it before
//! anything else happens, and whether or not the client will accept it.

use gloo_utils::window;
use headless_identity::yew::use_client;
use headless_identity::{Client, Error, SocialSignOnArgs};
use wasm_bindgen::JsValue;
use web_sys::Url;
use yew::prelude::*;

use crate::form::Work;
use crate::journey::Journey;
use crate::page::use_page;

/// What a site adds to the address of the page that it sends people back to.
const ADDED: [&str; 6] = ["code", "state", "error", "error_description", "sfdc_community_url", "sfdc_community_id"];

fn address() -> Option<Url> {
    Url::new(&window().location().href().ok()?).ok()
}

/// This page as the app has it among its callback URLs: without what a callback added, without a fragment.
fn callback_url(address: &Url) -> String {
    for name in ADDED {
        address.search_params().delete(name);
    }
    address.set_hash("");
    address.href()
}

fn show_address(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Takes the callback out of the address bar and the history.
pub fn take_callback() -> Option<String> {
    let address = address()?;
    let query = address.search_params();
    let is_callback = query.has("state") && (query.has("code") || query.has("error"));
    let full = address.href();
    is_callback.then(|| show_address(&callback_url(&address)))?;
    Some(full)
}

/// Signs in whoever has come back, and takes them where they wanted to go.
pub async fn come_back(client: &Client, callback: &str) -> Result<(), Error> {
    let signed_on = client.complete_social_sign_on(callback).await?;
    if let Some(return_to) = signed_on.return_to {
        show_address(&return_to);
    }
    Ok(())
}

async fn leave_for(client: Client, provider: String) -> Result<String, Error> {
    let location = window().location();
    let here = [location.pathname(), location.search(), location.hash()].map(Result::unwrap_or_default).concat();
    let callback = address().map(|address| callback_url(&address)).unwrap_or_default();
    client.social_sign_on_url(SocialSignOnArgs::new(provider, callback).return_to(here)).await
}

#[derive(Properties, PartialEq)]
pub struct SocialButtonProps {
    pub provider: String,
    /// Shows why leaving failed.
    pub journey: Journey,
}

#[component]
pub fn SocialButton(props: &SocialButtonProps) -> Html {
    let (client, page) = (use_client(), use_page());
    let SocialButtonProps { provider, journey } = props;
    let onclick = {
        let (provider, journey) = (provider.clone(), journey.clone());
        move |_| {
            journey.run("social_sign_on_url", leave_for(client.clone(), provider.clone()), |url| {
                let _ = window().location().assign(&url);
            });
        }
    };
    html! {
        <Work
            journey={journey.clone()}
            call="social_sign_on_url"
            is_busy={page.is_coming_back}
            label={format!("Continue with {provider}")}
            waiting={if page.is_coming_back { "Signing in…".to_owned() } else { format!("Going to {provider}…") }}
            kind="button"
            class="action quiet wide"
            {onclick}
        />
    }
}
