//! The visitor's session, so that a basket has an owner. A shop without guests works all the same.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use futures_util::future::{FutureExt as _, LocalBoxFuture, Shared};
use headless_identity::{Client, Error, Uvid};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::page::{Action, PageHandle};

/// The visitor's session that is under way, if any. A person's journey waits for it: of two journeys at once the one that
/// ends last would win, and a login that began without the visitor would not carry their id.
#[derive(Clone, Default)]
pub struct Visit(Rc<RefCell<Option<Shared<LocalBoxFuture<'static, ()>>>>>);

impl PartialEq for Visit {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Visit {
    /// Begins it, as the visitor whose basket is here, if it is known whose it is.
    pub fn begin(&self, client: Client, known: Option<Uvid>, page: PageHandle) {
        let visit = async move {
            if client.session().is_none()
                && let Err(error) = client.continue_as_guest(known).await
            {
                page.dispatch(Action::Refused { call: "continue_as_guest", error });
            }
            page.dispatch(Action::Settled);
        };
        let visit = visit.boxed_local().shared();
        self.0.replace(Some(visit.clone()));
        spawn_local(visit);
    }

    /// Does something when no visitor's session is under way any more.
    pub async fn then<T>(&self, journey: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let under_way = self.0.borrow().clone();
        if let Some(visit) = under_way {
            visit.await;
        }
        journey.await
    }
}

#[hook]
pub fn use_visit() -> Visit {
    use_context().expect("the shop provides it")
}
