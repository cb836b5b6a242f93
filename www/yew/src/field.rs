//! A field of a form.
//!
//! Fields are read when the form is sent and not kept as state: password managers fill in without any event, and no copy of
//! a password outlives its journey.

use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

#[derive(Clone, PartialEq)]
pub struct Field {
    pub id: &'static str,
    /// What to say when it is empty.
    pub missing: &'static str,
    pub node: NodeRef,
}

#[hook]
pub fn use_field(id: &'static str, missing: &'static str) -> Field {
    Field { id, missing, node: use_node_ref() }
}

impl Field {
    fn input(&self) -> Option<HtmlInputElement> {
        self.node.cast()
    }

    /// No name or code begins or ends with a space, but phone keyboards like to add one. A password is taken as typed.
    pub fn value(&self) -> String {
        let Some(input) = self.input() else { return String::new() };
        let value = input.value();
        // Not by its type, for a password that is shown is a text field.
        let is_password = input.get_attribute("autocomplete").is_some_and(|purpose| purpose.ends_with("password"));
        if is_password { value } else { value.trim().to_owned() }
    }

    /// Fills it in for the person to send, and takes the focus to what comes next.
    pub fn fill(&self, text: &str) {
        let Some(input) = self.input() else { return };
        input.set_value(text);
        let next = input.form().and_then(|form| form.query_selector(":invalid, [type=submit]").ok().flatten());
        if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
            let _ = next.focus();
        }
    }
}
