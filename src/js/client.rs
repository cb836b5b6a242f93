//! The client as JavaScript sees it.

use std::cell::{Cell, RefCell};
use std::future::ready;
use std::rc::Rc;

use js_sys::{Function, Object, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::args::access_token::AccessTokenArgs;
use crate::browser::Browser;
use crate::core::event::Call;
use crate::driver::listeners::Subscription;
use crate::driver::{Driver, Host};
use crate::error::Error;
use crate::js::args::Args;
use crate::js::outcome::{Snapshot, promise, promise_of};
use crate::js::{config, journeys, value};
use crate::session::machine::Generation;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = reportError)]
    fn report_error(error: &JsValue) -> Result<(), JsValue>;
}

/// A client. Every method takes `&self`: a second call may come while the first is pending.
#[wasm_bindgen]
pub struct Core {
    host: Rc<dyn Host>,
    snapshot: Rc<Snapshot>,
    subscriptions: RefCell<Vec<(u32, Subscription)>>,
    next_id: Cell<u32>,
}

impl Core {
    /// Runs a journey that needs arguments.
    fn run(&self, args: &JsValue, journey: &dyn Fn(&Args) -> Call) -> Promise {
        let args = Args::of(args, Error::argument, "The argument must be an object.");
        let (call, signal) = (journey(&args), args.signal());
        if let Err(unread) = args.finish() {
            return promise(Box::pin(ready(Err(unread))), None, self.snapshot.clone());
        }
        let has_fired = signal.as_ref().is_some_and(|signal| signal.has_fired);
        let (id, outcome) = self.host.begin(call, has_fired);
        let host = self.host.clone();
        let listening = signal.and_then(|signal| signal.listen(move || host.abort(id)));
        promise(outcome, listening, self.snapshot.clone())
    }

    /// Runs a journey that may go without.
    fn run_optional(&self, args: &JsValue, journey: &dyn Fn(&Args) -> Call) -> Promise {
        let is_absent = args.is_undefined() || args.is_null();
        if is_absent { self.run(&Object::new(), journey) } else { self.run(args, journey) }
    }
}

#[wasm_bindgen]
impl Core {
    /// A client with the session that its store has: resolves to a `Core`.
    pub fn open(config: &JsValue) -> Promise {
        let config = config::read(config);
        promise_of(Box::pin(async move {
            let host = Driver::open(config?, Browser).await?;
            let (snapshot, subscriptions) = Default::default();
            Ok(Self { host, snapshot, subscriptions, next_id: Cell::default() }.into())
        }))
    }

    pub fn login(&self, args: &JsValue) -> Promise {
        self.run(args, &|args| journeys::login(args))
    }

    #[wasm_bindgen(js_name = continueAsGuest)]
    pub fn continue_as_guest(&self, args: &JsValue) -> Promise {
        self.run_optional(args, &|args| journeys::continue_as_guest(args))
    }

    #[wasm_bindgen(js_name = startRegistration)]
    pub fn start_registration(&self, args: &JsValue) -> Promise {
        self.run(args, &|args| journeys::start_registration(args))
    }

    #[wasm_bindgen(js_name = completeRegistration)]
    pub fn complete_registration(&self, args: &JsValue) -> Promise {
        self.run(args, &|args| journeys::complete_registration(args))
    }

    #[wasm_bindgen(js_name = startPasswordlessLogin)]
    pub fn start_passwordless_login(&self, args: &JsValue) -> Promise {
        self.run(args, &|args| journeys::start_passwordless_login(args))
    }

    #[wasm_bindgen(js_name = completePasswordlessLogin)]
    pub fn complete_passwordless_login(&self, args: &JsValue) -> Promise {
        self.run(args, &|args| journeys::complete_passwordless_login(args))
    }

    #[wasm_bindgen(js_name = startPasswordReset)]
    pub fn start_password_reset(&self, args: &JsValue) -> Promise {
        self.run(args, &|args| journeys::start_password_reset(args))
    }

    #[wasm_bindgen(js_name = completePasswordReset)]
    pub fn complete_password_reset(&self, args: &JsValue) -> Promise {
        self.run(args, &|args| journeys::complete_password_reset(args))
    }

    #[wasm_bindgen(js_name = socialSignOnUrl)]
    pub fn social_sign_on_url(&self, args: &JsValue) -> Promise {
        self.run(args, &|args| journeys::social_sign_on_url(args))
    }

    #[wasm_bindgen(js_name = completeSocialSignOn)]
    pub fn complete_social_sign_on(&self, callback_url: &JsValue, options: &JsValue) -> Promise {
        self.run_optional(options, &|args| journeys::complete_social_sign_on(args, callback_url))
    }

    /// The same object until something changes, so that a UI framework can compare it.
    pub fn session(&self) -> JsValue {
        self.snapshot.of(self.host.session().as_ref())
    }

    #[wasm_bindgen(js_name = getAccessToken)]
    pub fn get_access_token(&self, args: &JsValue) -> Promise {
        if args.is_undefined()
            && let Some(kept) = self.host.at_hand(AccessTokenArgs::default())
        {
            return Promise::resolve(&JsValue::from(kept.tokens.access.expose()));
        }
        self.get_access_token_since(self.generation(), args)
    }

    /// Which session a call begins in: it goes to [`Core::get_access_token_since`].
    pub fn generation(&self) -> u32 {
        self.host.generation().0
    }

    /// An access token for a call that began in that generation, and of no other person's session.
    #[wasm_bindgen(js_name = getAccessTokenSince)]
    pub fn get_access_token_since(&self, generation: u32, args: &JsValue) -> Promise {
        let began_in = Generation(generation);
        self.run_optional(args, &|args| journeys::get_access_token(args, Some(began_in)))
    }

    /// Whether a bearer token may go to this absolute URL.
    #[wasm_bindgen(js_name = mayHaveBearer)]
    pub fn may_have_bearer(&self, address: &str) -> bool {
        self.host.may_have_bearer(address)
    }

    #[wasm_bindgen(js_name = userInfo)]
    pub fn user_info(&self, args: &JsValue) -> Promise {
        self.run_optional(args, &|_| Call::UserInfo)
    }

    pub fn logout(&self, args: &JsValue) -> Promise {
        self.run_optional(args, &|args| journeys::logout(args))
    }

    /// Calls `listener` with every event; answers what [`Core::unsubscribe`] takes.
    pub fn subscribe(&self, listener: &JsValue) -> Result<u32, JsValue> {
        let listener: Function =
            listener.clone().dyn_into().map_err(|_| value::error(&Error::argument("subscribe takes a function.")))?;
        let snapshot = self.snapshot.clone();
        let subscription = self.host.subscribe(Box::new(move |event| {
            if let Err(thrown) = listener.call1(&JsValue::UNDEFINED, &snapshot.event(event)) {
                // Where there is no reportError there is nobody to tell.
                let _ = report_error(&thrown);
            }
        }));
        let mut subscriptions = self.subscriptions.borrow_mut();
        let id = self.next_id.get();
        self.next_id.set(id.wrapping_add(1));
        subscriptions.push((id, subscription));
        Ok(id)
    }

    pub fn unsubscribe(&self, id: u32) {
        self.subscriptions.borrow_mut().retain(|(known, _)| *known != id);
    }

    pub fn close(&self) {
        self.host.close();
    }
}
