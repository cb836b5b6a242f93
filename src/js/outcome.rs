//! What a journey ends in, and how that goes out to JavaScript.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use js_sys::{Object, Promise};
use wasm_bindgen::JsValue;

use crate::boxed::{Begun, Boxed};
use crate::browser::task::spawn;
use crate::error::Error;
use crate::flow::passwordless::StartedPasswordlessLogin;
use crate::flow::registration::StartedRegistration;
use crate::js::signal::Listening;
use crate::js::value::{self, freeze, plain, set};
use crate::json::Json;
use crate::session::event::Event;
use crate::session::facts::{Session, SocialSession};
use crate::session::kept::Kept;
use crate::wire::authorize::VerificationMethod;

/// A journey under way. Boxed, and all of one type: so there is one copy of the machinery that turns it into a promise, and
/// not one for each journey.
pub(super) type Journey = Boxed<'static, Result<Outcome, Error>>;

/// A journey with its own outcome, as one of [`Outcome`].
pub(super) fn tell<T: 'static>(journey: Begun<T>) -> Result<Journey, Error>
where
    Outcome: From<T>,
{
    Ok(Box::pin(Telling(journey?)))
}

struct Telling<T>(Boxed<'static, Result<T, Error>>);

impl<T> Future for Telling<T>
where
    Outcome: From<T>,
{
    type Output = Result<Outcome, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context).map_ok(Outcome::from)
    }
}

macro_rules! outcomes {
    ($($(#[$meta:meta])* $name:ident($of:ty),)+) => {
        pub(super) enum Outcome { $($(#[$meta])* $name($of),)+ }
        $(impl From<$of> for Outcome {
            fn from(outcome: $of) -> Self {
                Self::$name(outcome)
            }
        })+
    };
}

outcomes! {
    Nothing(()),
    Session(Rc<Session>),
    Social(SocialSession),
    Registration(StartedRegistration),
    Passwordless(StartedPasswordlessLogin),
    /// The session with its access token.
    Token(Kept),
    Text(String),
    Claims(Json),
    Value(JsValue),
}

/// Hands the outcome of a journey to a promise. The caller's signal is listened to until then.
pub(super) fn promise(begun: Result<Journey, Error>, listening: Option<Listening>, snapshot: Rc<Snapshot>) -> Promise {
    let mut ends = None;
    let promise = Promise::new(&mut |resolve, reject| ends = Some((resolve, reject)));
    spawn(async move {
        let _listening = listening;
        let outcome = match begun {
            Ok(journey) => journey.await,
            Err(unread) => Err(unread),
        };
        let Some((resolve, reject)) = ends else { return };
        let _ = match outcome {
            Ok(outcome) => resolve.call1(&JsValue::UNDEFINED, &outcome.into_js(&snapshot)),
            Err(failure) => reject.call1(&JsValue::UNDEFINED, &value::error(&failure)),
        };
    });
    promise
}

impl Outcome {
    fn into_js(self, snapshot: &Snapshot) -> JsValue {
        match self {
            Self::Nothing(()) => JsValue::UNDEFINED,
            Self::Session(session) => snapshot.of(Some(&session)),
            Self::Social(social) => {
                let object = plain(&Json::from(Session::clone(&social.session)));
                if let Some(return_to) = social.return_to {
                    set(&object, "returnTo", &return_to.into());
                }
                freeze(&object);
                object
            }
            Self::Registration(started) => waiting(started.identifier, started.email, started.method),
            Self::Passwordless(started) => waiting(started.identifier, None, started.method),
            Self::Token(kept) => kept.tokens.access.expose().into(),
            Self::Text(text) => text.into(),
            Self::Value(value) => value,
            Self::Claims(claims) => plain(&claims),
        }
    }
}

/// A journey that waits for its code, as a plain object that survives a reload.
fn waiting(identifier: String, email: Option<String>, method: VerificationMethod) -> JsValue {
    let object = Object::new().into();
    set(&object, "identifier", &identifier.into());
    if let Some(email) = email {
        set(&object, "email", &email.into());
    }
    set(&object, "method", &method.as_str().into());
    object
}

/// The last session that went out, as the object it went out as.
#[derive(Default)]
pub(super) struct Snapshot(RefCell<Option<(Rc<Session>, JsValue)>>);

impl Snapshot {
    pub fn of(&self, session: Option<&Rc<Session>>) -> JsValue {
        let Some(session) = session else { return JsValue::NULL };
        let mut last = self.0.borrow_mut();
        match &*last {
            Some((known, object)) if Rc::ptr_eq(known, session) => object.clone(),
            _ => {
                let object = plain(&Json::from(Session::clone(session)));
                freeze(&object);
                *last = Some((session.clone(), object.clone()));
                object
            }
        }
    }

    pub fn event(&self, event: &Event) -> JsValue {
        let object = Object::new().into();
        set(&object, "type", &event.kind.as_str().into());
        set(&object, "session", &self.of(event.session.as_ref()));
        set(&object, "fromOtherTab", &event.from_other_tab.into());
        object
    }
}
