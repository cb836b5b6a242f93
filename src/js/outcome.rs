//! What a journey ends in, and how that goes out to JavaScript.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Object, Promise};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::future_to_promise;

use crate::error::Error;
use crate::flow::social::SocialSession;
use crate::js::signal::Signal;
use crate::js::value::{self, plain, set};
use crate::json::Json;
use crate::session::facts::Session;
use crate::session::keeper::{Event, Kept};
use crate::wire::authorize::VerificationMethod;

/// A journey under way. Boxed, and all of one type: so there is one copy of the machinery that turns it into a promise, and
/// not one for each journey.
pub(super) type Journey = Pin<Box<dyn Future<Output = Result<Outcome, Error>>>>;

pub(super) enum Outcome {
    Nothing(()),
    Session(Rc<Session>),
    Social(SocialSession),
    /// A journey that waits for its code, as a plain object that survives a reload.
    Started {
        identifier: String,
        email: Option<String>,
        method: VerificationMethod,
    },
    /// The session's access token.
    Token(Kept),
    Text(String),
    Value(JsValue),
    Claims(Json),
}

/// Hands the outcome of a journey to a promise. The caller's signal is listened to until then.
pub(super) fn promise(begun: Result<(Journey, Signal), Error>, snapshot: Rc<Snapshot>) -> Promise {
    future_to_promise(async move {
        let outcome = match begun {
            Ok((journey, _listening)) => journey.await,
            Err(unread) => Err(unread),
        };
        outcome.map(|outcome| outcome.into_js(&snapshot)).map_err(|failure| value::error(&failure))
    })
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
                object
            }
            Self::Started { identifier, email, method } => {
                let object = Object::new().into();
                set(&object, "identifier", &identifier.into());
                if let Some(email) = email {
                    set(&object, "email", &email.into());
                }
                set(&object, "method", &method.as_str().into());
                object
            }
            Self::Token(kept) => kept.tokens.access.expose().into(),
            Self::Text(text) => text.into(),
            Self::Value(value) => value,
            Self::Claims(claims) => plain(&claims),
        }
    }
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
                let object = JsValue::from(Object::freeze(
                    plain(&Json::from(Session::clone(session))).unchecked_ref::<Object>(),
                ));
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
