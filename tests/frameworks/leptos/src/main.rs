use std::rc::Rc;

use headless_identity::{Client, Config, Error, LoginArgs, Session, SessionKind};
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What components take from the context. Leptos wants it `Send`; what is local stays on the page's one thread.
#[derive(Clone, Copy)]
struct Auth {
    client: StoredValue<Client, LocalStorage>,
    session: ReadSignal<Option<Rc<Session>>, LocalStorage>,
}

fn provide_auth(config: Config) -> Result<(), Error> {
    let client = Client::new(config)?;
    let (session, set_session) = signal_local(client.session());
    // It listens for as long as the component that called this.
    StoredValue::new_local(client.subscribe(move |event| set_session.set(event.session.clone())));
    provide_context(Auth { client: StoredValue::new_local(client), session });
    Ok(())
}

#[component]
fn LoginForm() -> impl IntoView {
    let Auth { client, .. } = expect_context();
    let (username, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let failure = RwSignal::new("");
    let log_in = move |event: SubmitEvent| {
        event.prevent_default();
        let text = |field: NodeRef<Input>| field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let args = LoginArgs::new(text(username), text(password));
        let client = client.get_value();
        spawn_local(async move {
            if let Err(error) = client.login(args).await {
                failure.set(error.message());
            }
        });
    };
    view! {
        <form on:submit=log_in>
            <input node_ref=username autocomplete="username" />
            <input node_ref=password type="password" autocomplete="current-password" />
            <button>"Log in"</button>
            <p role="alert">{failure}</p>
        </form>
    }
}

#[component]
fn Account() -> impl IntoView {
    let Auth { client, session } = expect_context();
    let user = move || session.get().filter(|session| session.kind == SessionKind::User);
    let log_out = move |_| {
        let client = client.get_value();
        spawn_local(async move {
            let _ = client.logout().await;
        });
    };
    view! {
        <Show when=move || user().is_some() fallback=|| view! { <LoginForm /> }>
            <p>"Signed in: " {move || user().and_then(|user| user.user_id.clone())}</p>
            <button on:click=log_out>"Sign out"</button>
        </Show>
    }
}

#[component]
fn App() -> impl IntoView {
    match provide_auth(Config::new("https://acme.my.site.com/portal", "3MVG9example")) {
        Ok(()) => view! { <Account /> }.into_any(),
        Err(error) => view! { <p role="alert">{error.hint().into_owned()}</p> }.into_any(),
    }
}

fn main() {
    leptos::mount::mount_to_body(App);
}
