//! The client as JavaScript sees it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::abort::Abort;
use crate::boxed::Begun;
use crate::browser::Browser;
use crate::error::Error;
use crate::flow::call::Context;
use crate::flow::{access, guest, login, logout, password_reset, passwordless, registration, social, userinfo};
use crate::js::args::Read;
use crate::js::outcome::{Journey, Outcome, Snapshot, Telling, promise};
use crate::js::signal::Signal;
use crate::js::{config, journeys, value};
use crate::session::keeper::Subscription;

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

impl Core {
    /// Runs a journey with the arguments that were read for it.
    fn run<A, T: 'static>(
        &self,
        read: Read<A>,
        journey: impl FnOnce(&Rc<Context<Browser>>, A, Abort) -> Begun<T>,
    ) -> Promise
    where
        Outcome: From<T>,
    {
        let begun = read.and_then(|(args, signal)| {
            let journey = journey(&self.context, args, signal.abort.clone())?;
            Ok((Telling::of(journey), signal))
        });
        promise(begun, self.snapshot.clone())
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
                Ok(Outcome::Value(Self { context, snapshot, subscriptions: RefCell::default() }.into()))
            });
            (opening, Signal::none())
        });
        promise(begun, snapshot)
    }

    pub fn login(&self, args: &JsValue) -> Promise {
        self.run(journeys::login(args), |context, args, abort| login::login(context, &args, abort))
    }

    #[wasm_bindgen(js_name = continueAsGuest)]
    pub fn continue_as_guest(&self, args: &JsValue) -> Promise {
        self.run(journeys::guest(args), guest::continue_as_guest)
    }

    #[wasm_bindgen(js_name = startRegistration)]
    pub fn start_registration(&self, args: &JsValue) -> Promise {
        self.run(journeys::registration(args), |context, args, abort| registration::start(context, &args, abort))
    }

    #[wasm_bindgen(js_name = completeRegistration)]
    pub fn complete_registration(&self, args: &JsValue) -> Promise {
        self.run(journeys::registration_code(args), |context, (started, otp), abort| {
            registration::complete(context, &started, &otp, abort)
        })
    }

    #[wasm_bindgen(js_name = startPasswordlessLogin)]
    pub fn start_passwordless_login(&self, args: &JsValue) -> Promise {
        self.run(journeys::passwordless(args), |context, args, abort| passwordless::start(context, &args, abort))
    }

    #[wasm_bindgen(js_name = completePasswordlessLogin)]
    pub fn complete_passwordless_login(&self, args: &JsValue) -> Promise {
        self.run(journeys::passwordless_code(args), |context, (started, otp), abort| {
            passwordless::complete(context, &started, &otp, abort)
        })
    }

    #[wasm_bindgen(js_name = startPasswordReset)]
    pub fn start_password_reset(&self, args: &JsValue) -> Promise {
        self.run(journeys::password_reset(args), |context, args, abort| password_reset::start(context, &args, abort))
    }

    #[wasm_bindgen(js_name = completePasswordReset)]
    pub fn complete_password_reset(&self, args: &JsValue) -> Promise {
        self.run(journeys::new_password(args), |context, (username, password, otp), abort| {
            password_reset::complete(context, &username, &password, &otp, abort)
        })
    }

    #[wasm_bindgen(js_name = socialSignOnUrl)]
    pub fn social_sign_on_url(&self, args: &JsValue) -> Promise {
        self.run(journeys::social_sign_on(args), |context, args, abort| {
            let context = context.clone();
            Ok(Box::pin(async move { social::url(&context, args, abort).await }))
        })
    }

    /// The facts of the session, with `returnTo` beside them.
    #[wasm_bindgen(js_name = completeSocialSignOn)]
    pub fn complete_social_sign_on(&self, callback_url: &JsValue, options: &JsValue) -> Promise {
        self.run(journeys::callback_url(callback_url, options), |context, address, abort| {
            let context = context.clone();
            Ok(Box::pin(async move { social::complete(&context, &address, abort).await }))
        })
    }

    /// The same object until something changes, so that a UI framework can compare it.
    pub fn session(&self) -> JsValue {
        self.snapshot.of(self.context.keeper.kept().map(|kept| kept.session).as_ref())
    }

    #[wasm_bindgen(js_name = getAccessToken)]
    pub fn get_access_token(&self, options: &JsValue) -> Promise {
        self.run(journeys::access_token(options), |context, args, abort| {
            let context = context.clone();
            Ok(Box::pin(async move { access::fresh(&context, args, abort).await }))
        })
    }

    /// Whether a bearer token may go to this absolute URL.
    #[wasm_bindgen(js_name = mayHaveBearer)]
    pub fn may_have_bearer(&self, address: &str) -> bool {
        access::may_have_bearer(&self.context, address)
    }

    #[wasm_bindgen(js_name = userInfo)]
    pub fn user_info(&self, options: &JsValue) -> Promise {
        self.run(journeys::signal(options), |context, (), abort| {
            let context = context.clone();
            Ok(Box::pin(async move { userinfo::user_info(&context, abort).await }))
        })
    }

    pub fn logout(&self, options: &JsValue) -> Promise {
        self.run(journeys::logout(options), |context, to_guest, abort| {
            let context = context.clone();
            Ok(Box::pin(async move { logout::logout(&context, to_guest, abort).await }))
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
