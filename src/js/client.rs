//! The client as JavaScript sees it.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use js_sys::{Function, Object, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::abort::Abort;
use crate::browser::Browser;
use crate::error::Error;
use crate::flow::call::Context;
use crate::flow::{access, guest, login, logout, password_reset, passwordless, registration, social, userinfo};
use crate::js::args::Read;
use crate::js::value::{self, plain, promise};
use crate::js::{config, journeys};
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
    face: Face,
    subscriptions: RefCell<Vec<(u32, Subscription)>>,
}

/// What a journey runs with. It lives as long as the journey does, whatever becomes of the [`Core`].
#[derive(Clone)]
struct Face {
    context: Rc<Context<Browser>>,
    snapshot: Rc<Snapshot>,
}

impl Face {
    fn session(&self, session: &Rc<Session>) -> JsValue {
        self.snapshot.of(Some(session))
    }
}

impl Core {
    /// Runs a journey with the arguments that were read for it. The caller's signal is listened to until it settles.
    fn run<T: 'static, F>(&self, read: Read<T>, journey: impl FnOnce(Face, T, Abort) -> F + 'static) -> Promise
    where
        F: Future<Output = Result<JsValue, Error>>,
    {
        let face = self.face.clone();
        promise(async move {
            let (args, signal) = read?;
            journey(face, args, signal.abort.clone()).await
        })
    }
}

#[wasm_bindgen]
impl Core {
    /// A client with the session that its store has: resolves to a `Core`.
    pub fn open(config: &JsValue) -> Promise {
        let config = config::read(config);
        promise(async move {
            let context = Context::open(config?, Browser).await?;
            let face = Face { context, snapshot: Rc::default() };
            Ok(Self { face, subscriptions: RefCell::default() }.into())
        })
    }

    pub fn login(&self, args: &JsValue) -> Promise {
        self.run(journeys::login(args), |face, args, abort| async move {
            login::login(&face.context, args, abort).await.map(|session| face.session(&session))
        })
    }

    #[wasm_bindgen(js_name = continueAsGuest)]
    pub fn continue_as_guest(&self, args: &JsValue) -> Promise {
        self.run(journeys::guest(args), |face, uvid, abort| async move {
            guest::continue_as_guest(&face.context, uvid, abort).await.map(|session| face.session(&session))
        })
    }

    #[wasm_bindgen(js_name = startRegistration)]
    pub fn start_registration(&self, args: &JsValue) -> Promise {
        self.run(journeys::registration(args), |face, args, abort| async move {
            let started = registration::start(&face.context, args, abort).await?;
            Ok(value::started(started.identifier(), started.email(), started.method()))
        })
    }

    #[wasm_bindgen(js_name = completeRegistration)]
    pub fn complete_registration(&self, args: &JsValue) -> Promise {
        self.run(journeys::registration_code(args), |face, (started, otp), abort| async move {
            registration::complete(&face.context, &started, otp, abort).await.map(|session| face.session(&session))
        })
    }

    #[wasm_bindgen(js_name = startPasswordlessLogin)]
    pub fn start_passwordless_login(&self, args: &JsValue) -> Promise {
        self.run(journeys::passwordless(args), |face, args, abort| async move {
            let started = passwordless::start(&face.context, args, abort).await?;
            Ok(value::started(started.identifier(), None, started.method()))
        })
    }

    #[wasm_bindgen(js_name = completePasswordlessLogin)]
    pub fn complete_passwordless_login(&self, args: &JsValue) -> Promise {
        self.run(journeys::passwordless_code(args), |face, (started, otp), abort| async move {
            passwordless::complete(&face.context, &started, otp, abort).await.map(|session| face.session(&session))
        })
    }

    #[wasm_bindgen(js_name = startPasswordReset)]
    pub fn start_password_reset(&self, args: &JsValue) -> Promise {
        self.run(journeys::password_reset(args), |face, args, abort| async move {
            password_reset::start(&face.context, args, abort).await.map(|()| JsValue::UNDEFINED)
        })
    }

    #[wasm_bindgen(js_name = completePasswordReset)]
    pub fn complete_password_reset(&self, args: &JsValue) -> Promise {
        self.run(journeys::new_password(args), |face, (username, password, otp), abort| async move {
            password_reset::complete(&face.context, &username, password, otp, abort).await.map(|()| JsValue::UNDEFINED)
        })
    }

    #[wasm_bindgen(js_name = socialSignOnUrl)]
    pub fn social_sign_on_url(&self, args: &JsValue) -> Promise {
        self.run(journeys::social_sign_on(args), |face, args, abort| async move {
            social::url(&face.context, args, abort).await.map(JsValue::from)
        })
    }

    /// The facts of the session, with `returnTo` beside them.
    #[wasm_bindgen(js_name = completeSocialSignOn)]
    pub fn complete_social_sign_on(&self, callback_url: &JsValue, options: &JsValue) -> Promise {
        self.run(journeys::callback_url(callback_url, options), |face, address, abort| async move {
            let social = social::complete(&face.context, &address, abort).await?;
            let object = plain(&*social.session);
            if let Some(return_to) = social.return_to {
                value::set(&object, "returnTo", &return_to.into());
            }
            Ok(object)
        })
    }

    /// The same object until something changes, so that a UI framework can compare it.
    pub fn session(&self) -> JsValue {
        self.face.snapshot.of(self.face.context.keeper.kept().map(|kept| kept.session).as_ref())
    }

    #[wasm_bindgen(js_name = getAccessToken)]
    pub fn get_access_token(&self, options: &JsValue) -> Promise {
        self.run(journeys::access_token(options), |face, args, abort| async move {
            let kept = access::fresh(&face.context, args, abort).await?;
            Ok(kept.tokens.access.expose().into())
        })
    }

    /// Whether a bearer token may go to this absolute URL.
    #[wasm_bindgen(js_name = mayHaveBearer)]
    pub fn may_have_bearer(&self, address: &str) -> bool {
        access::may_have_bearer(&self.face.context, address)
    }

    #[wasm_bindgen(js_name = userInfo)]
    pub fn user_info(&self, options: &JsValue) -> Promise {
        self.run(journeys::signal(options), |face, (), abort| async move {
            userinfo::user_info(&face.context, abort).await.map(|claims| plain(&claims))
        })
    }

    pub fn logout(&self, options: &JsValue) -> Promise {
        self.run(journeys::logout(options), |face, to_guest, abort| async move {
            logout::logout(&face.context, to_guest, abort).await.map(|()| JsValue::UNDEFINED)
        })
    }

    /// Calls `listener` with every event; answers what [`Core::unsubscribe`] takes.
    pub fn subscribe(&self, listener: &JsValue) -> Result<u32, JsValue> {
        let listener: Function =
            listener.clone().dyn_into().map_err(|_| value::error(&Error::argument("subscribe takes a function.")))?;
        let snapshot = self.face.snapshot.clone();
        let subscription = self.face.context.keeper.subscribe(move |event| {
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
        self.face.context.close();
    }
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
        let object = Object::new().into();
        value::set(&object, "type", &event.kind.as_str().into());
        value::set(&object, "session", &self.of(event.session.as_ref()));
        value::set(&object, "fromOtherTab", &event.from_other_tab.into());
        object
    }
}
