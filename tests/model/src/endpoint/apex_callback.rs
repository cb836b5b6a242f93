//! An org's own Apex REST endpoint that does the echo's work (`site.apexCallback`). The class behind it is the org's, so
//! this one has the form that has been seen: the echo's fields with `success`, or `errMsg` without a code.

use serde_json::json;

use super::echo;
use crate::{
    http::{
        call::{Call, Way},
        html,
        reply::{Answer, Reply},
    },
    site::Site,
};

pub fn answer(call: &Call, _: &mut Site) -> Answer {
    // An LWR site's own prefix leads to its pages, and only its Visualforce side reaches Apex.
    if call.way == Way::Prefix {
        let shell = html::page("Not implemented", "<h1>Not implemented</h1><p>This prefix does not reach Apex.</p>");
        return Err(Reply { status: 501, ..shell });
    }
    let sent = |name: &str| call.query.get(name);
    let failed = sent("error_description").or_else(|| sent("error"));
    if let Some(why) = failed.or_else(|| sent("code").is_none().then_some("missing code")) {
        return Ok(Reply::json(&json!({ "success": false, "errMsg": why })));
    }
    let mut fields = echo::fields(call);
    fields.insert("success".into(), json!(true));
    Ok(Reply::json(&fields.into()))
}
