//! The client and its session as a context.

use std::rc::Rc;

use yew::prelude::*;

use crate::client::Client;
use crate::session::event::Event;
use crate::session::facts::Session;
use crate::yew::state::SessionState;

/// What [`HeadlessProvider`] provides.
#[derive(Clone, PartialEq)]
pub(super) struct Provided {
    client: Client,
    /// With the same `Rc` until something changes, so a component is rendered again only then.
    pub state: SessionState,
}

/// Properties of [`HeadlessProvider`].
#[derive(Properties, PartialEq)]
#[non_exhaustive]
pub struct HeadlessProviderProps {
    /// The client. Make it once, outside.
    pub client: Client,
    /// Whether the page came rendered from a server. Then the session is unknown at the first rendering, as it was there, so that
    /// hydration finds what it expects; at once afterwards the page is rendered with what the client knows.
    #[prop_or_default]
    pub hydrate: bool,
    /// What may use it.
    #[prop_or_default]
    pub children: Html,
}

/// Gives its children the client, and renders them again when the session changes, in this tab or another.
#[component]
pub fn HeadlessProvider(props: &HeadlessProviderProps) -> Html {
    let provide = |state| Provided { client: props.client.clone(), state };
    let known = || provide(SessionState::of(&props.client));
    let latest = use_state_eq(|| if props.hydrate { provide(SessionState::Unknown) } else { known() });
    let changed = latest.setter();
    use_effect_with(props.client.clone(), move |client| {
        let client = client.clone();
        // What has changed between the first rendering and now has sent its event already.
        changed.set(Provided { state: SessionState::of(&client), client: client.clone() });
        let subscription = client.clone().subscribe(move |event| {
            changed.set(Provided { client: client.clone(), state: event.session.clone().into() });
        });
        move || drop(subscription)
    });
    // Another client's session is never shown, not even for one rendering.
    let provided = if latest.client == props.client { (*latest).clone() } else { known() };
    html! { <ContextProvider<Provided> context={provided}>{ props.children.clone() }</ContextProvider<Provided>> }
}

/// The session as it stands; the component is rendered again when it changes. `None` where there is none, where it is not known
/// yet, which [`use_session_state`] tells apart, and outside of a [`HeadlessProvider`].
#[hook]
pub fn use_session() -> Option<Rc<Session>> {
    use_session_state().session().cloned()
}

/// What is known of the session; the component is rendered again when it changes. `Unknown` outside of a [`HeadlessProvider`].
#[hook]
pub fn use_session_state() -> SessionState {
    use_context::<Provided>().map_or(SessionState::Unknown, |provided| provided.state)
}

/// The client.
///
/// # Panics
/// Outside of a [`HeadlessProvider`].
#[hook]
#[allow(clippy::expect_used)] // A mistake in the program, and seen at its first rendering.
pub fn use_client() -> Client {
    use_context::<Provided>().expect("use_client needs a <HeadlessProvider> above it").client
}

/// Calls `listener` after every change of the session, for as long as the component lives: for what [`use_session`] does not
/// tell, such as whether a session was ended or has expired. It is the listener of the first rendering that is called;
/// setters, dispatchers and callbacks may go into it, values of one rendering are old by then.
///
/// # Panics
/// Outside of a [`HeadlessProvider`].
#[hook]
pub fn use_session_events(listener: impl FnMut(&Event) + 'static) {
    let client = use_client();
    use_effect_with(client, move |client| {
        let subscription = client.subscribe(listener);
        move || drop(subscription)
    });
}
