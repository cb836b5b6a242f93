//! What a journey ends in, and how that goes out to JavaScript.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Promise};
use wasm_bindgen::JsValue;

use crate::browser::task::spawn;
use crate::driver::Boxed;
use crate::error::Error;
use crate::js::signal::Listening;
use crate::js::value::{self, freeze, plain, set};
use crate::json::Json;
use crate::session::event::Event;
use crate::session::facts::Session;
use crate::wire::authorize::VerificationMethod;
use crate::world::effect::Outcome;

/// A promise of what a call comes to. The caller's signal is listened to until then.
pub(super) fn promise(
    outcome: Boxed<Result<Outcome, Error>>,
    listening: Option<Listening>,
    snapshot: Rc<Snapshot>,
) -> Promise {
    promise_of(Box::pin(async move {
        let _listening = listening;
        outcome.await.map(|outcome| into_js(outcome, &snapshot))
    }))
}

pub(super) fn promise_of(outcome: Boxed<Result<JsValue, Error>>) -> Promise {
    let mut ends = None;
    let promise = Promise::new(&mut |resolve, reject| ends = Some((resolve, reject)));
    spawn(async move {
        let outcome = outcome.await;
        let Some((resolve, reject)) = ends else { return };
        let _ = match outcome {
            Ok(value) => resolve.call1(&JsValue::UNDEFINED, &value),
            Err(failure) => reject.call1(&JsValue::UNDEFINED, &value::error(&failure)),
        };
    });
    promise
}

fn into_js(outcome: Outcome, snapshot: &Snapshot) -> JsValue {
    match outcome {
        Outcome::Nothing => JsValue::UNDEFINED,
        Outcome::Session(session) => snapshot.of(Some(&session)),
        Outcome::Social(social) => {
            let object = plain(&Json::from(Session::clone(&social.session)));
            if let Some(return_to) = social.return_to {
                set(&object, "returnTo", &return_to.into());
            }
            freeze(&object);
            object
        }
        Outcome::Registration(started) => waiting(started.identifier, started.email, started.method),
        Outcome::PasswordlessLogin(started) => waiting(started.identifier, None, started.method),
        Outcome::Token(kept) => kept.tokens.access.expose().into(),
        Outcome::Address(address) => address.into(),
        Outcome::Claims(claims) => plain(&claims),
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
