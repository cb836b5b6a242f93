//! Where credentials may travel. A request whose credentials are missing, or in a place the app refuses, is not treated
//! as headless: it gets the login page.

use ::http::Method;

use super::headless::Flow;
use crate::{
    http::{call::Call, html, reply::Reply},
    settings::{AppSettings, Switches},
};

pub enum Credentials {
    /// Guests have none.
    None,
    /// Username and password, or identifier and one-time code.
    Pair { name: String, secret: String },
    /// A hint that the site's discovery handler turns into a user.
    Hint { hint: String, password: String },
}

impl Credentials {
    pub fn read(call: &Call, flow: Flow, app: &AppSettings, switches: &Switches) -> Result<Self, Reply> {
        let post_only = app.is_code_cred_post_only;
        if post_only && call.method == Method::GET {
            return Err(html::login_page());
        }
        if flow == Flow::Guest {
            return Ok(Self::None);
        }
        if flow == Flow::NamedUser
            && let (Some(hint), Some(password)) = (call.form.get("login_hint"), call.form.get("password"))
            && call.form.get("username").is_none()
        {
            return Ok(Self::Hint { hint: hint.into(), password: password.into() });
        }
        let is_otp = flow != Flow::NamedUser;
        let header_allowed = !post_only || (is_otp && !switches.otp_strict_post_only.0);
        let in_body = call.form.get("username").zip(call.form.get("password")).map(owned);
        let in_query = || call.query.get("username").zip(call.query.get("password")).map(owned);
        let in_header = || call.basic().filter(|(name, secret)| !name.is_empty() && !secret.is_empty());
        let pair = in_body
            .or_else(|| header_allowed.then(in_header).flatten())
            .or_else(|| (!post_only).then(in_query).flatten());
        let (name, secret) = pair.ok_or_else(html::login_page)?;
        Ok(Self::Pair { name, secret })
    }
}

fn owned((name, secret): (&str, &str)) -> (String, String) {
    (name.into(), secret.into())
}
