//! A login page: a form, the person's id once signed in, and a button to sign out.

#[path = "../../credentials.rs"]
mod credentials;

use headless_identity::yew::{Anonymous, Authenticated, HeadlessProvider, use_client, use_session};
use headless_identity::{Client, Config, LoginArgs};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use credentials::credentials;

#[component]
fn Login() -> Html {
    let client = use_client();
    let failure = use_state(|| None);
    let onsubmit = {
        let failure = failure.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some((username, password)) = credentials(&event) else { return };
            let (client, failure) = (client.clone(), failure.clone());
            spawn_local(async move {
                failure.set(client.login(LoginArgs::new(username, password)).await.err());
            });
        })
    };
    html! {
        <form {onsubmit}>
            <input name="username" autocomplete="username" />
            <input name="password" type="password" autocomplete="current-password" />
            <button>{ "Log in" }</button>
            { failure.as_ref().map(|failure| html! { <p>{ failure.code().as_str() }</p> }) }
        </form>
    }
}

#[component]
fn Account() -> Html {
    let client = use_client();
    let user = use_session().and_then(|session| session.user_id.clone());
    let onclick = move |_| {
        let client = client.clone();
        spawn_local(async move {
            let _ = client.logout().await;
        });
    };
    html! { <p>{ user }<button {onclick}>{ "Sign out" }</button></p> }
}

#[component]
fn App() -> Html {
    let client = use_state(|| Client::new(Config::new("https://acme.my.site.com/portal", "3MVG9example")));
    match &*client {
        Ok(client) => html! {
            <HeadlessProvider client={client.clone()}>
                <Anonymous><Login /></Anonymous>
                <Authenticated><Account /></Authenticated>
            </HeadlessProvider>
        },
        Err(_) => html! { <p>{ "The configuration is wrong." }</p> },
    }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
