//! The same login page with the crate `oauth2`: it makes the proof key and reads the token answer, the request with the
//! password is written by hand. It does less: no guest, no one-time code, no other tabs, no error that says what to change.

#[path = "../../credentials.rs"]
mod credentials;
mod login;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use credentials::credentials;
use login::{Session, SiteClient};

const SITE: &str = "https://acme.my.site.com/portal";
const CLIENT_ID: &str = "3MVG9example";

#[derive(PartialEq, Properties)]
struct LoginProps {
    client: SiteClient,
    on_session: Callback<Session>,
}

#[component]
fn Login(LoginProps { client, on_session }: &LoginProps) -> Html {
    let failure = use_state(|| None);
    let onsubmit = {
        let (client, on_session, failure) = (client.clone(), on_session.clone(), failure.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some((username, password)) = credentials(&event) else { return };
            let (client, on_session, failure) = (client.clone(), on_session.clone(), failure.clone());
            spawn_local(async move {
                match client.login(&username, &password).await {
                    Ok(session) => on_session.emit(session),
                    Err(text) => failure.set(Some(text)),
                }
            });
        })
    };
    html! {
        <form {onsubmit}>
            <input name="username" autocomplete="username" />
            <input name="password" type="password" autocomplete="current-password" />
            <button>{ "Log in" }</button>
            { failure.as_ref().map(|failure| html! { <p>{ failure }</p> }) }
        </form>
    }
}

#[component]
fn App() -> Html {
    let client = use_state(|| SiteClient::new(SITE, CLIENT_ID));
    let session = use_state(|| None::<Session>);
    let Ok(client) = &*client else { return html! { <p>{ "The configuration is wrong." }</p> } };
    let on_session = {
        let session = session.clone();
        move |new| session.set(Some(new))
    };
    let onclick = {
        let (client, session) = (client.clone(), session.clone());
        move |_| {
            let (client, ended) = (client.clone(), session.as_ref().map(Session::refresh_token));
            session.set(None);
            spawn_local(async move {
                let _ = client.revoke(ended.flatten()).await;
            });
        }
    };
    match &*session {
        Some(session) => html! { <p>{ session.user_id() }<button {onclick}>{ "Sign out" }</button></p> },
        None => html! { <Login client={client.clone()} {on_session} /> },
    }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
