//! A client where there is no browser: in a native program, such as a server that renders pages.
//!
//! It can be made, handed on and listened to, so that the same components render on a server and in the page. It has no session,
//! and each of its calls fails.

use std::future::ready;
use std::rc::Rc;

use crate::args::access_token::AccessTokenArgs;
use crate::config::Config;
use crate::core::journey::Journey;
use crate::driver::Host;
use crate::driver::listeners::{Listeners, Subscription};
use crate::error::{Code, Error, Hint, Step};
use crate::platform::Boxed;
use crate::session::bearer;
use crate::session::event::Event;
use crate::session::facts::Session;
use crate::session::kept::Kept;
use crate::settings::Settings;
use crate::world::effect::Outcome;

pub(crate) struct Absent {
    site_origin: String,
}

impl Absent {
    /// # Errors
    /// `invalid_config`, as in a browser.
    pub fn open(config: Config) -> Result<Rc<Self>, Error> {
        Ok(Rc::new(Self { site_origin: Settings::check(config)?.site_origin }))
    }
}

impl Host for Absent {
    fn call(&self, _: Journey) -> Boxed<Result<Outcome, Error>> {
        Box::pin(ready(Err(Error::new(Code::WasmUnavailable, Step::Session).with_hint(Hint::NoBrowser))))
    }

    fn session(&self) -> Option<Rc<Session>> {
        None
    }

    #[cfg(feature = "yew")]
    fn knows_session(&self) -> bool {
        false
    }

    fn usable(&self, _: &AccessTokenArgs) -> Option<Kept> {
        None
    }

    fn may_have_bearer(&self, address: &str) -> bool {
        bearer::may_have_bearer(&self.site_origin, None, address)
    }

    fn subscribe(&self, listener: Box<dyn FnMut(&Event)>) -> Subscription {
        // Nothing ever happens here: the listener lives as long as its subscription, and is never called.
        Listeners::default().subscribe(listener)
    }

    fn close(&self) {}
}
