//! Components that show their children in one state of the session.

use yew::prelude::*;

use crate::session::facts::SessionKind;
use crate::yew::provider::use_session;

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
    shown_for(Some(SessionKind::User), use_session().map(|session| session.kind), props)
}

/// Shows its children to a guest.
#[component]
pub fn Guest(props: &GateProps) -> Html {
    shown_for(Some(SessionKind::Guest), use_session().map(|session| session.kind), props)
}

/// Shows its children while there is no session, not even a guest's.
#[component]
pub fn Anonymous(props: &GateProps) -> Html {
    shown_for(None, use_session().map(|session| session.kind), props)
}

/// Shows its children to everybody who is not signed in: a guest, or nobody yet. What a login form belongs into: it stays as
/// it is, with what was typed, when the visitor's session begins.
#[component]
pub fn Unauthenticated(props: &GateProps) -> Html {
    if use_session().is_some_and(|session| session.kind == SessionKind::User) {
        Html::default()
    } else {
        props.children.clone()
    }
}

fn shown_for(wanted: Option<SessionKind>, is: Option<SessionKind>, props: &GateProps) -> Html {
    if wanted == is { props.children.clone() } else { Html::default() }
}
