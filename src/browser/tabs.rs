//! What tabs have in common: Web Locks, `BroadcastChannel`, and the moment a tab comes back to the front.
//!
//! Everything is asked for by name, so that a browser without one of them, a worker or Node simply has none.

use std::any::Any;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo_events::EventListener;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{BroadcastChannel, EventTarget, MessageEvent, PageTransitionEvent};

use crate::browser::abort::SignalOnDrop;
use crate::browser::lookup::{global, member, method};
use crate::browser::promise::settled;
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

    let (sender, outcome) = oneshot::channel();
    let mut sender = Some(sender);
    let granted: Closure<dyn FnMut(JsValue) -> JsValue> = Closure::new(move |lock: JsValue| {
        let Some(sender) = sender.take() else { return JsValue::UNDEFINED };
        if lock.is_null() {
            let _ = sender.send(Lock::Busy);
            return JsValue::UNDEFINED;
        }
        // One that comes too late is dropped, and so let go.
        let mut sender = Some(sender);
        Promise::new(&mut |resolve, _reject| {
            if let Some(sender) = sender.take() {
                let _ = sender.send(Lock::Held(Box::new(Held(resolve))));
            }
        })
        .into()
    });

    let options = Object::new();
    let set = |key: &str, value: &JsValue| {
        let _ = Reflect::set(&options, &key.into(), value);
    };
    let waiting = SignalOnDrop::new();
    match mode {
        LockMode::Try => set("ifAvailable", &true.into()),
        LockMode::Steal => set("steal", &true.into()),
        LockMode::Wait => {
            if let Some(signal) = waiting.signal() {
                set("signal", &signal);
            }
        }
    }
    let asked = request.call3(&locks, &name.into(), &options, granted.as_ref());
    let Ok(promise) = asked else { return Lock::Unsupported };
    // The promise rejects if the wait is ended or the lock is stolen later; neither needs a report. The closure lives until
    // then; dropping it drops an unused sender.
    let settling = settled(Ok(promise));
    spawn_local(async move {
        let _ = settling.await;
        drop(granted);
    });
    // A page that may not store anything is refused every lock.
    let lock = outcome.await.unwrap_or(Lock::Unsupported);
    waiting.disarm();
    lock
}

struct Broadcast {
    channel: BroadcastChannel,
    _listener: EventListener,
}

pub(super) fn channel(name: &str, listener: Rc<dyn Fn(String)>) -> Option<Rc<dyn Channel>> {
    global("BroadcastChannel")?;
    let channel = BroadcastChannel::new(name).ok()?;
    let listener = EventListener::new(&channel, "message", move |event| {
        let data = event.dyn_ref().map(MessageEvent::data);
        if let Some(text) = data.and_then(|data| data.as_string()) {
            listener(text);
        }
    });
    Some(Rc::new(Broadcast { channel, _listener: listener }))
}

impl Channel for Broadcast {
    fn post(&self, text: &str) {
        // The channel may be closed already.
        let _ = self.channel.post_message(&text.into());
    }
}

impl Drop for Broadcast {
    fn drop(&mut self) {
        self.channel.close();
    }
}

/// A tab that slept comes back by `visibilitychange`, a page of the back/forward cache by a `pageshow` that is `persisted`.
pub(super) fn on_wake(listener: Rc<dyn Fn()>) -> Box<dyn Any> {
    let shown = listener.clone();
    let visible = target("document").map(|it| {
        EventListener::new(&it, "visibilitychange", move |_| {
            let state = global("document").and_then(|document| member(&document, "visibilityState"));
            if state.is_some_and(|state| state == "visible") {
                listener();
            }
        })
    });
    let restored = target("window").map(|it| {
        EventListener::new(&it, "pageshow", move |event| {
            if event.dyn_ref().is_some_and(PageTransitionEvent::persisted) {
                shown();
            }
        })
    });
    Box::new((visible, restored))
}

fn target(name: &str) -> Option<EventTarget> {
    global(name)?.dyn_into().ok()
}
