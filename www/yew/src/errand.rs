//! What a person waits for a code for.

use std::future::Future;

use futures_util::future::{FutureExt as _, LocalBoxFuture};
use headless_identity::{Error, StartedPasswordlessLogin, StartedRegistration};
use yew::prelude::*;

use crate::waiting::{self, Purpose, Waiting};

#[derive(Clone, PartialEq)]
pub enum Started {
    Registration(StartedRegistration),
    Login(StartedPasswordlessLogin),
}

type Again = Callback<(), LocalBoxFuture<'static, Result<Started, Error>>>;

/// What the code is for.
#[derive(Clone, PartialEq)]
pub struct Errand {
    pub started: Started,
    /// Whose code it is, as they typed it.
    pub name: String,
    /// Has another code sent. After a reload a registration cannot do that, for what the person had typed is gone.
    pub again: Option<Again>,
}

impl Errand {
    pub fn again<F: Future<Output = Result<Started, Error>> + 'static>(start: impl Fn() -> F + 'static) -> Again {
        Callback::from(move |()| start().boxed_local())
    }

    pub fn purpose(&self) -> Purpose {
        match self.started {
            Started::Registration(_) => Purpose::Registration,
            Started::Login(_) => Purpose::PasswordlessLogin,
        }
    }

    pub fn keep(&self) {
        let identifier = match &self.started {
            Started::Registration(started) => started.identifier(),
            Started::Login(started) => started.identifier(),
        };
        let identifier = Some(identifier.to_owned());
        waiting::keep(&Waiting { purpose: self.purpose(), name: self.name.clone(), identifier });
    }
}
