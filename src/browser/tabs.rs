//! What tabs have in common: Web Locks, `BroadcastChannel`, and the moment a tab comes back to the front.
//!
//! Everything is asked for by name, so that a browser without one of them, a worker or Node simply has none.

use std::any::Any;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{AbortController, BroadcastChannel, EventTarget};

use crate::browser::Callback;
use crate::browser::later::Later;
use crate::browser::lookup::{global, member, method};
use crate::browser::promise::settled;
use crate::browser::task::spawn;
use crate::platform::{Ask, Channel, Lock};

/// Lets the lock go by resolving the promise that it is held for.
struct Held(Function);

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

pub(super) async fn lock(name: &str, ask: Ask) -> Lock {
    let locks = global("navigator").and_then(|navigator| member(&navigator, "locks")).unwrap_or_default();
    let Some(request) = method(&locks, "request") else { return Lock::Unsupported };

    let outcome = Later::new();
    let (granting, ending) = (outcome.bringer(), outcome.bringer());
    let granted: Closure<dyn FnMut(JsValue) -> JsValue> = Closure::new(move |lock: JsValue| {
        if lock.is_null() {
            granting.bring(Lock::Busy);
            return JsValue::UNDEFINED;
        }
        Promise::new(&mut |resolve, _reject| granting.bring(Lock::Held(Box::new(Held(resolve))))).into()
    });

    let options = Object::new();
    let set = |key: &str, value: &JsValue| {
        let _ = Reflect::set(&options, &key.into(), value);
    };
    let mut waiting = None;
    match ask {
        Ask::Try => set("ifAvailable", &true.into()),
        Ask::Steal => set("steal", &true.into()),
        Ask::Wait => {
            if let Ok(controller) = AbortController::new() {
                set("signal", &controller.signal());
                waiting = Some(EndOnDrop(controller));
            }
        }
    }
    let asked = request.call3(&locks, &name.into(), &options, granted.as_ref());
    let Ok(promise) = asked else { return Lock::Unsupported };
    // Waiting that was ended, or a lock that is stolen later, rejects: news to nobody.
    spawn(async move {
        let _ = settled(Ok(promise)).await;
        ending.bring(Lock::Busy);
        drop(granted); // it may never have been called, so it would not free itself
    });
    let lock = outcome.take().await;
    drop(waiting);
    lock
}

/// Ends the waiting for a lock when its future is dropped. Once the lock is granted that does nothing.
struct EndOnDrop(AbortController);

impl Drop for EndOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct Broadcast {
    channel: BroadcastChannel,
    _listener: Callback,
}

pub(super) fn channel(name: &str, listener: Rc<dyn Fn(String)>) -> Option<Rc<dyn Channel>> {
    global("BroadcastChannel")?;
    let channel = BroadcastChannel::new(name).ok()?;
    let listener: Callback = Closure::new(move |message| {
        if let Some(text) = member(&message, "data").and_then(|data| data.as_string()) {
            listener(text);
        }
    });
    channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    Some(Rc::new(Broadcast { channel, _listener: listener }))
}

impl Channel for Broadcast {
    fn post(&self, text: &str) {
        // A closed channel has nobody left to tell.
        let _ = self.channel.post_message(&text.into());
    }
}

impl Drop for Broadcast {
    fn drop(&mut self) {
        self.channel.close();
    }
}

struct Watching {
    document: EventTarget,
    listener: Callback,
}

pub(super) fn on_wake(listener: Rc<dyn Fn()>) -> Box<dyn Any> {
    let Some(document) = global("document") else { return Box::new(()) };
    let document: EventTarget = document.unchecked_into();
    let listener: Callback = Closure::new(move |_| listener());
    let callback = listener.as_ref().unchecked_ref();
    let _ = document.add_event_listener_with_callback("visibilitychange", callback);
    Box::new(Watching { document, listener })
}

impl Drop for Watching {
    fn drop(&mut self) {
        let callback = self.listener.as_ref().unchecked_ref();
        let _ = self.document.remove_event_listener_with_callback("visibilitychange", callback);
    }
}
