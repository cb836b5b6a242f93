//! The bindings for Yew (feature `yew`): a provider, hooks, and components that show their children in one state.
//!
//! ```
//! use headless_identity::yew::{Authenticated, HeadlessProvider, Unauthenticated, use_client, use_session};
//! use headless_identity::{Client, LoginArgs};
//! use wasm_bindgen_futures::spawn_local;
//! use yew::prelude::*;
//!
//! #[component]
//! fn Greeting() -> Html {
//!     let session = use_session();
//!     let user = session.and_then(|session| session.user_id.clone());
//!     html! { <p>{ "Signed in as " }{ user }</p> }
//! }
//!
//! #[component]
//! fn LoginButton() -> Html {
//!     let client = use_client();
//!     let onclick = move |_| {
//!         let client = client.clone();
//!         spawn_local(async move {
//!             // A failure has a code for the person's words, and a hint for yours.
//!             let _ = client.login(LoginArgs::new("ada@example.com", "her password")).await;
//!         });
//!     };
//!     html! { <button {onclick}>{ "Log in" }</button> }
//! }
//!
//! #[derive(Properties, PartialEq)]
//! struct AppProps {
//!     client: Client,
//! }
//!
//! #[component]
//! fn App(AppProps { client }: &AppProps) -> Html {
//!     html! {
//!         <HeadlessProvider client={client.clone()}>
//!             <Authenticated><Greeting /></Authenticated>
//!             <Unauthenticated><LoginButton /></Unauthenticated>
//!         </HeadlessProvider>
//!     }
//! }
//! ```

mod gates;
mod provider;
mod state;

pub use gates::{Anonymous, Authenticated, GateProps, Guest, Unauthenticated};
pub use provider::{
    HeadlessProvider, HeadlessProviderProps, use_client, use_session, use_session_events, use_session_state,
};
pub use state::SessionState;
