//! The journey behind a form: one call of the client at a time, and what is said when it fails.

use std::future::Future;
use std::rc::Rc;

use headless_identity::{Code, Error};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::field::Field;
use crate::page::{Action, PageHandle, use_page};
use crate::visit::{Visit, use_visit};
use crate::words::for_customer;

/// Why the last attempt failed. Every refusal is one of its own: the same words said twice take the focus twice.
#[derive(Clone)]
pub struct Refusal(Rc<Refused>);

struct Refused {
    text: String,
    about: Vec<&'static str>,
    error: Option<Error>,
}

impl PartialEq for Refusal {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Refusal {
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The ids of the fields that it is about; the focus goes to the last.
    pub fn about(&self) -> &[&'static str] {
        &self.0.about
    }

    pub fn error(&self) -> Option<&Error> {
        self.0.error.as_ref()
    }
}

/// What a form says to an error: words of its own, if any, and the fields that it is about.
pub type Explain = fn(&Error) -> (Option<String>, &'static [&'static str]);

/// The journey behind a form or a button: at most one at a time.
#[derive(Clone)]
pub struct Journey {
    running: UseStateHandle<Option<&'static str>>,
    refusal: UseStateHandle<Option<Refusal>>,
    page: PageHandle,
    visit: Visit,
    explain: Explain,
}

impl PartialEq for Journey {
    fn eq(&self, other: &Self) -> bool {
        self.running == other.running && self.refusal == other.refusal && self.page == other.page
    }
}

#[hook]
pub fn use_journey(explain: Explain) -> Journey {
    Journey { running: use_state(|| None), refusal: use_state(|| None), page: use_page(), visit: use_visit(), explain }
}

impl Journey {
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    pub fn is_calling(&self, call: &str) -> bool {
        *self.running == Some(call)
    }

    pub fn refusal(&self) -> Option<Refusal> {
        (*self.refusal).clone()
    }

    pub fn refuse(&self, error: Error) {
        let (text, about) = (self.explain)(&error);
        let text = text.unwrap_or_else(|| for_customer(&error));
        self.refusal.set(Some(Refusal(Rc::new(Refused { text, about: about.to_vec(), error: Some(error) }))));
    }

    /// What was typed; or, where something is missing, nothing, and the person is asked for it.
    pub fn typed<const N: usize>(&self, fields: [&Field; N]) -> Option<[String; N]> {
        let values = fields.map(Field::value);
        let Some(empty) = values.iter().position(String::is_empty) else { return Some(values) };
        let Field { id, missing, .. } = fields[empty];
        let refused = Refused { text: (*missing).to_owned(), about: vec![*id], error: None };
        self.refusal.set(Some(Refusal(Rc::new(refused))));
        None
    }

    /// Makes a call of the client, unless one is under way. `then` goes on where it went well.
    pub fn run<T: 'static>(
        &self,
        call: &'static str,
        journey: impl Future<Output = Result<T, Error>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.is_running() {
            return;
        }
        self.running.set(Some(call));
        self.refusal.set(None);
        let this = self.clone();
        spawn_local(async move {
            match this.visit.then(journey).await {
                Ok(result) => then(result),
                Err(error) => {
                    this.page.dispatch(Action::Refused { call, error: error.clone() });
                    this.refuse(error);
                }
            }
            this.running.set(None);
        });
    }
}

/// For what has nothing of its own to say.
pub fn plain(_: &Error) -> (Option<String>, &'static [&'static str]) {
    (None, &[])
}

/// These fields for an error of this code, and none for any other.
pub fn about(error: &Error, code: Code, fields: &'static [&'static str]) -> &'static [&'static str] {
    if error.code() == code { fields } else { &[] }
}
