//! `/services/oauth2/echo`: gives a browser, which cannot read a redirect, what the redirect carried.

use serde_json::{Map, Value};

use crate::{
    http::{
        call::Call,
        refusal,
        reply::{Answer, Reply},
    },
    site::Site,
};

const FIELDS: [&str; 6] = ["code", "sfdc_community_url", "sfdc_community_id", "state", "error", "error_description"];

pub fn answer(call: &Call, _: &mut Site) -> Answer {
    let field = |name: &&str| Some(((*name).to_owned(), Value::from(call.query.get(name)?)));
    let echoed: Map<_, _> = FIELDS.iter().filter_map(field).collect();
    if echoed.is_empty() {
        return Err(refusal::MISSING_PARAMETER.into());
    }
    Ok(Reply::json(&Value::Object(echoed)))
}
