//! What was typed into the form of each of these pages.

use web_sys::{FormData, HtmlFormElement};
use yew::prelude::*;

pub fn credentials(event: &SubmitEvent) -> Option<(String, String)> {
    let form: HtmlFormElement = event.target_dyn_into()?;
    let fields = FormData::new_with_form(&form).ok()?;
    Some((fields.get("username").as_string()?, fields.get("password").as_string()?))
}
