//! `/services/auth/headless/init/registration`: queues a new user's data and sends a one-time code. No user exists until
//! the code comes back at authorize.

use serde_json::{Map, Value, json};

use super::start::{self, Wording, text};
use crate::{
    http::{
        call::Call,
        reply::{Answer, Reply},
    },
    password_policy,
    settings::Switches,
    site::{
        Site,
        otp::{Method, NewUser, Purpose, Start, Subject},
    },
};

const WORDING: Wording = Wording::Oauth;

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    let settings = &site.settings.site;
    let switches = site.settings.switches.clone();
    let on = settings.is_headless_user_registration_allowed;
    start::flow_on(on, "headless registration not enabled", WORDING, &switches)?;
    start::bearer(call, site, settings.does_registration_require_auth, "user_registration_api")?;
    let texts = ["password", "recaptcha", "verificationmethod", "emailtemplate"];
    start::shape(call, &switches, WORDING, &texts, &["userdata", "customdata", "recaptchaevent"])?;
    start::recaptcha(call, site, settings.is_recaptcha_required_rgstr, WORDING)?;
    let (method, user) = new_user(call, &switches)?;
    password_policy::check(&user.password, site.settings.org.password_min_length)
        .map_err(|why| WORDING.refuse(&why, &switches))?;
    start::email_template(call, site, WORDING)?;

    let now = site.now();
    if !site.otps.count_start(Purpose::Registration, &user.username, &switches, now) {
        return Err(WORDING.refuse("too many verification codes requested", &switches));
    }
    let email = user.email.clone();
    let to = if method == Method::Email { email.clone() } else { user.mobile_phone.clone() };
    let start = Start { purpose: Purpose::Registration, method, subject: Subject::NewUser(Box::new(user)), to };
    let identifier = site.otps.start(start, None, &switches, now);
    let mut body = json!({ "status": "success", "email": email, "identifier": identifier });
    if let Some(body) = body.as_object_mut().filter(|_| method == Method::Sms && !switches.sms_email_field.0) {
        body.remove("email");
    }
    Ok(Reply::json(&body))
}

fn new_user(call: &Call, switches: &Switches) -> Result<(Method, NewUser), Reply> {
    let missing = |name: &str| WORDING.refuse(&format!("missing required field {name}"), switches);
    let nothing = Map::new();
    let object = |name: &str| call.json.get(name).and_then(Value::as_object).unwrap_or(&nothing);
    let (user, custom) = (object("userdata"), object("customdata"));
    let required = |from, name: &str| text(from, name).map(str::to_owned).ok_or_else(|| missing(name));
    let method = required(&call.json, "verificationmethod")?;
    let method = Method::parse(&method).ok_or_else(|| WORDING.refuse("unknown verificationmethod", switches))?;
    let mobile_phone = text(custom, "mobilePhone").or_else(|| text(user, "mobilePhone"));
    if method == Method::Sms && mobile_phone.is_none() {
        return Err(missing("mobilePhone"));
    }
    let data = NewUser {
        first_name: required(user, "firstName")?,
        last_name: required(user, "lastName")?,
        email: required(user, "email")?,
        username: required(user, "username")?,
        mobile_phone: mobile_phone.unwrap_or_default().into(),
        password: required(&call.json, "password")?,
        custom_data: Value::Object(custom.clone()),
    };
    Ok((method, data))
}
