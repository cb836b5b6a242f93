//! The same form and the same two views, and nothing behind them: the floor.

#[path = "../../credentials.rs"]
mod credentials;

use yew::prelude::*;

use credentials::credentials;

#[derive(PartialEq, Properties)]
struct LoginProps {
    onlogin: Callback<String>,
}

#[component]
fn Login(LoginProps { onlogin }: &LoginProps) -> Html {
    let onlogin = onlogin.clone();
    let onsubmit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some((username, _)) = credentials(&event) {
            onlogin.emit(username);
        }
    };
    html! {
        <form {onsubmit}>
            <input name="username" autocomplete="username" />
            <input name="password" type="password" autocomplete="current-password" />
            <button>{ "Log in" }</button>
        </form>
    }
}

#[component]
fn App() -> Html {
    let user = use_state(|| None::<String>);
    let (onlogin, onclick) = (user.clone(), user.clone());
    match &*user {
        None => html! { <Login onlogin={move |username| onlogin.set(Some(username))} /> },
        Some(name) => {
            html! { <p>{ name }<button onclick={move |_| onclick.set(None)}>{ "Sign out" }</button></p> }
        }
    }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
