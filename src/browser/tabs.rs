//! What tabs have in common: Web Locks, `BroadcastChannel`, and the moment a tab comes back to the front.
//!
//! Everything is asked for by name, so that a browser without one of them, a worker or Node simply has none.

use std::any::Any;
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{AbortController, BroadcastChannel, EventTarget, MessageEvent};

use crate::platform::{Ask, Channel, Lock};

fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// What a request for a lock has led to so far.
#[derive(Default)]
struct Request {
    outcome: Option<Lock>,
    waker: Option<Waker>,
}

impl Request {
    fn settle(request: &RefCell<Self>, outcome: Lock) {
        let waker = {
            let mut request = request.borrow_mut();
            request.outcome.get_or_insert(outcome);
            request.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// Lets the lock go by resolving the promise that it is held for.
struct Held(Function);

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

pub(super) async fn lock(name: &str, ask: Ask) -> Lock {
    let locks = member(&js_sys::global(), "navigator").and_then(|navigator| member(&navigator, "locks"));
    let request_fn = locks.as_ref().and_then(|locks| member(locks, "request")?.dyn_into::<Function>().ok());
    let (Some(locks), Some(request_fn)) = (locks, request_fn) else { return Lock::Unsupported };

    let request = Rc::new(RefCell::new(Request::default()));
    let granting = request.clone();
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if lock.is_null() {
            Request::settle(&granting, Lock::Busy);
            return JsValue::UNDEFINED;
        }
        Promise::new(&mut |resolve, _reject| Request::settle(&granting, Lock::Held(Box::new(Held(resolve))))).into()
    });
    // Waiting that was ended, or a lock that is stolen later, rejects: news to nobody. What matters is that one of the two
    // is called in the end, also when all goes well: a closure that never is called is never freed.
    let ending = request.clone();
    let ended = Closure::once_into_js(move |_: JsValue| Request::settle(&ending, Lock::Busy));

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
    let Ok(promise) = request_fn.call3(&locks, &name.into(), &options, &granted) else { return Lock::Unsupported };
    let _ = member(&promise, "then")
        .and_then(|then| then.dyn_into::<Function>().ok())
        .map(|then| then.call2(&promise, &ended, &ended));

    let lock = poll_fn(|cx| {
        let mut request = request.borrow_mut();
        match request.outcome.take() {
            Some(lock) => Poll::Ready(lock),
            None => {
                request.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    })
    .await;
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
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

pub(super) fn channel(name: &str, listener: Rc<dyn Fn(String)>) -> Option<Rc<dyn Channel>> {
    member(&js_sys::global(), "BroadcastChannel")?;
    let channel = BroadcastChannel::new(name).ok()?;
    let listener: Closure<dyn FnMut(MessageEvent)> = Closure::new(move |message: MessageEvent| {
        if let Some(text) = message.data().as_string() {
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
    listener: Closure<dyn FnMut()>,
}

pub(super) fn on_wake(listener: Rc<dyn Fn()>) -> Box<dyn Any> {
    let Some(document) = member(&js_sys::global(), "document") else { return Box::new(()) };
    let document: EventTarget = document.unchecked_into();
    let listener: Closure<dyn FnMut()> = Closure::new(move || listener());
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
