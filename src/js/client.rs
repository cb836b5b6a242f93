//! The client as JavaScript sees it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Object, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::browser::Browser;
use crate::error::Error;
use crate::flow::access::{self, AccessTokenArgs};
use crate::flow::context::Context;
use crate::flow::listeners::Subscription;
use crate::js::args::Args;
use crate::js::outcome::{Journey, Outcome, Snapshot, promise, tell};
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
    context: Rc<Context<Browser>>,
    snapshot: Rc<Snapshot>,
    subscriptions: RefCell<Vec<(u32, Subscription)>>,
    next_id: Cell<u32>,
}

/// A journey of which nothing is known but that it reads its arguments and begins.
type Journeying<'a> = dyn Fn(&Rc<Context<Browser>>, &Args) -> Result<Journey, Error> + 'a;

impl Core {
    /// Runs a journey that needs arguments.
    fn run(&self, args: &JsValue, journey: &Journeying<'_>) -> Promise {
        let args = Args::of(args, Error::argument, "The argument must be an object.");
        let begun = journey(&self.context, &args);
        promise(begun, args.listening(), self.snapshot.clone())
    }

    /// Runs a journey that may go without.
    fn run_optional(&self, args: &JsValue, journey: &Journeying<'_>) -> Promise {
        let is_absent = args.is_undefined() || args.is_null();
        if is_absent { self.run(&Object::new(), journey) } else { self.run(args, journey) }
    }
}

#[wasm_bindgen]
impl Core {
    /// A client with the session that its store has: resolves to a `Core`.
    pub fn open(config: &JsValue) -> Promise {
        let snapshot = Rc::<Snapshot>::default();
        let begun = config::read(config).map(|config| {
            let snapshot = snapshot.clone();
            let opening: Journey = Box::pin(async move {
                let context = Context::open(config, Browser).await?;
                Ok(Outcome::Value(
                    Self { context, snapshot, subscriptions: RefCell::default(), next_id: Cell::default() }.into(),
                ))
            });
            opening
        });
        promise(begun, None, snapshot)
    }

    pub fn login(&self, args: &JsValue) -> Promise {
        self.run(args, &|context, args| tell(journeys::login(context, args)))
    }

    #[wasm_bindgen(js_name = continueAsGuest)]
    pub fn continue_as_guest(&self, args: &JsValue) -> Promise {
        self.run_optional(args, &|context, args| tell(journeys::continue_as_guest(context, args)))
    }

    #[wasm_bindgen(js_name = startRegistration)]
    pub fn start_registration(&self, args: &JsValue) -> Promise {
        self.run(args, &|context, args| tell(journeys::start_registration(context, args)))
    }

    #[wasm_bindgen(js_name = completeRegistration)]
    pub fn complete_registration(&self, args: &JsValue) -> Promise {
        self.run(args, &|context, args| tell(journeys::complete_registration(context, args)))
    }

    #[wasm_bindgen(js_name = startPasswordlessLogin)]
    pub fn start_passwordless_login(&self, args: &JsValue) -> Promise {
        self.run(args, &|context, args| tell(journeys::start_passwordless_login(context, args)))
    }

    #[wasm_bindgen(js_name = completePasswordlessLogin)]
    pub fn complete_passwordless_login(&self, args: &JsValue) -> Promise {
        self.run(args, &|context, args| tell(journeys::complete_passwordless_login(context, args)))
    }

    #[wasm_bindgen(js_name = startPasswordReset)]
    pub fn start_password_reset(&self, args: &JsValue) -> Promise {
        self.run(args, &|context, args| tell(journeys::start_password_reset(context, args)))
    }

    #[wasm_bindgen(js_name = completePasswordReset)]
    pub fn complete_password_reset(&self, args: &JsValue) -> Promise {
        self.run(args, &|context, args| tell(journeys::complete_password_reset(context, args)))
    }

    #[wasm_bindgen(js_name = socialSignOnUrl)]
    pub fn social_sign_on_url(&self, args: &JsValue) -> Promise {
        self.run(args, &|context, args| tell(journeys::social_sign_on_url(context, args)))
    }

    #[wasm_bindgen(js_name = completeSocialSignOn)]
    pub fn complete_social_sign_on(&self, callback_url: &JsValue, options: &JsValue) -> Promise {
        self.run_optional(options, &|context, options| {
            tell(journeys::complete_social_sign_on(context, options, callback_url))
        })
    }

    /// The same object until something changes, so that a UI framework can compare it.
    pub fn session(&self) -> JsValue {
        self.snapshot.of(self.context.keeper.kept().map(|kept| kept.session).as_ref())
    }

    #[wasm_bindgen(js_name = getAccessToken)]
    pub fn get_access_token(&self, args: &JsValue) -> Promise {
        if args.is_undefined()
            && let Some(kept) = access::at_hand(&self.context, AccessTokenArgs::default())
        {
            return Promise::resolve(&JsValue::from(kept.tokens.access.expose()));
        }
        self.get_access_token_since(self.generation(), args)
    }

    /// Which session a call begins in: it goes to [`Core::get_access_token_since`].
    pub fn generation(&self) -> u32 {
        self.context.keeper.generation().0
    }

    /// An access token for a call that began in that generation, and of no other person's session.
    #[wasm_bindgen(js_name = getAccessTokenSince)]
    pub fn get_access_token_since(&self, generation: u32, args: &JsValue) -> Promise {
        let began_in = Generation(generation);
        self.run_optional(args, &|context, args| tell(journeys::get_access_token(context, args, began_in)))
    }

    /// Whether a bearer token may go to this absolute URL.
    #[wasm_bindgen(js_name = mayHaveBearer)]
    pub fn may_have_bearer(&self, address: &str) -> bool {
        access::may_have_bearer(&self.context, address)
    }

    #[wasm_bindgen(js_name = userInfo)]
    pub fn user_info(&self, args: &JsValue) -> Promise {
        self.run_optional(args, &|context, args| tell(journeys::user_info(context, args)))
    }

    pub fn logout(&self, args: &JsValue) -> Promise {
        self.run_optional(args, &|context, args| tell(journeys::logout(context, args)))
    }

    /// Calls `listener` with every event; answers what [`Core::unsubscribe`] takes.
    pub fn subscribe(&self, listener: &JsValue) -> Result<u32, JsValue> {
        let listener: Function =
            listener.clone().dyn_into().map_err(|_| value::error(&Error::argument("subscribe takes a function.")))?;
        let snapshot = self.snapshot.clone();
        let subscription = self.context.keeper.listeners.subscribe(move |event| {
            if let Err(thrown) = listener.call1(&JsValue::UNDEFINED, &snapshot.event(event)) {
                // Where there is no reportError there is nobody to tell.
                let _ = report_error(&thrown);
            }
        });
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
        self.context.close();
    }
}
