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
use crate::browser::lookup::{global, member, method};
use crate::browser::promise::settled;
use crate::browser::task::spawn;
use crate::oneshot::Receiver;
use crate::platform::{Channel, Lock, LockMode};

/// Lets the lock go by resolving the promise that it is held for.
struct Held(Function);

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

pub(super) async fn lock(name: &str, mode: LockMode) -> Lock {
    let locks = global("navigator").and_then(|navigator| member(&navigator, "locks")).unwrap_or_default();
    let Some(request) = method(&locks, "request") else { return Lock::Unsupported };

    let outcome = Receiver::new();
    let (granting, ending) = (outcome.sender(), outcome.sender());
    let granted: Closure<dyn FnMut(JsValue) -> JsValue> = Closure::new(move |lock: JsValue| {
        if lock.is_null() {
            granting.send(Lock::Busy);
            return JsValue::UNDEFINED;
        }
        Promise::new(&mut |resolve, _reject| granting.send(Lock::Held(Box::new(Held(resolve))))).into()
    });

    let options = Object::new();
    let set = |key: &str, value: &JsValue| {
        let _ = Reflect::set(&options, &key.into(), value);
    };
    let mut waiting = None;
    match mode {
        LockMode::Try => set("ifAvailable", &true.into()),
        LockMode::Steal => set("steal", &true.into()),
        LockMode::Wait => {
            if let Ok(controller) = AbortController::new() {
                set("signal", &controller.signal());
                waiting = Some(EndOnDrop(Some(controller)));
            }
        }
    }
    let asked = request.call3(&locks, &name.into(), &options, granted.as_ref());
    let Ok(promise) = asked else { return Lock::Unsupported };
    // Waiting that was ended, or a lock that is stolen later, rejects: news to nobody.
    let settling = settled(Ok(promise));
    spawn(async move {
        let _ = settling.await;
        ending.send(Lock::Busy);
        drop(granted); // it may never have been called, so it would not free itself
    });
    let lock = outcome.receive().await;
    if let Some(waiting) = &mut waiting {
        waiting.0 = None;
    }
    lock
}

/// Ends the waiting for a lock when its future is dropped before that has ended.
struct EndOnDrop(Option<AbortController>);

impl Drop for EndOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = self.0.take() {
            controller.abort();
        }
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

/// A listener of one kind of event, until it is dropped.
struct Watching {
    target: EventTarget,
    event: &'static str,
    listener: Callback,
}

/// A tab that slept comes back by `visibilitychange`, a page of the back/forward cache by a `pageshow` that is `persisted`.
pub(super) fn on_wake(listener: Rc<dyn Fn()>) -> Box<dyn Any> {
    let shown = listener.clone();
    let visible = watch(global("document"), "visibilitychange", Closure::new(move |_| listener()));
    let restored = Closure::new(move |event| {
        if member(&event, "persisted").is_some_and(|persisted| persisted.is_truthy()) {
            shown();
        }
    });
    Box::new((visible, watch(global("window"), "pageshow", restored)))
}

fn watch(target: Option<JsValue>, event: &'static str, listener: Callback) -> Option<Watching> {
    let target: EventTarget = target.filter(|target| method(target, "addEventListener").is_some())?.unchecked_into();
    target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref()).ok()?;
    Some(Watching { target, event, listener })
}

impl Drop for Watching {
    fn drop(&mut self) {
        let callback = self.listener.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.event, callback);
    }
}
