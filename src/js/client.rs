//! The client as JavaScript sees it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::browser::Browser;
use crate::error::Error;
use crate::flow::call::Context;
use crate::flow::login::LoginArgs;
use crate::flow::{access, login, logout, userinfo};
use crate::js::args::{Args, only_signal};
use crate::js::config;
use crate::js::signal::Signal;
use crate::js::value::{self, plain, promise};
use crate::session::facts::Session;
use crate::session::keeper::{Event, Subscription};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = reportError)]
    fn report_error(error: &JsValue) -> Result<(), JsValue>;
}

/// A client. Every method takes `&self`: a second call may come while the first is pending.
#[wasm_bindgen]
pub struct Core {
    context: Rc<Context<Browser>>,
    snapshot: Rc<Snapshot>,
    subscriptions: RefCell<Vec<(u32, Subscription)>>,
}

#[wasm_bindgen]
impl Core {
    #[wasm_bindgen(constructor)]
    pub fn new(config: &JsValue) -> Result<Core, JsValue> {
        config::read(config)
            .and_then(|config| Context::new(config, Browser))
            .map(|context| Self { context, snapshot: Rc::default(), subscriptions: RefCell::default() })
            .map_err(|error| value::error(&error))
    }

    pub fn login(&self, args: &JsValue) -> Promise {
        let (context, snapshot, args) = (self.context.clone(), self.snapshot.clone(), login_args(args));
        promise(async move {
            let (args, signal) = args?;
            let session = login::login(&context, args, signal.abort.clone()).await?;
            Ok(snapshot.of(Some(&session)))
        })
    }

    /// The same object until something changes, so that a UI framework can compare it.
    pub fn session(&self) -> JsValue {
        self.snapshot.of(self.context.keeper.kept().map(|kept| kept.session).as_ref())
    }

    #[wasm_bindgen(js_name = getAccessToken)]
    pub fn get_access_token(&self, options: &JsValue) -> Promise {
        let (context, signal) = (self.context.clone(), only_signal(options));
        promise(async move {
            let signal = signal?;
            let token = access::access_token(&context, signal.abort.clone()).await?;
            Ok(token.expose().into())
        })
    }

    #[wasm_bindgen(js_name = userInfo)]
    pub fn user_info(&self, options: &JsValue) -> Promise {
        let (context, signal) = (self.context.clone(), only_signal(options));
        promise(async move {
            let signal = signal?;
            Ok(plain(&userinfo::user_info(&context, signal.abort.clone()).await?))
        })
    }

    pub fn logout(&self, options: &JsValue) -> Promise {
        let (context, signal) = (self.context.clone(), only_signal(options));
        promise(async move {
            let signal = signal?;
            logout::logout(&context, signal.abort.clone()).await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Calls `listener` with every event; answers what [`Core::unsubscribe`] takes.
    pub fn subscribe(&self, listener: &JsValue) -> Result<u32, JsValue> {
        let listener: Function =
            listener.clone().dyn_into().map_err(|_| value::error(&Error::argument("subscribe takes a function.")))?;
        let snapshot = self.snapshot.clone();
        let subscription = self.context.keeper.subscribe(move |event| {
            if let Err(thrown) = listener.call1(&JsValue::UNDEFINED, &snapshot.event(event)) {
                // Where there is no reportError there is nobody to tell.
                let _ = report_error(&thrown);
            }
        });
        let mut subscriptions = self.subscriptions.borrow_mut();
        let id = subscriptions.last().map_or(0, |(last, _)| last.wrapping_add(1));
        subscriptions.push((id, subscription));
        Ok(id)
    }

    pub fn unsubscribe(&self, id: u32) {
        self.subscriptions.borrow_mut().retain(|(known, _)| *known != id);
    }

    pub fn close(&self) {
        self.context.close();
    }
}

fn login_args(args: &JsValue) -> Result<(LoginArgs, Signal), Error> {
    let args = Args::new(args)?;
    let username = args.required_text("username", "username must be a non-empty string.")?;
    let password = args.required_text("password", "password must be a non-empty string.")?;
    Ok((LoginArgs::new(username, password), args.signal()?))
}

/// The last session that went out, as the object it went out as.
#[derive(Default)]
struct Snapshot(RefCell<Option<(Rc<Session>, JsValue)>>);

impl Snapshot {
    fn of(&self, session: Option<&Rc<Session>>) -> JsValue {
        let Some(session) = session else { return JsValue::NULL };
        let mut last = self.0.borrow_mut();
        match &*last {
            Some((known, object)) if Rc::ptr_eq(known, session) => object.clone(),
            _ => {
                let object = JsValue::from(Object::freeze(plain(&**session).unchecked_ref::<Object>()));
                *last = Some((session.clone(), object.clone()));
                object
            }
        }
    }

    fn event(&self, event: &Event) -> JsValue {
        let object = Object::new();
        let set = |key: &str, value: &JsValue| {
            // Setting a property of a fresh plain object cannot fail.
            let _ = Reflect::set(&object, &key.into(), value);
        };
        set("type", &event.kind.as_str().into());
        set("session", &self.of(event.session.as_ref()));
        set("fromOtherTab", &false.into());
        object.into()
    }
}
