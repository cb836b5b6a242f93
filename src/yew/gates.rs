//! Components that show their children in one state of the session, and nothing while it is not known.

use yew::prelude::*;

use crate::yew::provider::use_session_state;
use crate::yew::state::SessionState;

/// Properties of the gates.
#[derive(Properties, PartialEq)]
#[non_exhaustive]
pub struct GateProps {
    /// What is shown in that state.
    #[prop_or_default]
    pub children: Html,
}

/// Shows its children while a user is signed in.
#[component]
pub fn Authenticated(props: &GateProps) -> Html {
    let state = use_session_state();
    shown(matches!(state, SessionState::User(_)), props)
}

/// Shows its children to a guest.
#[component]
pub fn Guest(props: &GateProps) -> Html {
    let state = use_session_state();
    shown(matches!(state, SessionState::Guest(_)), props)
}

/// Shows its children while there is no session, not even a guest's.
#[component]
pub fn Anonymous(props: &GateProps) -> Html {
    shown(use_session_state() == SessionState::Anonymous, props)
}

/// Shows its children unless a user is signed in: to a guest, or if there is no session. The place for a login form: it stays as
/// it is, with what was typed, when the visitor's session begins.
#[component]
pub fn Unauthenticated(props: &GateProps) -> Html {
    let state = use_session_state();
    shown(matches!(state, SessionState::Anonymous | SessionState::Guest(_)), props)
}

fn shown(is_shown: bool, props: &GateProps) -> Html {
    if is_shown { props.children.clone() } else { Html::default() }
}
